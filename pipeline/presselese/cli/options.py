"""Options and arguments that several commands share, with the help the configuration gives."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from presselese.config import Config


def _default(key: str) -> str:
    value = Config.model_fields[key].default
    if value is None:
        return "none"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def help_of(key: str, note: str = "") -> str:
    """Describe an option as the configuration does, with its default."""
    text = Config.model_fields[key].description
    return f"{text}{note}; default: {_default(key)}."


Model = Annotated[
    str | None, typer.Option("--model", help=help_of("model"), metavar="NAME", show_default=False)
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
        help="Files, folders (all .txt below), globs, archives (.zip, .tar.gz), tables (.csv, "
        ".jsonl, .parquet), or - for one text on standard input.",
        metavar="INPUT",
        show_default=False,
    ),
]
MaxChars = Annotated[
    int | None,
    typer.Option("--max-chars", metavar="N", help=help_of("max_chars"), show_default=False),
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
