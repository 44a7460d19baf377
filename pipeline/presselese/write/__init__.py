"""Rows to files and back: canonical CSV, Parquet, data frames; a result appears whole or not."""

from __future__ import annotations

from presselese.write.files import (
    DATA_PACKAGE,
    MANIFEST,
    UNFINISHED,
    Stamp,
    is_result,
    write_json,
)
from presselese.write.frames import frame_rows, frames, read_tables
from presselese.write.sinks import CsvSink, ParquetSink, csv_line, import_pyarrow
from presselese.write.writer import TablesWriter

__all__ = [
    "DATA_PACKAGE",
    "MANIFEST",
    "UNFINISHED",
    "CsvSink",
    "ParquetSink",
    "Stamp",
    "TablesWriter",
    "csv_line",
    "frame_rows",
    "frames",
    "import_pyarrow",
    "is_result",
    "read_tables",
    "write_json",
]
