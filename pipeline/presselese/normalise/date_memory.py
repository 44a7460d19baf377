"""Remembers what the dates of a text leave for those behind them.

"Vom 4. bis 6. November entsteht ein Wald; den Spatenstich setzt die Rektorin am Freitag": a day, a
year, a range of days or a week that was named completes what follows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from presselese.normalise.date_points import Point
from presselese.normalise.date_reference import Place
from presselese.normalise.date_words import LEXICON
from presselese.records import Found

_SEQUENCE = frozenset(LEXICON["sequence"]["gaps"])
SHORT_GAP = 12
_TWO_WEEKS = timedelta(days=13)


@dataclass(slots=True)
class Memory:
    """What the dates read so far leave for the ones that follow; offsets count the text."""

    last_day: date | None = None
    last_year: int | None = None
    weekday_end: int = -1
    weekday_day: date | None = None
    year_end: int = -1
    days: tuple[date, date] | None = None  # the last range of at most two weeks
    week_end: int = -1  # where "nächste Woche" ended
    from_end: int = -1  # where a date behind "zwischen" ended
    times_end: int = 0
    # Where stands what `Resolved.how` names.
    places: dict[str, Place] = field(default_factory=dict)

    def keep(
        self,
        span: Found,
        points: tuple[Point, ...],
        days: tuple[date | None, date | None],
        governor: str,
    ) -> None:
        """Take in a date that was read: its span, points, first and last day, preposition."""
        (first, last), end = days, span.end
        self.from_end = end if governor == "zwischen" and first == last else -1
        if first is None:
            return
        place = Place(None, span.start, end)
        self.last_year = (last or first).year
        self.places["year"] = place
        point, single = points[-1], len(points) == 1
        if not single and last is not None and point.day and first < last <= first + _TWO_WEEKS:
            self.days = (first, last)
            self.places["days"] = place
        if point.unit == "week" and last is not None and single:
            self.days, self.week_end = (first, last), end
            self.places["days"] = place
        if first == last:
            self.last_day = first
            self.places["day"] = place
            if point.weekday is not None and single:
                self.weekday_day, self.weekday_end = first, end
        whole_year = point.month is None and point.weekday is None and point.offset is None
        if whole_year and point.season is None and (point.year or point.year_relation):
            self.year_end = end

    def with_year(self, text: str, start: int, points: tuple[Point, ...]) -> tuple[Point, ...]:
        """Take the year of "im vergangenen Jahr, am 25. November" from the words right before."""
        near = (
            self.last_year is not None
            and 0 <= start - self.year_end <= SHORT_GAP
            and "\n" not in text[self.year_end : start]
        )
        return tuple(map(_in_same_year, points)) if near else points

    def follows_weekday(self, text: str, start: int, points: tuple[Point, ...]) -> date | None:
        """Return the day of a bare weekday that goes on from one ("am Montag und Dienstag")."""
        point = points[0]
        if self.weekday_day is None or not is_bare_weekday(points) or point.offset is not None:
            return None
        between = gap(text, self.weekday_end, start)
        if point.relation is not None or between is None or between.strip(" ,") not in _SEQUENCE:
            return None
        following = (point.weekday or 1) - self.weekday_day.isoweekday()
        return self.weekday_day + timedelta(days=following % 7)

    def within_days(
        self, text: str, start: int, points: tuple[Point, ...], lean: int, reference: date | None
    ) -> date | None:
        """Return the day of a bare weekday in the range of days that the text announced before.

        Right behind a week ("nächste Woche am Freitag") it is that week's, whatever the tense.
        """
        point = points[0]
        bare = is_bare_weekday(points) and not point.relation and point.offset is None
        if not bare or self.days is None:
            return None
        first, last = self.days
        in_week = gap(text, self.week_end, start) in ("", "am")
        if not in_week and (reference is None or last < reference or lean < 0):
            return None
        day = first + timedelta(days=((point.weekday or 1) - first.isoweekday()) % 7)
        return day if day <= last else None

    def goes_until(self, text: str, start: int, points: tuple[Point, ...]) -> bool:
        """Whether a day without year is the end of "zwischen … und dem …"."""
        last = points[-1]
        if self.from_end < 0 or last.year is not None or last.month is None or not last.day:
            return False
        return gap(text, self.from_end, start) in ("und", "und dem")


def is_bare_weekday(points: tuple[Point, ...]) -> bool:
    """Whether a span names a weekday and no date."""
    return len(points) == 1 and points[0].weekday is not None and points[0].day is None


def gap(text: str, end: int, start: int) -> str | None:
    """Return what stands between two spans, None where they are far apart or there is no first."""
    return text[end:start].strip() if end >= 0 and start - end <= SHORT_GAP else None


def _in_same_year(point: Point) -> Point:
    dated = point.month is not None or point.season is not None or point.feast is not None
    if dated and point.year is None and point.year_relation is None:
        return replace(point, year_relation="same")
    return point
