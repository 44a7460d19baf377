"""The date grammar and its values: one German wording per line.

A case is a text with the DATE spans in square brackets; where values are tested, they follow in
the order of the spans. Releases are dated Monday, 3 May 2021, unless a case says otherwise.
"""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presselese.evaluate.gold import EDTF
from presselese.normalise.date_calendar import bounds
from presselese.normalise.date_grammar import find_dates
from presselese.normalise.dates import DateReading, read_dates
from presselese.records import MODIFIERS, PARTS_OF_DAY, PRECISIONS, RESOLVED_BY, Found

PUBLISHED = date(2021, 5, 3)


def unmark(marked: str) -> tuple[str, list[str]]:
    """Return the text without its brackets, and what stood in them."""
    spans = re.findall(r"\[([^\]]*)\]", marked)
    return re.sub(r"[\[\]]", "", marked), spans


def read(
    text: str, published: date | None = PUBLISHED, evidence: tuple[str, ...] = ()
) -> tuple[list[Found], list[DateReading]]:
    found = find_dates(text)
    return found, read_dates(text, found, published=published, evidence=evidence)


LIMITS = [
    ("seit [2015]", "since"),
    ("seit dem [1. Januar 2020]", "since"),
    ("ab [1.1.2022]", "since"),
    ("Mit Wirkung vom [1. Januar 2022] gilt", "since"),
    ("vom [1. Mai 2021] an gilt", "since"),
    ("bis [2025]", "until"),
    ("bis zum [31. Mai 2021]", "until"),
    ("bis spätestens [31. Mai 2021]", "until"),
    ("bis zum Jahr [2011]", "until"),
    ("vor [2013]", "before"),
    ("vor dem [Winter 2021]", "before"),
    ("nach [2015]", "after"),
    ("nach einem Treffen [2019]", None),
    ("am [3. Mai 2021]", None),
    ("[Anfang Mai 2021]", "start"),
    ("[Mitte Mai 2021]", "mid"),
    ("bis [Ende Mai 2021]", "end"),
    ("zum [Jahresende]", "end"),
]


@pytest.mark.parametrize(("marked", "expected"), LIMITS, ids=[marked for marked, _ in LIMITS])
def test_modifier(marked: str, expected: str | None) -> None:
    text, spans = unmark(marked)
    found, readings = read(text)
    assert [span.text for span in found] == spans
    assert readings[0].modifier == expected


HOW = [
    ("am [3. Mai 2021]", "stated", False),
    ("am [4. Juli] wird", "published", False),
    ("Zuletzt waren am [Sonntag, 7. April], die Türen offen.", "weekday", False),
    ("Der Rat hat [heute] entschieden.", "published", True),
    ("am [kommenden Montag]", "published", True),
    ("im [Vorjahr]", "published", True),
    ("im [September vergangenen Jahres]", "published", True),
]


@pytest.mark.parametrize(("marked", "how", "relative"), HOW, ids=[case[0] for case in HOW])
def test_how_it_was_completed(marked: str, how: str, relative: bool) -> None:
    reading = read(unmark(marked)[0])[1][0]
    assert (reading.resolved_by, reading.relative) == (how, relative)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("bis heute Nachmittag", "afternoon"),
        ("am Dienstagabend", "evening"),
        ("gestern früh", "morning"),
        ("am Samstagmittag", "noon"),
        ("am 3. Mai 2021", None),
    ],
)
def test_part_of_day(text: str, part: str | None) -> None:
    assert read(text)[1][0].part_of_day == part


NO_STAMP = [
    # text, dropped lines, values
    ("Am 28. September tagte der Rat.", (), ["XXXX-09-28"]),
    ("Im September tagte der Rat.", (), ["XXXX-09"]),
    ("Der Rat hat gestern getagt.", (), [None]),
    ("Vom 3. bis 5. Mai wird gefeiert.", (), ["XXXX-05-03/XXXX-05-05"]),
    ("Am Freitag (2.2.) tagte der Rat.", ("< Februar 2018 >",), ["2018-02-02"]),
    ("Am Freitag (2.2.) tagte der Rat.", ("Februar 2018", "Mo Di Mi Do Fr Sa So"), ["2018-02-02"]),
    ("Der Rat tagt am 24. Februar.", ("Presseinformation Nr. 4/2007",), ["2007-02-24"]),
    (
        "Die Übergabe am 22. Februar 2021. In der kommenden Woche wird gefeiert.",
        (),
        ["2021-02-22", "2021-03-01/2021-03-07"],
    ),
    (
        "Am heutigen Mittwoch, 27. März, wurde die Eiche vom 14. April 2024 gesetzt.",
        (),
        ["2024-03-27", "2024-04-14"],
    ),
    # only the month is known: no day may be invented
    ("Der Rat hat gestern getagt.", ("Februar 2018",), [None]),
]


@pytest.mark.parametrize(("text", "evidence", "expected"), NO_STAMP)
def test_without_day_of_publication(
    text: str, evidence: tuple[str, ...], expected: list[str | None]
) -> None:
    readings = read(text, None, evidence)[1]
    assert [reading.edtf for reading in readings] == expected
    for reading in readings:
        assert reading.resolved_by in ("stated", "context", "weekday", "none")


BOUNDS = [
    ("2021-05-03", "2021-05-03", "2021-05-03"),
    ("2021-02", "2021-02-01", "2021-02-28"),
    ("2020-02", "2020-02-01", "2020-02-29"),
    ("2021", "2021-01-01", "2021-12-31"),
    ("2021-21", "2021-03-01", "2021-05-31"),
    ("2021-24", "2021-12-01", "2022-02-28"),
    ("2024-33", "2024-01-01", "2024-03-31"),
    ("2024-36", "2024-10-01", "2024-12-31"),
    ("199X", "1990-01-01", "1999-12-31"),
    ("2017/2018", "2017-01-01", "2018-12-31"),
    ("2008-09-28/2008-10-03", "2008-09-28", "2008-10-03"),
    ("XXXX-06-07", None, None),
    ("XXXX-06-07/XXXX-06-09", None, None),
    ("2021-05-05/2021-05-03", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("edtf", "start", "end"), BOUNDS)
def test_bounds(edtf: str, start: str | None, end: str | None) -> None:
    assert tuple(day and day.isoformat() for day in bounds(edtf)) == (start, end)


WORDS = """
am im vom bis zum seit und zwischen 3. 13. 31. 9.4. 9.4 1.2.21 02.05.2021 2021-05-02 Mai März Sept.
August 2021 2017/18 1850 '21 20 heute morgen gestern Abend Montag Samstagabend Mo. kommenden letzten
diesem selben nächster Woche Wochenende Monat Jahr Jahres Quartal Halbjahr Winter Sommer Ende Anfang
des der den ersten 1990er Jahren Neunzigerjahre Vorjahr Jahresende diesjährige Ostern Heiligabend
( ) , / - – . : „ “ wurde wird hat beschlossen 12 Uhr
"""
TEXTS = st.lists(st.sampled_from([*re.findall(r"\S+", WORDS), "\n"]), max_size=14).map(" ".join)


@given(
    st.one_of(TEXTS, st.text(max_size=80)),
    st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2090, 12, 31))),
)
@settings(max_examples=400, deadline=None)
def test_any_text(text: str, published: date | None) -> None:
    found, readings = read(text, published, (text,))
    assert len(found) == len(readings)
    assert all(text[span.start : span.end] == span.text for span in found)
    assert all(span.text == span.text.strip() and "\n" not in span.text for span in found)
    borders = [border for span in found for border in (span.start, span.end)]
    assert borders == sorted(borders)
    for reading in readings:
        assert reading.edtf is None or EDTF.fullmatch(reading.edtf)
        assert (reading.start_on is None) == (reading.end_on is None)
        if reading.start_on and reading.end_on:
            assert reading.start_on <= reading.end_on
        assert reading.precision is None or reading.precision in PRECISIONS
        assert reading.modifier is None or reading.modifier in MODIFIERS
        assert reading.part_of_day is None or reading.part_of_day in PARTS_OF_DAY
        assert reading.resolved_by in RESOLVED_BY
    assert find_dates(text) == found


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1.",
        "1. ",
        ".",
        " ",
        "\n",
        "12.5.",
        "3., ",
        "Mai ",
        "Montag, ",
        "heute ",
        "(",
        "2021/",
        "Ende ",
    ],
)
def test_time_is_linear(unit: str) -> None:
    started = time.perf_counter()
    read(unit * (40_000 // len(unit)))
    assert time.perf_counter() - started < 3


def test_words_stand_in_the_lexicon_only_once() -> None:
    lexicon = Path(find_dates.__code__.co_filename).parent.parent / "lexicon" / "dates.toml"
    names = re.findall(r"(?m)^\[(\w+)\]$", lexicon.read_text(encoding="utf-8"))
    assert len(names) == len(set(names))
