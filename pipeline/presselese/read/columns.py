"""Texts in a column of a CSV, JSON Lines or Parquet file.

Listing a table passes over it once, for ids and for where each row stands; the row itself is
read when its turn comes. All cells are text: `given` holds them as they were written.
"""

from __future__ import annotations

import csv
import importlib
import json
import sys
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from presselese.errors import DocumentError, InputError
from presselese.read.archives import read_slice
from presselese.read.remote import is_remote, open_remote
from presselese.read.source import Content, Place

CSVS, JSONS, PARQUETS = (".csv", ".tsv"), (".jsonl", ".ndjson"), (".parquet",)
DELIMITERS = ",;\t|"
csv.field_size_limit(sys.maxsize)  # a page may be longer than 131,072 characters


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold the text, and where known the id and the day of publication."""

    text: str
    id: str | None = None
    date: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The columns named."""
        return tuple(name for name in (self.text, self.id, self.date) if name is not None)


def is_table(path: str) -> bool:
    """Tell by its name whether a file is a table of texts."""
    return path.lower().endswith((*CSVS, *JSONS, *PARQUETS))


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV file is written: encoding, delimiter, header; `wanted` are the columns to use."""

    file: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    wanted: Columns


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row of a CSV file by its offset and size in bytes."""

    form: CsvForm
    start: int
    size: int

    def read(self, limit: int) -> Content:
        """Return the text's cell and the others."""
        del limit  # a cell is measured like a file, when it is read
        return _content(self.cells(), self.form.wanted, self.form.file)

    def cells(self) -> dict[str, str]:
        """Return the row by column."""
        data = read_slice(self.form.file, self.start, self.size)
        cells = _csv_cells(data, self.form.encoding, self.form.delimiter)
        if len(cells) > len(self.form.header):
            raise DocumentError(
                "read",
                f"has {len(cells)} cells, the header {len(self.form.header)}; "
                "put cells that hold the delimiter into quotes",
            )
        return dict(zip(self.form.header, cells, strict=False))


@dataclass(frozen=True, slots=True)
class JsonRow:
    """A line of a JSON Lines file by its offset and size in bytes."""

    file: str
    start: int
    size: int
    wanted: Columns

    def read(self, limit: int) -> Content:
        """Return the text's value and the others."""
        del limit
        return _content(self.cells(), self.wanted, self.file)

    def cells(self) -> dict[str, str]:
        """Return the object's values as text; nested ones as JSON."""
        data = read_slice(self.file, self.start, self.size)
        try:
            record = json.loads(data)
        except ValueError as error:
            raise DocumentError("read", f"this line is not JSON: {error}") from error
        if not isinstance(record, dict):
            raise DocumentError("read", "this line holds no JSON object")
        return {str(name): _as_text(value) for name, value in record.items() if value is not None}


@dataclass(frozen=True, slots=True)
class ParquetRow:
    """A row of a Parquet file: its row group, and its place in it."""

    file: str
    group: int
    row: int
    wanted: Columns

    def read(self, limit: int) -> Content:
        """Return the text's value and the others."""
        del limit
        return _content(self.cells(), self.wanted, self.file)

    def cells(self) -> dict[str, str]:
        """Return the row's values as text."""
        try:
            group = _row_group(self.file, self.group)
            values = {name: group[name][self.row].as_py() for name in group}
        except (OSError, ValueError) as error:
            raise DocumentError("read", f"cannot be read from its file: {error}") from error
        return {name: _as_text(value) for name, value in values.items() if value is not None}


def rows(path: str, columns: Columns | None) -> Iterator[tuple[str, str, Place]]:
    """Yield id, path and place of every text of a table, in the order of its rows.

    The id is that of the id column; where there is none or its cell is empty, the file's name
    and the row's number. Raises InputError for a table that cannot be read, or without the
    columns named.
    """
    if columns is None:
        raise InputError(
            f"{path}: a table; name the column that holds the texts with --text-column"
            + _offer(path)
        )
    listing = _csv_rows if path.lower().endswith(CSVS) else _json_rows
    if path.lower().endswith(PARQUETS):
        listing = _parquet_rows
    try:
        number = 0
        for number, (doc_id, place) in enumerate(listing(path, columns), 1):
            fallback = f"{Path(path).stem}-{number:07d}"
            yield doc_id.strip() or fallback, f"{path}::{columns.text}::{number}", place
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    if not number:
        raise InputError(f"{path}: a table without rows")


def _offer(path: str) -> str:
    """Name the columns a table has, as far as its head tells."""
    try:
        if path.lower().endswith(CSVS):
            names: tuple[str, ...] = _csv_form(path, Columns("")).header
        elif path.lower().endswith(JSONS):
            with Path(path).open("rb") as file:
                names = tuple(json.loads(file.readline()))
        else:
            names = tuple(_parquet_file(path).schema_arrow.names)
    except (OSError, ValueError, InputError):
        return ""
    return f" (its columns: {', '.join(names)})" if names else ""


# -- CSV ------------------------------------------------------------------------------------------


def _csv_form(path: str, wanted: Columns) -> CsvForm:
    """Read the header; the delimiter is the one that parts it most often."""
    with Path(path).open("rb") as file:
        head = next(_csv_records(file), (0, b""))[1]
        file.seek(0)
        sample = file.read(1 << 20)
    if sample[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in sample:
        raise InputError(f"{path}: UTF-16 or binary; save the table as CSV in UTF-8")
    encoding = "utf-8"
    try:
        sample[: sample.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        encoding = "windows-1252"
    line = head.removeprefix(b"\xef\xbb\xbf")
    text = line.decode(encoding, "replace")
    delimiter = max(DELIMITERS, key=text.count)
    header = tuple(name.strip() for name in _csv_cells(line, encoding, delimiter))
    if not any(header):
        raise InputError(f"{path}: no header; the first line must name the columns")
    if doubled := sorted({name for name in header if header.count(name) > 1}):
        raise InputError(f"{path}: two columns are named {doubled[0]!r}")
    return CsvForm(path, encoding, delimiter, header, wanted)


def _csv_rows(path: str, wanted: Columns) -> Iterator[tuple[str, Place]]:
    form = _csv_form(path, wanted)
    _check(path, form.header, wanted)
    with Path(path).open("rb") as file:
        records = _csv_records(file)
        next(records)
        for start, data in records:
            if not data.strip():
                continue
            place = CsvRow(form, start, len(data))
            doc_id = ""
            if wanted.id is not None:
                cells = _csv_cells(data, form.encoding, form.delimiter)
                column = form.header.index(wanted.id)
                doc_id = cells[column] if column < len(cells) else ""
            yield doc_id, place


def _csv_records(file: Any) -> Iterator[tuple[int, bytes]]:
    """Yield offset and bytes of each record: it ends at a line break outside quotes."""
    start, parts, quotes = 0, [], 0
    for line in file:
        parts.append(line)
        quotes += line.count(b'"')
        if quotes % 2 == 0:
            data = b"".join(parts)
            yield start, data
            start, parts, quotes = start + len(data), [], 0
    if parts:
        yield start, b"".join(parts)


def _csv_cells(data: bytes, encoding: str, delimiter: str) -> list[str]:
    text = data.decode(encoding, "replace")
    # the ending of the record is no part of its last cell, line breaks inside quotes are
    text = text.removesuffix("\n").removesuffix("\r")
    try:
        return next(csv.reader(_lines(text), delimiter=delimiter), [])
    except csv.Error as error:
        raise DocumentError("read", f"this row is no CSV: {error}") from error


def _lines(text: str) -> Iterator[str]:
    """Split at line feeds alone and keep them: other breaks are characters of a cell."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start : end + 1]
        start = end + 1
    yield text[start:]


# -- JSON Lines -----------------------------------------------------------------------------------


def _json_rows(path: str, wanted: Columns) -> Iterator[tuple[str, Place]]:
    """Pass over the lines twice: a column may be there from a later line on."""
    names: dict[str, None] = {}
    with Path(path).open("rb") as file:
        for line in file:
            names.update(dict.fromkeys(_json_names(line)))
    _check(path, tuple(names), wanted)
    start = 0
    with Path(path).open("rb") as file:
        for line in file:
            place = JsonRow(path, start, len(line), wanted)
            start += len(line)
            if not line.strip():
                continue
            doc_id = ""
            if wanted.id is not None:
                try:
                    doc_id = place_id(json.loads(line), wanted.id)
                except ValueError:  # said when the row is read
                    doc_id = ""
            yield doc_id, place


def _json_names(line: bytes) -> Iterator[str]:
    try:
        record = json.loads(line)
    except ValueError:  # said when the row is read
        return
    if isinstance(record, dict):
        yield from map(str, record)


def place_id(record: Any, name: str) -> str:
    """Return the id a JSON object states, empty where it states none."""
    value = record.get(name) if isinstance(record, dict) else None
    return "" if value is None else _as_text(value)


# -- Parquet --------------------------------------------------------------------------------------


def _parquet_rows(path: str, wanted: Columns) -> Iterator[tuple[str, Place]]:
    file = _parquet_file(path)
    names = tuple(file.schema_arrow.names)
    _check(path, names, wanted)
    for group in range(file.num_row_groups):
        count = file.metadata.row_group(group).num_rows
        ids = [None] * count
        if wanted.id is not None:
            ids = file.read_row_group(group, columns=[wanted.id])[wanted.id].to_pylist()
        for row in range(count):
            doc_id = "" if ids[row] is None else _as_text(ids[row])
            yield doc_id, ParquetRow(path, group, row, wanted)


def _parquet_file(path: str) -> Any:
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise InputError(
            f"{path}: Parquet needs the package pyarrow: pip install 'presselese[parquet]'"
        ) from error
    try:
        return parquet.ParquetFile(open_remote(path) if is_remote(path) else path)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as Parquet: {error}") from error


@lru_cache(maxsize=2)
def _row_group(path: str, group: int) -> dict[str, Any]:
    """Keep the last row groups: neighbouring rows are asked for one after the other."""
    table = _parquet_file(path).read_row_group(group)
    return {name: table[name] for name in table.column_names}


# -- what the kinds share -------------------------------------------------------------------------


def _check(path: str, names: tuple[str, ...], wanted: Columns) -> None:
    for name in wanted.names:
        if name not in names:
            raise InputError(f"{path}: no column {name!r}; its columns: {', '.join(names)}")


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float | dict | list) or value is None:
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _content(cells: Mapping[str, str], wanted: Columns, file: str) -> Content:
    text = cells.get(wanted.text, "")
    published = None
    if wanted.date is not None and (stated := cells.get(wanted.date, "").strip()):
        published = day_of(stated)
        if published is None:
            warnings.warn(
                f"{file}: the column {wanted.date!r} holds values that are no day, such as "
                "2021-05-03 or 3.5.2021; they are left out",
                stacklevel=2,
            )
    return Content(
        data=text.encode("utf-8", "replace"),
        published=published,
        published_source=f"column {wanted.date}" if published else None,
        given={name: cells[name] for name in cells if name not in wanted.names},
    )


def day_of(text: str) -> date | None:
    """Read a day as 2021-05-03 (a time may follow) or 3.5.2021; None for anything else."""
    day = text[:10]
    if len(text) > 10 and text[10] in "T ":
        text = day
    try:
        return date.fromisoformat(text) if text == day and "-" in day else _german(text)
    except ValueError:
        return None


def _german(text: str) -> date | None:
    parts = text.split(".")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts) or len(parts[2]) != 4:
        return None
    return date(int(parts[2]), int(parts[1]), int(parts[0]))
