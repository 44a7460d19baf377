"""The SQLite edition: typed tables with keys, foreign keys and a full-text index, for datasette.

Rows go in as they are read, so memory stays flat; the same tables give the same bytes. What
tables and columns mean goes into `metadata.json`, which datasette shows beside them.
"""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from presselese.config import EDITIONS
from presselese.export.result import Result
from presselese.tables import CITY_LICENCES, CITY_SOURCES, TABLES, Row, Table
from presselese.write.files import dump_json
from presselese.write.rows import read_rows

TYPES = {"string": str, "integer": int, "number": float, "boolean": int, "date": str}
# Full-text indices; words are found without regard to case and diacritics.
SEARCHED = {
    "dataset": ("title", "person", "role", "organisation", "sentence"),
    "documents": ("title",),
    "mentions": ("text", "norm"),
    "affiliations": ("person", "role", "organisation", "sentence"),
    "organisations": ("name", "abbreviation"),
}
LABELS = {"documents": "title", "people": "name", "cities": "name", "roles": "role"}
LABELS |= {"organisations": "name", "affiliations": "person", "mentions": "text"}
FACETS = {
    "dataset": ["source_state", "role_category", "basis"],
    "documents": ["status", "issuer"],
    "lines": ["reason"],
    "mentions": ["label", "source"],
    "dates": ["precision", "resolved_by"],
    "cities": ["state", "country"],
    "roles": ["category"],
    "organisations": ["kind"],
    "affiliations": ["basis", "status"],
    "errors": ["stage"],
}


def make(result: Result, target: Path, name: str) -> None:
    """Write the database and the metadata for datasette."""
    path, metadata = (target / file for file in EDITIONS[name])
    utils: Any = importlib.import_module("sqlite_utils")
    # a file of its own that nobody reads before it is whole: no journal, no waiting for the disk
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        database = utils.Database(connection)
        for table in _referred_first():
            _create(database, table)
            _fill(connection, table, read_rows(result.folder, table.name))
        for table in TABLES.values():
            _index(database, table)
        connection.execute("ANALYZE")
    finally:
        connection.close()
    dump_json(metadata, _metadata(path.stem))


def _referred_first() -> Iterator[Table]:
    """Yield the tables so that each comes after those it refers to."""
    done: set[str] = set()
    todo = list(TABLES.values())
    while todo:
        table = next(one for one in todo if _refers_to(one) <= done)
        todo.remove(table)
        done.add(table.name)
        yield table


def _refers_to(table: Table) -> set[str]:
    names = {column.references.partition(".")[0] for column in table.columns if column.references}
    return names - {table.name}


def _create(database: Any, table: Table) -> None:
    foreign = []
    for column in table.columns:
        if column.references:
            other, _, key = column.references.partition(".")
            foreign.append((column.name, other, key))
    database.table(table.name).create(
        {column.name: TYPES[column.type] for column in table.columns},
        pk=table.key if len(table.key) > 1 else table.key[0],
        not_null={column.name for column in table.columns if column.required},
        foreign_keys=foreign,
    )


def _fill(connection: sqlite3.Connection, table: Table, rows: Iterator[Row]) -> None:
    marks = ", ".join("?" * len(table.columns))
    days = [place for place, column in enumerate(table.columns) if column.type == "date"]
    connection.execute("BEGIN")
    connection.executemany(
        f'INSERT INTO "{table.name}" VALUES ({marks})',
        (_with_iso_days(values, days) for values in rows),
    )
    connection.execute("COMMIT")


def _with_iso_days(values: Row, days: list[int]) -> Row:
    """Write days as ISO 8601; the adapter that sqlite3 has for them is deprecated."""
    if not days:
        return values
    cells = list(values)
    for place in days:
        if cells[place] is not None:
            cells[place] = str(cells[place])
    return tuple(cells)


def _index(database: Any, table: Table) -> None:
    made = database.table(table.name)
    for column in table.columns:
        if column.references and [column.name] != list(table.key):
            made.create_index([column.name])
    if table.name == "mentions":
        made.create_index(["entity_id"])
        made.create_index(["label", "norm"])
    if table.name in SEARCHED:
        made.enable_fts(SEARCHED[table.name], tokenize="unicode61 remove_diacritics 2")


def _metadata(database: str) -> dict[str, Any]:
    """Describe the database to datasette."""
    tables = {}
    for table in TABLES.values():
        words: dict[str, Any] = {
            "title": table.name,
            "description": table.about,
            "columns": {column.name: column.description for column in table.columns},
        }
        if table.name in LABELS:
            words["label_column"] = LABELS[table.name]
        if table.name in FACETS:
            words["facets"] = FACETS[table.name]
        if table.name == "cities":
            words |= {
                "source": ", ".join(source["title"] for source in CITY_SOURCES),
                "license": ", ".join(licence["name"] for licence in CITY_LICENCES),
                "license_url": CITY_LICENCES[0]["path"],
            }
        tables[table.name] = words
    about: dict[str, Any] = {
        "title": "presselese",
        "description": (
            "Dates, cities, people, roles and organisations harvested from German press releases. "
            "Offsets (start, end) count Unicode code points of the decoded raw text, half-open."
        ),
    }
    return about | {"databases": {database: about | {"tables": tables}}}
