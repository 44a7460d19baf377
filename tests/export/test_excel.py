"""The Excel edition: text stays text, nothing is a formula, and it looks as an analyst expects."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from presselese.export import excel, export
from presselese.records import Document
from presselese.tables import TABLES
from presselese.write import TablesWriter
from presselese.write.rows import read_rows

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")


@pytest.fixture(scope="module")
def path(result: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(result, ["xlsx"], tmp_path_factory.mktemp("xlsx")).files[0]


@pytest.fixture(scope="module")
def book(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def test_a_sheet_a_table_the_flat_one_first(book: Any) -> None:
    first, *others = TABLES
    assert book.sheetnames == [first, "codebook", *others]


@pytest.mark.parametrize("name", list(TABLES))
def test_cells_are_those_of_the_table(result: Path, book: Any, name: str) -> None:
    sheet = book[name]
    header, *rows = sheet.iter_rows()
    assert [cell.value for cell in header] == [column.name for column in TABLES[name].columns]
    expected = list(read_rows(result, name))
    assert len(rows) == len(expected)
    for cells, values in zip(rows, expected, strict=True):
        for cell, value in zip(cells, values, strict=True):
            assert cell.data_type != "f"
            assert plain(cell.value) == plain(value), f"{name}!{cell.coordinate}"
    assert sheet.freeze_panes in {"A2", "B2"}
    assert sheet.auto_filter.ref.startswith("A1:")


def plain(value: Any) -> Any:
    """A cell as openpyxl and the tables agree on it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) and value < excel.FIRST_DAY:
        return value.isoformat()
    # openpyxl leaves the escapes of control characters as they are in the file
    return (
        value.replace("\x0b", "_x000B_").replace("\x08", "_x0008_")
        if isinstance(value, str)
        else value
    )


def test_formula_like_cells_bear_the_text_mark(book: Any) -> None:
    marked = {
        cell.value: cell.quotePrefix
        for row in book["documents"].iter_rows(min_row=2)
        for cell in row
        if isinstance(cell.value, str)
    }
    title = next(text for text in marked if text.startswith("=1+1"))
    assert marked[title]
    assert not marked["formel"]
    assert book["documents"]["A2"].number_format == "@"


def test_the_codebook_speaks_german_and_english(book: Any) -> None:
    rows = [[cell.value or "" for cell in row] for row in book["codebook"].iter_rows(min_row=2)]
    assert any("Apostroph" in row[3] and "apostrophe" in row[4] for row in rows)
    told = {(row[0], row[1]) for row in rows}
    for table in TABLES.values():
        for column in table.columns:
            assert (table.name, column.name) in told


def test_a_table_longer_than_a_sheet_is_named_not_cut(
    result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 50)
    outcome = export(result, ["xlsx"], tmp_path)
    assert any("the table lines has" in note for note in outcome.notes)
    book = openpyxl.load_workbook(tmp_path / "presselese.xlsx")
    assert book["lines"].max_row == 1
    assert "a sheet holds 49; read it from the canonical files" in book["lines"]["A1"].value
    assert book["documents"].max_row > 2
    told = [
        row[3].value for row in book["codebook"].iter_rows(min_row=2) if row[0].value == "lines"
    ]
    assert "Zu lang für ein Blatt" in told[0]


def test_a_text_longer_than_a_cell_is_cut_visibly(tmp_path: Path) -> None:
    with TablesWriter(tmp_path / "out") as writer:
        writer.add({"documents": [Document(doc_id="a", path="a", title="x" * 40_000)]})
        writer.finish()
        writer.publish({"versions": {"presselese": "0"}})
    export(tmp_path / "out", ["xlsx"])
    sheet = openpyxl.load_workbook(tmp_path / "out" / "presselese.xlsx")["documents"]
    title = next(cell.value for cell in sheet[2] if str(cell.value).startswith("xxx"))
    assert len(title) == excel.LONGEST
    assert title.endswith("[…]")


def test_libreoffice_opens_it_and_finds_no_formula(
    result: Path, path: Path, tmp_path: Path
) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (apt install libreoffice-calc-nogui)")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "fods",
        "--outdir",
        str(tmp_path),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    text = (tmp_path / "presselese.fods").read_text("utf-8")
    assert "table:formula" not in text
    for name in ("codebook", *TABLES):
        assert f'table:name="{name}"' in text
    for shown in ("=1+1 Euro für Fulda", "1899-03-01", "ags:06631009"):
        assert f"<text:p>{shown}</text:p>" in text, shown


def test_a_workbook_nobody_edited_holds_no_correction(result: Path, path: Path) -> None:
    from presselese.review.edited import compare, read_edited

    assert compare(result, read_edited(path)) == []


def test_nothing_of_the_workbook_depends_on_the_day(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        assert "2000-01-01T00:00:00Z" in archive.read("docProps/core.xml").decode()
        assert len({info.date_time for info in archive.infolist()}) == 1
