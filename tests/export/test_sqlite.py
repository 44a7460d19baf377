"""The SQLite edition: types, keys, references, full text; datasette serves it with its words."""

from __future__ import annotations

import asyncio
import html
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from presselese.export import export
from presselese.tables import TABLES
from presselese.write.rows import read_rows

pytest.importorskip("sqlite_utils")


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


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("documents", "fulda"),
        ("mentions", "OBERBÜRGERMEISTERIN"),
        ("mentions", "oberburgermeisterin"),
        ("dataset", "kommt dazu"),
        ("affiliations", '"Leiter des Jugendamts"'),
    ],
)
def test_words_are_found(database: sqlite3.Connection, table: str, words: str) -> None:
    query = f"SELECT count(*) FROM {table} WHERE rowid IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?)"
    assert database.execute(query, (words,)).fetchone()[0]


def test_datasette_serves_it(folder: Path) -> None:
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
        found = (await get("/presselese/dataset.json?_search=jugendamts&_shape=objects")).json()
        assert any(row["person"] == "Max Muster" for row in found["rows"])
        row = (await get("/presselese/documents/formel.json?_shape=objects")).json()["rows"][0]
        assert row["title"].startswith("=1+1 Euro")

    asyncio.run(visit())
