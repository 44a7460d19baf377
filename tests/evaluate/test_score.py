"""The scorer: counts of sets, intervals, and the mistakes behind a figure."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presselese.errors import GoldError
from presselese.evaluate.gold import parse_ann
from presselese.evaluate.prediction import Prediction
from presselese.evaluate.score import Counts, evaluate

GOLD = parse_ann(
    """\
#DOC {"id": "x", "published": "2021-05-03"}
-metadata|<DATE v="2021-05-03">3.5.2021</DATE>
+title|<CITY>Fulda</CITY> baut
+body|<ROLE p="Lea Amann">Leiterin</ROLE> <PERSON>Lea Amann</PERSON>
=
-share|Teilen
#AFF {"person": "Lea Amann", "role": "Leiterin", "organisation": null}""",
    Path("x.ann"),
)
PERFECT = Prediction(
    doc_id="x",
    mentions=tuple((m.start, m.end, m.text, m.label, m.norm) for m in GOLD.mentions),
    ties=(("Lea Amann", "Leiterin", None),),
    dropped=(1, 5),
    metadata={"title": "Fulda baut", "published": "2021-05-03", "modified": None},
)


def test_a_perfect_prediction() -> None:
    report = evaluate([GOLD], [PERFECT])
    for name in ("span/CITY", "value/DATE", "tie/person-role", "lines/dropped"):
        figure = report[name]
        assert (figure.counts.f1, figure.low, figure.high) == (1.0, 1.0, 1.0)
    assert report.accuracies == {"title": (1, 1), "published": (1, 1), "modified": (1, 1)}
    assert report.mistakes == ()


def test_a_span_one_character_short_is_missed_and_spurious() -> None:
    short = Prediction("x", ((9, 13, "Fuld", "CITY", "Fulda"),), (), (), {})
    report = evaluate([GOLD], [short])
    assert report["span/CITY"].counts == Counts(0, 1, 1)
    assert report["value/CITY"].counts == Counts(1, 0, 0)
    assert [(m.kind, m.line, m.item) for m in report.mistakes if m.figure == "span/CITY"] == [
        ("missed", 2, "Fulda"),
        ("spurious", 2, "Fuld"),
    ]


@given(st.permutations(PERFECT.mentions), st.integers(1, 3))
def test_order_and_repetition_change_nothing(
    mentions: list[tuple[int, int, str, str, str | None]], times: int
) -> None:
    shuffled = Prediction("x", tuple(mentions) * times, PERFECT.ties, PERFECT.dropped, {})
    expected = evaluate([GOLD], [PERFECT]).figures
    assert evaluate([GOLD], [shuffled]).figures == expected


def test_a_missing_prediction_is_an_error() -> None:
    with pytest.raises(GoldError, match="no prediction for 1 documents, the first is 'x'"):
        evaluate([GOLD], [])


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (Counts(1, 0, 0), (1.0, 1.0, 1.0)),
        (Counts(1, 1, 0), (0.5, 1.0, 2 / 3)),
        (Counts(1, 0, 1), (1.0, 0.5, 2 / 3)),
        (Counts(0, 0, 0), (0.0, 0.0, 0.0)),
    ],
)
def test_figures_of_counts(counts: Counts, expected: tuple[float, float, float]) -> None:
    assert (counts.precision, counts.recall, counts.f1) == pytest.approx(expected)
