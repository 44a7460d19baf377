"""Reads the values of DATE spans: EDTF, days, limits, clock times, and what completed them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from presselese.normalise.date_calendar import bounds, precision
from presselese.normalise.date_governor import governor, lean, modifier
from presselese.normalise.date_memory import SHORT_GAP, Memory, gap
from presselese.normalise.date_points import Point, Statement, read_span
from presselese.normalise.date_ranges import resolve_points, stated
from presselese.normalise.date_reference import Place, Reference, estimate_reference
from presselese.normalise.date_resolve import Resolved, Situation, resolve
from presselese.normalise.date_times import NONE, times_before, times_behind
from presselese.records import Found

_YEAR_GAP = re.compile(r" (?:im|des|in) (?:Jahre?s? )?")
_HOW = {"day": "context", "days": "context", "year": "context"}


class DateReading(NamedTuple):
    """The value of one DATE span; columns and words as in `records.DateValue`.

    `evidence` is where in the page stands what completed the value, if it was anything but the day
    of publication: in the text, or in a line of the evidence that `read_dates` was given.
    """

    edtf: str | None = None
    start_on: date | None = None
    end_on: date | None = None
    precision: str | None = None
    modifier: str | None = None
    part_of_day: str | None = None
    relative: bool = False
    resolved_by: str = "none"
    evidence: Place | None = None
    weekday_agrees: bool | None = None
    time_from: str | None = None
    time_to: str | None = None


class _Said(NamedTuple):
    """What the words of a span say alone.

    `value` is there if they state all of it; `open_year` tells that some year is missing,
    `weekday` that a weekday is printed beside a day.
    """

    statement: Statement
    value: Resolved | None
    relative: bool
    open_year: bool
    weekday: bool


def _say(statement: Statement) -> _Said:
    points = statement.points
    return _Said(
        statement,
        None if statement.elliptic else stated(points),
        relative=any(point.deictic for point in points),
        open_year=any(point.year is None and point.decade is None for point in points),
        weekday=any(point.weekday is not None and point.day is not None for point in points),
    )


@lru_cache(maxsize=10_000)
def _said(words: str) -> _Said:
    """Read the words of a span, which often come again; depends on nothing else."""
    return _say(read_span(words))


def read_dates(
    text: str,
    found: Sequence[Found],
    *,
    published: date | None,
    evidence: Sequence[str] = (),
) -> list[DateReading]:
    """Return one reading for each span of `found`, which must stand in the order of the text.

    `text` is the text the spans count in. `evidence` holds dropped lines of the page: a calendar
    widget may tell the year of a release that has no day of publication. What cannot be completed
    stays open: `XXXX-06-07`, or no value for "gestern" without a day of publication.
    """
    said = [_said(span.text) for span in found]
    _complete_elliptic(said)
    if published is not None:
        reader = _Reader(text, found, said, Reference(published), "published")
    else:
        statements = [words.statement for words in said]
        reference = estimate_reference(statements, found, evidence)
        reader = _Reader(text, found, said, reference, "context")
    return [reader.read(index) for index in range(len(found))]


def _complete_elliptic(said: list[_Said]) -> None:
    """Give "13." in "13. und 14. Juni" the month and year of the span behind it."""
    for index in range(len(said) - 2, -1, -1):
        statement = said[index].statement
        if not statement.elliptic:
            continue
        behind = said[index + 1].statement.points[0]
        if behind.month is not None:
            own = replace(
                statement.points[0],
                month=behind.month,
                year=behind.year,
                year_relation=behind.year_relation,
            )
            said[index] = _say(Statement((own,), elliptic=True))


@dataclass(slots=True)
class _Reader:
    """Reads the spans of one text in their order; `memory` carries what one leaves for the next."""

    text: str
    found: Sequence[Found]
    said: list[_Said]
    reference: Reference | None
    known: str
    memory: Memory = field(default_factory=Memory)

    def read(self, index: int) -> DateReading:
        """Return the reading of one span."""
        span, text, said = self.found[index], self.text, self.said[index]
        preposition = governor(text, span.start)
        points, relative, evidence = said.statement.points, said.relative, None
        if said.value is not None:
            edtf, how = said.value
        else:
            points = self._with_year(index, points)
            relative = relative or any(point.deictic for point in points)
            edtf, source = self._resolve(index, points, preposition)
            how = self.known if source == "reference" else _HOW.get(source, source)
            if edtf is None or edtf.startswith("XXXX"):
                how = "none"
            elif how != "none":
                evidence = self._evidence(index, source)
        start, stop = bounds(edtf) if edtf else (None, None)
        self.memory.keep(span, points, (start, stop), preposition)
        times = self._times(span)
        return DateReading(
            edtf,
            start,
            stop,
            precision(edtf) if edtf else None,
            points[0].edge or modifier(text, span.end, preposition),
            points[0].part,
            relative,
            how,
            evidence,
            _weekday_agrees(points, start, stop) if said.weekday else None,
            *times,
        )

    def _with_year(self, index: int, points: tuple[Point, ...]) -> tuple[Point, ...]:
        """Give the points of a span a year that stands right before or behind it."""
        points = self._with_year_behind(index, points)
        return self.memory.with_year(self.text, self.found[index].start, points)

    def _with_year_behind(self, index: int, points: tuple[Point, ...]) -> tuple[Point, ...]:
        """Take the year of "am 3. Mai im Jahr 2020" and "Ostern im nächsten Jahr" from behind."""
        if index + 1 >= len(self.found):
            return points
        end, behind = self.found[index].end, self.found[index + 1]
        between = self.text[end : behind.start] if behind.start - end <= SHORT_GAP else ""
        year = self.said[index + 1].statement.points[-1]
        point = points[-1]
        bare = point.year is None and point.year_relation is None and point.relation is None
        if (
            bare
            and (point.month or point.feast)
            and _YEAR_GAP.fullmatch(between)
            and _is_year(year)
        ):
            last = replace(point, year=year.year, year_relation=year.year_relation)
            return (*points[:-1], last)
        return points

    def _evidence(self, index: int, how: str) -> Place | None:
        """Return where stands what completed a span; None where nothing else on the page did."""
        span, place = self.found[index], self.memory.places.get(how)
        if how in ("reference", "weekday") and self.known == "context" and self.reference:
            place = self.reference.at
        elif place is None and self.said[index].statement.elliptic and index + 1 < len(self.found):
            behind = self.found[index + 1]
            place = Place(None, behind.start, behind.end)
        return None if place == Place(None, span.start, span.end) else place

    def _times(self, span: Found) -> tuple[str | None, str | None]:
        """Return the clock times beside a span; between two dates they are the first one's."""
        times, end = times_behind(self.text, span.end)
        if times == NONE:
            times = times_before(self.text, span.start, self.memory.times_end)
        self.memory.times_end = max(end, span.end)
        return times

    def _resolve(self, index: int, points: tuple[Point, ...], preposition: str) -> Resolved:
        """Complete the points of a span from the tense of its clause and from what stood before."""
        text, memory, start = self.text, self.memory, self.found[index].start
        last = index
        while self.said[last].statement.elliptic and last + 1 < len(self.found):
            last += 1  # the clause goes on behind the last of the days
        if memory.last_day is not None and memory.goes_until(text, start, points):
            # "zwischen dem 15. November und dem 7. Januar": the end is behind the beginning.
            until = resolve_points(points, Situation(memory.last_day, "day", 2))
            return Resolved(until.edtf, "day" if until.how == "reference" else until.how)
        direction = 0
        if self.said[index].open_year:
            direction = lean(text, start, self._clause_end(last, preposition), preposition, points)
        day = self.reference.day if self.reference else None
        grain = self.reference.grain if self.reference else "year"
        situation = Situation(day, grain, direction, memory.last_day, memory.last_year)
        resolved = resolve_points(points, situation)
        if last != index and resolved.how != "stated":
            # The days of a list share their year, whatever weekday stands beside the first.
            shared = resolve_points(self.said[last].statement.points, situation)
            if shared.edtf is not None and shared.edtf[:4].isdigit():
                point = replace(points[0], year=int(shared.edtf[:4]))
                return Resolved(resolve(point, situation).edtf, shared.how)
        next_day = memory.follows_weekday(text, start, points)
        if next_day is not None:
            return Resolved(next_day.isoformat(), resolved.how)
        within = memory.within_days(text, start, points, direction, day)
        return Resolved(within.isoformat(), "days") if within else resolved

    def _clause_end(self, last: int, preposition: str) -> int:
        """Return where the verb of a date's clause is looked for.

        "zwischen dem 27. Dezember und dem 6. Januar gekauft hat": it is behind both.
        """
        end = self.found[last].end
        if preposition == "zwischen" and last + 1 < len(self.found):
            behind = self.found[last + 1]
            if gap(self.text, end, behind.start) in ("und", "und dem"):
                return behind.end
        return end


def _is_year(point: Point) -> bool:
    """Whether a point states a year and nothing finer."""
    finer = (point.month, point.season, point.feast, point.weekday, point.unit, point.end_year)
    return (point.year is not None or point.year_relation is not None) and finer == (None,) * 6


def _weekday_agrees(
    points: tuple[Point, ...], start: date | None, stop: date | None
) -> bool | None:
    """Whether the weekdays printed beside days are theirs; None where none is printed."""
    if start is None or stop is None:
        return None
    printed = [
        (point.weekday, day)
        for point, day in zip((points[0], points[-1]), (start, stop), strict=True)
        if point.weekday is not None and point.day is not None
    ]
    return all(day.isoweekday() == weekday for weekday, day in printed) if printed else None
