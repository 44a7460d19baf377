"""The raw texts behind the tables: looked for where the run read them, trusted by their hash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from presselese.errors import DocumentError, InputError
from presselese.read import (
    DEFAULT_MAX_CHARS,
    STDIN,
    Input,
    Place,
    RawText,
    lies_inside,
    read_text,
    texts_inside,
)
from presselese.report.result import Row

# "" where the text is had; else why not: no file, another file, standard input, a failed document
State = Literal["", "missing", "changed", "stdin", "failed"]


@dataclass(frozen=True, slots=True)
class Found:
    """A raw text, or None and why it cannot be shown."""

    text: str | None
    state: State


class Texts:
    """Finds raw texts: under `folder` first where one is given, then where the run read them.

    A file counts as the text of a document only if its bytes have the SHA-256 of the table.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._last: tuple[Path, RawText] | None = None  # several releases may share one file
        self._inside: dict[str, Place] = {}

    def find(self, document: Row) -> Found:
        """Return the decoded text of one row of the table `documents`."""
        if document["sha256"] is None:
            return Found(None, "failed")
        state: State = "stdin" if document["path"] == STDIN else "missing"
        for path in self._places(document):
            raw = self._read(path, document)
            if raw is None:
                continue
            if raw.sha256 == document["sha256"]:
                return Found(raw.text, "")
            state = "changed"
        return Found(None, state)

    def _places(self, document: Row) -> Iterator[Path]:
        path = PurePath(document["path"])
        if self._folder is not None:
            if not path.is_absolute():
                yield self._folder / path
            base = document["doc_id"].partition("#")[0].replace("%23", "#")
            yield self._folder / f"{base}.txt"
            yield self._folder / path.name
        if document["path"] != STDIN:
            yield Path(path)

    def _read(self, path: Path, document: Row) -> RawText | None:
        if self._last is not None and self._last[0] == path:
            return self._last[1]
        longest = max(DEFAULT_MAX_CHARS, document["n_chars"] or 0)
        try:
            raw = read_text(self._source(document["doc_id"], str(path)), longest)
        except (DocumentError, InputError):
            return None
        self._last = (path, raw)
        return raw

    def _source(self, doc_id: str, path: str) -> Input:
        """Return where a text is read; what lies in one archive or table is looked up at once."""
        if not lies_inside(path):
            return Input(doc_id, path)
        if path not in self._inside:
            self._inside.update(texts_inside(path))
        if path not in self._inside:
            raise InputError(f"{path}: no such text")
        return Input(doc_id, path, place=self._inside[path])
