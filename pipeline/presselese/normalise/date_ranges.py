"""Resolves what a span states as a whole: one point of time, or the two ends of a range."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from presselese.normalise.date_calendar import bounds
from presselese.normalise.date_points import Point
from presselese.normalise.date_resolve import Resolved, Situation, resolve

_NOTHING = Situation(None, "year", 0)


def resolve_points(points: tuple[Point, ...], situation: Situation) -> Resolved:
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
            first = resolve(first_point, situation._replace(reference=stop, lean=-2))
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


def stated(points: tuple[Point, ...]) -> Resolved | None:
    """Return the value of points that state all of it, whatever the situation; None for others."""
    single = len(points) == 1
    if not single and any(resolve(point, _NOTHING).how != "stated" for point in points):
        return None
    resolved = resolve_points(points, _NOTHING)
    return resolved if resolved.how == "stated" else None


def _bare_weekdays(points: tuple[Point, ...]) -> bool:
    return all(point.weekday is not None and point.day is None for point in points)
