"""A batch: every input gives a document, the bytes never depend on the workers."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path
from typing import Any

import pytest
from tests import fake_extractor

from presselese.config import Config
from presselese.errors import ConfigError, InputError, ModelError, OutputError
from presselese.read import Input, find_inputs
from presselese.run import UNIT, Summary, run
from presselese.tables import TABLES
from presselese.write import read_tables


def run_fake(folder: Path, output: Path, **options: Any) -> Summary:
    config = Config(**options)
    return run(find_inputs([str(folder)]), output, config, load=fake_extractor.load)


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name != "manifest.json"}


def manifest(folder: Path) -> dict[str, Any]:
    described = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert isinstance(described, dict)
    return described


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """More than two units, with every way to fail."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(2 * UNIT + 3):
        text = f"{number} Grüße aus Fulda am 3. Mai 2021\nZeile {number}\n"
        (folder / f"n{number:03}.txt").write_bytes(text.encode())
    (folder / "a-empty.txt").write_text(" \n\t\n")
    (folder / "b-picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    (folder / "c-windows.txt").write_bytes("Grüße aus Köln".encode("cp1252"))
    (folder / "d-wide.txt").write_bytes("\ufeffGrüße aus Köln".encode("utf-16-le"))
    (folder / "e-long.txt").write_bytes(b"x" * 4001)
    (folder / "n000-boom.txt").write_text("BOOM")
    return folder


def test_every_input_gives_a_document(mixed: Path, tmp_path: Path) -> None:
    summary = run_fake(mixed, tmp_path / "out", max_chars=1000)
    tables = read_tables(tmp_path / "out")
    documents = tables["documents"].set_index("doc_id")
    assert summary.documents == len(documents) == len(find_inputs([str(mixed)]))
    assert documents["status"].to_dict() == {
        item.doc_id: "ok" for item in find_inputs([str(mixed)])
    } | {
        "a-empty": "empty",
        "b-picture": "error",
        "e-long": "error",
        "n000-boom": "error",
    }
    assert documents.loc["c-windows", "encoding"] == "windows-1252"
    assert documents.loc["d-wide", "encoding"] == "utf-16-le"
    errors = tables["errors"].set_index("doc_id")["message"].to_dict()
    assert list(errors) == ["b-picture", "e-long", "n000-boom"]
    assert "a PNG picture" in errors["b-picture"]
    assert "--max-chars" in errors["e-long"]
    assert (summary.status["ok"], summary.status["empty"], summary.failed) == (37, 1, 3)
    assert [failure.doc_id for failure in summary.failures] == list(errors)
    assert summary.mentions["DATE"] == len(tables["mentions"]) == 4 * (2 * UNIT + 3)


def test_bytes_are_the_same_again_and_with_workers(mixed: Path, tmp_path: Path) -> None:
    run_fake(mixed, tmp_path / "one")
    run_fake(mixed, tmp_path / "again")
    run_fake(mixed, tmp_path / "two", workers=2)
    assert files(tmp_path / "one") == files(tmp_path / "again") == files(tmp_path / "two")
    first, second = manifest(tmp_path / "one"), manifest(tmp_path / "two")
    assert first.pop("run")["workers"] == 1
    assert second.pop("run")["workers"] == 2
    assert first == second
    assert not multiprocessing.active_children()


def test_bytes_do_not_depend_on_the_order_of_arguments(mixed: Path, tmp_path: Path) -> None:
    inputs = find_inputs([str(mixed)])
    run(inputs, tmp_path / "one", load=fake_extractor.load)
    run(inputs[::-1], tmp_path / "two", load=fake_extractor.load)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_the_result_is_a_valid_package(mixed: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    run_fake(mixed, tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])


def test_the_manifest_describes_the_result(mixed: Path, tmp_path: Path) -> None:
    run_fake(mixed, tmp_path / "out", max_chars=1000)
    described = manifest(tmp_path / "out")
    assert described["versions"]["model"] == "fake 1.0"
    assert described["configuration"]["max_chars"] == 1000
    assert described["inputs"]["documents"] == 41
    assert described["files"]["errors.csv"]["rows"] == 3
    assert set(described["files"]) == {f"{name}.csv" for name in TABLES}


def test_the_manifest_holds_what_was_learned_not_where_it_lies(mixed: Path, tmp_path: Path) -> None:
    seen = []
    for name, line in (("one", "Perlen"), ("two", "Perlen"), ("three", "Perlen der Region")):
        learned = tmp_path / f"{name}.toml"
        learned.write_text(f'[[site]]\nfolder = ""\n[site.lines]\n"{line}" = 4\n')
        run_fake(mixed, tmp_path / name, boilerplate=learned)
        seen.append(manifest(tmp_path / name)["configuration"]["boilerplate"])
    assert seen[0] == seen[1] != seen[2]
    assert seen[0].startswith("sha256:")
    with pytest.raises(ConfigError, match=r"nowhere\.toml: cannot be read"):
        run_fake(mixed, tmp_path / "four", boilerplate=tmp_path / "nowhere.toml")
    assert not (tmp_path / "four").exists()


def test_progress_and_warnings_are_told(mixed: Path, tmp_path: Path) -> None:
    (mixed / "x-warn.txt").write_text("WARN")
    (mixed / "y-warn.txt").write_text("WARN")
    told: list[tuple[int, int]] = []
    warned: list[str] = []
    run(
        find_inputs([str(mixed)]),
        tmp_path / "out",
        Config(workers=2),
        lambda done, total, _: told.append((done, total)),
        warn=warned.append,
        load=fake_extractor.load,
    )
    assert told == [(0, 43), (16, 43), (32, 43), (43, 43)]
    assert warned == ["something is odd"]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_unknown_model_ends_the_run(mixed: Path, tmp_path: Path, workers: int) -> None:
    with pytest.raises(ModelError, match="install it"):
        run_fake(mixed, tmp_path / "out", model="unknown", workers=workers)
    assert not (tmp_path / "out").exists()


def test_the_folder_is_checked_before_the_work(mixed: Path, tmp_path: Path) -> None:
    def load(config: Config) -> Any:
        raise AssertionError(config)

    (tmp_path / "out").write_text("x")
    with pytest.raises(OutputError):
        run(find_inputs([str(mixed)]), tmp_path / "out", load=load)


def test_workers_end_with_a_run_that_is_interrupted(mixed: Path, tmp_path: Path) -> None:
    def interrupt(done: int, total: int, stage: str) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(
            find_inputs([str(mixed)]),
            tmp_path / "out",
            Config(workers=2),
            interrupt,
            load=fake_extractor.load,
        )
    assert not (tmp_path / "out").exists()
    assert not multiprocessing.active_children()


def test_two_inputs_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="two inputs have the id"):
        run([Input("a", "x/a.txt"), Input("a", "y/a.txt")], tmp_path / "out")


def test_the_real_extractor_gives_the_same_bytes_with_workers(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(UNIT + 2):
        text = (
            f"Rathaus {number}\nOberbürgermeisterin Lea Amann kam am {number + 1}. Mai nach Fulda."
        )
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    inputs = find_inputs([str(folder)])
    for workers in (1, 2):
        summary = run(inputs, tmp_path / f"out{workers}", Config(workers=workers))
        assert summary.status == {"ok": UNIT + 2, "empty": 0, "error": 0}
    assert files(tmp_path / "out1") == files(tmp_path / "out2")
    frames = read_tables(tmp_path / "out1")
    assert "Lea Amann" in set(frames["people"]["name"])


def test_a_text_with_several_releases_gives_a_document_for_each(tmp_path: Path) -> None:
    body = (
        "Die Stadt Kassel hat am Dienstag die Pläne für den Busbahnhof vorgestellt. Rund 120 "
        "Menschen kamen in die Stadthalle und stellten viele Fragen zu Kosten und Zeitplan.\n\n"
        "Wir wollen, dass das Umsteigen leichter wird, sagte Bürgermeisterin Eva Lindner. Der Rat "
        "entscheidet im Herbst über den Entwurf, danach beginnt die Ausschreibung.\n\n"
    )
    texts = [
        f"Pressemitteilung Nr. {n}/2023 vom {n}. Mai 2023\n\nPläne für Halle {n} stehen\n\n{body}"
        for n in (3, 4)
    ]
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes("".join(texts).encode())
    (folder / "b.txt").write_bytes(texts[0].encode())
    told: list[tuple[int, int]] = []
    inputs = find_inputs([str(folder)])
    summary = run(inputs, tmp_path / "out", progress=lambda *told_of: told.append(told_of[:2]))
    assert (summary.documents, told[-1]) == (3, (2, 2))
    frames = read_tables(tmp_path / "out")
    documents = frames["documents"].set_index("doc_id")
    assert documents.index.tolist() == ["a", "a#2", "b"]
    assert documents["published_on"].astype(str).tolist() == [
        "2023-05-03",
        "2023-05-04",
        "2023-05-03",
    ]
    raw = "".join(texts)
    mentions = frames["mentions"]
    second = mentions[mentions["doc_id"] == "a#2"]
    assert "Eva Lindner" in set(second["text"])
    assert second["start"].min() >= len(texts[0])
    for row in mentions[mentions["doc_id"].isin(["a", "a#2"])].to_dict("records"):
        assert raw[row["start"] : row["end"]] == row["text"]
        place = f"{row['start']}-{row['end']}-{row['label']}"
        assert row["mention_id"] == f"{row['doc_id']}#{place}"
