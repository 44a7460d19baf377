"""Reads the words of a DATE span into what they state: one point of time or two, unresolved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from presselese.normalise.date_tokens import Tokens, tokenise


@dataclass(slots=True)
class Point:
    """What is stated of one point of time; None is not stated.

    `relation` points from the day of writing or the day named before ("next", "last", "this",
    "same", …) and belongs to `unit`; `year_relation` does so for the year alone ("September
    vergangenen Jahres"). `ordinal` numbers a quarter or a half, -1 is the last one; `offset`
    counts days from the day of writing, `steps` from the day named before. `decade` is the year
    without its last digit.
    """

    year: int | None = None
    end_year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    unit: str | None = None
    ordinal: int | None = None
    decade: int | None = None
    offset: int | None = None
    relation: str | None = None
    year_relation: str | None = None
    edge: str | None = None
    part: str | None = None
    feast: tuple[int, ...] | None = None
    steps: int | None = None

    @property
    def deictic(self) -> bool:
        """Whether the wording depends on the day of writing or on a date named before."""
        stated = self.month is not None and self.day is not None
        return (
            self.offset is not None
            or self.relation is not None
            or self.year_relation is not None
            or (self.weekday is not None and not stated)
            or self.unit in ("week", "weekend", "month", "day")
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """A read span: its points (one, or two ends of a range) and whether it is elliptic.

    An elliptic span ("13." before "und 14. Juni") takes month and year from the span behind it.
    """

    points: tuple[Point, ...]
    elliptic: bool = False


_JOINS = frozenset("B-/c")


def read_span(span: str) -> Statement:
    """Read the words of a DATE span; unknown words are passed over."""
    tokens = tokenise(span)
    points = [Point()]
    pending: str | None = None  # a pointing adjective that waits for its noun
    depth = 0
    for index, kind in enumerate(tokens.kinds):
        value = tokens.values[index]
        point = points[-1]
        if kind == "(":
            # "Wochenende (8./9. Mai)": the bracket holds the date; "3. Mai (3.5.)" repeats it.
            depth += point.day is not None
        elif kind in _JOINS and not depth and _holds(point) and _goes_on(tokens, index):
            points.append(Point())
            pending = None
        elif kind == "A":
            pending = value
        elif kind == "o" and index + 1 < len(tokens.kinds) and tokens.kinds[index + 1] in "KG":
            point.ordinal = value
        elif kind == "J":
            if pending is not None or _holds(point) or point.edge is None:
                point.year_relation, pending = pending or "this", None
            else:
                point.year_relation = "this"
        else:
            pending = _apply(point, tokens, index, pending)
    if len(points) > 2:
        # "Donnerstag/Freitag, 6./7. Mai": the weekdays add nothing to the days
        points = [replace(point, weekday=None) for point in points[-2:]]
    if len(points) == 2:
        _share(points[0], points[1])
    only = points[0]
    elliptic = len(points) == 1 and only.day is not None and only.month is None
    return Statement(tuple(points), elliptic)


def _apply(point: Point, tokens: Tokens, index: int, pending: str | None) -> str | None:
    """Add one token to a point; return the adjective that still waits for its noun."""
    kind, value = tokens.kinds[index], tokens.values[index]
    number = value if isinstance(value, int) else None
    if kind == "I" and isinstance(value, tuple):
        point.year, point.month, point.day = value
    elif kind in "de" and isinstance(value, tuple):
        point.month, point.day = value
    elif kind == "o":
        point.day = number
    elif kind == "q":
        if index + 1 < len(tokens.kinds) and tokens.kinds[index + 1] in "Mm":
            point.day = number
        else:
            point.ordinal = number
    elif kind == "X" and isinstance(value, tuple):
        point.year, point.month = value
    elif kind == "U" and number is not None and index:
        # "drei Tage später", "tags darauf", "am Tag zuvor"; "am darauf folgenden Tag" opens with it
        before = tokens.values[index - 2] if index > 1 else None
        point.unit, point.steps = "day", number * (before if isinstance(before, int) else 1)
    elif kind in "Mm":
        point.month = number
        _point_to(point, pending, None)
        return None
    elif kind in "Yy":
        if point.year is not None and tokens.kinds[index - 1] in "/-":
            point.end_year = number
        else:
            point.year = number
    elif kind == "n" and number is not None:
        if point.year is not None:
            point.end_year = _follow(point.year, number)
        else:
            point.day = number
    elif kind in "WVw" and isinstance(value, tuple):
        point.weekday, point.part = value[0], value[1] or point.part
        _point_to(point, pending, None)
        return None
    elif kind == "P" or (kind == "h" and index and tokens.kinds[index - 1] in "HWAa"):
        point.part = value if isinstance(value, str) else "morning"
        _point_to(point, pending, "day")
        return None
    elif kind in "Hha":
        point.offset = number
    elif kind in "guklK" and isinstance(value, str):
        point.unit = value
        _point_to(point, pending, value)
        return None
    elif kind == "S":
        point.season = number
        _point_to(point, pending, None)
        return None
    elif kind == "G" and isinstance(value, tuple):
        point.feast = value
        _point_to(point, pending, None)
        return None
    elif kind == "E" and isinstance(value, str):
        # "Anfang bis Mitte Mai" is neither its beginning nor its middle
        point.edge = value if index == 0 or tokens.kinds[index - 1] not in "/-B" else None
    elif kind in "DZz":
        point.decade = number
    elif kind == "Q":
        point.unit, point.ordinal = "quarter", number
    elif kind == "F" and isinstance(value, str):
        relation, unit, *edge = value.split()
        point.edge = edge[0] if edge else point.edge
        if unit == "year":
            point.year_relation = relation
        else:
            point.unit, point.relation = unit, relation
    return pending


def _point_to(point: Point, pending: str | None, unit: str | None) -> None:
    """Give a waiting adjective to the noun that has come."""
    if pending is not None:
        point.relation = pending
        if unit and point.unit is None:
            point.unit = unit


def _holds(point: Point) -> bool:
    """Whether the point states anything a range could start from."""
    return any(
        part is not None
        for part in (point.year, point.month, point.day, point.weekday, point.season, point.offset)
    )


def _goes_on(tokens: Tokens, index: int) -> bool:
    """Whether the sign at `index` joins two points, and not a year to its second half."""
    kinds = tokens.kinds
    rest = kinds[index + 1 :]
    if not any(kind in "IdeoqYMmWSnHh" for kind in rest):
        return False
    if kinds[index] in "/-" and rest[0] == "n" and kinds[index - 1] == "Y":
        return False
    # "Winter 2009/2010" is one winter, "2009/2010" a span of years.
    return not (
        kinds[index] in "/-" and rest[0] == "Y" and kinds[index - 1] == "Y" and "S" in kinds
    )


def _share(first: Point, last: Point) -> None:
    """Give the first end of a range what only the last one states: "3. bis 5. Mai 2021"."""
    if first.day is not None and first.month is None:
        first.month = last.month
    if first.year is None and first.year_relation is None and last.year is not None:
        first.year = last.year
        if _order(first) > _order(last):
            first.year -= 1
    if first.year is None and first.year_relation is None:
        first.year_relation = last.year_relation
    if last.year is None and last.year_relation is None and first.year is not None:
        last.year = first.year + (_order(first) > _order(last))
    if first.relation is None and last.relation is None:
        return
    if last.relation is None and last.weekday is not None:
        last.relation = None


def _order(point: Point) -> tuple[int, int]:
    month = point.month or (point.season * 3 if point.season else 0)
    return (month, point.day or 0)


def _follow(year: int, short: int) -> int:
    """Complete the second year of "2017/18" or "1999/00"."""
    century = year // 100 * 100
    return century + short + (100 if short <= year % 100 else 0)
