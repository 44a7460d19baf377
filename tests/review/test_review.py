"""Corrections of a reader: taken from an edited table, applied to the next run, kept as gold."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import presselese
from presselese.cli import app
from presselese.corrections import (
    Correction,
    by_text,
    joined,
    read_corrections,
    write_corrections,
)
from presselese.errors import CorrectionError
from presselese.evaluate.gold import read_gold
from presselese.extract import Extractor
from presselese.read import RawText
from presselese.review import compare, read_edited
from presselese.tables import Extraction

TEXT = (
    "Neue Brücke in Fulda\n\n"
    "Oberbürgermeisterin Lea Amann hat am 3. Mai 2021 die Brücke eröffnet. Die Leiterin des "
    "Tiefbauamtes der Stadt Fulda, Eva Lindner, dankte Amann.\n"
)
SHA = "a" * 64


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return presselese.load()


def place(word: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(word, start + 1)
    return start, start + len(word)


def correction(label: str, word: str, nth: int = 0, **changes: str) -> Correction:
    start, end = place(word, nth)
    made = Correction("x", SHA, start, end, word, label, "change", "", "", "", "by hand")
    return replace(made, **changes)  # type: ignore[arg-type]


def corrected(extractor: Extractor, *corrections: Correction) -> Extraction:
    extractor.corrections = by_text(corrections)
    try:
        return next(iter(extractor.pipe([RawText("x", "x.txt", TEXT, SHA)])))
    finally:
        extractor.corrections = {}


def named(extraction: Extraction, label: str) -> list[tuple[str, str | None]]:
    return [(m.text, m.norm) for m in extraction.mentions if m.label == label]


def test_without_corrections(extractor: Extractor) -> None:
    found = corrected(extractor)
    assert named(found, "PERSON") == [
        ("Lea Amann", "Lea Amann"),
        ("Eva Lindner", "Eva Lindner"),
        ("Amann", "Lea Amann"),
    ]
    assert named(found, "CITY") == [("Fulda", "Fulda"), ("Fulda", "Fulda")]


CASES = [
    # correction, label, mentions after it
    (correction("PERSON", "Eva Lindner", action="delete"), "PERSON",
     [("Lea Amann", "Lea Amann"), ("Amann", "Lea Amann")]),
    (correction("PERSON", "Amann", 1, new_norm="Ina Amann"), "PERSON",
     [("Lea Amann", "Lea Amann"), ("Eva Lindner", "Eva Lindner"), ("Amann", "Ina Amann")]),
    (correction("PERSON", "Amann", 1, new_norm="Eva Lindner"), "PERSON",
     [("Lea Amann", "Lea Amann"), ("Eva Lindner", "Eva Lindner"), ("Amann", "Eva Lindner")]),
    (correction("PERSON", "Eva Lindner", new_label="ORG"), "PERSON",
     [("Lea Amann", "Lea Amann"), ("Amann", "Lea Amann")]),
    (correction("DATE", "3. Mai 2021", new_norm="2021-05"), "DATE", [("3. Mai 2021", "2021-05")]),
    (correction("DATE", "3. Mai 2021", action="delete"), "DATE", []),
    (correction("CITY", "Fulda", new_norm="Kassel"), "CITY",
     [("Fulda", "Kassel"), ("Fulda", "Fulda")]),
    (correction("ROLE", "Leiterin", new_norm="Amtsleiterin"), "ROLE",
     [("Oberbürgermeisterin", "Oberbürgermeisterin"), ("Leiterin", "Amtsleiterin")]),
    (correction("CITY", "Brücke", new_norm="Bonn"), "CITY",  # not found by itself: added
     [("Brücke", "Bonn"), ("Fulda", "Fulda"), ("Fulda", "Fulda")]),
]  # fmt: skip


@pytest.mark.parametrize(("one", "label", "expected"), CASES, ids=range(len(CASES)))
def test_a_correction_holds(
    extractor: Extractor,
    one: Correction,
    label: str,
    expected: list[tuple[str, str | None]],
) -> None:
    found = corrected(extractor, one)
    assert named(found, label) == expected
    for mention in found.mentions:
        assert TEXT[mention.start : mention.end] == mention.text
        changed = (mention.start, mention.end, mention.label) == (one.start, one.end, one.target)
        assert (mention.source == "correction") == changed


def test_what_hangs_on_a_value_follows(extractor: Extractor) -> None:
    day = corrected(extractor, correction("DATE", "3. Mai 2021", new_norm="2022-06")).dates[0]
    assert (str(day.start_on), str(day.end_on)) == ("2022-06-01", "2022-06-30")
    assert (day.precision, day.resolved_by) == ("month", "corrected")
    found = corrected(extractor, correction("CITY", "Fulda", new_norm="Kassel"))
    city = next(m for m in found.mentions if m.label == "CITY")
    assert (city.entity_id, city.decided_by) == ("ags:06611000", "corrected")
    assert "Kassel" in {city.name for city in found.cities}
    ties = corrected(extractor, correction("PERSON", "Eva Lindner", action="delete")).affiliations
    assert {tie.person for tie in ties} == {"Lea Amann"}
    both = [correction("PERSON", w, n, new_norm="Lea Ammann") for w, n in
            (("Lea Amann", 0), ("Amann", 1))]  # fmt: skip
    people = corrected(extractor, *both).people
    assert [person.name for person in people] == ["Lea Ammann", "Eva Lindner"]


def test_another_text_is_left_alone(extractor: Extractor) -> None:
    one = replace(correction("PERSON", "Eva Lindner", action="delete"), sha256="b" * 64)
    assert len(named(corrected(extractor, one), "PERSON")) == 3


# -- the file -------------------------------------------------------------------------------------


def test_a_file_comes_back(tmp_path: Path) -> None:
    made = [one for one, _, _ in CASES]
    write_corrections(tmp_path / "c.csv", made)
    back = read_corrections(tmp_path / "c.csv")
    assert sorted(back, key=repr) == sorted(made, key=repr)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"action": "remove"}, ":2: action 'remove' is neither delete nor change"),
        ({"label": "LOC"}, ":2: label 'LOC' is not possible"),
        ({"new_label": "x"}, ":2: new_label 'x' is not possible"),
        ({"start": "one"}, ":2: start and end must be numbers"),
        ({"start": "99999"}, ":2: start 99999 does not lie before end"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, change: dict[str, str], message: str) -> None:
    path = tmp_path / "c.csv"
    write_corrections(path, [CASES[0][0]])
    with path.open(newline="") as file:
        (row,) = csv.DictReader(file)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row | change)
    with pytest.raises(CorrectionError, match=message):
        read_corrections(path)


def test_a_missing_file_and_column(tmp_path: Path) -> None:
    with pytest.raises(CorrectionError, match="cannot be read: No such file"):
        read_corrections(tmp_path / "c.csv")
    (tmp_path / "c.csv").write_text("doc_id,start\nx,1\n")
    with pytest.raises(CorrectionError, match=":2: no cell for sha256"):
        read_corrections(tmp_path / "c.csv")


def test_later_corrections_lie_over_earlier_ones() -> None:
    first = correction("PERSON", "Amann", new_label="ORG", new_norm="Amann GmbH", old_norm="Amann")
    again = replace(first, label="ORG", new_label="", new_norm="Amann AG", old_norm="Amann GmbH")
    (one,) = joined([first], [again])
    assert (one.label, one.new_label, one.new_norm, one.old_norm) == (
        "PERSON", "ORG", "Amann AG", "Amann",
    )  # fmt: skip
    (gone,) = joined([first], [replace(again, action="delete", new_norm="")])
    assert (gone.label, gone.action) == ("PERSON", "delete")


# -- edited tables --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    (folder / "in").mkdir()
    (folder / "in" / "x.txt").write_text(TEXT, encoding="utf-8")
    call = ["extract", str(folder / "in"), "--output", str(folder / "run"), "--quiet"]
    assert CliRunner().invoke(app, call).exit_code == 0
    return folder / "run"


Rows = list[dict[str, str]]


def edit(result: Path) -> Rows:
    with (result / "mentions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def save(path: Path, rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def of(rows: Rows, text: str) -> dict[str, str]:
    return next(row for row in rows if row["text"] == text)


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), (";", "cp1252")]
)
def test_edits_are_found(result: Path, tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = edit(result)
    of(rows, "Lea Amann")["norm"] = "Léa Amann"
    of(rows, "3. Mai 2021")["norm"] = "2021-05"
    of(rows, "Eva Lindner")["label"] = "ORG"
    rows.remove(of(rows, "Leiterin"))
    file = save(tmp_path / "edited.csv", rows, delimiter, encoding)
    found = {one.text: one for one in compare(result, read_edited(file))}
    assert found.keys() == {"Lea Amann", "3. Mai 2021", "Eva Lindner", "Leiterin"}
    assert found["Lea Amann"].new_norm == "Léa Amann"
    assert found["Lea Amann"].old_norm == "Lea Amann"
    assert (
        found["Lea Amann"].provenance == f"edited.csv, row {rows.index(of(rows, 'Lea Amann')) + 2}"
    )
    assert (found["Eva Lindner"].new_label, found["Eva Lindner"].new_norm) == ("ORG", "")
    assert found["Leiterin"].action == "delete"


def test_an_xlsx_is_read_as_excel_saves_it(result: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    rows = edit(result)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "mentions"
    sheet.append(list(rows[0]))
    for row in rows:
        cells: list[object] = list(row.values())
        if row["text"] == "3. Mai 2021":
            cells[list(row).index("norm")] = datetime(2021, 5, 4)
        sheet.append(cells)
    book.save(tmp_path / "edited.xlsx")
    (one,) = compare(result, read_edited(tmp_path / "edited.xlsx"))
    assert (one.text, one.new_norm) == ("3. Mai 2021", "2021-05-04")


@pytest.mark.parametrize(
    ("edit_of", "value", "message"),
    [
        (("Lea Amann", "label"), "LOC", "label 'LOC' is not possible"),
        (("Lea Amann", "norm"), "", "norm is empty; delete the whole row"),
        (("3. Mai 2021", "norm"), "im Mai", "'im Mai' is no EDTF date"),
        (("Lea Amann", "mention_id"), "y#1-2-ORG", "has no mention 'y#1-2-ORG'"),
        (("Lea Amann", "mention_id"), "", "no mention_id"),
    ],
)
def test_an_edit_that_cannot_hold_is_named(
    result: Path, tmp_path: Path, edit_of: tuple[str, str], value: str, message: str
) -> None:
    rows = edit(result)
    text, column = edit_of
    of(rows, text)[column] = value
    with pytest.raises(CorrectionError, match=rf"edited\.csv, row \d+: .*{message}"):
        compare(result, read_edited(save(tmp_path / "edited.csv", rows)))


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x89PNG\r\n"])
def test_a_file_that_is_no_table_of_mentions(tmp_path: Path, content: bytes) -> None:
    for name in ("edited.csv", "edited.xlsx"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CorrectionError, match=r"edited\.(csv|xlsx): "):
            read_edited(tmp_path / name)


def test_a_filtered_table_is_no_deletion(
    result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("presselese.review.edited.FEW", 2)
    edited = read_edited(save(tmp_path / "edited.csv", edit(result)[:2]))
    with pytest.raises(CorrectionError, match="say so with --accept-deletions"):
        compare(result, edited)
    assert len(compare(result, edited, accept_deletions=True)) == len(edit(result)) - 2


# -- the whole way --------------------------------------------------------------------------------


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_review_then_extract_then_gold(result: Path, tmp_path: Path) -> None:
    rows = edit(result)
    of(rows, "Eva Lindner")["norm"] = "Eva Linder"
    rows.remove(of(rows, "3. Mai 2021"))
    file = save(tmp_path / "edited.csv", rows)
    done = call(
        "review", result, "--corrections", file, "--output", tmp_path / "c.csv",
        "--gold", tmp_path / "gold",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "deleted\t1" in done.output
    again = tmp_path / "again"
    run = call(
        "extract", result.parent / "in", "--output", again, "--corrections", tmp_path / "c.csv",
        "--quiet",
    )  # fmt: skip
    assert run.exit_code == 0, run.output
    after = edit(again)
    assert of(after, "Eva Lindner")["norm"] == "Eva Linder"
    assert of(after, "Eva Lindner")["source"] == "correction"
    assert "3. Mai 2021" not in {row["text"] for row in after}
    assert '"corrections": "sha256:' in (again / "manifest.json").read_text()
    (gold,) = read_gold(tmp_path / "gold")
    assert gold.text == TEXT
    assert {(m.text, m.norm) for m in gold.mentions if m.label == "PERSON"} == {
        ("Lea Amann", "Lea Amann"), ("Amann", "Lea Amann"), ("Eva Lindner", "Eva Linder"),
    }  # fmt: skip
    assert "Eva Linder" in {tie.person for tie in gold.affiliations}
    explained = call("explain", again, of(after, "Eva Lindner")["mention_id"])
    assert "a reader said so" in explained.output


def test_the_sample_as_gold(tmp_path: Path) -> None:
    """Every release of the sample, one mention deleted, is written as gold that reads back."""
    run = tmp_path / "run"
    raw = Path(__file__).parents[2] / "corpus" / "raw"
    assert call("extract", raw, "--output", run, "--quiet").exit_code == 0
    rows = edit(run)
    first = {row["doc_id"]: row for row in reversed(rows) if row["label"] == "CITY"}
    kept = [row for row in rows if row not in first.values()]
    file = save(tmp_path / "edited.csv", kept)
    done = call(
        "review", run, "--corrections", file, "--output", tmp_path / "c.csv",
        "--gold", tmp_path / "gold",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    gold = read_gold(tmp_path / "gold")
    assert len(gold) == len(first)
    written = {(d.doc_id, m.start, m.end, m.label) for d in gold for m in d.mentions}
    wanted = {
        (row["doc_id"], int(row["start"]), int(row["end"]), row["label"])
        for row in kept
        if row["doc_id"] in first and (row["label"], row["norm"]) != ("DATE", "")
    }
    assert written <= wanted
    assert len(written) > 0.97 * len(wanted)


def test_corrections_land_in_the_current_folder(
    result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = edit(result)
    of(rows, "Lea Amann")["norm"] = "Léa Amann"
    done = call("review", result, "--corrections", save(tmp_path / "edited.csv", rows))
    assert done.exit_code == 0, done.output
    (one,) = read_corrections(tmp_path / "corrections.csv")
    assert one.new_norm == "Léa Amann"
