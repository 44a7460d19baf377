"""The commands; what they do stands elsewhere, here it is asked for, shown and ended.

Exit codes: 0 all fine, 1 some documents failed, 2 the call cannot be served, 130 interrupted.
Results and summaries go to standard output, progress and messages to standard error.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from presselese.config import FORMATS, Config, load_config
from presselese.errors import PresseleseError

if TYPE_CHECKING:
    from presselese.evaluate.gold import GoldDocument
    from presselese.evaluate.prediction import Prediction
    from presselese.evaluate.score import Report
    from presselese.run import Summary

P = ParamSpec("P")
SOME_FAILED, UNUSABLE, INTERRUPTED = 1, 2, 130

app = typer.Typer(
    name="presselese",
    help="Harvest tables of dates, cities, people, roles and organisations from German press "
    "releases.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line."""
    app()


def _console(*, stderr: bool = False) -> Console:
    return Console(stderr=stderr, highlight=False)


def _guarded(command: Callable[P, None]) -> Callable[P, None]:
    """End a command that cannot be served with a message, an interrupt with 130."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except PresseleseError as error:
            _complain(f"presselese: {error}")
            raise typer.Exit(UNUSABLE) from error
        except KeyboardInterrupt as error:
            _complain("presselese: interrupted; nothing was written")
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:  # `presselese … | head`: nobody listens any more
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from error

    return wrapped


def _complain(message: str) -> None:
    _console(stderr=True).print(Text(message, style="red"), soft_wrap=True)


def _version(asked: bool) -> None:
    if asked:
        print(f"presselese {metadata.version('presselese')}")
        raise typer.Exit


@app.callback()
def presselese(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Harvest tables from German press releases."""


def _default(key: str) -> str:
    value = Config.model_fields[key].default
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _help(key: str, note: str = "") -> str:
    text = Config.model_fields[key].description
    return f"{text}{note}; default: {_default(key)}."


Model = Annotated[
    str | None, typer.Option("--model", help=_help("model"), metavar="NAME", show_default=False)
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="TOML file with any of these options; the command line wins.",
        metavar="FILE",
        show_default=False,
    ),
]


Inputs = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders (all .txt below), globs, or - for one text on standard input.",
        metavar="INPUT",
        show_default=False,
    ),
]
MaxChars = Annotated[
    int | None,
    typer.Option("--max-chars", metavar="N", help=_help("max_chars"), show_default=False),
]
Learned = Annotated[
    Path | None,
    typer.Option(
        "--boilerplate",
        metavar="FILE",
        show_default=False,
        help=f"{Config.model_fields['boilerplate'].description}.",
    ),
]


@app.command()
@_guarded
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
            help=_help("formats", f" ({', '.join(FORMATS)}; may be repeated)"),
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", help=_help("workers"), show_default=False),
    ] = None,
    max_chars: MaxChars = None,
    boilerplate: Learned = None,
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
        max_chars=max_chars,
        boilerplate=boilerplate,
    )
    from presselese.read import find_inputs  # noqa: PLC0415 -- `--help` is quick
    from presselese.run import run  # noqa: PLC0415

    with _progress(quiet=quiet) as (advance, warn):
        summary = run(find_inputs(inputs), output, settings, advance, warn=warn)
    if not quiet:
        _show_summary(summary)
        _show_failures(summary)
    if summary.failed:
        raise typer.Exit(SOME_FAILED)


@app.command()
@_guarded
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
    with _progress(quiet=quiet) as (advance, _):
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
        _show_rows(("", ""), [(name, str(value)) for name, value in shown.items()])
    _end(outcome.failures, quiet=quiet)


@app.command()
@_guarded
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
    with _progress(quiet=quiet) as (advance, _):
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
        _show_rows(("", ""), [(name, str(value)) for name, value in shown.items()])
    _end(outcome.failures, quiet=quiet)


def _end(failures: tuple[tuple[str, str], ...], *, quiet: bool) -> None:
    """Name what could not be read, and end with 1 if there is any."""
    for path, message in failures if not quiet else ():
        _complain(f"{path}: {message}")
    if failures:
        raise typer.Exit(SOME_FAILED)


class _Rate(ProgressColumn):
    """Documents a second so far."""

    def render(self, task: Task) -> Text:
        """Show the rate, once there is one."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f}/s" if speed else "–/s")


@contextmanager
def _progress(*, quiet: bool) -> Iterator[tuple[Callable[[int, int], None], Callable[[str], None]]]:
    """Give what shows progress (only on a terminal) and what shows a warning above the bar."""
    console = _console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    silent = quiet or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=silent) as bar:
        task = bar.add_task("reading", total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description="documents")

        def warn(message: str) -> None:
            if not quiet:
                console.print(Text(f"warning: {message}", style="yellow"), soft_wrap=True)

        yield advance, warn


def _show_summary(summary: Summary) -> None:
    rows: list[tuple[str, ...]] = [("documents", f"{summary.documents}")]
    rows += [(f"  {status}", f"{count}") for status, count in summary.status.items() if count]
    rows += [("mentions", f"{sum(summary.mentions.values())}")]
    rows += [(f"  {label}", f"{count}") for label, count in summary.mentions.items()]
    rows += [
        ("errors", f"{summary.failed}"),
        ("seconds", f"{summary.seconds:.1f}"),
        ("model", summary.model),
        ("output", str(summary.output)),
    ]
    _show_rows(("", ""), rows)


def _show_failures(summary: Summary) -> None:
    for failure in summary.failures:
        _complain(f"{failure.path}: {failure.message}")
    if summary.failed > len(summary.failures):
        more = summary.failed - len(summary.failures)
        _complain(f"… and {more} more: see the table errors in {summary.output}")


def _show_rows(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Show a table; into a pipe or file it goes as plain columns, tab-separated."""
    console = _console()
    if not console.is_terminal:
        for row in ([header] if any(header) else []) + rows:
            print("\t".join(cell.strip() for cell in row))
        return
    table = Table(show_header=any(header), box=None, pad_edge=False)
    for number, name in enumerate(header):
        table.add_column(name, justify="left" if number == 0 else "right")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


@app.command()
@_guarded
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
    _show_rows(header, rows)
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


@app.command()
@_guarded
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
