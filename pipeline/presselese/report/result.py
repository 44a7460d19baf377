"""A finished run as plain rows: its tables, its manifest, and whether the two still agree."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from presselese.write import read_tables
from presselese.write.files import MANIFEST, stamp

Row = dict[str, Any]


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
    frames = read_tables(folder)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    changed = tuple(
        name
        for name, noted in manifest.get("files", {}).items()
        if not (folder / name).is_file() or stamp(folder / name)["sha256"] != noted["sha256"]
    )
    tables = {name: _rows(frame) for name, frame in frames.items()}
    return Result(folder, manifest, tables, changed)


def grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Return rows by the value of a column, in their order."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def _rows(frame: Any) -> list[Row]:
    days = [name for name, kind in frame.dtypes.items() if kind.kind == "M"]
    plain = frame.assign(**{name: frame[name].dt.strftime("%Y-%m-%d") for name in days})
    plain = plain.astype(object)
    rows: list[Row] = plain.where(plain.notna(), None).to_dict("records")
    return rows
