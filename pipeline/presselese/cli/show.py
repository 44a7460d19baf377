"""What a command shows: messages and progress on standard error, tables on standard output."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

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


def _console(*, stderr: bool = False) -> Console:
    return Console(stderr=stderr, highlight=False)


def complain(message: str) -> None:
    """Print a message in red on standard error."""
    _console(stderr=True).print(Text(message, style="red"), soft_wrap=True)


class _Rate(ProgressColumn):
    """Documents a second so far."""

    def render(self, task: Task) -> Text:
        """Show the rate, once there is one."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f}/s" if speed else "–/s")


class Advance(Protocol):
    """Shows that `done` of `total` are done, and in words what."""

    def __call__(self, done: int, total: int, stage: str = "documents", /) -> None:
        """Show it."""


@contextmanager
def progress(*, quiet: bool) -> Iterator[tuple[Advance, Callable[[str], None]]]:
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

        def advance(done: int, total: int, stage: str = "documents", /) -> None:
            bar.update(task, completed=done, total=total, description=stage)

        def warn(message: str) -> None:
            if not quiet:
                console.print(Text(f"warning: {message}", style="yellow"), soft_wrap=True)

        yield advance, warn


def show_rows(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
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
