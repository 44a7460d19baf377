"""Lines learned over a batch: counted, written, read, used."""

from __future__ import annotations

from pathlib import Path

import pytest

from presselese.clean import clean
from presselese.clean.batch import clean_files, learn_files, side_by_side
from presselese.clean.boilerplate import Boilerplate, Learner, Site, read_boilerplate
from presselese.clean.boilerplate import write_boilerplate as write
from presselese.errors import ConfigError, OutputError
from presselese.read import find_inputs

ODD = 'Haus "am" Berg \\ \x7f ü'
TOWNS = ["Kassel", "Fulda", "Hanau", "Marburg", "Gießen"]


def page(town: str) -> str:
    return (
        f"Perlen der Region entdecken\n{town} plant einen neuen Busbahnhof\n\n"
        f"Die Stadt {town} hat am Dienstag die Pläne für den neuen Busbahnhof vorgestellt.\n\n"
        "Der Verbund plant seit 1990 den Nahverkehr in Nordhessen und darüber hinaus.\n\n"
        f"Ein Dienst mit Herz\n{ODD}\n"
    )


def learned() -> Boilerplate:
    learner = Learner()
    for town in TOWNS:
        learner.add(f"hessen/{town}", page(town))
    learner.add("other/x", page("Ulm"))
    return learner.learned()


def test_what_repeats_on_a_site_is_learned() -> None:
    (site,) = learned().sites
    assert (site.folder, site.pages) == ("hessen", 5)
    assert set(site.lines) == {
        "Perlen der Region entdecken",
        "Ein Dienst mit Herz",
        ODD,
        "Der Verbund plant seit 1990 den Nahverkehr in Nordhessen und darüber hinaus.",
    }
    assert set(site.lines.values()) == {5}


def test_the_file_says_the_same(tmp_path: Path) -> None:
    write(learned(), tmp_path / "b.toml")
    assert read_boilerplate(tmp_path / "b.toml") == learned()
    write(Boilerplate(), tmp_path / "empty.toml")
    assert read_boilerplate(tmp_path / "empty.toml") == Boilerplate()


def test_learned_lines_are_dropped_and_sentences_stay() -> None:
    text = page("Celle")
    assert "Perlen der Region" not in clean(text, learned()).text
    result = clean(text, learned())
    assert result.text.split("\n") == [
        "Celle plant einen neuen Busbahnhof",
        "Die Stadt Celle hat am Dienstag die Pläne für den neuen Busbahnhof vorgestellt.",
        "Der Verbund plant seit 1990 den Nahverkehr in Nordhessen und darüber hinaus.",
    ]
    assert {line.rule for line in result.lines} >= {"learned"}


def test_the_site_with_most_in_common_counts() -> None:
    both = Boilerplate((Site("a", 9, {"A": 9, "B": 9}), Site("b", 9, {"B": 9, "C": 9, "D": 3})))
    assert both.lines_on(["B", "C", "x"]) == {"B", "C", "D"}
    assert both.lines_on(["B"]) == {"A", "B"}
    assert both.lines_on(["x"]) == frozenset()


@pytest.mark.parametrize("content", [b"a = ", b"site = 3", b"[[site]]\nfolder = 3", b"\xff"])
def test_a_bad_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.toml").write_bytes(content)
    with pytest.raises(ConfigError, match=r"b\.toml"):
        read_boilerplate(tmp_path / "b.toml")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_boilerplate(tmp_path / "b.toml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for town in TOWNS:
        (tmp_path / "in" / f"{town}.txt").write_text(page(town), encoding="utf-8")
    (tmp_path / "in" / "picture.txt").write_bytes(b"\x89PNG\r\n")
    return tmp_path


def test_files_are_cleaned(folder: Path) -> None:
    inputs = find_inputs([str(folder / "in")])
    found, outcome = learn_files(inputs, max_chars=10_000)
    assert (outcome.documents, len(outcome.failures)) == (6, 1)
    for _ in range(2):  # the second run replaces the first
        outcome = clean_files(
            inputs, folder / "out", max_chars=10_000, boilerplate=found, pages=True
        )
    assert (outcome.documents, outcome.kept, len(outcome.failures)) == (6, 15, 1)
    text = (folder / "out" / "text" / "Fulda.txt").read_text(encoding="utf-8")
    assert text.startswith("Fulda plant einen neuen Busbahnhof\n")
    lines = (folder / "out" / "lines" / "Fulda.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[1].split("\t") == [
        "1",
        "no",
        "navigation",
        "learned",
        "",
        "Perlen der Region entdecken",
        "",
    ]
    shown = (folder / "out" / "html" / "Fulda.html").read_text(encoding="utf-8")
    assert '<tr class="dropped"><td class="n">1</td><td class="t">Perlen der Region' in shown
    assert "Haus &quot;am&quot; Berg" in shown
    assert "<dt>title</dt><dd>Fulda plant einen neuen Busbahnhof <small>line " in shown
    overview = (folder / "out" / "clean.tsv").read_text(encoding="utf-8").splitlines()
    assert len(overview) == 7
    assert "a PNG picture" in overview[-1]


def test_a_foreign_folder_is_left_alone(folder: Path) -> None:
    inputs = find_inputs([str(folder / "in")])
    with pytest.raises(OutputError, match="holds other files"):
        clean_files(inputs, folder / "in", max_chars=10_000)
    with pytest.raises(OutputError, match="is a file"):
        clean_files(inputs, folder / "in" / "Fulda.txt", max_chars=10_000)


def test_joined_lines_stand_beside_their_first() -> None:
    raw = "Stadt plant Busbahnhof\n\nDie Stadt hat die Eröff-\nnung des Busbahnhofs verschoben.\n"
    rows = side_by_side(raw, clean(raw))
    assert [row[6] for row in rows] == [
        "Stadt plant Busbahnhof",
        "",
        "Die Stadt hat die Eröffnung des Busbahnhofs verschoben.",
        "",
        "",
    ]
    assert rows[2][4] == "hyphenation"
