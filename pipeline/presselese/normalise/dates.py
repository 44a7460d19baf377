"""Reads the values of DATE spans: EDTF, days, limits, clock times, and what completed them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from presselese.normalise.date_calendar import bounds, precision
from presselese.normalise.date_points import Point, Statement, read_span
from presselese.normalise.date_reference import Place, Reference, estimate_reference
from presselese.normalise.date_resolve import Resolved, Situation, resolve
from presselese.normalise.date_tense import clause_tense
from presselese.normalise.date_times import NONE, times_before, times_behind
from presselese.normalise.date_words import LEXICON
from presselese.records import Found

_MODIFIERS = {
    form: meaning
    for meaning in ("since", "until", "before", "after")
    for form in LEXICON["prepositions"][meaning]
}
_EFFECTIVE = frozenset((noun, linked) for noun, linked in LEXICON["between"]["effective"])
_FROM, _TARGET = frozenset(LEXICON["between"]["from"]), frozenset(LEXICON["between"]["target"])
_NIGHT = LEXICON["between"]["night"]
_BETWEEN = frozenset(LEXICON["between"]["words"])
_WORDS_BEFORE = re.compile(r"[^\W\d_]+|[^\w\s]")
_ONWARDS = re.compile(r"\s{1,3}an\b(?!\s{1,3}(?:der|die|das|dem|den|einem|einer|ein)\b)")
_SEQUENCE = frozenset(LEXICON["sequence"]["gaps"])
_SHORT_GAP = 12
_YEAR_GAP = re.compile(r" (?:im|des|in) (?:Jahre?s? )?")
_HOW = {"day": "context", "days": "context", "year": "context"}
_TWO_WEEKS = timedelta(days=13)


@dataclass(frozen=True, slots=True)
class DateReading:
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


@dataclass(slots=True)
class _Memory:
    """What the dates read so far leave for the ones that follow."""

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
    statements = [read_span(text, span.start, span.end) for span in found]
    _complete_elliptic(statements)
    if published is not None:
        reader = _Reader(text, found, statements, Reference(published), "published")
    else:
        reference = estimate_reference(statements, found, evidence)
        reader = _Reader(text, found, statements, reference, "context")
    return [reader.read(index) for index in range(len(found))]


def _complete_elliptic(statements: list[Statement]) -> None:
    """Give "13." in "13. und 14. Juni" the month and year of the span behind it."""
    for index in range(len(statements) - 2, -1, -1):
        if not statements[index].elliptic:
            continue
        own, behind = statements[index].points[0], statements[index + 1].points[0]
        if behind.month is not None:
            own.month, own.year = behind.month, behind.year
            own.year_relation = behind.year_relation


@dataclass(slots=True)
class _Reader:
    """Reads the spans of one text in their order; `memory` carries what one leaves for the next."""

    text: str
    found: Sequence[Found]
    statements: Sequence[Statement]
    reference: Reference | None
    known: str
    memory: _Memory = field(default_factory=_Memory)

    def read(self, index: int) -> DateReading:
        """Return the reading of one span."""
        span, points = self.found[index], self.statements[index].points
        governor = _governor(self.text, span.start)
        resolved = self._resolve(index, governor)
        edtf = resolved.edtf
        start, stop = bounds(edtf) if edtf else (None, None)
        how = _HOW.get(resolved.how, resolved.how)
        how = self.known if how == "reference" else how
        if edtf is None or edtf.startswith("XXXX"):
            how = "none"
        evidence = self._evidence(index, resolved.how) if how != "none" else None
        _remember(self.memory, span, points, (start, stop), governor)
        times = self._times(span)
        return DateReading(
            edtf=edtf,
            start_on=start,
            end_on=stop,
            precision=precision(edtf) if edtf else None,
            modifier=points[0].edge or _modifier(self.text, span, governor),
            part_of_day=points[0].part,
            relative=any(point.deictic for point in points),
            resolved_by=how,
            evidence=evidence,
            weekday_agrees=_weekday_agrees(points, start, stop),
            time_from=times[0],
            time_to=times[1],
        )

    def _take_year_behind(self, index: int) -> None:
        """Take the year of "am 3. Mai im Jahr 2020" and "Ostern im nächsten Jahr" from behind."""
        if index + 1 >= len(self.found):
            return
        end, behind = self.found[index].end, self.found[index + 1]
        gap = self.text[end : behind.start] if behind.start - end <= _SHORT_GAP else ""
        year = self.statements[index + 1].points[-1]
        point = self.statements[index].points[-1]
        bare = point.year is None and point.year_relation is None and point.relation is None
        if _YEAR_GAP.fullmatch(gap) and bare and (point.month or point.feast) and _is_year(year):
            point.year, point.year_relation = year.year, year.year_relation

    def _evidence(self, index: int, how: str) -> Place | None:
        """Return where stands what completed a span; None where nothing else on the page did."""
        span, place = self.found[index], self.memory.places.get(how)
        if how in ("reference", "weekday") and self.known == "context" and self.reference:
            place = self.reference.at
        elif place is None and self.statements[index].elliptic and index + 1 < len(self.found):
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

    def _resolve(self, index: int, governor: str) -> Resolved:
        """Complete the points of a span from the tense of its clause and from what stood before."""
        text, memory, span = self.text, self.memory, self.found[index]
        points = self.statements[index].points
        last = index
        while self.statements[last].elliptic and last + 1 < len(self.found):
            last += 1  # the clause goes on behind the last of the days
        lean = 0
        if any(point.year is None and point.decade is None for point in points):
            lean = _lean(text, span, self.found[last].end, governor, points)
        self._take_year_behind(index)
        _take_year(text, span, points, memory)
        day = self.reference.day if self.reference else None
        if _goes_until(text, span, points, memory) and memory.last_day is not None:
            # "zwischen dem 15. November und dem 7. Januar": the end is behind the beginning.
            after = Situation(memory.last_day, "day", 2)
            until = _resolve_points(points, after)
            return Resolved(until.edtf, "day" if until.how == "reference" else until.how)
        grain = self.reference.grain if self.reference else "year"
        situation = Situation(day, grain, lean, memory.last_day, memory.last_year)
        resolved = _resolve_points(points, situation)
        if last != index and resolved.how != "stated":
            # The days of a list share their year, whatever weekday stands beside the first.
            shared = _resolve_points(self.statements[last].points, situation)
            if shared.edtf is not None and shared.edtf[:4].isdigit():
                point = replace(points[0], year=int(shared.edtf[:4]))
                return Resolved(resolve(point, situation).edtf, shared.how)
        if memory.weekday_day is not None and _continues(text, span, points, memory):
            following = (points[0].weekday or 1) - memory.weekday_day.isoweekday()
            next_day = memory.weekday_day + timedelta(days=following % 7)
            return Resolved(next_day.isoformat(), resolved.how)
        in_week = _gap(text, memory.week_end, span.start) in ("", "am")
        within = _within_days(points, lean, day, memory, in_week=in_week)
        return Resolved(within.isoformat(), "days") if within else resolved


def _resolve_points(points: tuple[Point, ...], situation: Situation) -> Resolved:
    """Resolve one point or both ends of a range; the last end gets its year first."""
    if len(points) == 1:
        point = points[0]
        if point.end_year is not None and point.season is None:
            return Resolved(f"{point.year:04}/{point.end_year:04}")
        return resolve(point, situation)
    last = resolve(points[-1], situation)
    first_point = points[0]
    if first_point.relation and points[-1].relation is None and _bare_weekdays(points):
        # "nächsten Donnerstag bis Samstag": the last day is counted from the first one.
        first = resolve(first_point, situation)
        day = bounds(first.edtf)[0] if first.edtf else None
        if day is not None:
            ahead = ((points[-1].weekday or 0) - (first_point.weekday or 0)) % 7
            return Resolved(f"{day}/{day + timedelta(days=ahead)}", first.how)
    stop = bounds(last.edtf)[1] if last.edtf else None
    if stop is not None and last.edtf and "/" not in last.edtf:
        # The first end is the nearest one before the last end, whatever adjective opens it.
        if first_point.day is not None:
            first_point = replace(first_point, relation=None)
        if first_point.offset is None:
            first = resolve(first_point, replace(situation, reference=stop, lean=-2))
        else:
            first = resolve(first_point, situation)  # "von heute bis morgen"
        how = first.how if last.how == "stated" and first.how != "reference" else last.how
    else:
        first, how = resolve(first_point, situation), last.how
    if first.edtf is None or last.edtf is None or "/" in first.edtf or "/" in last.edtf:
        return Resolved(first.edtf if last.edtf is None else last.edtf, how)
    value = f"{first.edtf}/{last.edtf}"
    if not first.edtf.startswith("XXXX") and bounds(value) == (None, None):
        return Resolved(last.edtf, how)
    return Resolved(value, how)


def _bare_weekdays(points: tuple[Point, ...]) -> bool:
    return all(point.weekday is not None and point.day is None for point in points)


def _governor(text: str, start: int) -> str:
    """Return the preposition that governs the span, "" if there is none."""
    left = max(0, start - 40, text.rfind("\n", max(0, start - 40), start))
    words = [word.lower() for word in _WORDS_BEFORE.findall(text, left, start)]
    while words and words[-1] in _BETWEEN:
        words.pop()
    if not words:
        return ""
    word, previous = words[-1], words[-2] if len(words) > 1 else ""
    if (previous, word) in _EFFECTIVE:
        return previous  # "mit Wirkung vom 1. Januar"
    if word == "auf" and previous == _NIGHT:
        return ""  # "in der Nacht auf Sonntag"
    # "nach dem Montag" sets no limit, "nach 2015" does
    directly = word == text[left:start].strip().lower()[-len(word) :]
    return "" if word == "nach" and not directly else word


def _modifier(text: str, span: Found, governor: str) -> str | None:
    """Return the limit that the preposition makes of the date."""
    if any(governor == noun for noun, _ in _EFFECTIVE):
        return "since"
    if governor in _FROM and _ONWARDS.match(text, span.end):
        return "since"  # "vom 1. Mai an"
    return _MODIFIERS.get(governor)


def _lean(text: str, span: Found, end: int, governor: str, points: tuple[Point, ...]) -> int:
    """Return the direction from the day of writing in which the date lies (see `clause_tense`)."""
    if governor == "seit":
        return -2
    lean = clause_tense(text, span.start, end)
    weekday = points[0].weekday is not None and points[0].day is None
    if governor in ("bis", "ab") and (lean > -2 or (lean == -2 and not weekday)):
        return 2
    if governor in _TARGET and lean < 0 and not weekday:
        return 1  # "wurde auf den 28. November vertagt"
    if governor == "vom" and len(points) == 1 and weekday:
        return -2  # "der Unfall vom Dienstag"
    return lean


def _take_year(text: str, span: Found, points: tuple[Point, ...], memory: _Memory) -> None:
    """Take the year of "im vergangenen Jahr, am 25. November" from the words right before."""
    near = (
        0 <= span.start - memory.year_end <= _SHORT_GAP
        and "\n" not in text[memory.year_end : span.start]
    )
    if near and memory.last_year is not None:
        for point in points:
            dated = point.month is not None or point.season is not None or point.feast is not None
            if dated and point.year is None and point.year_relation is None:
                point.year_relation = "same"


def _continues(text: str, span: Found, points: tuple[Point, ...], memory: _Memory) -> bool:
    """Whether a bare weekday goes on from the one before it ("am Montag und Dienstag")."""
    point = points[0]
    gap = _gap(text, memory.weekday_end, span.start)
    return (
        len(points) == 1
        and point.weekday is not None
        and point.day is None
        and point.relation is None
        and point.offset is None
        and gap is not None
        and gap.strip(" ,") in _SEQUENCE
    )


def _within_days(
    points: tuple[Point, ...],
    lean: int,
    reference: date | None,
    memory: _Memory,
    *,
    in_week: bool,
) -> date | None:
    """Find a bare weekday in the range of days that the text has announced before.

    "Vom 4. bis 6. November entsteht ein Wald; den Spatenstich setzt die Rektorin am Freitag." Right
    behind a week ("nächste Woche am Freitag", `in_week`) it is that week's, whatever the tense.
    """
    point = points[0]
    bare = len(points) == 1 and point.weekday is not None and point.day is None
    if not bare or point.relation or point.offset is not None or memory.days is None:
        return None
    first, last = memory.days
    if not in_week and (reference is None or last < reference or lean < 0):
        return None
    day = first + timedelta(days=((point.weekday or 1) - first.isoweekday()) % 7)
    return day if day <= last else None


def _is_year(point: Point) -> bool:
    """Whether a point states a year and nothing finer."""
    finer = (point.month, point.season, point.feast, point.weekday, point.unit, point.end_year)
    return (point.year is not None or point.year_relation is not None) and finer == (None,) * 6


def _gap(text: str, end: int, start: int) -> str | None:
    """Return what stands between two spans, None where they are far apart or there is no first."""
    return text[end:start].strip() if end >= 0 and start - end <= _SHORT_GAP else None


def _goes_until(text: str, span: Found, points: tuple[Point, ...], memory: _Memory) -> bool:
    """Whether a day without year is the end of "zwischen … und dem …"."""
    last = points[-1]
    if memory.from_end < 0 or last.year is not None or last.month is None or not last.day:
        return False
    return _gap(text, memory.from_end, span.start) in ("und", "und dem")


def _weekday_agrees(
    points: tuple[Point, ...], start: date | None, stop: date | None
) -> bool | None:
    """Whether the weekdays printed beside days are theirs; None where none is printed."""
    printed = [
        (point.weekday, day)
        for point, day in zip((points[0], points[-1]), (start, stop), strict=True)
        if point.weekday is not None and point.day is not None
    ]
    if not printed or start is None or stop is None:
        return None
    return all(day is not None and day.isoweekday() == weekday for weekday, day in printed)


def _remember(
    memory: _Memory,
    span: Found,
    points: tuple[Point, ...],
    bounded: tuple[date | None, date | None],
    governor: str,
) -> None:
    start, stop = bounded
    memory.from_end = span.end if governor == "zwischen" and start == stop else -1
    if start is None:
        return
    place = Place(None, span.start, span.end)
    memory.last_year = (stop or start).year
    memory.places["year"] = place
    point = points[-1]
    if len(points) == 2 and stop is not None and point.day and start < stop <= start + _TWO_WEEKS:
        memory.days = (start, stop)
        memory.places["days"] = place
    if point.unit == "week" and stop is not None and len(points) == 1:
        memory.days, memory.week_end = (start, stop), span.end
        memory.places["days"] = place
    if start == stop:
        memory.last_day = start
        memory.places["day"] = place
        if point.weekday is not None and len(points) == 1:
            memory.weekday_day, memory.weekday_end = start, span.end
    whole_year = point.month is None and point.weekday is None and point.offset is None
    if whole_year and point.season is None and (point.year or point.year_relation):
        memory.year_end = span.end
