"""Fit the weights by which the organisation of a held role is chosen, in one command.

    python models/train/ties.py --gold corpus/gold/train --extra <wikinews/train>

Roles, persons and organisations are those of the annotation; what `affiliation_organisations`
reads off the sentence is left out, what it leaves open are the examples. The weights are those of
a conditional logit over the candidates with an L2 penalty (McFadden 1974), rounded to two digits,
and go to `lexicon/affiliation_weights.toml`. `--folds 6` prints how often a choice is right on the
releases left out instead. Needs scipy and a minute.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from presselese import lexicon
from presselese.assemble.readings import page_city
from presselese.assemble.ties import municipality_of
from presselese.clean import clean
from presselese.evaluate.gold import GoldDocument, read_gold
from presselese.normalise.affiliation_candidates import Candidate, Candidates, Home
from presselese.normalise.affiliation_holders import find_holdings
from presselese.normalise.affiliation_memberships import memberships
from presselese.normalise.affiliation_organisations import say_organisations
from presselese.normalise.affiliation_scene import Holding, Node, Scene
from presselese.normalise.gazetteer import load_gazetteer
from presselese.normalise.organisations import PARTIES, kind_of
from presselese.normalise.people import read_people
from presselese.normalise.roles import read_role
from presselese.records import Found

# What an article of the extra corpus counts beside a release, the penalty, the smallest weight.
EXTRA, PENALTY, SMALLEST = 0.3, 2.0, 0.1
TARGET = Path(lexicon.__file__).with_name("affiliation_weights.toml")
HEADER = """\
# What speaks for an organisation as that of a held role, and how much; fitted by
# models/train/ties.py on the annotated releases. "home" is the issuing municipality, "none" no
# organisation; behind the stroke stands the class of the role (mayor, municipal, county, state,
# relational, other) or what the feature is combined with.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """The mentions of one office of one person, each with its candidates; `right` by name."""

    release: str
    mentions: list[list[Candidate]]
    right: set[str | None]


def scene_of(document: GoldDocument) -> tuple[Scene, Home, dict[int, str]]:
    """Return a release as annotated: its scene, its origin, and the persons by number."""
    text, nodes, numbers = "", list[Node](), dict[str, int]()
    for line in (line for line in document.lines if line.kept):
        shift = len(text) - line.start
        for mention in document.mentions:
            if not (line.start <= mention.start and mention.end <= line.end):
                continue
            start, end = mention.start + shift, mention.end + shift
            node = Node(start, end, mention.label, mention.norm or mention.text)
            if mention.label == "PERSON":
                node = replace(node, entity=numbers.setdefault(node.name, len(numbers)))
            elif mention.label == "ROLE":
                found = Found(0, len(mention.text), mention.text, "ROLE", "gold")
                role = read_role(mention.text, found)
                node = replace(
                    node,
                    generic=bool(mention.attrs.get("generic")),
                    status=mention.attrs.get("status"),
                    plural=role.gender != "f" or role.generic,
                    gender=role.gender,
                    kind=role.category,
                )
            elif mention.label == "ORG":
                inner = [
                    other.norm
                    for other in document.mentions
                    if other.label == "CITY"
                    and mention.start <= other.start
                    and other.end <= mention.end
                ]
                node = replace(
                    node,
                    city=inner[-1] if inner else None,
                    party=node.name in PARTIES,
                    kind=kind_of(node.name),
                )
            if mention.label in {"PERSON", "ROLE", "ORG", "CITY", "DATE"}:
                nodes.append(node)
        text += document.text[line.start : line.end] + "\n"
    metadata = clean(document.text, None).metadata
    city = page_city(metadata) or document.metadata.get("source_city")
    return (
        Scene(text, _with_genders(text, _with_seats(nodes))),
        Home(metadata.issuer, city, _municipality(city)),
        {number: name for name, number in numbers.items()},
    )


def _with_seats(nodes: list[Node]) -> list[Node]:
    """Give every mention of an organisation the city that one of them names."""
    seats: dict[str, str] = {}
    for node in nodes:
        if node.label == "ORG" and node.city is not None:
            seats.setdefault(node.name, node.city)
    return [
        replace(node, city=seats.get(node.name)) if node.label == "ORG" else node for node in nodes
    ]


def _with_genders(text: str, nodes: list[Node]) -> list[Node]:
    """Give persons the gender that their readings have."""
    people = [node for node in nodes if node.label == "PERSON"]
    found = [Found(n.start, n.end, text[n.start : n.end], "PERSON", "gold") for n in people]
    genders = {
        (node.start, node.end): reading.gender
        for node, reading in zip(people, read_people(text, found), strict=True)
    }
    return [
        replace(node, gender=genders[node.start, node.end]) if node.label == "PERSON" else node
        for node in nodes
    ]


def _municipality(city: str | None) -> Node | None:
    candidates = (
        [row for row in load_gazetteer().lookup(city) if row.country == "DE"] if city else []
    )
    if not candidates:
        return None
    name = municipality_of(city, max(candidates, key=lambda row: row.population or 0))
    return Node(0, 0, "ORG", name, city=city, kind="municipality") if name else None


def examples_of(document: GoldDocument) -> list[Example]:
    """Return the choices of one release, with the annotated organisations."""
    scene, home, names = scene_of(document)
    holdings = find_holdings(scene)
    say_organisations(scene, holdings, home)
    members = [(person, other) for person, other, _ in memberships(scene, [])]
    candidates = Candidates(scene, holdings, home, members)
    said: dict[tuple[str, str | None], set[str | None]] = defaultdict(set)
    for tie in document.affiliations:
        said[tie.person, tie.role].add(tie.organisation)
    groups: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    for holding in holdings:
        if not holding.placed:
            groups[names[holding.person.entity], holding.role.name].append(holding)
    return [
        Example(document.doc_id, [candidates.of(h) for h in group], said[key])
        for key, group in groups.items()
        if key in said
    ]


def _names(mention: Sequence[Candidate]) -> list[str | None]:
    return [c.organisation.name if c.organisation else None for c in mention]


def fit(examples: Sequence[tuple[Example, float]]) -> dict[str, float]:
    """Return the weights of the features; the number beside an example is what it counts."""
    columns: dict[str, int] = {}
    rows, cols, starts = list[int](), list[int](), [0]
    right, counts = list[bool](), list[float]()
    for example, count in examples:
        for mention in example.mentions:
            hits = [name in example.right for name in _names(mention)]
            if not any(hits):
                continue
            for candidate in mention:
                for feature in set(candidate.features):
                    rows.append(len(right))
                    cols.append(columns.setdefault(feature, len(columns)))
                right.append(hits.pop(0))
            starts.append(len(right))
            counts.append(count)
    matrix = csr_matrix((np.ones(len(rows)), (rows, cols)), shape=(len(right), len(columns)))
    hit, begins, count_of = np.array(right), np.array(starts[:-1]), np.array(counts)
    segment = np.repeat(np.arange(len(counts)), np.diff(starts))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, begins)[segment])
        total, good = np.add.reduceat(powers, begins), np.add.reduceat(powers * hit, begins)
        value = -(count_of * np.log(good / total)).sum() + PENALTY / 2 * weights @ weights
        gap = (powers / total[segment] - powers * hit / good[segment]) * count_of[segment]
        return float(value), matrix.T @ gap + PENALTY * weights

    result = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B")
    return {feature: float(result.x[column]) for feature, column in columns.items()}


def right_of(examples: Sequence[Example], weights: dict[str, float]) -> int:
    """Count the examples whose best candidate is an annotated one."""
    good = 0
    for example in examples:
        totals = [
            sum(weights.get(feature, 0.0) for candidate in row for feature in candidate.features)
            for row in zip(*example.mentions, strict=True)
        ]
        good += _names(example.mentions[0])[totals.index(max(totals))] in example.right
    return good


def write(weights: dict[str, float], path: Path) -> None:
    """Write the weights, sorted by feature."""
    lines = [
        f'"{feature}" = {weight:.2f}'
        for feature, weight in sorted(weights.items())
        if abs(weight) >= SMALLEST
    ]
    path.write_text(HEADER + "[organisation]\n" + "\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--gold", type=Path, required=True, help="annotated releases (.ann)")
    parser.add_argument("--extra", type=Path, help="more of them, which count less")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate, write nothing")
    parser.add_argument("--output", type=Path, default=TARGET)
    args = parser.parse_args(arguments)
    corpora = [(args.gold, 1.0), *([(args.extra, EXTRA)] if args.extra else [])]
    examples = [
        [(examples_of(document), count) for document in read_gold(path)] for path, count in corpora
    ]
    if not args.folds:
        flat = [(e, count) for corpus in examples for found, count in corpus for e in found]
        write(fit(flat), args.output)
        return 0
    for path, corpus in zip((path for path, _ in corpora), examples, strict=True):
        good = total = 0
        for fold in range(args.folds):
            learn = [
                (example, count)
                for other in examples
                for number, (found, count) in enumerate(other)
                if number % args.folds != fold
                for example in found
            ]
            test = [e for found, _ in corpus[fold :: args.folds] for e in found]
            good += right_of(test, fit(learn))
            total += len(test)
        print(f"{path}: {good} of {total} open choices right")
    return 0


if __name__ == "__main__":
    sys.exit(main())
