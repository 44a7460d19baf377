"""A finished result as editions read it: rows by table, or the rows of one document after another.

Memory stays flat: at any time the rows of one document are held. Texts are not in the tables;
they come from the JSONL edition of the result, where there is one, else from the raw files, and
only while these are what was extracted (SHA-256).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

from presselese.config import EDITIONS
from presselese.errors import InputError, TablesError
from presselese.quote import raw_text
from presselese.read import STDIN, Input, Place, lies_inside, texts_inside
from presselese.tables import SHARED, TABLES
from presselese.write.rows import read_rows

RowDict: TypeAlias = dict[str, Any]
Held: TypeAlias = dict[str, list[RowDict]]
_NAMES = {name: [column.name for column in table.columns] for name, table in TABLES.items()}
_BY_DOCUMENT = [name for name in TABLES if name not in SHARED and name != "documents"]


@dataclass(slots=True)
class Result:
    """A folder of canonical tables.

    `base` is the folder that relative paths of inputs count from, `stdin` what was read from
    standard input. `missing` gathers the documents whose text could not be had, with the reason.
    """

    folder: Path
    base: Path | None = None
    stdin: bytes | None = None
    missing: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict, repr=False)

    def rows(self, name: str) -> Iterator[RowDict]:
        """Yield the rows of one table."""
        names = _NAMES[name]
        for values in read_rows(self.folder, name):
            yield dict(zip(names, values, strict=True))

    def documents(self) -> Iterator[tuple[RowDict, Held]]:
        """Yield each document's row with its rows of all tables that are not shared."""
        waiting = {
            name: _Waiting(groupby(self.rows(name), key=lambda row: str(row["doc_id"])))
            for name in _BY_DOCUMENT
        }
        for document in self.rows("documents"):
            yield document, {name: rows.of(document["doc_id"]) for name, rows in waiting.items()}
        for name, rows in waiting.items():
            if rows.key is not None:
                raise TablesError(
                    f"{self.folder}: the table {name} holds rows of {rows.key!r} where the table "
                    "documents does not; they were changed or sorted anew, run extract again"
                )

    def with_texts(self) -> Iterator[tuple[RowDict, Held, str | None, str]]:
        """Yield documents with their text, or None and the reason; `missing` gathers the latter.

        A document that could not be read when it was extracted is not missing anything.
        """
        kept = _KeptTexts(self.folder / EDITIONS["jsonl"][0])
        for document, held in self.documents():
            if document["sha256"] is None:
                yield document, held, None, "the document could not be read"
                continue
            text, reason = kept.of(document), ""
            if text is None:
                text, reason = self._raw(document)
            if text is None:
                self.missing.append((document["doc_id"], reason))
            yield document, held, text, reason

    def texts(self) -> Iterator[tuple[RowDict, Held, str]]:
        """Yield the documents whose text can be had, with it."""
        for document, held, text, _ in self.with_texts():
            if text is not None:
                yield document, held, text

    def _raw(self, document: RowDict) -> tuple[str | None, str]:
        """Return the raw text of a document, or None and why it cannot be had."""
        doc_id, path = document["doc_id"], document["path"]
        if path == STDIN:
            source = Input(doc_id, path, self.stdin) if self.stdin is not None else None
            return raw_text(document, source)
        place = str(self.base / path) if self.base is not None else path
        try:
            return raw_text(document | {"path": place}, self._source(doc_id, place))
        except InputError as error:
            return None, str(error)

    def _source(self, doc_id: str, path: str) -> Input:
        """Return where a text is read; what lies in one archive or table is looked up at once."""
        if not lies_inside(path):
            return Input(doc_id, path)
        if path not in self.places:
            self.places.update(texts_inside(path))
        if path not in self.places:
            raise InputError(f"{path}: no such text")
        return Input(doc_id, path, place=self.places[path])


class _Waiting:
    """The rows of one table, a document at a time; `key` is the document that comes next."""

    def __init__(self, groups: Iterator[tuple[str, Iterator[RowDict]]]) -> None:
        self._groups = groups
        self.key: str | None = None
        self._rows: Iterator[RowDict] = iter(())
        self._next()

    def _next(self) -> None:
        self.key, self._rows = next(self._groups, (None, iter(())))

    def of(self, doc_id: str) -> list[RowDict]:
        """Return the rows of a document; none if the next rows are another's."""
        if self.key != doc_id:
            return []
        rows = list(self._rows)
        self._next()
        return rows


class _KeptTexts:
    """The texts of an earlier JSONL edition, read along; its objects are in the same order."""

    def __init__(self, path: Path) -> None:
        self._objects = self._read(path) if path.is_file() else iter(())
        self._waiting: RowDict | None = next(self._objects, None)

    @staticmethod
    def _read(path: Path) -> Iterator[RowDict]:
        try:
            with path.open(encoding="utf-8") as file:
                for line in file:
                    yield json.loads(line)
        except (OSError, ValueError) as error:
            raise TablesError(
                f"{path}: not as presselese wrote it ({error}); remove it or run extract again"
            ) from error

    def of(self, document: Mapping[str, Any]) -> str | None:
        """Return the text of the next object if it is this document's, as it was extracted."""
        found = self._waiting
        if found is None or found.get("doc_id") != document["doc_id"]:
            return None
        self._waiting = next(self._objects, None)
        text: str | None = found.get("text")
        return text if found.get("sha256") == document["sha256"] else None
