"""Repairs: what each step makes of a text, and that offsets survive all of them."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from presselese.clean import Cleaned, clean
from presselese.clean.offsets import edit
from presselese.clean.repair import STEPS, Trail

TITLE = "Stadt stellt Pläne für den neuen Busbahnhof vor"
PARAGRAPH = (
    "Die Stadt hat am Dienstag die Pläne für den neuen Busbahnhof vorgestellt. Rund 120 "
    "Bürgerinnen und Bürger kamen in die Stadthalle und stellten viele Fragen. Der Rat "
    "entscheidet im Herbst über den Entwurf, danach beginnt die Ausschreibung der Arbeiten. Bis "
    "dahin halten die Busse weiter an der Straße, wo für zwei Jahre ein Dach aufgestellt wird, "
    "damit niemand im Regen steht und auch ältere Menschen beim Warten gut sitzen können."
)


def mended(text: str) -> tuple[str, Trail]:
    trail = Trail()
    for name, step in STEPS:
        text = trail.take(text, step(text), name)
    return text, trail


@pytest.mark.parametrize(
    ("raw", "text", "steps"),
    [
        pytest.param("für", "für", [], id="sound"),
        pytest.param("fÃ¼r die BÃ¼rger", "für die Bürger", ["mojibake"] * 2, id="mojibake"),
        pytest.param("die grÃ¶ÃŸte Stadt", "die größte Stadt", ["mojibake"] * 2, id="sharp s"),
        pytest.param(
            "â€žGutâ€œ, Ã¼ber über", "„Gut“, über über", ["mojibake"] * 3, id="mixed line"
        ),
        pytest.param("f√ºr B√ºrger", "für Bürger", ["mojibake"] * 2, id="Macintosh"),
        pytest.param("Eröff\xadnung", "Eröffnung", ["invisible"], id="soft hyphen"),
        pytest.param("3.\xa0Mai\u202f2021", "3. Mai 2021", ["blanks"] * 2, id="no-break blanks"),
        pytest.param("Eröff-\nnung", "Eröffnung", ["hyphenation"], id="divided word"),
        pytest.param("Eröff\xad\r\nnung", "Eröffnung", ["hyphenation"], id="divided softly"),
        pytest.param("Wald-\nund Wiesen", "Wald-\nund Wiesen", [], id="hanging hyphen"),
        pytest.param("Baden-\nWürttemberg", "Baden-\nWürttemberg", [], id="capital goes on"),
        pytest.param("Âme und Ãra", "Âme und Ãra", [], id="real letters"),
    ],
)
def test_steps(raw: str, text: str, steps: list[str]) -> None:
    found, trail = mended(raw)
    assert found == text
    assert [repair.step for repair in trail.repairs] == steps


@pytest.mark.parametrize("width", [60, 72, 80])
def test_wrapped_paragraphs_are_joined(width: int) -> None:
    raw = f"{TITLE}\n\n{textwrap.fill(PARAGRAPH, width)}\n\nDrucken\n"
    result = clean(raw)
    assert result.text == f"{TITLE}\n{PARAGRAPH}"
    assert {repair.step for repair in result.repairs} == {"wrapped"}


@pytest.mark.parametrize(
    "lines",
    [
        ["Karthaus 2, 46509 Xanten", "Öffnungszeiten: Mo–Fr 8–12 Uhr", "Do 14–18 Uhr"] * 3,
        ["Startseite | Rathaus | Bürgerservice | Wirtschaft", "Kultur | Freizeit | Bildung"] * 3,
        [f"0{n}.10.2018 Wuppertaler Schwebebahn steht {n} Tage lang still" for n in range(1, 9)],
    ],
    ids=["address", "menu", "list of releases"],
)
def test_lists_are_not_joined(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert mended(text)[0] == text


def test_a_compound_keeps_its_hyphen_where_lines_are_joined() -> None:
    text = PARAGRAPH.replace("die Pläne", "in Baden-Württemberg die Pläne")
    wrapped = textwrap.fill(text, 70).replace("Baden-Württemberg", "Baden-\nWürttemberg")
    lines = clean(f"{TITLE}\n\n{wrapped}").text.split("\n")
    assert lines[0] == TITLE
    assert "Baden- Württemberg" not in lines[1]


def noisy(draw: st.DrawFn) -> str:
    """A release with noise in it, lines in any order."""
    noise = st.sampled_from(["", "\xad", "\xa0", "  ", "\u200b", "fÃ¼r", "-\n", "\r\n", "\n\n"])
    words = st.sampled_from([*PARAGRAPH.split(), TITLE, "\nDrucken\n", "\nTeilen: Facebook\n"])
    return "".join(
        draw(words) + draw(noise) + draw(st.sampled_from([" ", "\n", ""]))
        for _ in range(draw(st.integers(0, 60)))
    )


def check(text: str, result: Cleaned) -> None:
    """Every span of the cleaned text has a place in the raw text that says the same."""
    gone = str.maketrans("", "", "\xad\u200b\u2060\ufeff \xa0\t\n\r-")
    offset = 0
    for line in result.text.split("\n") if result.text else ():
        end = offset + len(line)
        # Lines are joined over a dropped one, too: a page number inside a wrapped paragraph.
        begin, stop = result.begin_of(offset), result.end_of(end)
        raw = text[begin:stop]
        over = any(not row.kept and begin <= row.start < stop for row in result.lines)
        if "Ã" not in raw and not over:
            assert raw.translate(gone) == line.translate(gone)
        for place in range(offset, end):
            first, last = result.begin_of(place), result.end_of(place + 1)
            assert 0 <= first < last <= len(text)
            said = result.text[place]
            assert said in text[first:last] or not (said.isalpha() and said.isascii())
        offset = end + 1


@settings(max_examples=60, deadline=None)
@given(st.composite(noisy)())
@example("Eröff-\n\xadnung fÃ¼r\xa0 alle")
def test_offsets_survive_and_cleaning_again_changes_nothing(text: str) -> None:
    result = clean(text)
    check(text, result)
    again = clean(result.text)
    assert again.text == result.text
    assert all(line.kept for line in again.lines) or not result.text


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aäßÃ¼ \xad\xa0\n-.AZ|•", max_size=200))
def test_arbitrary_text_keeps_its_offsets(text: str) -> None:
    result = clean(text)
    check(text, result)
    assert clean(result.text).text == result.text


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5), st.text(max_size=3))),
)
def test_any_edits_map_back(text: str, wishes: list[tuple[int, int, str]]) -> None:
    edits, at = [], 0
    for start, length, new in sorted(wishes):
        if at <= start <= start + length <= len(text):
            edits.append((start, start + length, new))
            at = start + length
    edited, offsets = edit(text, edits)
    at = 0
    expected = ""
    for start, end, new in edits:
        expected += text[at:start] + new
        at = end
    assert edited == expected + text[at:]
    last = 0
    for place in range(len(edited)):
        start, end = offsets.begin_of(place), offsets.end_of(place + 1)
        assert last <= start <= end <= len(text)
        last = start


def test_repairs_name_their_raw_place() -> None:
    raw = f"{TITLE}\n\nDer\xa0Rat ber\xadät fÃ¼r lange Zeit über den Entwurf der Stadt."
    found = [(r.step, raw[r.start : r.end]) for r in clean(raw).repairs]
    assert found == [("mojibake", "Ã¼"), ("invisible", "\xad"), ("blanks", "\xa0")]
