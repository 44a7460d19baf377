"""Which editions there are, when they are refused, and that they are whole, current and the same."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from tests.fake_extractor import load

from presselese.config import CANONICAL, EDITIONS, FORMATS, Config
from presselese.errors import OutputError, TablesError
from presselese.export import export, require
from presselese.read import Columns, Input, find_inputs
from presselese.run import run
from presselese.tables import TABLES

PACKAGES = {
    "parquet": "pyarrow",
    "sqlite": "sqlite_utils",
    "xlsx": "xlsxwriter",
}


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("name", [*CANONICAL, *EDITIONS])
def test_the_same_tables_give_the_same_bytes(
    result: Path, raw: Path, tmp_path: Path, name: str
) -> None:
    first = export(result, [name], tmp_path / "a")
    export(result, [name], tmp_path / "b")
    expected = EDITIONS.get(name) or [f"{table}.{name}" for table in TABLES]
    assert {path.name for path in first.files} == set(expected)
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert not first.missing
    assert not list((tmp_path / "a").glob(".*"))


@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_a_missing_package_is_told_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(sys.modules, PACKAGES[name], None)
    with pytest.raises(OutputError, match=rf"format {name} needs .*pip install 'presselese\["):
        run([Input("a", "-", b"x")], tmp_path / "out", Config(formats=("csv", name)), load=load)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()
    with pytest.raises(OutputError, match="pip install"):
        require([name])


@pytest.mark.parametrize(
    "formats", [("xlsx",), ("csv", "sqlite", "jsonl"), FORMATS, ("jsonl", "parquet")]
)
def test_a_run_writes_its_editions_beside_the_canonical_tables(
    tmp_path: Path, formats: tuple[str, ...]
) -> None:
    run([Input("a", "-", b"am 3. Mai")], tmp_path / "out", Config(formats=formats), load=load)  # type: ignore[arg-type]
    canonical = [name for name in CANONICAL if name in formats] or ["csv"]
    expected = {f"{table}.{name}" for table in TABLES for name in canonical}
    expected |= {file for name in formats if name in EDITIONS for file in EDITIONS[name]}
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert set(manifest["files"]) == expected
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert made == expected | {"manifest.json", "datapackage.json"}


def test_editions_of_an_earlier_result_go(result: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    shutil.copytree(result, output)
    export(output, [*EDITIONS], None)
    (output / "mine.xlsx").write_text("mine")
    run([Input("a", "-", b"x")], output, load=load)
    kept = {f"{table}.csv" for table in TABLES} | {"manifest.json", "datapackage.json", "mine.xlsx"}
    assert {path.name for path in output.iterdir()} == kept


def test_canonical_tables_turn_into_each_other(result: Path, tmp_path: Path) -> None:
    export(result, ["parquet"], tmp_path / "a")
    shutil.copy(result / "manifest.json", tmp_path / "a")
    export(tmp_path / "a", ["csv"], tmp_path / "b")
    for table in TABLES:
        assert (tmp_path / "b" / f"{table}.csv").read_bytes() == (
            result / f"{table}.csv"
        ).read_bytes()


def test_parquet_and_csv_give_the_same_editions(result: Path, tmp_path: Path) -> None:
    export(result, ["parquet"], tmp_path / "parquet")
    shutil.copy(result / "manifest.json", tmp_path / "parquet")
    for name in ("sqlite", "xlsx", "jsonl"):
        export(result, [name], tmp_path / "a")
        export(tmp_path / "parquet", [name], tmp_path / "b")
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_texts_that_changed_or_are_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, output = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    for name in "abc":
        (raw / f"{name}.txt").write_text(f"Am {name} 3. Mai", encoding="utf-8")
    run(find_inputs([str(raw)]), output, load=load)
    (raw / "a.txt").write_text("anders", encoding="utf-8")
    (raw / "b.txt").unlink()
    outcome = export(output, ["prodigy", "conll"])
    reasons = dict(outcome.missing)
    assert "is not the file that was extracted" in reasons["a"]
    assert "cannot be read" in reasons["b"]
    assert len(outcome.missing) == 2
    assert len((output / "prodigy.jsonl").read_text("utf-8").splitlines()) == 1
    (raw / "c.txt").unlink()
    with pytest.raises(TablesError, match=r"none can be had; the first: .*--base"):
        export(output, ["uima"])
    assert not (output / "uima").exists()


def test_the_jsonl_edition_keeps_the_texts(tmp_path: Path) -> None:
    raw, output = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "a.txt").write_text("Am 3. Mai", encoding="utf-8")
    run(find_inputs([str(raw)]), output, Config(formats=("csv", "jsonl")), load=load)
    shutil.rmtree(raw)
    assert not export(output, ["prodigy"]).missing
    before = (output / "documents.jsonl").read_bytes()
    assert not export(output, ["jsonl"]).missing
    assert (output / "documents.jsonl").read_bytes() == before


def test_texts_in_archives_and_tables(tmp_path: Path) -> None:
    texts = {f"t{number}": f"Am {number}. Mai" for number in range(3)}
    with zipfile.ZipFile(tmp_path / "texts.zip", "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.txt", text)
    rows = [f"{name},{text}" for name, text in texts.items()]
    (tmp_path / "texts.csv").write_text("\n".join(["id,text", *rows]), encoding="utf-8")
    for name, columns in [("texts.zip", None), ("texts.csv", Columns("text", "id"))]:
        inputs = find_inputs([str(tmp_path / name)], columns)
        run(inputs, tmp_path / "out", Config(formats=("jsonl",)), load=load)
        (tmp_path / "out" / "documents.jsonl").unlink()
        assert not export(tmp_path / "out", ["jsonl"]).missing
        made = (tmp_path / "out" / "documents.jsonl").read_text("utf-8").splitlines()
        assert {one["doc_id"]: one["text"] for one in map(json.loads, made)} == texts


def test_relative_paths_count_from_the_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here" / "raw").mkdir(parents=True)
    (tmp_path / "here" / "raw" / "a.txt").write_text("Am 3. Mai", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "here")
    run(find_inputs(["raw"]), tmp_path / "out", load=load)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TablesError, match="--base"):
        export(tmp_path / "out", ["conll"])
    assert not export(tmp_path / "out", ["conll"], base=tmp_path / "here").missing


def test_folders_that_cannot_serve(result: Path, tmp_path: Path) -> None:
    with pytest.raises(TablesError, match="no result of presselese"):
        export(tmp_path, ["geojson"])
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot be written"):
        export(result, ["geojson"], tmp_path / "file")
    (tmp_path / "uima").mkdir()
    (tmp_path / "uima" / "letter.doc").write_text("x")
    with pytest.raises(OutputError, match="holds other files"):
        export(result, ["uima"], tmp_path)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("doc_id,path", "doc_id,pfad"), "columns are doc_id, pfad"),
        ((",ok\n", ",ok,ok\n"), r"documents.csv: line \d+ is not as presselese wrote it"),
        (("2021-05-03", "03.05.2021"), "Invalid isoformat"),
        (("formel,", "fremd,"), "'formel' where the table documents does not"),
    ],
)
def test_tables_that_were_changed(
    result: Path, tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    shutil.copytree(result, tmp_path / "out")
    path = tmp_path / "out" / "documents.csv"
    text = path.read_text("utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), "utf-8")
    with pytest.raises(TablesError, match=says):
        export(tmp_path / "out", ["jsonl"])
