"""Sinks that take the rows of one table as they come: canonical CSV and Parquet."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any, Protocol

from presselese.errors import OutputError
from presselese.tables import Row, Table, Value, cell

ROWS_PER_GROUP = 20_000  # of a Parquet file: groups of this size compress and filter well


class Sink(Protocol):
    """Takes the rows of one table."""

    def add(self, rows: Sequence[Row]) -> None:
        """Append rows."""

    def close(self) -> None:
        """Write what is buffered and close the file; may be called twice."""


_needs_quotes = re.compile('[,"\r\n]|^\\s|\\s$').search


def csv_line(values: Iterable[Value]) -> str:
    """Write one row (RFC 4180, but ended by a bare line feed)."""
    cells = [value if type(value) is str else cell(value) for value in values]
    return ",".join([_quoted(text) if _needs_quotes(text) else text for text in cells]) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


class CsvSink:
    """One canonical CSV file: UTF-8 without byte order mark, comma, line feed, header."""

    def __init__(self, path: Path, table: Table) -> None:
        self._file: IO[str] = path.open("w", encoding="utf-8", newline="")
        self._file.write(csv_line(column.name for column in table.columns))

    def add(self, rows: Sequence[Row]) -> None:
        """Append rows."""
        self._file.write("".join([csv_line(values) for values in rows]))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class ParquetSink:
    """One Parquet file with typed columns; needs pyarrow."""

    def __init__(self, path: Path, table: Table) -> None:
        arrow = import_pyarrow()
        types = {
            "string": arrow.string(),
            "integer": arrow.int64(),
            "number": arrow.float64(),
            "boolean": arrow.bool_(),
            "date": arrow.date32(),
        }
        self._arrow = arrow
        self._schema = arrow.schema([(c.name, types[c.type]) for c in table.columns])
        self._writer = importlib.import_module("pyarrow.parquet").ParquetWriter(path, self._schema)
        self._rows: list[Row] = []

    def add(self, rows: Sequence[Row]) -> None:
        """Append rows; full groups are written."""
        self._rows += rows
        while len(self._rows) >= ROWS_PER_GROUP:
            self._flush(self._rows[:ROWS_PER_GROUP])
            del self._rows[:ROWS_PER_GROUP]

    def _flush(self, rows: list[Row]) -> None:
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(self._schema)
        arrays = [
            self._arrow.array(values, type=field.type)
            for values, field in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        """Write the last group and close the file."""
        if self._rows:
            self._flush(self._rows)
            self._rows = []
        self._writer.close()


SINKS: dict[str, Any] = {"csv": CsvSink, "parquet": ParquetSink}


def copy_rows(rows: Iterable[Row], sink: Sink) -> None:
    """Put all rows into a sink, some thousands at a time, and close it."""
    left = iter(rows)
    try:
        while some := list(islice(left, ROWS_PER_GROUP)):
            sink.add(some)
    finally:
        sink.close()


def import_pyarrow() -> Any:
    """Return the module pyarrow; OutputError with the way to get it where it is absent."""
    try:
        return importlib.import_module("pyarrow")
    except ImportError as error:
        raise OutputError(
            "format parquet needs the package pyarrow: pip install 'presselese[parquet]'"
        ) from error
