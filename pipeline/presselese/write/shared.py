"""The rows that documents share, of any number of documents, in bounded memory."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import reduce
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from presselese.tables import SHARED, SHARED_KEY, Row, Shared, merge
from presselese.write.packed import dump_row, load_row

ROWS_IN_MEMORY = 50_000  # about 25 MB
MAX_PARTS = 100  # joined into one then: a process may have only so many files open


class SpilledShared:
    """Shared rows, merged by an external merge sort: sorted parts on disk, joined at the end.

    `folder` is where the parts may lie; it must exist by the time of the first one.
    """

    def __init__(self, folder: Path, limit: int = ROWS_IN_MEMORY) -> None:
        self._folder = folder
        self._limit = limit
        self._held = Shared()
        self._parts = 0

    def add(self, name: str, rows: Iterable[Row]) -> None:
        """Take in rows of a shared table."""
        self._held.add(name, rows)
        if len(self._held) > self._limit:
            self._spill()

    def _path(self, name: str, part: int) -> Path:
        return self._folder / f".{name}-{part:06}.jsonl"

    def _spill(self) -> None:
        for name in SHARED:
            self._write(name, self._parts, self._held.rows(name))
        self._held = Shared()
        self._parts += 1
        if self._parts == MAX_PARTS:
            for name in SHARED:
                self._write(name, MAX_PARTS, self.rows(name))
                self._path(name, MAX_PARTS).replace(self._path(name, 0))
            self._parts = 1

    def _write(self, name: str, part: int, rows: Iterable[Row]) -> None:
        with self._path(name, part).open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(map(dump_row, rows))

    def rows(self, name: str) -> Iterator[Row]:
        """Yield the rows of one table, sorted by id, each id once."""
        key = itemgetter(SHARED_KEY)
        with ExitStack() as stack:
            parts: list[Iterable[Row]] = [self._held.rows(name)]
            for part in range(self._parts):
                file = stack.enter_context(self._path(name, part).open(encoding="utf-8"))
                parts.append(load_row(name, line) for line in file)
            for _, same in groupby(heapq.merge(*parts, key=key), key=key):
                yield reduce(merge, same)
