"""The command `review`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from presselese.cli.app import SOME_FAILED, app, guarded
from presselese.cli.gate import write_text
from presselese.cli.show import complain, show_rows
from presselese.errors import OutputError


@app.command()
@guarded
def review(
    folder: Annotated[
        Path, typer.Argument(help="Result of extract.", metavar="DIR", show_default=False)
    ],
    *,
    corrections: Annotated[
        Path,
        typer.Option(
            "--corrections",
            metavar="FILE",
            show_default=False,
            help="Its table of mentions as you edited it: the XLSX edition or mentions.csv.",
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="File for what was corrected (CSV); an earlier one is added to. The next run "
            "takes it with --corrections.",
        ),
    ] = Path("corrections.csv"),
    gold: Annotated[
        Path | None,
        typer.Option(
            "--gold",
            metavar="DIR",
            show_default=False,
            help="Also write the corrected documents as annotated releases (.ann).",
        ),
    ] = None,
    accept_deletions: Annotated[
        bool,
        typer.Option(
            "--accept-deletions", help="More than half of the rows were deleted for good."
        ),
    ] = False,
) -> None:
    """Take what a reader corrected in a result: norm, label, or rows deleted.

    Example: presselese review output/run --corrections edited.xlsx
    """
    from presselese.corrections import (  # noqa: PLC0415 -- `--help` is quick
        joined,
        read_corrections,
        write_corrections,
    )
    from presselese.review import annotated, compare, read_edited  # noqa: PLC0415

    found = compare(folder, read_edited(corrections), accept_deletions=accept_deletions)
    earlier = read_corrections(output) if output.exists() else []
    write_corrections(output, joined(earlier, found))
    shown = {
        "deleted": sum(one.action == "delete" for one in found),
        "label changed": sum(bool(one.new_label) for one in found),
        "value changed": sum(bool(one.new_norm) for one in found),
        "documents": len({one.doc_id for one in found}),
        "output": output,
    }
    show_rows(("", ""), [(name, str(value)) for name, value in shown.items()])
    if gold is None:
        return
    failed = False
    for release in annotated(folder, found):
        if release.content is None:
            complain(f"{release.doc_id}: no gold: {release.reason}")
            failed = True
            continue
        path = gold / f"{release.doc_id}.ann"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{path.parent}: cannot be made: {error.strerror}") from error
        write_text(path, release.content)
        for mention_id in release.left_out:
            complain(f"{path}: {mention_id} is left out: it crosses another or has no value")
    if failed:
        raise typer.Exit(SOME_FAILED)
