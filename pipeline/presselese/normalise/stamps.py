"""Finds complete calendar dates ("02.05.2021", "3. Mai 2021") in a line of page metadata."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from presselese.lexicon import load_toml
from presselese.normalise.date_words import MONTH, MONTHS, WEEKDAY, full_year

_BLANK = r"[ \t\u00a0\u2009\u202f]"
# A weekday belongs to the stamp; "Mo-Do 9.00" does not get here, as a complete date must follow.
_WEEKDAY = rf"(?:(?<!\w)(?:{WEEKDAY})\b\.?,?{_BLANK}{{0,2}}(?:(?:den|dem|der){_BLANK})?)?"
_DAY = r"(?P<{0}>0?[1-9]|[12]\d|3[01])"
# Four digits may be followed by a time that lost its blank ("02.05.202110:15").
_LONG = r"(?:19|20)\d\d(?!\d(?!\d?:\d\d))"
_SHORT = r"\d\d(?![\d.,/:-]*\d)"
_STAMP = re.compile(
    rf"(?<![\d/])(?<!\d[.,:])(?:"
    rf"(?P<y>(?:19|20)\d\d)(?P<s>[-./])(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])(?!\d(?!\d?:))"
    rf"|{_WEEKDAY}(?:"
    rf"{_DAY.format('d1')}\.{_BLANK}?(?P<m1>0?[1-9]|1[0-2])(?:\.{_BLANK}?|{_BLANK})(?P<y1>{_LONG}|{_SHORT})"
    rf"|{_DAY.format('d2')}/(?P<m2>0?[1-9]|1[0-2])/(?P<y2>{_LONG})"
    rf"|{_DAY.format('d3')}(?:\.{_BLANK}{{0,2}}|{_BLANK})(?P<m3>{MONTH})\b\.?,?{_BLANK}{{0,2}}(?P<y3>{_LONG}|['’´`]{_SHORT})"
    rf"))",
    re.IGNORECASE,
)
# Another language's form: a word, a day and a year in either order.
_FOREIGN = re.compile(
    r"(?<!\w)(?:[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
    r"|\d{1,2}(?:st|nd|rd|th|er)?\.? (?:of )?[^\W\d_]{3,12}\.?,? (?:19|20)\d\d)(?!\d)"
)
# Cues of the lexicon of page furniture, which knows stamps by them as well.
_MODIFIED = tuple(load_toml("boilerplate")["stamps"]["modified"])
_GROUPS = (("y", "m", "d"), ("y1", "m1", "d1"), ("y2", "m2", "d2"), ("y3", "m3", "d3"))


@dataclass(frozen=True, slots=True)
class Stamp:
    """A complete date; `start:end` counts code points of the line that was searched."""

    start: int
    end: int
    day: date


def find_stamps(line: str) -> list[Stamp]:
    """Return the complete dates of a line in their order; days that do not exist are left out.

    Weekdays before a date belong to its span. Where no German or ISO form is found, forms of
    another language ("May 3, 2021") are read by `dateparser` with pinned settings, so that
    nothing depends on the day of the run.
    """
    stamps = []
    for match in _STAMP.finditer(line):
        for year, month, day in _GROUPS:
            if match[year]:
                number = match[month].lower()
                value = calendar_day(
                    full_year(match[year].lstrip("'’´`")),
                    MONTHS.get(number) or int(number),
                    int(match[day]),
                )
                if value:
                    stamps.append(Stamp(match.start(), match.end(), value))
                break
    if stamps:
        return stamps
    for match in _FOREIGN.finditer(line):
        parsed = _foreign_parser().get_date_data(match[0].replace(" of ", " "))
        if parsed.date_obj is not None:
            stamps.append(Stamp(match.start(), match.end(), parsed.date_obj.date()))
    return stamps


def is_modified(before: str) -> bool:
    """Tell whether the words before a stamp call it the day of the last change ("Stand:")."""
    words = before.lower()
    return any(cue in words for cue in _MODIFIED)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _foreign_parser() -> Any:
    """Build the fallback parser on first use: importing dateparser takes 0.2 s."""
    from dateparser.date import DateDataParser  # noqa: PLC0415

    return DateDataParser(
        languages=["de", "en"],
        try_previous_locales=False,
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_LOCALE_DATE_ORDER": False,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PARSERS": ["absolute-time"],
            "STRICT_PARSING": True,
            "TIMEZONE": "UTC",
            "RELATIVE_BASE": datetime(2000, 1, 1),
        },
    )
