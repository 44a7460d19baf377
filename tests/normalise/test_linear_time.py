"""No input of 1 MB makes a pattern of dates or places take more than linear time.

A pattern that looked back over what it has read would need minutes for such a text; the bounds
below are an order of magnitude above what a linear one takes.
"""

from __future__ import annotations

import re
import time
from datetime import date

import pytest

from presselese.match import dates as match_dates
from presselese.match import place_context, place_names, place_neighbours
from presselese.match.places import PlaceFinder
from presselese.normalise import (
    date_calendar,
    date_context,
    date_governor,
    date_grammar,
    date_reference,
    date_site,
    date_stretches,
    date_tense,
    date_times,
    date_tokens,
    dates,
    gazetteer,
    places,
    stamps,
)
from presselese.normalise.date_grammar import find_dates
from presselese.normalise.dates import read_dates
from presselese.normalise.places import read_cities
from presselese.normalise.stamps import find_stamps

MODULES = (
    date_calendar,
    date_context,
    date_governor,
    date_grammar,
    date_reference,
    date_site,
    date_stretches,
    date_tense,
    date_times,
    date_tokens,
    dates,
    gazetteer,
    match_dates,
    place_context,
    place_names,
    place_neighbours,
    places,
    stamps,
)
PATTERNS = [
    pytest.param(value, id=f"{module.__name__.rpartition('.')[2]}.{name}")
    for module in MODULES
    for name, value in sorted(vars(module).items())
    if isinstance(value, re.Pattern)
]
SIZE = 1_000_000
SAMPLE = 60_000  # for each pattern alone; what is not linear shows here already
# Digits, dots, blanks, capitals, hyphens and what else repeats on broken pages.
UNITS = (
    "1",
    "1.",
    "1. ",
    ".",
    " ",
    "A",
    "a",
    "Ab ",
    "-",
    "–",
    "a-",
    "/",
    "(",
    "Mai ",
    "1 bis ",
    "\u00a0",
)
BOUND = 1.5  # seconds for SAMPLE; the slowest linear pattern takes a tenth


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern(pattern: re.Pattern[str]) -> None:
    for unit in UNITS:
        text = unit * (SAMPLE // len(unit))
        started = time.process_time()
        for _ in pattern.finditer(text):
            pass
        assert time.process_time() - started < BOUND, repr(unit)


@pytest.mark.parametrize("unit", UNITS[:6])
def test_finding_dates(unit: str) -> None:
    started = time.process_time()
    find_dates(unit * (SIZE // len(unit)))
    assert time.process_time() - started < 30


@pytest.mark.parametrize("unit", UNITS[:6])
def test_finding_cities(unit: str) -> None:
    finder = PlaceFinder()
    started = time.process_time()
    finder(unit * (SIZE // len(unit)))
    assert time.process_time() - started < 30


# Many mentions rather than many letters: what one leaves for the next must not be read again.
MENTIONS = (
    "nächste Woche ",
    "am 3. Mai ",
    "Montag und ",
    "heute, ",
    "Fulda, ",
    "Frankfurt ",
    "02.05.2021 ",
)


@pytest.mark.parametrize("unit", MENTIONS)
def test_reading_grows_with_the_number_of_mentions(unit: str) -> None:
    finder = PlaceFinder()

    def seconds(count: int) -> float:
        text = unit * count
        started = time.process_time()
        read_dates(text, find_dates(text), published=date(2021, 5, 3), evidence=[text])
        read_cities(text, finder(text))
        find_stamps(text)
        return time.process_time() - started

    seconds(100)
    # Four times as many mentions; quadratic time would take sixteen times as long.
    assert seconds(2_000) < 10 * seconds(500) + 0.5
