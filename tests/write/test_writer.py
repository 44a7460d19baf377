"""Writing and reading back: canonical CSV, frames, folders, all or nothing."""

from __future__ import annotations

import csv
import errno
import io
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fake_extractor import FakeExtractor

from presselese import write
from presselese.errors import OutputError, TablesError
from presselese.read import RawText
from presselese.records import DateValue, Document, Mention
from presselese.tables import TABLES, Tables, row
from presselese.write import TablesWriter, csv_line, frames, read_tables

MANIFEST = {"versions": {"presselese": "0"}}
NASTY = ["=1+1", "+++", "- 26.", "@x", 'ein "Wort", zwei', "Zeile\nZwei\r\nDrei\rVier", " x ", "NA"]


def tables_of(doc_id: str, text: str) -> Tables:
    return FakeExtractor().extract(RawText(doc_id, f"{doc_id}.txt", text)).tables()


def write_result(output: Path, *documents: Tables, formats: tuple[str, ...] = ("csv",)) -> None:
    with TablesWriter(output, formats) as writer:
        for tables in documents:
            writer.add(tables)
        writer.finish()
        writer.publish(MANIFEST)


def titled(title: str, doc_id: str = "a") -> Tables:
    return {"documents": [Document(doc_id=doc_id, path=f"{doc_id}.txt", title=title)]}


def interrupted(output: Path) -> None:
    with TablesWriter(output) as writer:
        writer.add(titled("neu"))
        raise KeyboardInterrupt


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())} if folder.exists() else {}


def test_csv_is_canonical(tmp_path: Path) -> None:
    write_result(tmp_path / "out", titled('Ein "Wort", zwei'))
    data = (tmp_path / "out" / "documents.csv").read_bytes()
    header, line, end = data.decode("utf-8").split("\n")
    assert header.startswith("doc_id,path,sha256,encoding,title,")
    assert line.startswith('a,a.txt,,,"Ein ""Wort"", zwei",')
    assert end == ""
    assert b"\r" not in data


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2))
def test_any_text_comes_back_from_a_csv_line(cells: list[str]) -> None:
    assert next(csv.reader(io.StringIO(csv_line(cells), newline=""))) == cells


@given(
    st.lists(
        st.sampled_from(NASTY)
        | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=20, deadline=None)  # each waits for the disk
def test_any_text_comes_back_from_the_tables(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str]
) -> None:
    output = tmp_path_factory.mktemp("out")
    write_result(output, *(titled(title, f"{n}") for n, title in enumerate(titles)))
    frame = read_tables(output)["documents"]
    assert frame["title"].fillna("").tolist() == titles


@pytest.mark.parametrize("formats", [("csv",), ("parquet",), ("csv", "parquet")])
def test_frames_are_the_same_from_records_and_from_disk(
    tmp_path: Path, formats: tuple[str, ...]
) -> None:
    if "parquet" in formats:
        pytest.importorskip("pyarrow")
    documents = [tables_of("a", "am 3. Mai 2021"), tables_of("b", ""), tables_of("c", "x 007\ny")]
    write_result(tmp_path, *documents, formats=formats)
    from_disk, from_records = read_tables(tmp_path), frames(*documents)
    assert list(from_disk) == list(from_records) == list(TABLES)
    for name, frame in from_disk.items():
        pd.testing.assert_frame_equal(frame, from_records[name])


def test_types_of_frames() -> None:
    made = frames(tables_of("a", "am 3. Mai"))
    assert made["cities"].loc[0, "city_id"] == "ags:06631009"
    types = {name: str(kind) for name, kind in made["cities"].dtypes.items()}
    assert types["population"] == "Int64"
    assert types["latitude"] == "float64"
    assert types["city_id"] == "string"
    assert str(made["lines"].dtypes["kept"]) == "boolean"
    assert str(made["documents"].dtypes["published_on"]) == "datetime64[s]"


def test_early_and_late_days_come_back(tmp_path: Path) -> None:
    from datetime import date

    days = [date(1, 1, 1), date(1250, 6, 1), date(9999, 12, 31)]
    dates = [
        DateValue(mention_id=f"a#{n}-9-DATE", doc_id="a", start_on=day)
        for n, day in enumerate(days)
    ]
    write_result(tmp_path, titled("x"), {"dates": dates})
    found = read_tables(tmp_path)["dates"]["start_on"]
    assert [day.date() for day in found.dt.to_pydatetime()] == days


def test_numbers_come_back_exactly(tmp_path: Path) -> None:
    scores = [0.1 + 0.2, 1 / 3, 1e-17]
    mentions = [
        Mention(
            mention_id=f"a#{n}-9-ORG",
            doc_id="a",
            start=n,
            end=9,
            text="x",
            label="ORG",
            source="s",
            score=score,
        )
        for n, score in enumerate(scores)
    ]
    write_result(tmp_path, titled("x"), {"mentions": mentions})
    assert read_tables(tmp_path)["mentions"]["score"].tolist() == scores


def test_the_package_is_valid(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    write_result(
        tmp_path,
        *(tables_of(f"d{n}", text) for n, text in enumerate([*NASTY, "am 3.5.2021\nin Fulda"])),
    )
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    assert report.stats["tasks"] == len(TABLES)


def test_a_new_result_replaces_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    write_result(tmp_path, titled("alt"), formats=("csv", "parquet"))
    (tmp_path / "notes.md").write_text("mine")
    write_result(tmp_path, titled("neu"))
    assert "neu" in (tmp_path / "documents.csv").read_text(encoding="utf-8")
    assert not list(tmp_path.glob("*.parquet"))
    assert (tmp_path / "notes.md").read_text() == "mine"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_run_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    write_result(tmp_path / "old", titled("alt"))
    before = files(tmp_path / "old")
    for output in (tmp_path / "old", tmp_path / "new" / "deep"):
        with pytest.raises(KeyboardInterrupt):
            interrupted(output)
    assert files(tmp_path / "old") == before
    assert not (tmp_path / "new").exists()


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / write.UNFINISHED).mkdir()
    (tmp_path / write.UNFINISHED / "documents.csv").write_text("half")
    write_result(tmp_path, titled("neu"))
    assert not (tmp_path / write.UNFINISHED).exists()


def test_folders_that_cannot_serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.doc").write_text("x")
    for output, says in [
        (tmp_path / "file", "is a file"),
        (tmp_path / "file" / "below", "cannot be written"),
        (tmp_path / "full", r"holds other files \(letter.doc\)"),
    ]:
        with pytest.raises(OutputError, match=says), TablesWriter(output):
            pass

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError, match="Permission denied"), TablesWriter(tmp_path / "new"):
        pass


def test_a_full_disk_is_an_output_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(write.CsvSink, "add", refuse)
    with pytest.raises(OutputError, match="No space left"):
        write_result(tmp_path / "out", titled("x"))
    assert not (tmp_path / "out").exists()


def test_parquet_without_pyarrow_names_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OutputError, match="pip install"), TablesWriter(tmp_path, ("parquet",)):
        pass


def test_folders_that_are_no_result(tmp_path: Path) -> None:
    with pytest.raises(TablesError, match="no result of presselese"):
        read_tables(tmp_path)
    write_result(tmp_path, titled("x"))
    (tmp_path / "mentions.csv").write_text("a,b\n1,2\n")
    with pytest.raises(TablesError, match=r"columns are a, b; expected mention_id"):
        read_tables(tmp_path)
    (tmp_path / "mentions.csv").unlink()
    with pytest.raises(TablesError, match="table mentions is missing"):
        read_tables(tmp_path)


def test_the_stamps_tell_rows_and_bytes(tmp_path: Path) -> None:
    with TablesWriter(tmp_path) as writer:
        writer.add(titled("x"))
        stamps = writer.finish()
        writer.publish(MANIFEST)
    assert stamps["documents.csv"]["rows"] == 1
    assert stamps["documents.csv"]["bytes"] == (tmp_path / "documents.csv").stat().st_size
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    hashes = {item["path"]: item["hash"] for item in package["resources"]}
    assert hashes["documents.csv"] == f"sha256:{stamps['documents.csv']['sha256']}"


def test_rows_are_plain_values() -> None:
    for records in tables_of("a", "am 3. Mai").values():
        for record in records:
            assert all(not isinstance(value, tuple | list | dict) for value in row(record))
