"""The command `diff`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from presselese.cli.app import app, guarded
from presselese.cli.gate import write_text
from presselese.cli.show import complain


@app.command()
@guarded
def diff(
    before: Annotated[
        Path, typer.Argument(help="Result of extract.", metavar="RUN1", show_default=False)
    ],
    after: Annotated[
        Path,
        typer.Argument(
            help="Result of extract on the same inputs.", metavar="RUN2", show_default=False
        ),
    ],
    *,
    gold: Annotated[
        Path | None,
        typer.Option(
            "--gold",
            metavar="GOLD",
            show_default=False,
            help="Annotated releases: tells gains from losses in their documents.",
        ),
    ] = None,
    markdown: Annotated[
        Path | None,
        typer.Option(
            "--markdown", metavar="FILE", help="Write it as Markdown.", show_default=False
        ),
    ] = None,
) -> None:
    """Show what differs between two results: each mention, value, tie and dropped line.

    Example: presselese diff output/old output/new
    """
    from presselese.evaluate.gold import read_gold  # noqa: PLC0415 -- `--help` is quick
    from presselese.evaluate.present import changes_markdown, plain  # noqa: PLC0415
    from presselese.evaluate.runs import difference  # noqa: PLC0415

    known = {one.doc_id: one for one in read_gold(gold)} if gold is not None else None
    found = difference(before, after, known)
    for line in plain(found.changes):
        print(line)
    for name, ids in (
        (f"only in {before}", found.only_before),
        (f"only in {after}", found.only_after),
        ("read from other bytes, not compared", found.other_text),
    ):
        if ids:
            print(f"{name} ({len(ids)}): {', '.join(ids)}")
    for reason in found.without_text:
        complain(f"no sentences: {reason}")
    print(f"{len(found.changes)} changes in {found.documents} documents")
    if markdown is not None:
        write_text(markdown, changes_markdown(found.changes))
