"""The accuracy gate: floors under every figure, pinned to the gold they were reached on.

A gate is a JSON file and, beside it, the predictions last accepted (`<name>.predictions.jsonl`),
so that a failing run can say which sentences were lost. A floor stands a little under the figure
it was accepted with, because sums of floats may turn a borderline mention on another processor.
Floors rise by `update`; they fall only with a reason, which the file keeps.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from presselese.errors import GateError
from presselese.evaluate.changes import GAINS, LOSSES, Change, all_changes
from presselese.evaluate.gold import GoldDocument
from presselese.evaluate.prediction import Prediction, from_json, to_json
from presselese.evaluate.score import Report
from presselese.tables import fingerprint
from presselese.write import write_json

ABOUT = (
    "Accuracy gate of presselese; made and raised by `presselese evaluate GOLD --gate FILE "
    "--update`. floor: the lowest figure that passes; accepted: the figure when it was accepted; "
    "low, high: its 95 % bootstrap interval over documents."
)
TOLERANCE = 0.005
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Reached:
    """One figure of a run: an F1 with its interval, or a share of documents (no interval)."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """The lowest value of a figure that passes, and what was reached when it was accepted."""

    floor: float
    accepted: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate as its file has it; `guideline` is a path relative to the file's folder."""

    gold: str
    documents: int
    guideline: str | None
    guideline_sha256: str | None
    floors: Mapping[str, Floor]
    tolerance: float = TOLERANCE
    regressions: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure under its floor; `value` is None where the run has no such figure."""

    figure: str
    floor: float
    value: float | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of a run: `problems` and `falls` fail it, changes explain them."""

    figures: Mapping[str, Reached]
    floors: Mapping[str, Floor]
    problems: tuple[str, ...] = ()
    falls: tuple[Fall, ...] = ()
    changes: tuple[Change, ...] = field(default=(), repr=False)

    @property
    def passed(self) -> bool:
        """Whether nothing fails."""
        return not self.problems and not self.falls

    @property
    def gains(self) -> list[Change]:
        """Changes for the better."""
        return [change for change in self.changes if change.kind in GAINS]

    @property
    def losses(self) -> list[Change]:
        """Changes for the worse."""
        return [change for change in self.changes if change.kind in LOSSES]


def figures_of(report: Report) -> dict[str, Reached]:
    """Return every figure of a report; shares of documents are named `metadata/…`."""
    figures = {
        figure.name: Reached(
            round(figure.counts.f1, DIGITS), round(figure.low, DIGITS), round(figure.high, DIGITS)
        )
        for figure in report.figures
    }
    for name, (right, total) in report.accuracies.items():
        figures[f"metadata/{name}"] = Reached(round(right / total, DIGITS) if total else 0.0)
    return figures


def gold_fingerprint(gold: Sequence[GoldDocument]) -> str:
    """Return a hash over texts and annotations, the same for `.ann` and for stand-off files."""
    return fingerprint([asdict(document) for document in gold])


def read_gate(path: Path) -> Gate:
    """Read a gate's file. Raises GateError where it is missing or malformed."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise GateError(f"{path}: no such gate; --update makes one of this run") from error
    except (OSError, ValueError) as error:
        raise GateError(f"{path}: cannot be read as a gate: {error}") from error
    try:
        pinned = record["pinned"]
        return Gate(
            gold=pinned["gold"],
            documents=pinned["documents"],
            guideline=pinned["guideline"],
            guideline_sha256=pinned["guideline_sha256"],
            floors={name: Floor(**values) for name, values in record["figures"].items()},
            tolerance=record["tolerance"],
            regressions=tuple(record["regressions"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise GateError(f"{path}: not a gate of presselese: {error!r}") from error


def accepted_path(path: Path) -> Path:
    """Return where the accepted predictions of a gate stand."""
    return path.with_suffix(".predictions.jsonl")


def read_accepted(path: Path) -> list[Prediction]:
    """Return the predictions last accepted; none where their file is missing."""
    file = accepted_path(path)
    if not file.is_file():
        return []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return [from_json(json.loads(line)) for line in lines if line]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GateError(f"{file}: cannot be read as predictions: {error!r}") from error


def judge(
    path: Path, gold: Sequence[GoldDocument], predictions: Sequence[Prediction], report: Report
) -> Verdict:
    """Hold a run against the gate in `path`. Raises GateError where there is none."""
    gate, reached = read_gate(path), figures_of(report)
    return Verdict(
        figures=reached,
        floors=gate.floors,
        problems=tuple(_pins(path, gate, gold)),
        falls=tuple(_falls(gate.floors, reached)),
        changes=tuple(all_changes(read_accepted(path), predictions, gold)),
    )


def update(
    path: Path,
    gold: Sequence[GoldDocument],
    predictions: Sequence[Prediction],
    report: Report,
    *,
    guideline: Path | None = None,
    allow_regression: str | None = None,
) -> Gate:
    """Accept a run: pin its gold, raise the floors, keep its predictions; return the new gate.

    Raises GateError where a figure lies under its floor and `allow_regression` gives no reason.
    With one those floors fall to what is reached, and the gate keeps the reason.
    """
    old, reached = read_gate(path) if path.exists() else None, figures_of(report)
    falls = list(_falls(old.floors, reached)) if old else []
    if falls and not (allow_regression and allow_regression.strip()):
        raise GateError(
            f"{path}: {'; '.join(map(fall_text, falls))}; nothing was accepted. "
            "If that is right, say why: --allow-regression REASON"
        )
    tolerance = old.tolerance if old else TOLERANCE
    fallen = {fall.figure for fall in falls}
    floors = {}
    for name, value in reached.items():
        floor = max(math.floor((value.value - tolerance) * 1000) / 1000, 0.0)
        if old and name in old.floors and name not in fallen:
            floor = max(floor, old.floors[name].floor)
        floors[name] = Floor(floor, value.value, value.low, value.high)
    regressions = [
        {
            "figure": fall.figure,
            "from": fall.floor,
            "to": floors[fall.figure].floor if fall.figure in floors else None,
            "reason": allow_regression,
        }
        for fall in falls
    ]
    gate = Gate(
        gold=gold_fingerprint(gold),
        documents=len(gold),
        guideline=None,
        guideline_sha256=None,
        floors=floors,
        tolerance=tolerance,
        regressions=(*(old.regressions if old else ()), *regressions),
    )
    gate = _with_guideline(gate, path, guideline, old)
    accepted = "".join(
        json.dumps(to_json(one), ensure_ascii=False, separators=(",", ":")) + "\n"
        for one in sorted(predictions, key=lambda one: one.doc_id)
        if one.doc_id in {document.doc_id for document in gold}
    )
    try:
        accepted_path(path).write_text(accepted, encoding="utf-8", newline="\n")
    except OSError as error:
        raise GateError(f"{path}: cannot be written: {error.strerror or error}") from error
    write_json(path, _record(gate))
    return gate


def fall_text(fall: Fall) -> str:
    """Say in words how a figure fails."""
    if fall.value is None:
        return f"{fall.figure} is not among the figures of this run, its floor is {fall.floor}"
    return f"{fall.figure} {fall.value:.4f} is under its floor {fall.floor}"


def _falls(floors: Mapping[str, Floor], reached: Mapping[str, Reached]) -> Iterable[Fall]:
    for name, floor in floors.items():
        value = reached[name].value if name in reached else None
        if value is None or value < floor.floor:
            yield Fall(name, floor.floor, value)


def _pins(path: Path, gate: Gate, gold: Sequence[GoldDocument]) -> Iterable[str]:
    """What the floors were reached on must be what they are held against."""
    again = "look at the figures and accept them with --update"
    if gold_fingerprint(gold) != gate.gold:
        yield (
            f"the gold is not the one the floors were reached on ({gate.documents} documents "
            f"then, {len(gold)} now, or other texts or annotations): {again}"
        )
    if gate.guideline is not None:
        file = path.parent / gate.guideline
        if not file.is_file():
            yield f"the guideline {file} is missing"
        elif _sha256(file) != gate.guideline_sha256:
            yield f"the guideline {file} changed since the floors were accepted: {again}"


def _with_guideline(gate: Gate, path: Path, given: Path | None, old: Gate | None) -> Gate:
    """Pin the guideline given, or the one pinned before."""
    folder = path.parent.resolve()
    if given is None and old is not None and old.guideline is not None:
        given = folder / old.guideline
    if given is None:
        return gate
    if not given.is_file():
        raise GateError(f"{given}: no such guideline")
    relative = Path(os.path.relpath(given.resolve(), folder)).as_posix()
    return replace(gate, guideline=relative, guideline_sha256=_sha256(given))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _record(gate: Gate) -> dict[str, Any]:
    return {
        "about": ABOUT,
        "pinned": {
            "gold": gate.gold,
            "documents": gate.documents,
            "guideline": gate.guideline,
            "guideline_sha256": gate.guideline_sha256,
        },
        "tolerance": gate.tolerance,
        "figures": {
            name: {key: value for key, value in asdict(floor).items() if value is not None}
            for name, floor in gate.floors.items()
        },
        "regressions": list(gate.regressions),
    }
