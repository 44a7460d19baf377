"""The command `export`, and `extract --format`: what they say and how they end."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from presselese.cli import app


def call(*arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return done.exit_code, done.stdout, done.stderr


def test_files_made_are_named(result: Path, tmp_path: Path) -> None:
    code, out, err = call("export", result, "--to", "geojson", "--to", "conll", "-o", tmp_path)
    assert (code, err) == (0, "")
    assert out.splitlines() == [str(tmp_path / "cities.geojson"), str(tmp_path / "mentions.conll")]


def test_texts_that_are_missing_end_with_1(raw: Path, result: Path, tmp_path: Path) -> None:
    shutil.copytree(raw, tmp_path / "raw")
    shutil.copytree(result, tmp_path / "out")
    documents = tmp_path / "out" / "documents.csv"
    documents.write_text(
        documents.read_text("utf-8").replace(str(raw), str(tmp_path / "raw")), "utf-8"
    )
    (tmp_path / "raw" / "emoji.txt").unlink()
    code, out, err = call("export", tmp_path / "out", "--to", "prodigy")
    assert code == 1
    assert out.splitlines() == [str(tmp_path / "out" / "prodigy.jsonl")]
    assert "emoji: without text: " in err
    assert "emoji.txt: cannot be read: No such file" in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--to", "pdf"], "option --to: 'pdf' is not possible; possible: csv, parquet, sqlite"),
        ([], "Missing option '--to'"),
    ],
)
def test_calls_that_cannot_be_served(result: Path, arguments: list[str], says: str) -> None:
    code, out, err = call("export", result, *arguments)
    assert code == 2
    assert says in err
    assert not out


def test_no_result(tmp_path: Path) -> None:
    code, _, err = call("export", tmp_path, "--to", "sqlite")
    assert code == 2
    assert "no result of presselese" in err


@pytest.mark.parametrize(("name", "package"), [("xlsx", "xlsxwriter"), ("sqlite", "sqlite_utils")])
def test_extract_refuses_a_format_whose_package_is_missing(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setattr("presselese.run.load_extractor", None)  # the model is never asked for
    code, _, err = call("extract", raw, "-o", tmp_path / "out", "--format", "csv", "--format", name)
    assert code == 2
    assert "pip install 'presselese[" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "package"), [("gexf", "networkx"), ("graphml", "networkx"), ("uima", "cassis")]
)
def test_export_refuses_too(
    result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    code, _, err = call("export", result, "--to", "geojson", "--to", name, "-o", tmp_path / "new")
    assert code == 2
    assert "pip install 'presselese[" in err
    assert not (tmp_path / "new").exists()
