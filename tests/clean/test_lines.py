"""Lines and what holds for every text."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presselese.clean import clean, split_lines
from presselese.records import REASONS_DROPPED, REASONS_KEPT

FRAGMENTS = st.sampled_from(
    [
        "Die Stadt hat am Dienstag die Pläne für den neuen Busbahnhof vorgestellt.",
        "Drucken", "Teilen: Facebook | X", "12.05.2023", "Stand: 3. Mai 2021", "© 2020 Stadt Ulm",
        "Foto: Lea Amann", "+++", "Mo Di Mi Do Fr Sa So", "1 2 3 4 5 6 7", "Weitere Meldungen",
        "11.05.2023 Freibad öffnet früher", "Neue Wege", "", " ", "\xa0", "a-" * 40, "1. ", "- ",
        "Rückfragen an:", "Tel. 0561 787-0", ">", "Startseite > Presse > X", "[", "(", "„",
    ]
)  # fmt: skip
PAGES = st.lists(FRAGMENTS | st.text(max_size=40), max_size=25).map("\n".join)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\n", ["a", ""]),
        ("a\nb", ["a", "b"]),
        ("a\r\nb\r\n", ["a", "b", ""]),
        ("a\rb", ["a", "b"]),
        ("\n\r\n\r", ["", "", "", ""]),
        ("a\u2028b", ["a\u2028b"]),
    ],
)
def test_split_lines(text: str, lines: list[str]) -> None:
    assert [text[start:end] for start, end in split_lines(text)] == lines


@given(st.text(alphabet="ab \n\x0b\x85\u2028"))
def test_split_lines_agrees_with_split(text: str) -> None:
    assert [text[start:end] for start, end in split_lines(text)] == text.split("\n")


@settings(max_examples=150, deadline=None)
@given(PAGES)
def test_lines_tile_the_text_and_are_decided(text: str) -> None:
    result = clean(text)
    assert [(line.start, line.end) for line in result.lines] == split_lines(text)
    assert [line.number for line in result.lines] == list(range(1, len(result.lines) + 1))
    for line in result.lines:
        assert line.reason in (REASONS_KEPT if line.kept else REASONS_DROPPED)
        blank = not text[line.start : line.end].strip("\u200b\ufeff\u00ad \t\xa0").strip()
        assert (line.reason == "empty") == blank
    assert clean(text) == result


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_arbitrary_text_does_no_harm(text: str) -> None:
    metadata = clean(text).metadata
    assert metadata.published_on is None or isinstance(metadata.published_on, date)


@pytest.mark.parametrize(
    "text",
    ["a-" * 50_000, "a.b" * 30_000, "( " * 40_000, "_ " * 40_000, "| " * 40_000, "1 " * 40_000],
    ids=["hyphens", "dots", "brackets", "underscores", "bars", "digits"],
)
def test_one_endless_line_takes_no_endless_time(text: str) -> None:
    begin = process_time()
    clean(text)
    assert process_time() - begin < 2


def test_endless_menu_takes_linear_time() -> None:
    begin = process_time()
    clean("\n".join(["Weitere Meldungen", "Rathaus", "Drucken", "03.05.2021 Freibad offen"] * 2500))
    assert process_time() - begin < 4


def test_windows_newlines_give_the_same_reasons() -> None:
    page = "Drucken\nTitel der Meldung\n\nDie Stadt hat am Dienstag neue Pläne vorgestellt.\n"
    unix = [line.reason for line in clean(page).lines]
    assert [line.reason for line in clean(page.replace("\n", "\r\n")).lines] == unix
