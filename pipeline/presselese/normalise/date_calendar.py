"""Calendar arithmetic of date values: EDTF strings (ISO 8601-2) and their first and last day.

EDTF as it is used here: `2021-05-03`, `2021-05`, `2021`, quarters `2021-33` to `2021-36`, seasons
`2021-21` (spring) to `2021-24` (winter, from December to February), decades `199X`, unknown years
`XXXX-06-07`, ranges `a/b`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

_POINT = re.compile(r"(?:(\d{4})(?:-(\d\d))?(?:-(\d\d))?|(\d{3})X)")
_SPRING, _WINTER, _FIRST_QUARTER = 21, 24, 33


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1) if (year, month) < (9999, 12) else None
    return following - timedelta(days=1) if following else date.max


@lru_cache(maxsize=10_000)
def bounds(edtf: str) -> tuple[date | None, date | None]:
    """Return first and last day of an EDTF value; None where year or day are not known."""
    first, _, last = edtf.partition("/")
    start, end = _bounds(first)
    if last:
        end = _bounds(last)[1]
    if start and end and start > end:
        return None, None
    return start, end


def _bounds(point: str) -> tuple[date | None, date | None]:
    match = _POINT.fullmatch(point)
    if match is None:
        return None, None
    if match[4]:
        year = int(match[4]) * 10
        return (date(year, 1, 1), date(year + 9, 12, 31)) if year else (None, None)
    year = int(match[1])
    if year == 0:
        return None, None
    if match[2] is None:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(match[2])
    if month >= _FIRST_QUARTER:
        first = (month - _FIRST_QUARTER) * 3 + 1
        return date(year, first, 1), month_end(year, first + 2)
    if month >= _SPRING:
        return season_bounds(year, month - _SPRING + 1)
    if match[3] is None:
        return date(year, month, 1), month_end(year, month)
    try:
        day = date(year, month, int(match[3]))
    except ValueError:
        return None, None
    return day, day


def season_bounds(year: int, season: int) -> tuple[date, date]:
    """Return first and last day of a season (1 spring … 4 winter, which ends the year after)."""
    start = date(year, season * 3, 1)
    if season == _WINTER - _SPRING + 1:
        year += year < date.max.year
        return start, month_end(year, 2)
    return start, month_end(year, season * 3 + 2)


@lru_cache(maxsize=10_000)
def precision(edtf: str) -> str:
    """Return the finest unit an EDTF value states (see PRECISIONS in records)."""
    point = edtf.partition("/")[0]
    if point.startswith("XXXX"):
        return "unknown"
    if point.endswith("X"):
        return "decade"
    if len(point) == len("2021-05-03"):
        return "day"
    if len(point) == len("2021"):
        return "year"
    month = int(point[5:])
    if month >= _FIRST_QUARTER:
        return "quarter"
    return "season" if month >= _SPRING else "month"


def exists(year: int | None, month: int, day: int) -> bool:
    """Tell whether a year (any leap year if None) has the day."""
    try:
        date(2000 if year is None else year, month, day)
    except ValueError:
        return False
    return True


def years_with(month: int, day: int, around: int, weekday: int | None) -> list[date]:
    """Return the day in the years near `around`, on the given ISO weekday only; nearest year first.

    A date falls on the same weekday after 5, 6, 11 or 12 years, so 12 years to either side do.
    """
    reach = 12 if weekday else 8 if (month, day) == (2, 29) else 1
    days = []
    for distance in range(reach + 1):
        for year in (around - distance, around + distance) if distance else (around,):
            try:
                candidate = date(year, month, day)
            except ValueError:
                continue
            if weekday is None or candidate.isoweekday() == weekday:
                days.append(candidate)
    return days
