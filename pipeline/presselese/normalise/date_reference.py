"""Estimates the day of writing of a release that prints none, from what page and text hold.

Every year that is named anywhere is a candidate; what speaks for it is added up: a release number
("Nr. 118/2024"), a calendar on the page, complete dates, weekdays that agree. Within the year, the
day is that of a deictic date ("gestern (2. Januar)"), of the calendar, or of the nearest date.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from presselese.normalise.date_calendar import exists
from presselese.normalise.date_points import Point, Statement
from presselese.normalise.date_words import LEXICON, MONTHS, alternation
from presselese.normalise.stamps import find_stamps
from presselese.records import Found

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


class Place(NamedTuple):
    """Where something stands: offsets into line `line` of the evidence, or into the text (None)."""

    line: int | None
    start: int
    end: int


class Reference(NamedTuple):
    """The day of writing, how finely it is known ("day", "month" or "year"), and what showed it."""

    day: date
    grain: str = "day"
    at: Place | None = None


# A dated sign on the page, and a point of the text with its place.
_Dated = tuple[date, Place]
_Placed = tuple[Point, Place]


@dataclass(frozen=True, slots=True)
class _Signs:
    """What page and text hold: dates of the text (complete, without year, all) and of the page."""

    points: Sequence[_Placed]
    stated: Sequence[_Dated]
    open_days: Sequence[Point]
    shown: Sequence[_Dated]
    stamps: Sequence[_Dated]


def estimate_reference(
    statements: Sequence[Statement], found: Sequence[Found], evidence: Sequence[str]
) -> Reference | None:
    """Return the most likely day of writing, or None where nothing tells its year.

    `statements` are the read DATE spans `found` of the text, `evidence` the dropped lines of the
    page. `Reference.at` is the sign that weighed most for the year, or that tells the day.
    """
    points = [
        (point, Place(None, span.start, span.end))
        for statement, span in zip(statements, found, strict=True)
        for point in statement.points
    ]
    stated = [(day, at) for point, at in points if (day := _stated_day(point)) is not None]
    for point, at in points:
        if point.offset is not None and (day := _stated_day(point)) is not None:
            return Reference(day - timedelta(days=point.offset), at=at)
    signs = _Signs(
        points=points,
        stated=stated,
        open_days=[p for p, _ in points if p.year is None and p.month and p.day],
        shown=list(_shown_months(evidence)),
        stamps=[
            (stamp.day, Place(number, stamp.start, stamp.end))
            for number, line in enumerate(evidence)
            for stamp in find_stamps(line)
        ],
    )
    years = _weigh_years(signs, evidence)
    if not years:
        return None
    best = max(years, key=lambda year: (years[year].weight, year))
    return _day_within(best, years[best].at, signs)


@dataclass(slots=True)
class _Weight:
    """What speaks for a year: the sum, and the place of the heaviest single sign."""

    weight: int = 0
    heaviest: int = 0
    at: Place | None = None

    def add(self, weight: int, at: Place | None = None) -> None:
        self.weight += weight
        if at is not None and weight > self.heaviest:
            self.heaviest, self.at = weight, at


def _weigh_years(signs: _Signs, evidence: Sequence[str]) -> dict[int, _Weight]:
    """Add up what speaks for each year."""
    years: defaultdict[int, _Weight] = defaultdict(_Weight)
    for day, at in signs.stated:
        years[day.year].add(_FOR_DAY, at)
    for point, at in signs.points:
        if point.year is not None and not point.day:
            finer = point.month is not None or point.season is not None
            years[point.year].add(_FOR_YEAR + finer, at)
    for day, at in signs.shown:
        years[day.year].add(_FOR_CALENDAR, at)
    stamped: dict[int, Place] = {}
    for day, at in signs.stamps:
        stamped.setdefault(day.year, at)
    for year, at in stamped.items():
        years[year].add(_FOR_STAMP, at)
    for number, line in enumerate(evidence):
        for pattern, weight in ((_NUMBERED, _FOR_NUMBER), (_COPYRIGHT, _FOR_YEAR)):
            for match in pattern.finditer(line):
                years[int(match[1])].add(weight, Place(number, *match.span(1)))
    for year in [year for year in years if year < _EARLIEST]:
        del years[year]
    with_weekday = [point for point in signs.open_days if point.weekday is not None]
    if with_weekday:
        # A plan for next year or a look back names the year beside the one of writing.
        first_signs = {year: sign.at for year, sign in years.items()}
        for year in sorted({y + step for y in years for step in (-1, 0, 1)}):
            beside = first_signs.get(year) or first_signs.get(year - 1) or first_signs.get(year + 1)
            signs_for = years[year]
            signs_for.add(_FOR_WEEKDAY * sum(_agrees(point, year) for point in with_weekday))
            signs_for.at = signs_for.at or beside
    return dict(years)


def _agrees(point: Point, year: int) -> bool:
    """Whether a day falls on its weekday in a year."""
    day = _in_year(point, year)
    return day is not None and day.isoweekday() == point.weekday


def _day_within(year: int, at: Place | None, signs: _Signs) -> Reference:
    """Return the most likely day of writing within a year; `at` is the sign for the year."""
    for point in signs.open_days:
        if point.offset is not None and (day := _in_year(point, year)) is not None:
            return Reference(day - timedelta(days=point.offset), at=at)
    calendar = next((shown for shown in signs.shown if shown[0].year == year), None)
    days = sorted((stated for stated in signs.stated if stated[0].year == year), key=_by_day)
    if calendar is not None:
        near = [stated for stated in days if abs(stated[0] - calendar[0]) <= _NEAR]
        if near:
            return Reference(near[-1][0], at=near[-1][1])
        return Reference(calendar[0], "month", calendar[1])
    if days:
        return Reference(days[-1][0], at=days[-1][1])
    for point in signs.open_days:
        if _agrees(point, year) and (day := _in_year(point, year)) is not None:
            return Reference(day, at=at)
    stamps = [stamp for stamp in signs.stamps if stamp[0].year == year]
    if stamps:
        last = max(stamps, key=_by_day)
        return Reference(last[0], at=last[1])
    months = [point.month for point, _ in signs.points if point.year == year and point.month]
    if months:
        return Reference(date(year, max(months), 15), "month", at)
    for point in signs.open_days:
        if (day := _in_year(point, year)) is not None:
            return Reference(day, "month", at)
    return Reference(date(year, 7, 1), "year", at)


def _by_day(dated: _Dated) -> date:
    return dated[0]


def _in_year(point: Point, year: int) -> date | None:
    """Return the point's day and month in a year."""
    month, day = point.month or 1, point.day or 1
    return date(year, month, day) if exists(year, month, day) else None


def _stated_day(point: Point) -> date | None:
    """Return the day of a point that states all of it."""
    if point.year is None or point.month is None or point.day is None:
        return None
    return _in_year(point, point.year)


def _shown_months(evidence: Sequence[str]) -> Iterator[_Dated]:
    """Yield the middle of every month that a calendar widget shows."""
    for number, line in enumerate(evidence):
        for match in _SHOWN.finditer(line):
            yield date(int(match[2]), MONTHS[match[1].lower()], 15), Place(number, *match.span())
