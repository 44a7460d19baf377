"""Ids of documents, made of the names inputs have."""

from __future__ import annotations

import os
from pathlib import PurePath

TEXT, PAGES = ".txt", (".html", ".htm")


def id_of(name: str) -> str:
    """Make an id of a relative path; `#` is kept for the ids of what a document holds."""
    name = printable(PurePath(name).as_posix())
    for suffix in (TEXT, *PAGES):
        if name.lower().endswith(suffix) and PurePath(name).stem:
            name = name[: -len(suffix)]
            break
    return name.replace("#", "%23")


def printable(path: str) -> str:
    r"""Return a path that UTF-8 can hold: bytes of a broken file name become `\xfc`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


class Unique:
    """Gives every id once: a second text of the same id gets `~2`."""

    def __init__(self) -> None:
        self._ids: set[str] = set()

    def __call__(self, doc_id: str) -> str:
        """Return the id, changed where it was given before."""
        unique, number = doc_id, 1
        while unique in self._ids:
            number += 1
            unique = f"{doc_id}~{number}"
        self._ids.add(unique)
        return unique
