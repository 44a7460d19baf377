"""The application all commands join, and how a command ends: its messages and exit codes."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from importlib import metadata
from typing import Annotated, ParamSpec

import typer

from presselese.cli.show import complain
from presselese.errors import PresseleseError

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


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """End a command that cannot be served with a message, an interrupt with 130."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except PresseleseError as error:
            complain(f"presselese: {error}")
            raise typer.Exit(UNUSABLE) from error
        except KeyboardInterrupt as error:
            complain(f"presselese: interrupted; {str(error) or 'nothing was written'}")
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:  # `presselese … | head`: nobody listens any more
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from error

    return wrapped


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
