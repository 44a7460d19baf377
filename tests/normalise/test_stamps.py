"""Complete dates in metadata lines: one line of a page per case."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presselese.normalise.stamps import find_stamps

STAMPS = [
    # line, [(text, day)]
    ("02.05.2021", [("02.05.2021", "2021-05-02")]),
    ("2.5.2021", [("2.5.2021", "2021-05-02")]),
    ("2.5.21", [("2.5.21", "2021-05-02")]),
    ("02.05.98", [("02.05.98", "1998-05-02")]),
    ("02. 05. 2021", [("02. 05. 2021", "2021-05-02")]),
    ("2. Mai 2021", [("2. Mai 2021", "2021-05-02")]),
    ("2.Mai 2021", [("2.Mai 2021", "2021-05-02")]),
    ("2. Sept. 2021", [("2. Sept. 2021", "2021-09-02")]),
    ("24. Jänner 2009", [("24. Jänner 2009", "2009-01-24")]),
    ("12. Mai ’21", [("12. Mai ’21", "2021-05-12")]),
    ("2021-05-02", [("2021-05-02", "2021-05-02")]),
    ("2021-05-02T10:00:00", [("2021-05-02", "2021-05-02")]),
    ("03/05/2021", [("03/05/2021", "2021-05-03")]),
    ("11.10 1985", [("11.10 1985", "1985-10-11")]),
    ("07.02.2019Gemeinsam stark", [("07.02.2019", "2019-02-07")]),
    ("02.05.202110:15", [("02.05.2021", "2021-05-02")]),
    ("Archiv-Beitrag vom 08.02.2010", [("08.02.2010", "2010-02-08")]),
    ("Stand: 15.3.20, 10 Uhr", [("15.3.20", "2020-03-15")]),
    ("Freitag, 11. Februar 2022", [("Freitag, 11. Februar 2022", "2022-02-11")]),
    ("Samstag, den 5. Juli 2014", [("Samstag, den 5. Juli 2014", "2014-07-05")]),
    ("Mo, 03.05.2021 – 12:30", [("Mo, 03.05.2021", "2021-05-03")]),
    ("Pressemitteilung Nr. 9/2022 vom 13.01.2022", [("13.01.2022", "2022-01-13")]),
    ("1.2.2021 - 3.2.2021", [("1.2.2021", "2021-02-01"), ("3.2.2021", "2021-02-03")]),
    ("Stadt Fulda, 3. MÄRZ 2008", [("3. MÄRZ 2008", "2008-03-03")]),
    # another language
    ("May 3, 2021", [("May 3, 2021", "2021-05-03")]),
    ("Posted on 3rd May 2021 by admin", [("3rd May 2021", "2021-05-03")]),
    ("Oct. 5, 2012", [("Oct. 5, 2012", "2012-10-05")]),
    # none
    ("31.02.2021", []),
    ("31. Februar 2021", []),
    ("Mai 2021", []),
    ("31.12.", []),
    ("Nr. 4/2007", []),
    ("Tel. 0228 12.05.21.33", []),
    ("Version 1.12.20.3", []),
    ("Heft 12, 2020", []),
    ("IMG_20210502.jpg", []),
    ("Mo-Do 9.00-16.00 Uhr, Fr 9.00-12.00 Uhr", []),
    ("", []),
]


@pytest.mark.parametrize(("line", "expected"), STAMPS, ids=[line for line, _ in STAMPS])
def test_finds_complete_dates(line: str, expected: list[tuple[str, str]]) -> None:
    stamps = find_stamps(line)
    assert [(line[s.start : s.end], s.day.isoformat()) for s in stamps] == expected


def test_a_foreign_stamp_does_not_depend_on_the_day_of_the_run() -> None:
    assert [s.day for s in find_stamps("May 3, 1999")] == [date(1999, 5, 3)]


@given(st.text(alphabet="0123456789. /-Maiontg,:'’\u00a0\n", max_size=60))
def test_any_line_gives_ordered_spans(line: str) -> None:
    stamps = find_stamps(line)
    borders = [border for stamp in stamps for border in (stamp.start, stamp.end)]
    assert borders == sorted(borders)
    assert all(0 <= stamp.start < stamp.end <= len(line) for stamp in stamps)


@pytest.mark.parametrize("unit", ["1", "1.", "1. ", "Mai ", "12.", " ", "-", "2021-", "Mo, "])
def test_time_is_linear(unit: str) -> None:
    started = time.perf_counter()
    find_stamps(unit * 20_000)
    assert time.perf_counter() - started < 2
