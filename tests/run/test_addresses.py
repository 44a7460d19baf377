"""Texts in a Parquet file at an address, results copied to one."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from tests import fake_extractor
from tests.run.helpers import files

from presselese.config import Config
from presselese.errors import InputError, OutputError
from presselese.read import Columns, find_inputs
from presselese.run import Summary, run
from presselese.write import read_tables

fsspec = pytest.importorskip("fsspec")


def parquet(path: Path, *texts: str) -> Path:
    arrow: Any = importlib.import_module("pyarrow")
    table = arrow.table({"text": list(texts), "number": [f"{n}" for n in range(len(texts))]})
    importlib.import_module("pyarrow.parquet").write_table(table, path, row_group_size=2)
    return path


def extract(url: str, output: Path, **options: Any) -> Summary:
    inputs = find_inputs([url], Columns("text", "number"))
    return run(inputs, output, Config(**options), load=fake_extractor.load)


def test_parquet_at_an_address_is_read(tmp_path: Path) -> None:
    parquet(tmp_path / "b.parquet", "Ort 4", "Ort 5")
    parquet(tmp_path / "a.parquet", "Ort 1", "Ort 2", "Ort 3")
    summary = extract(f"file://{tmp_path}/*.parquet", tmp_path / "one")
    assert summary.documents == 5
    assert sorted(read_tables(tmp_path / "one")["mentions"]["text"]) == list("12345")
    extract(f"file://{tmp_path}/*.parquet", tmp_path / "two", workers=2)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_a_result_is_copied_to_an_address(tmp_path: Path) -> None:
    parquet(tmp_path / "a.parquet", "Ort 1")
    options: dict[str, Any] = {"formats": ["parquet"], "copy_to": f"file://{tmp_path}/far/away"}
    extract(str(tmp_path / "a.parquet"), tmp_path / "out", **options)
    extract(str(tmp_path / "a.parquet"), tmp_path / "out", **options)  # over the first
    assert files(tmp_path / "far" / "away") == files(tmp_path / "out")
    assert read_tables(tmp_path / "far" / "away")["mentions"]["text"].tolist() == ["1"]


@pytest.mark.parametrize("url", ["file:///nowhere/*.parquet", "strange://x/a.parquet"])
def test_addresses_that_lead_nowhere(url: str) -> None:
    with pytest.raises(InputError, match=r"file|cannot be listed"):
        find_inputs([url], Columns("text"))


def test_addresses_of_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(InputError, match="only Parquet"):
        find_inputs([f"file://{tmp_path}/a.txt"])


def test_an_address_that_cannot_be_written_leaves_the_result(tmp_path: Path) -> None:
    parquet(tmp_path / "a.parquet", "Ort 1")
    with pytest.raises(OutputError, match="the result stands in"):
        extract(str(tmp_path / "a.parquet"), tmp_path / "out", copy_to="strange://x")
    assert len(read_tables(tmp_path / "out")["documents"]) == 1
