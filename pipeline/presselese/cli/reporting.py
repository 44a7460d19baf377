"""The command `report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from presselese.cli.app import app, guarded
from presselese.cli.show import complain, show_rows


@app.command()
@guarded
def report(
    folder: Annotated[
        Path, typer.Argument(help="Result of extract.", metavar="DIR", show_default=False)
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            show_default=False,
            help="HTML file to write; default: report.html in DIR.",
        ),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts",
            metavar="FOLDER",
            show_default=False,
            help="Folder of the raw texts, if they are no longer where they were read.",
        ),
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(
            "--gold",
            metavar="GOLD",
            show_default=False,
            help="Annotated releases to score against: a folder of .ann files, one, or a .jsonl.",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")] = False,
) -> None:
    """Write a result as one HTML page: tables, texts, map, timeline, network, what to review.

    Example: presselese report output/first-run
    """
    from presselese.report import write_report  # noqa: PLC0415 -- `--help` is quick

    summary = write_report(folder, output, texts=texts, gold=gold)
    if quiet:
        return
    if summary.without_text:
        complain(
            f"{summary.without_text} of {summary.documents} texts are not in the report: their "
            "files are gone or changed; name their folder with --texts"
        )
    rows: list[tuple[str, ...]] = [
        ("documents", f"{summary.documents}"),
        ("bytes", f"{summary.bytes}"),
        ("report", str(summary.path)),
    ]
    show_rows(("", ""), rows)
