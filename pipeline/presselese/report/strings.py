"""The words of the page in German and English, read from `strings.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("de", "en")


@cache
def load_strings() -> dict[str, dict[str, str]]:
    """Return the words by language and key; keys of tables are joined by full stops.

    The result is cached and shared: callers must not change it.
    """
    source = resources.files("presselese.report").joinpath("strings.toml")
    entries = list(_flat(tomllib.loads(source.read_text(encoding="utf-8")), ""))
    return {language: {key: entry[language] for key, entry in entries} for language in LANGUAGES}


def _flat(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
    for key, value in table.items():
        name = f"{prefix}{key}"
        if set(value) == set(LANGUAGES):
            yield name, value
        else:
            yield from _flat(value, f"{name}.")


def filled(words: Mapping[str, str], key: str, values: Mapping[str, Any] | None = None) -> str:
    """Return the words of a key with `{name}` filled in, as the page's script does it.

    Where `n` is 1 and there is a key with `_one` behind it, that one serves.
    """
    values = values or {}
    single = f"{key}_one"
    text = words[single] if values.get("n") == 1 and single in words else words[key]
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
