"""Records to typed rows: the one place that knows columns, their order, keys and sort order.

Everything here is derived from the declarations in `records.py`: the headers and cells of the
CSV files, the data package (Frictionless Table Schema) and the data dictionary. A cell that is
not known is None in a row and empty in a file; an empty string counts as not known.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from operator import attrgetter
from typing import Any, TypeAlias

from presselese.dataset import DatasetRow, flatten
from presselese.records import (
    RECORDS,
    Affiliation,
    City,
    ColumnType,
    DateValue,
    Document,
    Failure,
    Line,
    Mention,
    Organisation,
    Person,
    Record,
    Role,
)

Value: TypeAlias = str | int | float | bool | date | None
_NUMBER = re.compile("[0-9]+")
Row: TypeAlias = tuple[Value, ...]
Tables: TypeAlias = Mapping[str, Sequence[Record]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `references` is `table.column` of another table or None."""

    name: str
    type: ColumnType
    description: str
    key: bool
    references: str | None
    required: bool
    enum: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what a row is, its columns in the order of the files."""

    name: str
    about: str
    columns: tuple[Column, ...]
    record: type[Record]

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the columns that identify a row."""
        return tuple(column.name for column in self.columns if column.key)


def _table(record: type[Record]) -> Table:
    columns = tuple(Column(name=item.name, **item.metadata) for item in fields(record))  # type: ignore[arg-type]
    return Table(record.TABLE, record.ABOUT, columns, record)


_RECORDS: tuple[type[Record], ...] = (DatasetRow, *RECORDS)
TABLES: dict[str, Table] = {record.TABLE: _table(record) for record in _RECORDS}
_GETTERS: dict[str, Callable[[Record], Row]] = {
    name: attrgetter(*(column.name for column in table.columns)) for name, table in TABLES.items()
}
_KEYS = {name: table.key for name, table in TABLES.items()}
# Tables of what documents share: their rows are merged by key over the whole run.
SHARED = (City.TABLE, Role.TABLE, Organisation.TABLE)
SHARED_KEY = 0  # the place of their id, the first column


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The records of one document; offsets in them count `text`, the decoded raw text."""

    document: Document
    text: str = ""
    lines: tuple[Line, ...] = ()
    mentions: tuple[Mention, ...] = ()
    dates: tuple[DateValue, ...] = ()
    cities: tuple[City, ...] = ()
    people: tuple[Person, ...] = ()
    roles: tuple[Role, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    errors: tuple[Failure, ...] = ()

    def tables(self) -> dict[str, tuple[Record, ...]]:
        """Return the records by table, in the order of the tables."""
        found: dict[str, tuple[Record, ...]] = {"documents": (self.document,)}
        found |= {record.TABLE: getattr(self, record.TABLE) for record in RECORDS[1:]}
        return {DatasetRow.TABLE: flatten(found), **found}


def failed(document: Document, stage: str, error: BaseException) -> dict[str, tuple[Record, ...]]:
    """Return the rows of a document that failed: the document with status error, and the reason."""
    failure = Failure(
        doc_id=document.doc_id,
        path=document.path,
        stage=stage,
        error=type(error.__cause__ or error).__name__,
        message=str(error),
    )
    found = {"documents": (replace(document, status="error"),), "errors": (failure,)}
    return {DatasetRow.TABLE: flatten(found), **found}


def row(record: Record) -> Row:
    """Return the values of a record in the order of its columns; empty strings become None."""
    return tuple(
        # only NaN differs from itself
        None if value == "" or value != value else value  # noqa: PLR0124
        for value in _GETTERS[record.TABLE](record)
    )


def cell(value: Value) -> str:
    """Write a value as text: ISO dates, true and false, shortest exact numbers, empty for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def sort_key(record: Record) -> tuple[Any, ...]:
    """Order of the rows of a table: by document and place in it, shared tables by id.

    The numbers in the ids made by presselese (`doc#12-20-CITY`, `doc#p3`) sort as numbers.
    """
    key = _KEYS[record.TABLE]
    if record.TABLE in SHARED:
        return tuple(getattr(record, name) for name in key)
    doc_id = record.doc_id  # type: ignore[attr-defined]
    tail: list[Any] = []
    for name in key:
        value = getattr(record, name)
        if name == "doc_id":
            continue
        if isinstance(value, str):
            serial = value.removeprefix(doc_id)
            tail += [[int(number) for number in _NUMBER.findall(serial)], value]
        else:
            tail.append(value)
    return (doc_id, *tail)


def rows_of(tables: Tables) -> dict[str, list[Row]]:
    """Return the rows of a document by table, sorted; tables without rows are left out."""
    return {
        name: [row(record) for record in sorted(records, key=sort_key)]
        for name, records in tables.items()
        if records
    }


def merge(first: Row, second: Row) -> Row:
    """Join two rows of one shared thing: of each cell the first value in sort order, empty last.

    The result does not depend on the order in which rows are joined.
    """
    if first == second:
        return first
    pairs = zip(first, second, strict=True)
    return tuple(min(pair, key=lambda value: (value is None, cell(value))) for pair in pairs)


def collect(documents: Iterable[Tables]) -> dict[str, list[Row]]:
    """Join the rows of several documents: shared rows merged, every table sorted."""
    plain: dict[str, list[Record]] = {name: [] for name in TABLES if name not in SHARED}
    shared = Shared()
    for tables in documents:
        for name, records in tables.items():
            if name in SHARED:
                shared.add(name, map(row, records))
            else:
                plain[name] += records
    return {
        name: list(shared.rows(name))
        if name in SHARED
        else [row(record) for record in sorted(plain[name], key=sort_key)]
        for name in TABLES
    }


class Shared:
    """The rows that documents share, merged as they come in; its length counts them."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[Value, Row]] = {name: {} for name in SHARED}

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))

    def add(self, name: str, rows: Iterable[Row]) -> None:
        """Take in rows of a shared table."""
        known = self._rows[name]
        for values in rows:
            key = values[SHARED_KEY]
            known[key] = merge(known[key], values) if key in known else values

    def rows(self, name: str) -> list[Row]:
        """Return the rows of one table, sorted by id."""
        known: dict[Any, Row] = self._rows[name]
        return [known[key] for key in sorted(known)]


def fingerprint(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON: equal values, equal fingerprints."""
    return hashlib.sha256(_canonical(value)).hexdigest()


def _canonical(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


class ListFingerprint:
    """The fingerprint of a list that is too long to be held: `add` its items, then `hexdigest`."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._mark = b"["

    def add(self, item: Any) -> None:
        """Take in the next item."""
        self._hash.update(self._mark + _canonical(item))
        self._mark = b","

    def hexdigest(self) -> str:
        """Return the fingerprint of the list so far."""
        whole = self._hash.copy()
        whole.update(b"]" if self._mark == b"," else b"[]")
        return whole.hexdigest()


# Facts in the table of cities come from these; whoever passes the table on must name them.
CITY_SOURCES = (
    {
        "title": "Federal Agency for Cartography and Geodesy (BKG), administrative areas",
        "path": "https://www.bkg.bund.de",
    },
    {"title": "GeoNames", "path": "https://www.geonames.org"},
)
CITY_LICENCES = (
    {
        "name": "GeoNutzV",
        "title": "Ordinance on the use of federal geodata",
        "path": "https://www.gesetze-im-internet.de/geonutzv/",
    },
    {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    },
)


def schema(table: Table) -> dict[str, Any]:
    """Return the Table Schema of a table: fields, primary key, foreign keys, missing values."""
    described = []
    foreign = []
    for column in table.columns:
        field: dict[str, Any] = {
            "name": column.name,
            "type": column.type,
            "description": column.description,
        }
        constraints: dict[str, Any] = {}
        if column.required:
            constraints["required"] = True
        if column.enum is not None:
            constraints["enum"] = list(column.enum)
        if constraints:
            field["constraints"] = constraints
        described.append(field)
        if column.references is not None:
            resource, _, target = column.references.partition(".")
            foreign.append(
                {
                    "fields": [column.name],
                    "reference": {
                        "resource": "" if resource == table.name else resource,
                        "fields": [target],
                    },
                }
            )
    result: dict[str, Any] = {
        "fields": described,
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    return result | ({"foreignKeys": foreign} if foreign else {})


def data_package(files: Mapping[str, Mapping[str, Any]], suffix: str = "csv") -> dict[str, Any]:
    """Return the descriptor of a folder of tables (Frictionless Data Package 1).

    `files` holds `bytes`, `sha256` and `rows` of every table's file.
    """
    resources = []
    for name, table in TABLES.items():
        resource: dict[str, Any] = {
            "name": name,
            "path": f"{name}.{suffix}",
            "profile": "tabular-data-resource",
            "title": name.capitalize(),
            "description": table.about,
            "format": suffix,
            "bytes": files[name]["bytes"],
            "hash": f"sha256:{files[name]['sha256']}",
        }
        if suffix == "csv":
            resource |= {
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {
                    "csvddfVersion": 1.2,
                    "delimiter": ",",
                    "doubleQuote": True,
                    "header": True,
                    "lineTerminator": "\n",
                    "quoteChar": '"',
                    "skipInitialSpace": False,
                },
            }
        if name == City.TABLE:
            resource |= {"sources": list(CITY_SOURCES), "licenses": list(CITY_LICENCES)}
        resources.append(resource | {"schema": schema(table)})
    return {
        "name": "presselese",
        "profile": "tabular-data-package",
        "title": "Tables harvested from German press releases by presselese",
        "description": (
            "Offsets (start, end) count Unicode code points of the decoded raw text, half-open. "
            "The cells of the table cities are facts of the sources named there; everything "
            "else was read from the texts."
        ),
        "resources": resources,
    }


def data_dictionary() -> str:
    """Return the page docs/data-dictionary.md: every table and column in words (Markdown)."""
    out = [
        "# Data dictionary",
        "",
        "Written by `presselese.tables.data_dictionary()` from the declarations in `records.py`;",
        "a test holds it up to date (`python -m presselese.tables > docs/data-dictionary.md`).",
        "",
        "CSV files are UTF-8 without byte order mark, comma-separated, with `\\n` at the end of",
        "each row; a cell is quoted where it holds a comma, a quote or a line break. Empty cells",
        "are not known. Dates are ISO 8601, booleans `true` and `false`. Offsets count Unicode",
        "code points of the decoded raw text (a byte order mark is no part of it), half-open:",
        "`text[start:end]`. Rows are sorted by document and place in it; cities, roles and",
        "organisations, which documents share, by id. All keys and references are declared in",
        "`datapackage.json`. No cell is rewritten for spreadsheets: a text may begin with `=`,",
        "`+` or `-`, so import the files as text instead of opening them by double click.",
    ]
    for table in TABLES.values():
        out += ["", f"## {table.name}", "", table.about, ""]
        out += ["| column | type | meaning |", "| --- | --- | --- |"]
        for column in table.columns:
            notes = [column.description.replace("|", "\\|")]
            if column.enum is not None:
                notes.append("one of " + ", ".join(f"`{value}`" for value in column.enum))
            if column.references is not None:
                notes.append(f"refers to `{column.references}`")
            name = f"**{column.name}**" if column.key else column.name
            kind = column.type if column.required else f"{column.type}, may be empty"
            out.append(f"| {name} | {kind} | {'; '.join(notes)} |")
    return "\n".join(out) + "\n\nBold: the key of the table.\n"


if __name__ == "__main__":
    print(data_dictionary(), end="")
