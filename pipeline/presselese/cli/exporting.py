"""The command `export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from presselese.cli.app import SOME_FAILED, app, guarded
from presselese.cli.show import complain
from presselese.config import CANONICAL, EDITIONS
from presselese.errors import ConfigError

SHOWN = 10  # documents without text that are named
POSSIBLE = (*CANONICAL, *EDITIONS)


@app.command()
@guarded
def export(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="Folder that extract wrote its tables to.", show_default=False
        ),
    ],
    *,
    to: Annotated[
        list[str],
        typer.Option(
            "--to",
            metavar="EDITION",
            show_default=False,
            help=f"What to make of the tables ({', '.join(POSSIBLE)}); may be repeated.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="DIR", show_default=False, help="Folder for it; default: DIR."
        ),
    ] = None,
    base: Annotated[
        Path | None,
        typer.Option(
            "--base",
            metavar="DIR",
            show_default=False,
            help="Folder that relative paths of the raw texts count from; default: the current "
            "one.",
        ),
    ] = None,
) -> None:
    """Turn a result into what other programs open: Excel, SQLite, networks, maps, annotators.

    Example: presselese export output/first-run --to xlsx --to gexf
    """
    for name in to:
        if name not in POSSIBLE:
            raise ConfigError(
                f"option --to: {name!r} is not possible; possible: {', '.join(POSSIBLE)}"
            )
    from presselese.export import export as make  # noqa: PLC0415 -- `--help` is quick

    outcome = make(folder, to, output, base)
    for path in outcome.files:
        print(path)
    for note in outcome.notes:
        complain(f"warning: {note}")
    for doc_id, reason in outcome.missing[:SHOWN]:
        complain(f"{doc_id}: without text: {reason}")
    if len(outcome.missing) > SHOWN:
        complain(f"… and {len(outcome.missing) - SHOWN} more documents without text")
    if outcome.missing:
        raise typer.Exit(SOME_FAILED)
