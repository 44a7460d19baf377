"""The canonical tables in the other canonical format: CSV from Parquet and Parquet from CSV."""

from __future__ import annotations

from pathlib import Path

from presselese.export.result import Result
from presselese.tables import TABLES
from presselese.write.rows import read_rows
from presselese.write.sinks import SINKS, copy_rows


def make(result: Result, target: Path, name: str) -> None:
    """Write one file a table."""
    for table in TABLES.values():
        sink = SINKS[name](target / f"{table.name}.{name}", table)
        copy_rows(read_rows(result.folder, table.name), sink)
