"""A finished run as plain rows: its tables, its manifest, and whether the two still agree."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from presselese.errors import TablesError
from presselese.tables import TABLES
from presselese.write.files import MANIFEST, is_result, stamp
from presselese.write.rows import read_rows

Row = dict[str, Any]
NEEDED = (
    *("documents", "lines", "mentions", "dates", "cities", "people", "roles"),
    *("organisations", "affiliations", "errors"),
)


@dataclass(frozen=True, slots=True)
class Result:
    """The rows of every table in the order of the files; days are ISO strings, unknown is None.

    `changed` names the files whose bytes are not those the manifest speaks of.
    """

    folder: Path
    manifest: dict[str, Any]
    tables: dict[str, list[Row]]
    changed: tuple[str, ...]

    def by_document(self, table: str) -> dict[str, list[Row]]:
        """Return the rows of a table by `doc_id`."""
        return grouped(self.tables[table], "doc_id")

    def by_key(self, table: str, key: str) -> dict[str, Row]:
        """Return the rows of a table by a column that is unique in it."""
        return {row[key]: row for row in self.tables[table]}


def read_result(folder: Path) -> Result:
    """Read a result; raises TablesError where the folder is none or a table is missing."""
    if not is_result(folder):
        raise TablesError(
            f"{folder}: no result of presselese (no {MANIFEST}); "
            "name the folder that `presselese extract --output` wrote"
        )
    tables = {name: list(_rows(folder, name)) for name in NEEDED}
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    changed = tuple(
        name
        for name, noted in manifest.get("files", {}).items()
        if not (folder / name).is_file() or stamp(folder / name)["sha256"] != noted["sha256"]
    )
    return Result(folder, manifest, tables, changed)


def grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Return rows by the value of a column, in their order."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def _rows(folder: Path, name: str) -> Iterator[Row]:
    names = [column.name for column in TABLES[name].columns]
    for values in read_rows(folder, name):
        plain = (value.isoformat() if isinstance(value, date) else value for value in values)
        yield dict(zip(names, plain, strict=True))
