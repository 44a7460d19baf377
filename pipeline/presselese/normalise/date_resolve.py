"""Completes points of time that leave something open: from the day of writing and from the tense.

All functions are pure and return EDTF; `reference` is the day of writing. Where there is none, an
open year stays open (`XXXX-06-07`) and a deictic word has no value: no day is ever invented.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from presselese.normalise.date_calendar import exists, month_end, season_bounds, years_with
from presselese.normalise.date_points import Point

_WEEKS = {
    "next": 1,
    "after_next": 2,
    "last": -1,
    "before_last": -2,
    "following": 1,
    "previous": -1,
    "new": 1,
}
_SATURDAY = 6
_NEAR, _FAR = timedelta(days=60), timedelta(days=500)


class Situation(NamedTuple):
    """What a point is read against: day of writing, tense, the day and year named last."""

    reference: date | None
    grain: str  # how finely the day of writing is known: "day", "month" or "year"
    lean: int  # -3 to 2: how surely the clause reports or announces
    last_day: date | None = None
    last_year: int | None = None

    @property
    def day(self) -> date | None:
        """The day of writing where it is known to the day."""
        return self.reference if self.grain == "day" else None


# A year and where it came from (see `Resolved.how`).
_Year = tuple[int | None, str]


class Resolved(NamedTuple):
    """An EDTF value and where its open part came from.

    "stated", "weekday" (only one year fits), "reference" (the day of writing), "day", "days" or
    "year" (a day, range of days or year named before), "none".
    """

    edtf: str | None
    how: str = "stated"


def resolve(point: Point, situation: Situation) -> Resolved:
    """Return the value of one point; `edtf` is None where nothing can be said."""
    if point.decade is not None:
        return Resolved(f"{point.decade}X")
    known = _year(point, situation)
    if point.month is not None and point.day is not None:
        return _calendar_day(point, known, situation)
    if point.offset is not None:
        return _shifted(situation.day, point.offset, "reference")
    if point.feast is not None:
        return _feast(point, known, situation)
    if point.weekday is not None:
        return _weekday(point, situation)
    if point.unit in ("week", "weekend", "day", "month") and point.month is None:
        return _unit(point, situation)
    if point.unit in ("quarter", "half"):
        return _part_of_year(point, known, situation)
    if point.season is not None:
        return _open_year(point, known, situation)
    if point.month is not None:
        return _open_year(point, known, situation)
    year, how = known
    return Resolved(f"{year:04}", how) if year is not None else Resolved(None, "none")


def _year(point: Point, situation: Situation) -> _Year:
    """Return the year that a point states or points to, and how it was found."""
    if point.year is not None:
        return point.year, "stated"
    relation, reference = point.year_relation, situation.reference
    if relation is None:
        return None, "none"
    if relation in ("same", "following", "previous", "that") and situation.last_year is not None:
        step = {"following": 1, "previous": -1}.get(relation, 0)
        return situation.last_year + step, "year"
    if reference is None:
        return None, "none"
    return reference.year + _WEEKS.get(relation, 0), "reference"


def _calendar_day(point: Point, known: _Year, situation: Situation) -> Resolved:
    """Give a day and month their year: by weekday, tense and nearness to the day of writing."""
    year, how = known
    month, day = point.month or 1, point.day or 1
    if year is not None:
        return Resolved(f"{year:04}-{month:02}-{day:02}" if exists(year, month, day) else None, how)
    if not exists(None, month, day):
        return Resolved(None, "none")
    reference, lean = situation.reference, _lean_of(point, situation)
    if reference is None:
        return Resolved(f"XXXX-{month:02}-{day:02}", "none")
    if point.offset is not None:
        reference, lean = reference + timedelta(days=point.offset), 0
    chosen = _nearest_day(month, day, reference, lean, point.weekday)
    if chosen is None:
        return Resolved(f"XXXX-{month:02}-{day:02}", "none")
    nearest = _nearest_day(month, day, reference, lean, None)
    if nearest is None or chosen == nearest:
        return Resolved(chosen.isoformat(), "reference")
    near = lean > 0 and timedelta() <= nearest - reference <= _NEAR
    if near and situation.day is not None and abs(chosen - reference) > _FAR:
        # Written on 1 May 2021, "Freitag, 3. Mai" is a slip for Montag rather than the year 2024.
        return Resolved(nearest.isoformat(), "reference")
    return Resolved(chosen.isoformat(), "weekday")


@lru_cache(maxsize=10_000)
def _nearest_day(
    month: int, day: int, reference: date, lean: int, weekday: int | None
) -> date | None:
    days = [(found, found) for found in years_with(month, day, reference.year, weekday)]
    chosen = _choose(days, reference, lean)
    return chosen[0] if chosen else None


# How many times as far a date against the tense must be to be passed over.
_AGAINST = {-3: 8.0, -2: 4.0, -1: 4.0, 0: 1.0, 1: 4.0, 2: 60.0}


def _choose(
    candidates: list[tuple[date, date]], reference: date, lean: int
) -> tuple[date, date] | None:
    """Choose the period that is nearest to the day of writing in the direction of the tense.

    A period against the tense may win, but only if it is much nearer: "Die Versammlung wurde auf
    den 28. November vertagt", written in October, means this November.
    """
    best: tuple[float, tuple[date, date]] | None = None
    for period in candidates:
        first, last = period
        if first > reference:
            distance, against = (first - reference).days, lean < 0
        elif last < reference:
            distance, against = (reference - last).days, lean > 0
        else:
            distance, against = 0, False
        cost = (distance + 1) * (_AGAINST[lean] if against else 1.0)
        if best is None or (cost, first) < (best[0], best[1][0]):
            best = cost, period
    return best[1] if best else None


def _shifted(day: date | None, days: int, how: str) -> Resolved:
    if day is None:
        return Resolved(None, "none")
    try:
        return Resolved((day + timedelta(days=days)).isoformat(), how)
    except OverflowError:
        return Resolved(None, "none")


def _feast(point: Point, known: _Year, situation: Situation) -> Resolved:
    """Read a feast: a day if it has a fixed one, else the year."""
    year, how = known
    feast = point.feast or (12,)
    month, day = feast[0], feast[1] if len(feast) > 1 else 0
    if feast == (12, 25) and point.ordinal == 2:
        day = 26
    if year is None:
        reference = situation.reference
        if reference is None:
            return Resolved(f"XXXX-{month:02}-{day:02}" if day else None, "none")
        lean = _lean_of(point, situation)
        around = range(reference.year - 1, reference.year + 2)
        days = [date(y, month, day or 15) for y in around if date.min.year <= y <= date.max.year]
        chosen = _choose([(d, d) for d in days], reference, lean)
        if chosen is None:
            return Resolved(None, "none")
        year, how = chosen[0].year, "reference"
    return Resolved(f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}", how)


def _lean_of(point: Point, situation: Situation) -> int:
    """Let a pointing adjective overrule the tense of the clause."""
    if point.relation in ("next", "after_next", "following"):
        return 2
    if point.relation in ("last", "before_last", "previous"):
        return -2
    return situation.lean


def _weekday(point: Point, situation: Situation) -> Resolved:
    """Find the day that a bare weekday means."""
    reference, weekday, relation = situation.day, point.weekday or 1, point.relation
    how = "reference"
    if relation in ("following", "same", "previous") and situation.last_day is not None:
        reference, how = situation.last_day, "day"
        relation = {"following": "next", "previous": "last"}.get(relation, "this")
    if reference is None:
        return Resolved(None, "none")
    ahead = (weekday - reference.isoweekday()) % 7
    back = (reference.isoweekday() - weekday) % 7
    if relation in ("next", "after_next"):
        return _shifted(reference, ahead or 7, how)
    if relation in ("last", "before_last"):
        return _shifted(reference, -(back or 7), how)
    if situation.lean > 0:
        return _shifted(reference, ahead, how)
    return _shifted(reference, -back, how)


def _unit(point: Point, situation: Situation) -> Resolved:
    """Read "nächste Woche", "am Wochenende", "diesen Monat", "am selben Tag"."""
    relation, how = point.relation or "this", "reference"
    coarse = point.unit == "month" and situation.grain == "month"
    reference = situation.reference if coarse else situation.day
    if situation.last_day is not None and (
        relation in ("same", "following", "previous", "that")
        or (point.unit == "day" and relation in ("this", "next"))
    ):
        reference, how = situation.last_day, "day"
    elif point.steps is not None:
        reference = None  # nothing to count from
    if reference is None:
        return Resolved(None, "none")
    step = _WEEKS.get(relation, 0)
    try:
        if point.unit == "day":
            return _shifted(reference, step if point.steps is None else point.steps, how)
        if point.unit == "month":
            number = reference.year * 12 + reference.month - 1 + step
            return Resolved(f"{number // 12:04}-{number % 12 + 1:02}", how)
        if point.unit == "week":
            monday = reference + timedelta(days=7 * step - reference.weekday())
            return Resolved(f"{monday}/{monday + timedelta(days=6)}", how)
        ahead = point.relation == "this" and situation.lean >= 0
        saturday = _saturday(reference, relation, 2 if ahead else situation.lean)
        return Resolved(f"{saturday}/{saturday + timedelta(days=1)}", how)
    except OverflowError:
        return Resolved(None, "none")


def _saturday(reference: date, relation: str, lean: int) -> date:
    """Return the Saturday of the weekend that is meant."""
    back = (reference.isoweekday() - _SATURDAY) % 7  # days since the last Saturday
    last = reference - timedelta(days=back)
    if relation in ("next", "after_next", "following"):
        return last + timedelta(days=7)
    if relation in ("last", "before_last", "previous"):
        return last if back > 1 else last - timedelta(days=7)
    if lean > 1 and back > 1:
        return last + timedelta(days=7)
    return last


def _part_of_year(point: Point, known: _Year, situation: Situation) -> Resolved:
    """Read quarters and halves of a year."""
    year, how = known
    per_year = 4 if point.unit == "quarter" else 2
    length = 12 // per_year
    ordinal, reference = point.ordinal, situation.reference
    if ordinal is None and point.relation == "last" and (year is not None or situation.lean > 0):
        ordinal = per_year  # "im letzten Quartal 2021", "im letzten Quartal wird …"
        if year is None and reference is not None:
            year, how = reference.year, "reference"
    if ordinal is not None and not 1 <= ordinal <= per_year:
        return Resolved(None, "none")

    def value(number: int) -> str:
        y, index = divmod(number, per_year)
        if per_year == 4:
            return f"{y:04}-{33 + index}"
        return f"{y:04}-{index * 6 + 1:02}/{y:04}-{index * 6 + 6:02}"

    if year is not None and ordinal is not None:
        return Resolved(value(year * per_year + ordinal - 1), how)
    if reference is None:
        return Resolved(None, "none")
    now = reference.year * per_year + (reference.month - 1) // length
    if ordinal is None:
        return Resolved(value(now + _WEEKS.get(point.relation or "this", 0)), "reference")
    numbers = [y * per_year + ordinal - 1 for y in range(reference.year - 1, reference.year + 2)]
    if situation.lean < 0:
        numbers = [number for number in numbers if number <= now]
    elif situation.lean > 0:
        numbers = [number for number in numbers if number >= now]
    return Resolved(value(min(numbers, key=lambda n: (abs(n - now), n))), "reference")


def _open_year(point: Point, known: _Year, situation: Situation) -> Resolved:
    """Give a month or season its year."""
    year, how = known
    reference, month, season = situation.reference, point.month or 1, point.season
    suffix = f"-{20 + season}" if season else f"-{month:02}"
    if year is not None:
        return Resolved(f"{year:04}{suffix}", how)
    if reference is None:
        return Resolved(None if season else f"XXXX{suffix}", "none")
    near = range(reference.year - 2, reference.year + 3)
    years = [y for y in near if date.min.year < y < date.max.year]
    if season:
        periods = [season_bounds(y, season) for y in years]
    else:
        periods = [(date(y, month, 1), month_end(y, month)) for y in years]
    if point.relation in ("last", "before_last"):
        periods = [p for p in periods if p[1] < reference]
    elif point.relation in ("next", "after_next"):
        periods = [p for p in periods if p[0] > reference]
    chosen = _choose(periods, reference, _lean_of(point, situation))
    if chosen is None:
        return Resolved(None, "none")
    return Resolved(f"{chosen[0].year:04}{suffix}", "reference")
