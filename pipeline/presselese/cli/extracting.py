"""The command `extract`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from presselese.cli.app import SOME_FAILED, app, guarded
from presselese.cli.options import ConfigFile, Inputs, Learned, MaxChars, Model, help_of
from presselese.cli.show import complain, progress, show_rows
from presselese.config import FORMATS, Config, load_config
from presselese.errors import ConfigError

if TYPE_CHECKING:
    from presselese.run import Summary


@app.command()
@guarded
def extract(
    inputs: Inputs,
    *,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            show_default=False,
            help="Folder for the tables: new, empty, or an earlier result, which is replaced.",
        ),
    ],
    model: Model = None,
    config: ConfigFile = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            show_default=False,
            help=help_of("formats", f" ({', '.join(FORMATS)}; may be repeated)"),
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", help=help_of("workers"), show_default=False),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option("--engine", metavar="NAME", help=help_of("engine"), show_default=False),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", metavar="ADDRESS", help=help_of("scheduler"), show_default=False
        ),
    ] = None,
    copy_to: Annotated[
        str | None,
        typer.Option("--copy-to", metavar="ADDRESS", help=help_of("copy_to"), show_default=False),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option("--timeout", metavar="SECONDS", help=help_of("timeout"), show_default=False),
    ] = None,
    resume: Annotated[
        bool | None,
        typer.Option(
            "--resume/--no-resume",
            show_default=False,
            help="Go on where an unfinished run stood, or start afresh.",
        ),
    ] = None,
    shard_size: Annotated[
        int | None,
        typer.Option("--shard-size", metavar="N", help=help_of("shard_size"), show_default=False),
    ] = None,
    keep_shards: Annotated[
        bool,
        typer.Option("--keep-shards", help=f"{Config.model_fields['keep_shards'].description}."),
    ] = False,
    max_chars: MaxChars = None,
    text_column: Annotated[
        str | None,
        typer.Option(
            "--text-column",
            metavar="NAME",
            show_default=False,
            help="Column of the texts in a CSV, JSON Lines or Parquet file.",
        ),
    ] = None,
    id_column: Annotated[
        str | None,
        typer.Option(
            "--id-column",
            metavar="NAME",
            show_default=False,
            help="Column of their ids; default: name of the file and number of the row.",
        ),
    ] = None,
    date_column: Annotated[
        str | None,
        typer.Option(
            "--date-column",
            metavar="NAME",
            show_default=False,
            help="Column of their days of publication (2021-05-03 or 3.5.2021).",
        ),
    ] = None,
    boilerplate: Learned = None,
    corrections: Annotated[
        Path | None,
        typer.Option(
            "--corrections",
            metavar="FILE",
            show_default=False,
            help=f"{Config.model_fields['corrections'].description}.",
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress bar, no summary, no warnings.")
    ] = False,
) -> None:
    """Extract the tables from press releases.

    Example: presselese extract corpus/raw --output output/first-run
    """
    settings = load_config(
        config,
        model=model,
        formats=formats or None,
        workers=workers,
        engine=engine,
        scheduler=scheduler,
        copy_to=copy_to,
        timeout=timeout,
        shard_size=shard_size,
        keep_shards=keep_shards or None,
        max_chars=max_chars,
        boilerplate=boilerplate,
        corrections=corrections,
    )
    if text_column is None and (id_column or date_column):
        raise ConfigError("--id-column and --date-column belong to --text-column")
    from presselese.read import Columns, find_inputs  # noqa: PLC0415 -- `--help` is quick
    from presselese.run import run  # noqa: PLC0415

    columns = Columns(text_column, id_column, date_column) if text_column is not None else None
    sources = find_inputs(inputs, columns)
    with progress(quiet=quiet) as (advance, warn):
        summary = run(sources, output, settings, advance, warn=warn, resume=resume)
    if not quiet:
        _show_summary(summary)
        _show_failures(summary)
    if summary.failed:
        raise typer.Exit(SOME_FAILED)


def _show_summary(summary: Summary) -> None:
    rows: list[tuple[str, ...]] = [("documents", f"{summary.documents}")]
    rows += [(f"  {status}", f"{count}") for status, count in summary.status.items() if count]
    if summary.resumed:
        rows += [("  resumed", f"{summary.resumed}")]
    rows += [("mentions", f"{sum(summary.mentions.values())}")]
    rows += [(f"  {label}", f"{count}") for label, count in summary.mentions.items()]
    rows += [
        ("errors", f"{summary.failed}"),
        ("seconds", f"{summary.seconds:.1f}"),
        ("model", summary.model),
        ("output", str(summary.output)),
    ]
    show_rows(("", ""), rows)


def _show_failures(summary: Summary) -> None:
    for failure in summary.failures:
        complain(f"{failure.path}: {failure.message}")
    if summary.failed > len(summary.failures):
        more = summary.failed - len(summary.failures)
        complain(f"… and {more} more: see the table errors in {summary.output}")
