"""The Excel edition: one sheet a table and a codebook; text stays text, nothing is a formula.

Sheets are written row by row, so memory stays flat. The date of creation is fixed: the same
tables give the same bytes. The canonical files are never altered for Excel; what Excel needs is
done here alone, and the codebook says so.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from presselese.config import EDITIONS
from presselese.export.codebook import Entry, entries
from presselese.export.result import Result
from presselese.tables import TABLES, Row, Table, cell
from presselese.write.rows import read_rows

MOST_ROWS = 1_048_576  # of a sheet, the header among them
LONGEST = 32_767  # characters of a cell
CUT = " […]"
FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets may take for a formula
FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29 February 1900 before it
CREATED = datetime(2000, 1, 1)
WIDTHS = {"integer": 9, "number": 11, "boolean": 9, "date": 11}
WIDE = {
    "title": 50,
    "sentence": 60,
    "text": 30,
    "norm": 30,
    "message": 60,
    "person": 24,
    "role": 34,
    "organisation": 34,
    "path": 30,
}
CODEBOOK_WIDTHS = (15, 19, 10, 70, 70, 40, 10, 28)
TEXT_WIDTH = 18
FILTER_BUTTON = 4  # characters that it hides of a header
LINE = 15  # points


def make(result: Result, target: Path, name: str) -> None:
    """Write the workbook: the flat table, the codebook, then all other tables."""
    writer: Any = importlib.import_module("xlsxwriter")
    book = writer.Workbook(
        str(target / EDITIONS[name][0]),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": str(target),
        },
    )
    book.set_properties({"title": "presselese", "created": CREATED})
    formats = _Formats(book)
    first, *others = TABLES.values()
    sheets = [book.add_worksheet(title) for title in (first.name, "codebook")]
    sheets += [book.add_worksheet(table.name) for table in others]
    too_long = {}
    for table, sheet in zip((first, *others), (sheets[0], *sheets[2:]), strict=True):
        count = sum(1 for _ in read_rows(result.folder, table.name))
        if count >= MOST_ROWS:
            too_long[table.name] = count
            note = _too_long(table.name, count)
            result.notes.append(f"{name}: {note}")
            sheet.write_string(0, 0, note, formats.header)
        else:
            _write_table(sheet, table, read_rows(result.folder, table.name), formats)
    _write_codebook(sheets[1], entries(), formats, too_long)
    book.close()


def _too_long(name: str, count: int) -> str:
    return (
        f"the table {name} has {count:,} rows, a sheet holds {MOST_ROWS - 1:,}; read it from the "
        "canonical files or the SQLite edition"
    )


class _Formats:
    """The formats of a workbook, made once."""

    def __init__(self, book: Any) -> None:
        self.header = book.add_format(
            {"bold": True, "bg_color": "#DDE6EE", "valign": "top", "bottom": 1}
        )
        self.text = book.add_format({"num_format": "@", "valign": "top"})
        self.marked = book.add_format({"num_format": "@", "valign": "top", "quote_prefix": True})
        near = {
            "valign": "top",
            "align": "left",
        }  # a number at the right edge touches the next text
        self.day = book.add_format({"num_format": "yyyy-mm-dd", **near})
        self.plain = book.add_format(near)
        self.wrapped = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})


def _write_table(sheet: Any, table: Table, rows: Iterable[Row], formats: _Formats) -> None:
    names = [column.name for column in table.columns]
    for number, column in enumerate(table.columns):
        width = WIDTHS.get(column.type) or WIDE.get(column.name, TEXT_WIDTH)
        width = max(width, len(column.name) + FILTER_BUTTON)
        kind = formats.text if column.type == "string" else formats.plain
        sheet.set_column(number, number, width, kind)
    last = _write_rows(sheet, names, rows, formats)
    _make_handy(sheet, last, len(names), len(table.key))


def _write_rows(sheet: Any, names: Sequence[str], rows: Iterable[Row], formats: _Formats) -> int:
    """Write a header and rows; return the number of the last row."""
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, formats.header)
    number = 0
    for number, values in enumerate(rows, 1):
        for place, value in enumerate(values):
            _write_cell(sheet, number, place, value, formats)
    return number


def _write_cell(sheet: Any, row: int, place: int, value: Any, formats: _Formats) -> None:
    if value is None:
        return
    if isinstance(value, date) and value >= FIRST_DAY:
        moment = datetime(value.year, value.month, value.day)
        sheet.write_datetime(row, place, moment, formats.day)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, place, value, formats.plain)
    else:
        # true and false, too: LibreOffice makes a boolean the formula =TRUE()
        text = cell(value)
        if len(text) > LONGEST:
            text = text[: LONGEST - len(CUT)] + CUT
        kind = formats.marked if text.startswith(FORMULA_LIKE) else formats.text
        sheet.write_string(row, place, text, kind)


def _make_handy(sheet: Any, last: int, columns: int, frozen: int) -> None:
    """Keep header and first key in sight, also in print, and let every column be filtered."""
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, min(frozen, 1))
    sheet.autofilter(0, 0, last, columns - 1)


def _write_codebook(
    sheet: Any, book: Iterable[Entry], formats: _Formats, too_long: dict[str, int]
) -> None:
    names = ("table", "column", "type", "Bedeutung", "meaning", "values", "key", "refers to")
    for number, width in enumerate(CODEBOOK_WIDTHS):
        sheet.set_column(number, number, width, formats.wrapped)
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, formats.header)
    number = 0
    for number, entry in enumerate(book, 1):
        german, english = entry.german, entry.english
        if not entry.column and (count := too_long.get(entry.table)):
            german += (
                f" Zu lang für ein Blatt ({count:,} Zeilen): siehe die kanonischen Dateien oder "
                "die SQLite-Ausgabe.".replace(",", ".")
            )
            english += f" Too long for a sheet: {_too_long(entry.table, count)}."
        cells: tuple[str, ...] = (entry.table, entry.column, entry.kind, german, english)
        cells += (entry.values, entry.key, entry.refers_to)
        lines = max(
            -(-len(text) // width) for text, width in zip(cells, CODEBOOK_WIDTHS, strict=True)
        )
        sheet.set_row(number, LINE * max(lines, 1))
        for place, text in enumerate(cells):
            sheet.write_string(number, place, text, formats.wrapped)
    _make_handy(sheet, number, len(names), 0)
    sheet.fit_to_pages(1, 0)  # as wide as a page, as long as it takes
