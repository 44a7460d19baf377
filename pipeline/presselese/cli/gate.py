"""What `evaluate --gate` shows and writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from presselese.cli.show import complain
from presselese.errors import OutputError

if TYPE_CHECKING:
    from presselese.evaluate.gate import Verdict
    from presselese.evaluate.gold import GoldDocument
    from presselese.evaluate.prediction import Prediction
    from presselese.evaluate.score import Report

SHOWN = 20  # changes of a kind on the terminal; --markdown writes all


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where a verdict goes besides the terminal; `files` maps documents for GitHub, or None."""

    markdown: Path | None
    junit: Path | None
    files: Mapping[str, Path] | None


def hold(
    gate: Path,
    gold: Sequence[GoldDocument],
    predictions: Sequence[Prediction],
    report: Report,
    outputs: Outputs,
) -> bool:
    """Hold a run against its gate, show and write the verdict; tell whether it passed."""
    from presselese.evaluate import present  # noqa: PLC0415 -- `--help` is quick
    from presselese.evaluate.gate import judge  # noqa: PLC0415

    verdict = judge(gate, gold, predictions, report)
    _show(verdict)
    if outputs.markdown is not None:
        write_text(outputs.markdown, present.markdown(verdict))
    if outputs.junit is not None:
        write_text(outputs.junit, present.junit(verdict))
    for line in present.github_lines(verdict, outputs.files) if outputs.files is not None else ():
        print(line)
    return verdict.passed


def accept(
    gate: Path,
    gold: Sequence[GoldDocument],
    predictions: Sequence[Prediction],
    report: Report,
    outputs: Outputs,
    *,
    guideline: Path | None,
    allow_regression: str | None,
) -> None:
    """Show how a run differs from the one accepted before, then accept it."""
    from presselese.evaluate.gate import update  # noqa: PLC0415 -- `--help` is quick

    if gate.exists():
        hold(gate, gold, predictions, report, outputs)
    made = update(
        gate,
        gold,
        predictions,
        report,
        guideline=guideline,
        allow_regression=allow_regression,
    )
    print(f"gate accepted: {len(made.floors)} floors in {gate}")


def write_text(path: Path, text: str) -> None:
    """Write a text file; OutputError where that is impossible."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error


def _show(verdict: Verdict) -> None:
    from presselese.evaluate import present  # noqa: PLC0415

    print()
    for line in present.plain(verdict.changes, SHOWN):
        print(line)
    for reason in present.reasons(verdict):
        complain(reason)
    print(present.verdict_text(verdict))
