"""The command `explain`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from presselese.cli.app import app, guarded


@app.command()
@guarded
def explain(
    folder: Annotated[
        Path, typer.Argument(help="Result of extract.", metavar="DIR", show_default=False)
    ],
    row: Annotated[
        str,
        typer.Argument(
            help="Id of a mention, person or affiliation, as the tables have it.",
            metavar="ID",
            show_default=False,
        ),
    ],
) -> None:
    """Show why a row stands in the tables: its sentence, its rule, where its values come from.

    Example: presselese explain output/first-run "500#a1"
    """
    from presselese.explain import explain as explained  # noqa: PLC0415 -- `--help` is quick

    for line in explained(folder, row):
        print(line)
