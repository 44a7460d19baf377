"""The commands `clean` and `learn-boilerplate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from presselese.cli.app import SOME_FAILED, app, guarded
from presselese.cli.options import Inputs, Learned, MaxChars
from presselese.cli.show import complain, progress, show_rows
from presselese.config import load_config


@app.command()
@guarded
def clean(
    inputs: Inputs,
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            show_default=False,
            help="Folder for the texts: new, empty, or an earlier result, which is replaced.",
        ),
    ],
    html: Annotated[
        bool, typer.Option("--html", help="Also pages: dropped lines in grey, kept ones in black.")
    ] = False,
    boilerplate: Learned = None,
    max_chars: MaxChars = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> None:
    """Clean press releases of page furniture; show every line with its reason.

    Example: presselese clean corpus/raw --output output/cleaned --html
    """
    from presselese.clean.batch import clean_files  # noqa: PLC0415 -- `--help` is quick
    from presselese.clean.boilerplate import read_boilerplate  # noqa: PLC0415
    from presselese.read import find_inputs  # noqa: PLC0415

    settings = load_config(max_chars=max_chars, boilerplate=boilerplate)
    learned = read_boilerplate(settings.boilerplate) if settings.boilerplate else None
    with progress(quiet=quiet) as (advance, _):
        outcome = clean_files(
            find_inputs(inputs),
            output,
            max_chars=settings.max_chars,
            boilerplate=learned,
            pages=html,
            progress=advance,
        )
    if not quiet:
        shown = {
            "documents": outcome.documents,
            "lines": outcome.lines,
            "kept": outcome.kept,
            "errors": len(outcome.failures),
            "output": output,
        }
        show_rows(("", ""), [(name, str(value)) for name, value in shown.items()])
    _end(outcome.failures, quiet=quiet)


@app.command()
@guarded
def learn_boilerplate(
    inputs: Inputs,
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", show_default=False, help="TOML file for the lines."
        ),
    ],
    max_chars: MaxChars = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> None:
    """Learn the lines that repeat across the pages of a site (a folder), for --boilerplate.

    Example: presselese learn-boilerplate corpus/raw --output boilerplate.toml
    """
    from presselese.clean.batch import learn_files  # noqa: PLC0415 -- `--help` is quick
    from presselese.clean.boilerplate import write_boilerplate  # noqa: PLC0415
    from presselese.read import find_inputs  # noqa: PLC0415

    settings = load_config(max_chars=max_chars)
    with progress(quiet=quiet) as (advance, _):
        learned, outcome = learn_files(
            find_inputs(inputs), max_chars=settings.max_chars, progress=advance
        )
    write_boilerplate(learned, output)
    if not quiet:
        shown = {
            "documents": outcome.documents,
            "sites": len(learned.sites),
            "lines": outcome.lines,
            "errors": len(outcome.failures),
            "output": output,
        }
        show_rows(("", ""), [(name, str(value)) for name, value in shown.items()])
    _end(outcome.failures, quiet=quiet)


def _end(failures: tuple[tuple[str, str], ...], *, quiet: bool) -> None:
    """Name what could not be read, and end with 1 if there is any."""
    for path, message in failures if not quiet else ():
        complain(f"{path}: {message}")
    if failures:
        raise typer.Exit(SOME_FAILED)
