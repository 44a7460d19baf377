"""The command `evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from presselese.cli.app import app, guarded
from presselese.cli.options import ConfigFile, Model
from presselese.cli.show import show_rows
from presselese.config import Config, load_config

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
    model: Model = None,
    config: ConfigFile = None,
) -> None:
    """Score the extraction against annotated releases.

    Example: presselese evaluate corpus/gold/dev --errors 5
    """
    from presselese.evaluate.gold import read_gold  # noqa: PLC0415 -- `--help` is quick
    from presselese.evaluate.prediction import from_frames  # noqa: PLC0415
    from presselese.evaluate.score import evaluate as score  # noqa: PLC0415
    from presselese.write import read_tables, write_json  # noqa: PLC0415

    documents = read_gold(gold)
    given: list[Prediction]
    if predictions is not None:
        given = from_frames(read_tables(predictions))
    else:
        given = _predict(documents, load_config(config, model=model))
    report = score(documents, given)
    _show_report(report, errors)
    if json_file is not None:
        write_json(json_file, report.to_dict())


def _predict(documents: list[GoldDocument], config: Config) -> list[Prediction]:
    """Extract the gold texts."""
    from presselese.evaluate.prediction import from_extraction  # noqa: PLC0415
    from presselese.read import RawText  # noqa: PLC0415
    from presselese.run import load_extractor  # noqa: PLC0415

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
