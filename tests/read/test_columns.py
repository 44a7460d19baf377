"""Texts in tables: CSV as spreadsheets write it, JSON Lines, Parquet; ids, days, other columns."""

from __future__ import annotations

import csv
import io
import json
import warnings
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from presselese.cli import app
from presselese.errors import DocumentError, InputError
from presselese.quote import raw_text
from presselese.read import Columns, find_inputs, read_text
from presselese.read.columns import day_of
from presselese.write import read_tables

ROWS = [
    {"nr": "17", "text": "Köln\nam Rhein", "tag": "2021-05-03", "ressort": "Kultur"},
    {"nr": "4", "text": 'sagt "Ja, gern"; ab', "tag": "4.6.2021", "ressort": "="},
]
WANTED = Columns("text", "nr", "tag")


def csv_bytes(rows: list[dict[str, str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def json_bytes(rows: list[dict[str, str]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def parquet_bytes(rows: list[dict[str, str]]) -> bytes:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    parquet.write_table(arrow.Table.from_pylist(rows), out, row_group_size=1)
    return out.getvalue()


KINDS = [
    ("t.csv", csv_bytes(ROWS)),
    ("bom.csv", csv_bytes(ROWS, encoding="utf-8-sig")),
    ("excel.csv", csv_bytes(ROWS, ";", "cp1252")),
    ("tab.tsv", csv_bytes(ROWS, "\t")),
    ("pipe.csv", csv_bytes(ROWS, "|")),
    ("unix.csv", csv_bytes(ROWS).replace(b"\r\n", b"\n")),
    ("t.jsonl", json_bytes(ROWS)),
    ("blank.ndjson", json_bytes(ROWS).replace(b"\n", b"\n\n")),
    ("t.parquet", None),
]


@pytest.mark.parametrize(("name", "data"), KINDS, ids=[name for name, _ in KINDS])
def test_rows_become_texts(tmp_path: Path, name: str, data: bytes | None) -> None:
    path = tmp_path / name
    path.write_bytes(parquet_bytes(ROWS) if data is None else data)
    found = find_inputs([str(path)], WANTED)
    assert [one.doc_id for one in found] == ["17", "4"]
    texts = [read_text(one) for one in found]
    # a CSV keeps the line ending that stands in the cell
    assert [one.text for one in texts] == [row["text"] for row in ROWS]
    assert [one.published for one in texts] == [date(2021, 5, 3), date(2021, 6, 4)]
    assert texts[0].published_source == "column tag"
    assert [dict(one.given) for one in texts] == [{"ressort": "Kultur"}, {"ressort": "="}]
    assert texts[1].path == f"{path}::text::2"
    for one in texts:
        row = {"doc_id": one.doc_id, "path": one.path, "sha256": one.sha256, "n_chars": 20}
        assert raw_text(row) == (one.text, "")


def test_without_an_id_the_row_gives_one(tmp_path: Path) -> None:
    (tmp_path / "pm.csv").write_text("text\neins\nzwei\n")
    found = find_inputs([str(tmp_path / "pm.csv")], Columns("text"))
    assert [one.doc_id for one in found] == ["pm-0000001", "pm-0000002"]


def test_equal_empty_and_odd_ids(tmp_path: Path) -> None:
    (tmp_path / "pm.csv").write_text("id,text\n7,a\n7,b\n,c\n a#b ,d\n")
    found = find_inputs([str(tmp_path / "pm.csv")], Columns("text", "id"))
    assert [one.doc_id for one in found] == ["7", "7~2", "pm-0000003", "a%23b"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("t.csv", b"", "no header"),
        ("t.csv", b"text\n", "without rows"),
        ("t.csv", b"id,body\n1,x\n", "no column 'text'; its columns: id, body"),
        ("t.csv", b"text,text\n1,x\n", "two columns are named 'text'"),
        ("t.csv", "text\nx\n".encode("utf-16"), "UTF-16"),
        ("t.jsonl", b"", "no column 'text'"),
        ("t.jsonl", b'{"body": "x"}\n', "no column 'text'; its columns: body"),
        ("t.parquet", b"PAR1", "cannot be read as Parquet"),
    ],
)
def test_a_table_that_cannot_serve(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message):
        find_inputs([str(tmp_path / name)], Columns("text"))


@pytest.mark.parametrize(
    ("name", "data"),
    [("t.csv", b"id;body\n1;x\n"), ("t.jsonl", b'{"id": 1, "body": "x"}\n')],
)
def test_a_table_needs_its_column_named(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=r"with --text-column \(its columns: id, body\)"):
        find_inputs([str(tmp_path / name)])


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("t.jsonl", b'{"text": "gut"}\n{"text": \n', "is not JSON"),
        ("t.jsonl", b'{"text": "gut"}\n[1]\n', "no JSON object"),
        ("t.csv", b"id,text\n1,gut\n2,a,b\n", "has 3 cells, the header 2"),
    ],
)
def test_a_bad_row_is_an_error_of_its_own(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    good, bad = find_inputs([str(tmp_path / name)], Columns("text"))
    assert read_text(good).text == "gut"
    with pytest.raises(DocumentError, match=message):
        read_text(bad)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-05-03", date(2021, 5, 3)),
        ("2021-05-03T10:00:00Z", date(2021, 5, 3)),
        ("2021-05-03 10:00", date(2021, 5, 3)),
        ("3.5.2021", date(2021, 5, 3)),
        ("03.05.2021", date(2021, 5, 3)),
        ("31.2.2021", None),
        ("05/03/2021", None),
        ("2021-05", None),
        ("20210503", None),
        ("3.5.21", None),
        ("2021-05-03x", None),
        ("k. A.", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_what_is_no_day_is_said_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("text,tag\nx,k.A.\ny,\n")
    first, second = find_inputs([str(tmp_path / "t.csv")], Columns("text", date="tag"))
    with pytest.warns(UserWarning, match="the column 'tag' holds values that are no day"):
        assert read_text(first).published is None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_text(second).published is None


@given(
    cells=st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1),
        min_size=1,
        max_size=5,
    ),
    delimiter=st.sampled_from([",", ";", "\t"]),
)
def test_any_cell_comes_back_from_csv(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str], delimiter: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    rows = [{"nr": str(number), "text": cell} for number, cell in enumerate(cells)]
    path.write_bytes(csv_bytes(rows, delimiter))
    found = find_inputs([str(path)], Columns("text", "nr"))
    places = [one.place for one in found]
    assert [place.read(100).data.decode() for place in places if place is not None] == cells


def test_a_run_keeps_ids_days_and_other_columns(tmp_path: Path) -> None:
    rows = [
        {"nr": "17", "text": "Lea Amann kam heute nach Fulda.", "tag": "3.5.2021", "art": "Kultur"},
        {"nr": "4", "text": "", "tag": "", "art": ""},
    ]
    (tmp_path / "t.csv").write_bytes(csv_bytes(rows, ";"))
    call = ["extract", str(tmp_path / "t.csv"), "--text-column", "text", "--id-column", "nr"]
    call += ["--date-column", "tag", "--output", str(tmp_path / "out"), "--quiet"]
    assert CliRunner().invoke(app, call).exit_code == 0
    frames = read_tables(tmp_path / "out")
    documents = frames["documents"].set_index("doc_id")
    assert json.loads(str(documents.loc["17", "given"])) == {"art": "Kultur"}
    assert documents.loc["17", "published_source"] == "column tag"
    assert documents.loc["4", "status"] == "empty"
    (day,) = frames["dates"].to_dict("records")
    assert (day["edtf"], day["resolved_by"]) == ("2021-05-03", "published")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--id-column", "nr"], "belong to --text-column"),
        ([], "with --text-column"),
        (["--text-column", "body"], "no column 'body'"),
    ],
)
def test_calls_that_cannot_be_served(tmp_path: Path, options: list[str], message: str) -> None:
    (tmp_path / "t.csv").write_bytes(csv_bytes(ROWS))
    call = ["extract", str(tmp_path / "t.csv"), "--output", str(tmp_path / "out"), *options]
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
