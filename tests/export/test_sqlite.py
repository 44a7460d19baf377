"""The SQLite edition: types, keys, references, full text; datasette serves it with its words."""

from __future__ import annotations

import asyncio
import html
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from presselese.export import export
from presselese.tables import TABLES
from presselese.write.rows import read_rows

pytest.importorskip("sqlite_utils")
PLAIN = str.maketrans("äöüÄÖÜéè", "aouAOUee")


@pytest.fixture(scope="module")
def folder(result: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("sqlite")
    export(result, ["sqlite"], output)
    return output


@pytest.fixture
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "presselese.sqlite")) as connection:
        yield connection


@pytest.mark.parametrize("name", list(TABLES))
def test_rows_types_and_keys(result: Path, database: sqlite3.Connection, name: str) -> None:
    table = TABLES[name]
    expected = [
        tuple(str(cell) if column.type == "date" and cell else cell for cell, column in pairs)
        for pairs in (zip(row, table.columns, strict=True) for row in read_rows(result, name))
    ]
    assert database.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall() == expected
    info = database.execute(f"PRAGMA table_info({name})").fetchall()
    kinds = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "boolean": "INTEGER"}
    kinds["number"] = "REAL"
    assert {row[1]: row[2].replace("FLOAT", "REAL") for row in info} == {
        c.name: kinds[c.type] for c in table.columns
    }
    assert tuple(row[1] for row in sorted(info, key=lambda row: int(row[5])) if row[5]) == table.key


def test_references_hold(database: sqlite3.Connection) -> None:
    assert not database.execute("PRAGMA foreign_key_check").fetchall()
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for table in TABLES.values():
        declared = {
            (row[3], row[2], row[4])
            for row in database.execute(f"PRAGMA foreign_key_list({table.name})")
        }
        assert declared == {
            (column.name, *column.references.split("."))
            for column in table.columns
            if column.references
        }


def values_of(result: Path, table: str, column: str) -> list[str]:
    """The cells of a column that are not empty."""
    place = [one.name for one in TABLES[table].columns].index(column)
    return [str(row[place]) for row in read_rows(result, table) if row[place] is not None]


@pytest.mark.parametrize("change", [str, str.upper, lambda word: word.translate(PLAIN)])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("documents", "title"),
        ("mentions", "norm"),
        ("dataset", "sentence"),
        ("affiliations", "person"),
        ("organisations", "name"),
    ],
)
def test_words_are_found(
    result: Path,
    database: sqlite3.Connection,
    table: str,
    column: str,
    change: Callable[[str], str],
) -> None:
    """The longest word, as it stands, in capitals, and without its umlauts."""
    words = {word for cell in values_of(result, table, column) for word in re.findall(r"\w+", cell)}
    query = f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?"
    marked = [word for word in words if word != word.translate(PLAIN)]
    for word in {max(words, key=len), max(marked, key=len)}:
        assert database.execute(query, (f'"{change(word)}"',)).fetchall(), word


def test_datasette_serves_it(result: Path, folder: Path) -> None:
    app: Any = pytest.importorskip("datasette.app")
    metadata = json.loads((folder / "metadata.json").read_text("utf-8"))
    served = app.Datasette([str(folder / "presselese.sqlite")], metadata=metadata)

    async def get(path: str) -> Any:
        response = await served.client.get(path)
        assert response.status_code == 200, path
        return response

    async def visit() -> None:
        await served.invoke_startup()
        assert "harvested from German press releases" in (await get("/presselese")).text
        for table in TABLES.values():
            page = html.unescape((await get(f"/presselese/{table.name}")).text)
            for column in table.columns[:3]:
                assert column.description in page
        person = values_of(result, "dataset", "person")[0]
        found = (await get(f"/presselese/dataset.json?_search={person}&_shape=objects")).json()
        assert any(row["person"] == person for row in found["rows"])
        row = (await get("/presselese/documents/formel.json?_shape=objects")).json()["rows"][0]
        assert row["title"].startswith("=1+1 Euro")

    asyncio.run(visit())
