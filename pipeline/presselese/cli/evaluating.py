"""The command `evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from presselese.cli.app import SOME_FAILED, app, guarded
from presselese.cli.gate import Outputs, accept, hold
from presselese.cli.options import ConfigFile, Model
from presselese.cli.show import show_rows
from presselese.config import Config, load_config
from presselese.errors import ConfigError

if TYPE_CHECKING:
    from presselese.evaluate.gold import GoldDocument
    from presselese.evaluate.prediction import Prediction
    from presselese.evaluate.score import Report


@app.command()
@guarded
def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            help="Folder of .ann files, one .ann file, or a .jsonl file with its texts beside it.",
            metavar="GOLD",
            show_default=False,
        ),
    ],
    *,
    predictions: Annotated[
        Path | None,
        typer.Option(
            "--predictions",
            metavar="DIR",
            show_default=False,
            help="Result of extract to score; without it the gold texts are extracted first.",
        ),
    ] = None,
    json_file: Annotated[
        Path | None,
        typer.Option(
            "--json", metavar="FILE", help="Write the figures to this file.", show_default=False
        ),
    ] = None,
    errors: Annotated[
        int, typer.Option("--errors", metavar="N", min=0, help="List so many mistakes a figure.")
    ] = 0,
    gate: Annotated[
        Path | None,
        typer.Option(
            "--gate",
            metavar="FILE",
            show_default=False,
            help="Hold the figures against the floors in this file; end with 1 if one is lower.",
        ),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Accept this run: raise the floors of the gate.")
    ] = False,
    allow_regression: Annotated[
        str | None,
        typer.Option(
            "--allow-regression",
            metavar="REASON",
            show_default=False,
            help="With --update: lower floors too, and keep the reason in the gate.",
        ),
    ] = None,
    guideline: Annotated[
        Path | None,
        typer.Option(
            "--guideline",
            metavar="FILE",
            show_default=False,
            help="With --update: pin the gate to this annotation guideline too.",
        ),
    ] = None,
    markdown: Annotated[
        Path | None,
        typer.Option(
            "--markdown",
            metavar="FILE",
            show_default=False,
            help="With --gate: write figures, losses and gains for a pull request.",
        ),
    ] = None,
    junit: Annotated[
        Path | None,
        typer.Option(
            "--junit",
            metavar="FILE",
            show_default=False,
            help="With --gate: write a JUnit XML report.",
        ),
    ] = None,
    github: Annotated[
        bool, typer.Option("--github", help="With --gate: print GitHub annotations.")
    ] = False,
    model: Model = None,
    config: ConfigFile = None,
) -> None:
    """Score the extraction against annotated releases; with --gate, fail where it got worse.

    Example: presselese evaluate corpus/gold/dev --errors 5
    """
    if gate is None and (update or allow_regression or guideline or markdown or junit or github):
        raise ConfigError(
            "--update, --allow-regression, --guideline, --markdown, --junit and --github "
            "belong to --gate FILE"
        )
    if (allow_regression or guideline) and not update:
        raise ConfigError("--allow-regression and --guideline belong to --update")
    from presselese.evaluate.gate import read_gate  # noqa: PLC0415 -- `--help` is quick
    from presselese.evaluate.gold import read_gold  # noqa: PLC0415
    from presselese.evaluate.prediction import from_frames  # noqa: PLC0415
    from presselese.evaluate.score import evaluate as score  # noqa: PLC0415
    from presselese.write import read_tables, write_json  # noqa: PLC0415

    documents = read_gold(gold)
    if gate is not None and not update:
        read_gate(gate)  # a missing gate is said before any work
    given: list[Prediction]
    if predictions is not None:
        given = from_frames(read_tables(predictions))
    else:
        given = _predict(documents, load_config(config, model=model))
    report = score(documents, given)
    _show_report(report, errors)
    if json_file is not None:
        write_json(json_file, report.to_dict())
    if gate is None:
        return
    files = {one.doc_id: gold / f"{one.doc_id}.ann" for one in documents} if gold.is_dir() else {}
    outputs = Outputs(markdown, junit, files if github else None)
    if update:
        accept(
            gate,
            documents,
            given,
            report,
            outputs,
            guideline=guideline,
            allow_regression=allow_regression,
        )
    elif not hold(gate, documents, given, report, outputs):
        raise typer.Exit(SOME_FAILED)


def _predict(documents: list[GoldDocument], config: Config) -> list[Prediction]:
    """Extract the gold texts."""
    from presselese.evaluate.prediction import from_extraction  # noqa: PLC0415
    from presselese.read import RawText  # noqa: PLC0415
    from presselese.run.worker import load_extractor  # noqa: PLC0415

    texts = (RawText(item.doc_id, item.doc_id, item.text) for item in documents)
    return [from_extraction(extraction) for extraction in load_extractor(config).pipe(texts)]


def _show_report(report: Report, errors: int) -> None:
    header = ("figure", "precision", "recall", "F1", "95 %", "right", "spurious", "missed")
    rows: list[tuple[str, ...]] = []
    for figure in report.figures:
        counts = figure.counts
        rows.append(
            (
                figure.name,
                f"{counts.precision:.3f}",
                f"{counts.recall:.3f}",
                f"{counts.f1:.3f}",
                f"{figure.low:.3f}–{figure.high:.3f}",
                f"{counts.right}",
                f"{counts.spurious}",
                f"{counts.missed}",
            )
        )
    show_rows(header, rows)
    for name, (right, total) in report.accuracies.items():
        print(f"{name}: {right} of {total} documents right")
    for figure in report.figures if errors else ():
        for kind in ("missed", "spurious"):
            found = [m for m in report.mistakes if (m.figure, m.kind) == (figure.name, kind)]
            if found:
                print(f"\n{figure.name}, {kind}: {min(errors, len(found))} of {len(found)}")
            for mistake in found[:errors]:
                place = f"{mistake.doc_id}:{mistake.line}" if mistake.line else mistake.doc_id
                print(f"  {place}  {mistake.item}")
                if mistake.context:
                    print(f"      {mistake.context}")
