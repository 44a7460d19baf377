"""The network of the strongest ties: persons and organisations that releases name together."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any, Literal

from presselese.report.result import Result

EDGES = 60  # more would not be read
WIDTH = 1120.0
SPACING = 105.0  # room a node takes, roughly
LEAST, ASIDE, GAP = 260.0, 70.0, 34.0  # narrowest component; room for names beside and between
SEED = 20  # the same ties give the same picture
LABEL = 34  # characters of a name shown beside its node
_LETTER, _BOLD, _LINE = 6.9, 7.9, 14.0  # width and height of a label's letters, roughly

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """The name beside a node: where it is anchored; an empty text where there is no room."""

    text: str
    x: float
    y: float
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Node:
    """A person or organisation: centre and radius in the picture, documents that tie it."""

    name: str
    kind: Literal["person", "organisation"]
    x: float
    y: float
    radius: float
    documents: tuple[int, ...]
    label: Label


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie; `documents` are the numbers of the documents that show it."""

    person: int
    organisation: int
    documents: tuple[int, ...]
    explicit: bool


@dataclass(frozen=True, slots=True)
class Network:
    """What is drawn, and of how many ties it is the strongest part."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    ties: int
    height: float


def network(result: Result) -> Network:
    """Return the strongest ties with their layout (Fruchterman & Reingold 1991, fixed seed).

    A tie is strong if many documents show it; among equals those come first whose ends have many
    other ties. Persons are joined by name, which is a simplification of the picture alone.
    """
    numbers = {row["doc_id"]: number for number, row in enumerate(result.tables["documents"])}
    documents: dict[tuple[str, str], set[int]] = defaultdict(set)
    explicit: set[tuple[str, str]] = set()
    degree: dict[str, int] = defaultdict(int)
    for tie in result.tables["affiliations"]:
        if tie["organisation"] is None:
            continue
        pair = (tie["person"], tie["organisation"])
        if pair not in documents:
            degree["p" + pair[0]] += 1
            degree["o" + pair[1]] += 1
        documents[pair].add(numbers[tie["doc_id"]])
        if tie["basis"] == "explicit":
            explicit.add(pair)
    strongest = sorted(
        documents,
        key=lambda pair: (
            -len(documents[pair]),
            -(degree["p" + pair[0]] + degree["o" + pair[1]]),
            pair,
        ),
    )
    # twice: what joined a pair may not have been among the strongest
    strongest = _joined(_joined(strongest, documents)[:EDGES], documents)
    people = sorted({person for person, _ in strongest})
    organisations = sorted({organisation for _, organisation in strongest})
    keys = [("person", name) for name in people] + [
        ("organisation", name) for name in organisations
    ]
    index = {key: number for number, key in enumerate(keys)}
    edges = tuple(
        Edge(
            index["person", person],
            index["organisation", organisation],
            tuple(sorted(documents[person, organisation])),
            (person, organisation) in explicit,
        )
        for person, organisation in strongest
    )
    places, height = _layout(len(keys), edges)
    return Network(_nodes(keys, edges, places), edges, len(documents), height)


def _joined(
    pairs: list[tuple[str, str]], documents: dict[tuple[str, str], set[int]]
) -> list[tuple[str, str]]:
    """Leave out pairs that one release alone shows and that nothing joins to others.

    They say no more than their row of the table; where there is nothing else, they stay.
    """
    degree: Counter[tuple[int, str]] = Counter()
    for person, organisation in pairs:
        degree.update(((0, person), (1, organisation)))
    joined = [
        pair
        for pair in pairs
        if len(documents[pair]) > 1 or degree[0, pair[0]] > 1 or degree[1, pair[1]] > 1
    ]
    return joined or pairs


def _nodes(
    keys: list[tuple[str, str]], edges: tuple[Edge, ...], places: list[tuple[float, float]]
) -> tuple[Node, ...]:
    shown: list[set[int]] = [set() for _ in keys]
    for edge in edges:
        shown[edge.person].update(edge.documents)
        shown[edge.organisation].update(edge.documents)
    radii = [min(4 + 2 * len(documents) ** 0.5, 16) for documents in shown]
    labels = _labels(keys, places, radii)
    return tuple(
        Node(
            name=name,
            kind="person" if kind == "person" else "organisation",
            x=x,
            y=y,
            radius=round(radius, 1),
            documents=tuple(sorted(documents)),
            label=label,
        )
        for (kind, name), (x, y), radius, documents, label in zip(
            keys, places, radii, shown, labels, strict=True
        )
    )


def _layout(size: int, edges: tuple[Edge, ...]) -> tuple[list[tuple[float, float]], float]:
    """Place every component by itself, then side by side in rows, the largest first.

    Returns the centres and the height of the whole.
    """
    import networkx as nx  # noqa: PLC0415 -- comes with the extra `report`

    graph: Any = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from((edge.person, edge.organisation) for edge in edges)
    components = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    boxes = []
    for part in components:
        nodes = sorted(part)
        inner = nx.spring_layout(graph.subgraph(nodes), seed=SEED, iterations=200)
        xs, ys = zip(*(inner[node] for node in nodes), strict=True)
        side = SPACING * (len(part) - 1) ** 0.5
        width, height = min(max(1.7 * side, LEAST), WIDTH), side
        across, down = (max(xs) - min(xs)) or 1, (max(ys) - min(ys)) or 1
        boxes.append(
            (
                width,
                height,
                {
                    node: (
                        ASIDE + (x - min(xs)) / across * (width - 2 * ASIDE),
                        GAP + (y - min(ys)) / down * (height - GAP),
                    )
                    for node, x, y in zip(nodes, xs, ys, strict=True)
                },
            )
        )
    return _packed(size, boxes)


def _packed(
    size: int, boxes: list[tuple[float, float, dict[int, tuple[float, float]]]]
) -> tuple[list[tuple[float, float]], float]:
    """Set boxes side by side in rows as wide as the picture, each row spread over its width."""
    rows: list[list[tuple[float, float, dict[int, tuple[float, float]]]]] = []
    for box in boxes:
        if rows and sum(width for width, _, _ in rows[-1]) + box[0] <= WIDTH:
            rows[-1].append(box)
        else:
            rows.append([box])
    places = [(0.0, 0.0)] * size
    top = 0.0
    for row in rows:
        stretch = WIDTH / max(sum(width for width, _, _ in row), 0.75 * WIDTH)
        left, height = 0.0, max(height for _, height, _ in row)
        for width, own, inner in row:
            for node, (x, y) in inner.items():
                shift = top + (height - own) / 2
                places[node] = (round(left + x * stretch, 1), round(shift + y, 1))
            left += width * stretch
        top += height + GAP
    return places, top + GAP


def _labels(
    keys: list[tuple[str, str]], places: list[tuple[float, float]], radii: list[float]
) -> list[Label]:
    """Give names to the nodes, the largest first: below, above, right or left of the node.

    A name that would cover another name or node in all four places is left out.
    """
    taken = [
        (x - radius, y - radius, x + radius, y + radius)
        for (x, y), radius in zip(places, radii, strict=True)
    ]
    labels = [Label("", 0, 0, "middle")] * len(keys)
    for node in sorted(range(len(keys)), key=lambda n: (-radii[n], keys[n][0], keys[n][1])):
        kind, name = keys[node]
        text = name if len(name) <= LABEL else name[: LABEL - 1].rstrip() + "…"
        width = len(text) * (_LETTER if kind == "person" else _BOLD)
        (x, y), gap = places[node], radii[node] + 3
        for label, left, top in (
            (Label(text, x, y + gap + 9, "middle"), x - width / 2, y + gap - 1),
            (Label(text, x, y - gap, "middle"), x - width / 2, y - gap - _LINE + 2),
            (Label(text, x + gap, y + 4, "start"), x + gap, y - _LINE / 2),
            (Label(text, x - gap, y + 4, "end"), x - gap - width, y - _LINE / 2),
        ):
            box = (left, top, left + width, top + _LINE)
            inside = left >= 0 and left + width <= WIDTH
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                labels[node] = Label(text, round(label.x, 1), round(label.y, 1), label.anchor)
                break
    return labels


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
