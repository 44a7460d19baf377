"""Estimates the day of writing of a release that prints none, from what page and text hold.

Every year that is named anywhere is a candidate; what speaks for it is added up: a release number
("Nr. 118/2024"), a calendar on the page, complete dates, weekdays that agree. Within the year, the
day is that of a deictic date ("gestern (2. Januar)"), of the calendar, or of the nearest date.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from presselese.normalise.date_calendar import exists
from presselese.normalise.date_points import Point, Statement
from presselese.normalise.date_words import LEXICON, MONTHS, alternation
from presselese.normalise.stamps import find_stamps

_MONTH_NAMES = alternation(form for forms in LEXICON["months"].values() for form in forms)
# A calendar widget shows its month without a day: "< Februar 2018 >".
_SHOWN = re.compile(
    rf"(?<![\w.])(?<!\d )(?<!\d\. )({_MONTH_NAMES})\s+((?:19|20)\d\d)(?!\d)", re.IGNORECASE
)
_NUMBERED = re.compile(r"\b\d{1,4}\s?/\s?((?:19|20)\d\d)\b")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[^\d\n]{0,80}((?:19|20)\d\d)", re.IGNORECASE)
_EARLIEST = 1990  # releases on web pages are not older
_NEAR = timedelta(days=45)

# What a sign adds to its year.
_FOR_CALENDAR, _FOR_NUMBER, _FOR_WEEKDAY, _FOR_DAY, _FOR_STAMP, _FOR_YEAR = 6, 5, 4, 2, 2, 1


@dataclass(frozen=True, slots=True)
class Reference:
    """The day of writing and how finely it is known ("day", "month" or "year")."""

    day: date
    grain: str = "day"


@dataclass(frozen=True, slots=True)
class _Signs:
    """What page and text hold: dates of the text (complete, without year, all) and of the page."""

    points: Sequence[Point]
    stated: Sequence[date]
    open_days: Sequence[Point]
    shown: Sequence[date]
    stamps: Sequence[date]


def estimate_reference(
    statements: Sequence[Statement], evidence: Sequence[str]
) -> Reference | None:
    """Return the most likely day of writing, or None where nothing tells its year.

    `statements` are the read DATE spans of the text, `evidence` the dropped lines of the page.
    """
    points = [point for statement in statements for point in statement.points]
    for point in points:
        if point.offset is not None and (day := _stated_day(point)) is not None:
            return Reference(day - timedelta(days=point.offset))
    signs = _Signs(
        points=points,
        stated=[day for point in points if (day := _stated_day(point)) is not None],
        open_days=[p for p in points if p.year is None and p.month and p.day],
        shown=list(_shown_months(evidence)),
        stamps=[stamp.day for line in evidence for stamp in find_stamps(line)],
    )
    years = _weigh_years(signs, evidence)
    if not years:
        return None
    return _day_within(max(years, key=lambda year: (years[year], year)), signs)


def _weigh_years(signs: _Signs, evidence: Sequence[str]) -> Counter[int]:
    """Add up what speaks for each year."""
    years: Counter[int] = Counter()
    for day in signs.stated:
        years[day.year] += _FOR_DAY
    for point in signs.points:
        if point.year is not None and not point.day:
            years[point.year] += _FOR_YEAR + (point.month is not None or point.season is not None)
    for day in signs.shown:
        years[day.year] += _FOR_CALENDAR
    for year in {day.year for day in signs.stamps}:
        years[year] += _FOR_STAMP
    for line in evidence:
        for match in _NUMBERED.finditer(line):
            years[int(match[1])] += _FOR_NUMBER
        for match in _COPYRIGHT.finditer(line):
            years[int(match[1])] += _FOR_YEAR
    for year in [year for year in years if year < _EARLIEST]:
        del years[year]
    with_weekday = [point for point in signs.open_days if point.weekday is not None]
    if with_weekday:
        # A plan for next year or a look back names the year beside the one of writing.
        for year in sorted({y + step for y in years for step in (-1, 0, 1)}):
            years[year] += _FOR_WEEKDAY * sum(_agrees(point, year) for point in with_weekday)
    return years


def _agrees(point: Point, year: int) -> bool:
    """Whether a day falls on its weekday in a year."""
    day = _in_year(point, year)
    return day is not None and day.isoweekday() == point.weekday


def _day_within(year: int, signs: _Signs) -> Reference:
    """Return the most likely day of writing within a year."""
    for point in signs.open_days:
        if point.offset is not None and (day := _in_year(point, year)) is not None:
            return Reference(day - timedelta(days=point.offset))
    calendar = next((day for day in signs.shown if day.year == year), None)
    days = sorted(day for day in signs.stated if day.year == year)
    if calendar is not None:
        near = [day for day in days if abs(day - calendar) <= _NEAR]
        return Reference(near[-1]) if near else Reference(calendar, "month")
    if days:
        return Reference(days[-1])
    for point in signs.open_days:
        if _agrees(point, year) and (day := _in_year(point, year)) is not None:
            return Reference(day)
    stamps = [day for day in signs.stamps if day.year == year]
    if stamps:
        return Reference(max(stamps))
    months = [point.month for point in signs.points if point.year == year and point.month]
    if months:
        return Reference(date(year, max(months), 15), "month")
    for point in signs.open_days:
        if (day := _in_year(point, year)) is not None:
            return Reference(day, "month")
    return Reference(date(year, 7, 1), "year")


def _in_year(point: Point, year: int) -> date | None:
    """Return the point's day and month in a year."""
    month, day = point.month or 1, point.day or 1
    return date(year, month, day) if exists(year, month, day) else None


def _stated_day(point: Point) -> date | None:
    """Return the day of a point that states all of it."""
    if point.year is None or point.month is None or point.day is None:
        return None
    return _in_year(point, point.year)


def _shown_months(evidence: Sequence[str]) -> Iterator[date]:
    """Yield the middle of every month that a calendar widget shows."""
    for line in evidence:
        for match in _SHOWN.finditer(line):
            yield date(int(match[2]), MONTHS[match[1].lower()], 15)
