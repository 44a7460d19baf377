"""The scorer: predictions against gold as precision, recall and F1 with intervals.

Every figure counts items of sets, so neither order nor repetition of predictions matters:

- `span/<LABEL>`: spans by exact start and end;
- `value/<LABEL>`: normalised values, each once a document;
- `tie/person-role` and `tie/person-role-organisation`: affiliations by normalised names;
- `lines/dropped`: non-empty lines dropped as boilerplate, by line number.

Intervals are percentile bootstrap intervals (95 %) over documents: the document is what a user
samples, and its mentions are not independent of each other (Efron & Tibshirani 1993, ch. 13).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from presselese.errors import GoldError
from presselese.evaluate.gold import GoldDocument
from presselese.evaluate.prediction import Prediction
from presselese.records import LABELS

RESAMPLES = 1000
SEED = 20  # fixed, so that the same predictions print the same interval
Item = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Right, spurious and missed items."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.right + other.right, self.spurious + other.spurious, self.missed + other.missed
        )

    @property
    def precision(self) -> float:
        """Share of predictions that are right; 0 where nothing was predicted."""
        return self.right / max(self.right + self.spurious, 1)

    @property
    def recall(self) -> float:
        """Share of gold that was found; 0 where gold is empty."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall (van Rijsbergen 1979)."""
        return 2 * self.right / max(2 * self.right + self.spurious + self.missed, 1)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One missed or spurious item; `line` counts from 1, 0 where the item has no place."""

    figure: str
    kind: str
    doc_id: str
    line: int
    item: str
    context: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One scored quantity with the interval of its F1."""

    name: str
    counts: Counts
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one evaluation, in a fixed order, and the mistakes behind them."""

    documents: int
    figures: tuple[Figure, ...]
    accuracies: dict[str, tuple[int, int]]
    mistakes: tuple[Mistake, ...] = field(repr=False, default=())

    def __getitem__(self, name: str) -> Figure:
        return next(figure for figure in self.figures if figure.name == name)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain JSON values, rounded to four digits."""
        return {
            "documents": self.documents,
            "figures": {
                figure.name: {
                    "precision": round(figure.counts.precision, 4),
                    "recall": round(figure.counts.recall, 4),
                    "f1": round(figure.counts.f1, 4),
                    "f1_low": round(figure.low, 4),
                    "f1_high": round(figure.high, 4),
                    "right": figure.counts.right,
                    "spurious": figure.counts.spurious,
                    "missed": figure.counts.missed,
                }
                for figure in self.figures
            },
            "accuracies": {
                name: {"right": right, "of": total}
                for name, (right, total) in self.accuracies.items()
            },
        }


def evaluate(gold: Sequence[GoldDocument], predictions: Iterable[Prediction]) -> Report:
    """Score predictions against gold; both are matched by `doc_id`.

    Raises GoldError when a gold document has no prediction. Predictions without gold are
    not scored.
    """
    by_id = {prediction.doc_id: prediction for prediction in predictions}
    if absent := [document.doc_id for document in gold if document.doc_id not in by_id]:
        raise GoldError(f"no prediction for {len(absent)} documents, the first is {absent[0]!r}")
    per_document: dict[str, list[Counts]] = {name: [] for name in figure_names()}
    mistakes: list[Mistake] = []
    accuracies = dict.fromkeys(("title", "published", "modified"), (0, 0))
    for document in gold:
        prediction = by_id[document.doc_id]
        wanted, given = gold_items(document), prediction.items()
        for name, counts in per_document.items():
            want, have = wanted.get(name, set()), given.get(name, set())
            counts.append(Counts(len(want & have), len(have - want), len(want - have)))
            mistakes += _mistakes(name, document, want - have, have - want)
        for name, expected in gold_metadata(document).items():
            right, total = accuracies[name]
            accuracies[name] = (right + (prediction.metadata.get(name) == expected), total + 1)
    return Report(
        documents=len(gold),
        figures=tuple(_figure(name, counts) for name, counts in per_document.items()),
        accuracies=accuracies,
        mistakes=tuple(mistakes),
    )


def figure_names() -> tuple[str, ...]:
    """Return the names of all figures in the order of the report."""
    return (
        *(f"span/{label}" for label in LABELS),
        *(f"value/{label}" for label in LABELS),
        "tie/person-role",
        "tie/person-role-organisation",
        "lines/dropped",
    )


def gold_items(document: GoldDocument) -> dict[str, set[Item]]:
    """Return what a perfect extraction of the document would hold, by figure."""
    items: dict[str, set[Item]] = {name: set() for name in figure_names()}
    for mention in document.mentions:
        if mention.label in LABELS:
            items[f"span/{mention.label}"].add((mention.start, mention.end, mention.text))
            items[f"value/{mention.label}"].add((mention.norm,))
    for tie in document.affiliations:
        if tie.role is not None:
            items["tie/person-role"].add((tie.person, tie.role))
        items["tie/person-role-organisation"].add((tie.person, tie.role, tie.organisation))
    items["lines/dropped"] = {
        (line.number,) for line in document.lines if not line.kept and line.reason != "empty"
    }
    return items


def gold_metadata(document: GoldDocument) -> dict[str, str | None]:
    """Return title, published and modified; the title of an `.ann` file is its title line."""
    title = document.metadata.get("title")
    if title is None:
        lines = [line for line in document.lines if line.reason == "title"]
        title = _without_stamp(document, lines[0].start, lines[0].end) if lines else None
    return {
        "title": title,
        "published": document.metadata.get("published"),
        "modified": document.metadata.get("modified"),
    }


def _without_stamp(document: GoldDocument, start: int, end: int) -> str:
    """Cut a date stamp glued to either end of a title line."""
    for mention in document.mentions:
        if mention.label == "DATE" and mention.norm == document.metadata.get("published"):
            if mention.start == start:
                start = mention.end
            elif mention.end == end:
                end = mention.start
    return document.text[start:end].strip()


def _figure(name: str, counts: list[Counts]) -> Figure:
    rng = random.Random(SEED)
    samples = sorted(
        sum((counts[i] for i in rng.choices(range(len(counts)), k=len(counts))), Counts()).f1
        for _ in range(RESAMPLES)
    )
    low, high = samples[int(0.025 * RESAMPLES)], samples[int(0.975 * RESAMPLES) - 1]
    return Figure(name, sum(counts, Counts()), low, high)


def _mistakes(
    name: str, document: GoldDocument, missed: set[Item], spurious: set[Item]
) -> list[Mistake]:
    out = []
    for kind, items in (("missed", missed), ("spurious", spurious)):
        for item in sorted(items, key=repr if name.startswith("tie/") else None):
            number, context = 0, ""
            if name.startswith("span/"):
                line = next((x for x in document.lines if x.start <= item[0] <= x.end), None)
            elif name == "lines/dropped":
                line = document.lines[item[0] - 1]
            else:
                line = None
            if line is not None:
                number, context = line.number, document.text[line.start : line.end]
            shown = item[2] if name.startswith("span/") else " – ".join(map(str, item))
            out.append(Mistake(name, kind, document.doc_id, number, shown, context))
    return out
