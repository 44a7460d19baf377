"""The language as data: TOML and CSV files a linguist can extend, and their one loader."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from presselese.errors import LexiconError


@cache
def load_toml(name: str) -> dict[str, Any]:
    """Return the tables of `lexicon/<name>.toml`; LexiconError where it is missing or malformed.

    The result is cached and shared: callers must not change it.
    """
    source = resources.files(__name__).joinpath(f"{name}.toml")
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LexiconError(f"lexicon/{name}.toml: {error}") from error


def load_csv(name: str) -> list[dict[str, str]]:
    """Return the rows of `lexicon/<name>.csv` (UTF-8, comma, header line) as strings."""
    source = resources.files(__name__).joinpath(f"{name}.csv")
    try:
        return list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
    except OSError as error:
        raise LexiconError(f"lexicon/{name}.csv: {error}") from error
