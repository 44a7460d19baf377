"""Rows to files and back: canonical CSV, Parquet, data frames; a result appears whole or not.

Files are written in a hidden folder inside the output folder and moved to their names at the
end, the manifest last, so that a run that fails leaves an earlier result as it was. pandas and
pyarrow are imported where they are used.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Protocol, Self, TypeAlias

from presselese.config import FORMATS
from presselese.errors import OutputError, TablesError
from presselese.records import Record
from presselese.tables import (
    SHARED,
    TABLES,
    Row,
    Shared,
    Table,
    Tables,
    Value,
    cell,
    collect,
    data_package,
    row,
    sort_key,
)

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"
DATA_PACKAGE = "datapackage.json"
UNFINISHED = ".presselese-unfinished"
ROWS_PER_GROUP = 20_000  # of a Parquet file: groups of this size compress and filter well
Stamp: TypeAlias = dict[str, int | str]  # rows, bytes and sha256 of one file


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


def import_pyarrow() -> Any:
    """Return the module pyarrow; OutputError with the way to get it where it is absent."""
    try:
        return importlib.import_module("pyarrow")
    except ImportError as error:
        raise OutputError(
            "format parquet needs the package pyarrow: pip install 'presselese[parquet]'"
        ) from error


class TablesWriter:
    """Writes one result: `add` documents in the order of their ids, `finish`, then `publish`.

    The folder is checked (OutputError) before any work starts. Leaving the `with` block without
    `publish` leaves no trace.
    """

    def __init__(self, output: Path, formats: Sequence[str] = ("csv",)) -> None:
        self._output = output
        self._formats = tuple(suffix for suffix in FORMATS if suffix in formats)
        self._counts = dict.fromkeys(TABLES, 0)
        self._shared = Shared()
        self._sinks: dict[tuple[str, str], Sink] = {}
        self._created: list[Path] = []
        self._folder = output / UNFINISHED

    def __enter__(self) -> Self:
        if "parquet" in self._formats:
            import_pyarrow()
        self._prepare()
        try:
            for suffix in self._formats:
                for name, table in TABLES.items():
                    self._sinks[name, suffix] = SINKS[suffix](self._path(name, suffix), table)
        except BaseException:
            # an interrupt, too: nothing half-made stays behind
            self._discard()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._discard()
        if isinstance(error, OSError):
            raise self._cannot_write(error) from error

    def _prepare(self) -> None:
        """Make the folder and see that it may be written."""
        output = self._output
        if output.exists() and not output.is_dir():
            raise OutputError(f"{output}: is a file; name a folder for the tables")
        if output.is_dir():
            names = {path.name for path in output.iterdir() if not path.name.startswith(".")}
            if names and not is_result(output):
                raise OutputError(
                    f"{output}: holds other files ({min(names)}) and no result of presselese; "
                    "name a new or empty folder"
                )
        missing = [path for path in (output, *output.parents) if not path.exists()]
        try:
            for path in reversed(missing):
                path.mkdir()
                self._created.append(path)
            if self._folder.exists():  # left by a run that was killed
                shutil.rmtree(self._folder)
            self._folder.mkdir()
        except OSError as error:
            self._discard()
            raise self._cannot_write(error) from error

    def _cannot_write(self, error: OSError) -> OutputError:
        return OutputError(
            f"{self._output}: cannot be written: {error.strerror or error}; "
            "name a folder that can, with space left"
        )

    def _path(self, name: str, suffix: str) -> Path:
        return self._folder / f"{name}.{suffix}"

    def add(self, tables: Tables) -> None:
        """Write the rows of one document; rows of shared tables wait until `finish`."""
        for name, records in tables.items():
            if name in SHARED:
                self._shared.add(records)
            else:
                self._write(name, sorted(records, key=sort_key))

    def _write(self, name: str, records: Sequence[Record]) -> None:
        if records:
            rows = [row(record) for record in records]
            self._counts[name] += len(rows)
            for suffix in self._formats:
                self._sinks[name, suffix].add(rows)

    def finish(self) -> dict[str, Stamp]:
        """Write the shared tables and the data package; return what each file holds, by name."""
        for name in SHARED:
            self._write(name, self._shared.records(name))
        stamps: dict[str, Stamp] = {}
        for (name, suffix), sink in self._sinks.items():
            sink.close()
            path = self._path(name, suffix)
            stamps[path.name] = {"rows": self._counts[name], **_stamp(path)}
        suffix = self._formats[0]
        package = data_package({name: stamps[f"{name}.{suffix}"] for name in TABLES}, suffix)
        _write_json(self._folder / DATA_PACKAGE, package)
        return stamps

    def publish(self, manifest: Mapping[str, Any]) -> None:
        """Move the files to their names, the manifest last, and remove those of an earlier run."""
        _write_json(self._folder / MANIFEST, manifest)
        names = [f"{name}.{suffix}" for suffix in self._formats for name in TABLES]
        names += [DATA_PACKAGE, MANIFEST]
        try:
            for name in names:
                (self._folder / name).replace(self._output / name)
            for suffix in set(FORMATS) - set(self._formats):
                for name in TABLES:
                    (self._output / f"{name}.{suffix}").unlink(missing_ok=True)
        except OSError as error:
            raise self._cannot_write(error) from error
        self._created = []

    def _discard(self) -> None:
        """Remove the hidden folder, and the folders this run made if it published nothing."""
        for sink in self._sinks.values():
            try:
                sink.close()
            except OSError:  # a full disk: the file goes anyway
                continue
        self._sinks = {}
        shutil.rmtree(self._folder, ignore_errors=True)
        for path in reversed(self._created):
            try:
                path.rmdir()
            except OSError:  # somebody put something in
                break
        self._created = []


def _stamp(path: Path) -> Stamp:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "sha256": digest}


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a JSON file; OutputError where that is impossible."""
    try:
        _write_json(path, value)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error


def is_result(folder: Path) -> bool:
    """Tell whether a folder holds a result of presselese (by its manifest)."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and "presselese" in manifest.get("versions", {})


def frames(*documents: Tables) -> dict[str, pd.DataFrame]:
    """Return all tables of some documents as data frames, typed as `read_tables` does it."""
    import pandas as pd  # noqa: PLC0415 -- slow to import

    collected = collect(documents)
    out = {}
    for name, table in TABLES.items():
        rows = [row(record) for record in collected[name]]
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
        out[name] = pd.DataFrame(
            {
                column.name: pd.Series(
                    [value.isoformat() if value else None for value in values]
                    if column.type == "date"
                    else list(values),
                    dtype=_DTYPES[column.type],
                )
                for column, values in zip(table.columns, columns, strict=True)
            }
        )
    return out


# Ids stay strings; days reach back to the year 1, which nanoseconds would not.
_DTYPES: dict[str, Any] = {
    "string": "string",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}


def read_tables(folder: str | Path) -> dict[str, pd.DataFrame]:
    """Read a result back as data frames: ids as strings, Int64, boolean, days as datetime64[s].

    CSV files are read where there are some, else Parquet. Raises TablesError if the folder is no
    result of presselese, a table is missing or its columns are others.
    """
    folder = Path(folder)
    if not is_result(folder):
        raise TablesError(
            f"{folder}: no result of presselese (no {MANIFEST}); "
            "name the folder that `presselese extract --output` wrote"
        )
    return {name: _read_table(folder, table) for name, table in TABLES.items()}


def _read_table(folder: Path, table: Table) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 -- slow to import

    names = [column.name for column in table.columns]
    path = folder / f"{table.name}.csv"
    try:
        if path.is_file():
            frame = pd.read_csv(
                path, dtype="string", keep_default_na=False, na_values=[""], encoding="utf-8"
            )
        elif (path := folder / f"{table.name}.parquet").is_file():
            import_pyarrow()
            frame = pd.read_parquet(path)
        else:
            raise TablesError(f"{folder}: the table {table.name} is missing; run extract again")
        if list(frame.columns) != names:
            raise TablesError(
                f"{path}: columns are {', '.join(frame.columns)}; expected {', '.join(names)}; "
                "it was written by another version or changed, run extract again"
            )
        for column in table.columns:
            frame[column.name] = _typed(frame[column.name], column.type)
    except (ValueError, OSError) as error:
        raise TablesError(f"{path}: not a table of presselese: {error}") from error
    return frame


def _typed(values: pd.Series[Any], kind: str) -> pd.Series[Any]:
    if kind == "number":
        # float() is exact; the parsers of pandas are off by a bit in the last place
        values = values.map(float, na_action="ignore")
    elif kind == "boolean" and values.dtype == "string":
        values = values.map({"true": True, "false": False})
    return values.astype(_DTYPES[kind])
