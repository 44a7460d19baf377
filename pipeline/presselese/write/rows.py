"""Canonical tables read back row by row, in flat memory: typed values from CSV or Parquet."""

from __future__ import annotations

import csv
import importlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from presselese.errors import TablesError
from presselese.records import ColumnType
from presselese.tables import TABLES, Row, Table, Value
from presselese.write.sinks import ROWS_PER_GROUP, import_pyarrow

_LONGEST_CELL = 2**31 - 1
_BOOLEANS = {"true": True, "false": False}
_READERS: dict[ColumnType, Callable[[str], Value]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": _BOOLEANS.__getitem__,
    "date": date.fromisoformat,
}


def read_rows(folder: Path, name: str) -> Iterator[Row]:
    """Yield the rows of a table in their order, as `presselese.tables.row` gave them.

    CSV is read where there is some, else Parquet. Raises TablesError where the table is missing,
    was written by another version, or was changed so that a cell is not of its column's type.
    """
    table = TABLES[name]
    path = folder / f"{name}.csv"
    if path.is_file():
        yield from _from_csv(path, table)
    elif (path := folder / f"{name}.parquet").is_file():
        yield from _from_parquet(path, table)
    else:
        raise TablesError(f"{folder}: the table {name} is missing; run extract again")


def _from_csv(path: Path, table: Table) -> Iterator[Row]:
    # not the 131,072 characters that csv allows: a title may be a page without line breaks
    csv.field_size_limit(_LONGEST_CELL)
    lines = None
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file, strict=True)
            _check(path, table, next(lines, []))
            readers = [_READERS[column.type] for column in table.columns]
            for cells in lines:
                yield tuple(
                    read(text) if text else None for read, text in zip(readers, cells, strict=True)
                )
    except (ValueError, KeyError, csv.Error) as error:
        where = f"line {lines.line_num}" if lines is not None else "the file"
        raise TablesError(
            f"{path}: {where} is not as presselese wrote it ({error}); run extract again"
        ) from error
    except OSError as error:
        raise TablesError(f"{path}: cannot be read: {error.strerror or error}") from error


def _from_parquet(path: Path, table: Table) -> Iterator[Row]:
    import_pyarrow()
    parquet: Any = importlib.import_module("pyarrow.parquet")
    try:
        file = parquet.ParquetFile(path)
    except (ValueError, OSError) as error:
        raise TablesError(f"{path}: not a table of presselese: {error}") from error
    with file:
        _check(path, table, file.schema_arrow.names)
        for batch in file.iter_batches(batch_size=ROWS_PER_GROUP):
            columns = [column.to_pylist() for column in batch.columns]
            yield from zip(*columns, strict=True)


def _check(path: Path, table: Table, names: list[str]) -> None:
    expected = [column.name for column in table.columns]
    if names != expected:
        raise TablesError(
            f"{path}: columns are {', '.join(names)}; expected {', '.join(expected)}; "
            "it was written by another version or changed, run extract again"
        )
