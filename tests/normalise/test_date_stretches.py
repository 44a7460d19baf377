"""Stretches and what is kept of words spare time only: they change no result."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presselese.evaluate.gold import read_gold
from presselese.normalise import date_grammar, date_stretches, date_tense, dates
from presselese.normalise.date_grammar import find_dates
from presselese.normalise.date_stretches import stretches
from presselese.normalise.date_words import FORMS
from presselese.normalise.dates import read_dates
from presselese.records import Found

GOLD = Path(__file__).parents[2] / "corpus" / "gold" / "train"
WORDS = sorted(FORMS)
FIGURES = "3. 31. 4.5. 2021 '21 17/18 05/2021 2.500 18 Uhr - – / ( ) , . Haus Laufe Arbeit der"
OTHERS = [*FIGURES.split(), "1990er", "Q", "2020-05-03", "\n"]
PIECES = st.one_of(st.sampled_from(WORDS), st.sampled_from(OTHERS))
GAPS = st.sampled_from([" ", " ", " ", "", "\n", "\u00a0", "  "])
TEXTS = st.lists(st.tuples(PIECES, GAPS), max_size=25).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)

CASES = [
    ("Am 3. Mai kam Besuch aus Ulm.", ["Am 3. Mai"]),
    ("Der Bau am 4. 2. steht fest.", ["am 4. 2."]),
    ("Er las im Laufe der Woche viel vor.", ["im Laufe der Woche"]),
    ("Zum Tag der Arbeit gibt es Musik.", ["Zum Tag der Arbeit"]),
    ("Das sind 12 Kinder und 3. Klassen, die lasen.", []),
    ("Heute\nund Mai/Juni", ["Heute\nund Mai/Juni"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_stretches(text: str, expected: list[str]) -> None:
    found = list(stretches(text))
    assert [stretch for _, stretch in found] == expected
    assert all(text.startswith(stretch, offset) for offset, stretch in found)


def _whole(text: str) -> list[Found]:
    """What the grammar finds where the text is one stretch, and nothing is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(date_grammar, "stretches", lambda text: iter([(0, text)]))
        patch.setattr(date_grammar, "_LONGEST", -1)
        return find_dates(text)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_stretches_hide_no_date(text: str) -> None:
    assert find_dates(text) == _whole(text)


def test_stretches_hide_no_date_of_a_release() -> None:
    for document in read_gold(GOLD)[::5]:
        assert find_dates(document.text) == _whole(document.text)


def _forget() -> None:
    date_stretches._WEIGHTS.clear()
    date_tense._BITS.clear()
    date_grammar._kept_study.cache_clear()
    dates._said.cache_clear()


def test_what_is_kept_changes_no_result() -> None:
    texts = [document.text for document in read_gold(GOLD)[::10]]

    def results(order: list[str]) -> dict[str, object]:
        _forget()
        return {
            text: read_dates(text, find_dates(text), published=date(2021, 5, 3)) for text in order
        }

    assert results(texts) == results(texts[::-1])


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(date_stretches, "_MOST", 10)
    _forget()
    found = find_dates(
        "Am 3. Mai 2021 kamen viele Gäste aus nah und fern in das alte Haus von 1999."
    )
    assert [span.text for span in found] == ["3. Mai 2021", "1999"]
    assert len(date_stretches._WEIGHTS) <= 10
