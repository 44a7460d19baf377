"""What changed between two predictions of the same texts: each item won or lost, and its sentence.

Against gold a change is a gain (a gold item is found now, a wrong item is gone) or a loss (a gold
item is missed now, a wrong item is new); without gold an item appeared or vanished. The items are
those of the scorer, so what a figure counts is what is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from presselese.evaluate.gold import GoldDocument
from presselese.evaluate.prediction import Prediction
from presselese.evaluate.score import figure_names, gold_items, gold_metadata
from presselese.quote import marked

Item = tuple[Any, ...]
Kind = Literal["found", "mended", "lost", "spurious", "appeared", "vanished"]
GAINS: tuple[Kind, ...] = ("found", "mended")
LOSSES: tuple[Kind, ...] = ("lost", "spurious")
KINDS: tuple[Kind, ...] = (*LOSSES, *GAINS, "vanished", "appeared")
MEANING: dict[Kind, str] = {
    "lost": "in gold, and no longer found",
    "spurious": "not in gold, and new",
    "found": "in gold, and found now",
    "mended": "not in gold, and no longer there",
    "vanished": "no longer there",
    "appeared": "new",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One item that differs; `line` counts from 1, 0 where the item has no place in the text."""

    figure: str
    kind: Kind
    doc_id: str
    line: int
    item: str
    sentence: str


def changes(
    before: Prediction, after: Prediction, text: str | None, gold: GoldDocument | None = None
) -> list[Change]:
    """Return the changes in one document, by figure, kind and place.

    `text` is the raw text the offsets count; without it there are no sentences.
    """
    place = _Place(text, before, after, gold)
    old, new = _items(before), _items(after)
    wanted = None if gold is None else gold_items(gold) | _metadata(gold_metadata(gold))
    out = []
    for figure in (*figure_names(), *_metadata({})):
        had, has = old.get(figure, set()), new.get(figure, set())
        if wanted is None:
            kinds: dict[Kind, set[Item]] = {"vanished": had - has, "appeared": has - had}
        else:
            want = wanted.get(figure, set())
            kinds = {
                "lost": (had - has) & want,
                "spurious": (has - had) - want,
                "found": (has - had) & want,
                "mended": (had - has) - want,
            }
        for kind, items in kinds.items():
            for item in sorted(items, key=repr):
                line, sentence = place.of(figure, item)
                out.append(Change(figure, kind, after.doc_id, line, _shown(figure, item), sentence))
    return out


def all_changes(
    before: Iterable[Prediction], after: Iterable[Prediction], gold: Sequence[GoldDocument]
) -> list[Change]:
    """Return the changes against gold in all its documents, losses first."""
    old, new = ({one.doc_id: one for one in side} for side in (before, after))
    found = [
        change
        for document in gold
        if document.doc_id in old and document.doc_id in new
        for change in changes(
            old[document.doc_id], new[document.doc_id], document.text, gold=document
        )
    ]
    return in_order(found)


def in_order(found: Iterable[Change]) -> list[Change]:
    """Sort changes: losses before gains, then by figure; documents keep their order."""
    figures = {name: place for place, name in enumerate((*figure_names(), *_metadata({})))}
    return sorted(found, key=lambda one: (KINDS.index(one.kind), figures[one.figure]))


def _items(prediction: Prediction) -> dict[str, set[Item]]:
    return prediction.items() | _metadata(prediction.metadata)


def _metadata(values: Mapping[str, str | None]) -> dict[str, set[Item]]:
    names = ("title", "published", "modified")
    return {f"metadata/{name}": {(values[name],)} if values.get(name) else set() for name in names}


def _shown(figure: str, item: Item) -> str:
    if figure.startswith("span/"):
        return str(item[2])
    if figure == "lines/dropped":
        return f"line {item[0]}"
    return " – ".join("(none)" if part is None else str(part) for part in item)


class _Place:
    """Finds the sentence of an item: a value's and a tie's is where its name stands first."""

    def __init__(
        self, text: str | None, before: Prediction, after: Prediction, gold: GoldDocument | None
    ) -> None:
        self._text = text
        mentions = {*before.mentions, *after.mentions}
        if gold is not None:
            mentions |= {(m.start, m.end, m.text, m.label, m.norm) for m in gold.mentions}
        self._mentions = sorted(mentions, key=lambda mention: (mention[:2], repr(mention)))

    def of(self, figure: str, item: Item) -> tuple[int, str]:
        """Return the line number of an item and its sentence with the item marked."""
        kind, _, label = figure.partition("/")
        if self._text is None:
            return (item[0] if kind == "lines" else 0), ""
        if kind == "lines":
            lines = self._text.split("\n")
            return item[0], lines[item[0] - 1].strip() if item[0] <= len(lines) else ""
        if kind == "span":
            spans = [(item[0], item[1], label)]
        elif kind == "value":
            spans = self._first(label, item[0])
        elif kind == "tie":
            spans = self._tie(*item[:2])
        else:
            spans = []
        if not spans or spans[-1][1] > len(self._text):
            return 0, ""
        return self._text.count("\n", 0, spans[0][0]) + 1, marked(self._text, spans)

    def _first(self, label: str, norm: str | None) -> list[tuple[int, int, str]]:
        return [
            (s, e, one) for s, e, _, one, value in self._mentions if (one, value) == (label, norm)
        ][:1]

    def _tie(self, person: str, role: str | None) -> list[tuple[int, int, str]]:
        """Return the person's mention nearest to one of the role, and that one."""
        people = [m for m in self._mentions if m[3] == "PERSON" and m[4] == person]
        roles = [m for m in self._mentions if m[3] == "ROLE" and m[4] == role]
        pairs = [(abs(p[0] - r[0]), p, r) for p in people for r in roles]
        if not pairs:
            return [(s, e, label) for s, e, _, label, _ in people[:1]]
        _, *pair = min(pairs, key=lambda one: (one[0], one[1][:2], one[2][:2]))
        return sorted((s, e, label) for s, e, _, label, _ in pair)
