"""Which spans may overlap: dates, people and roles push others out, cities nest."""

from __future__ import annotations

from bisect import bisect_right

from presselese.records import Found


def arbitrate(spans: dict[str, list[Found]]) -> dict[str, list[Found]]:
    """Keep what the guideline allows to overlap: cities in organisations, and those in each other.

    A date wins over all, a person over roles and names, a role over names inside its complement.
    """
    dates = spans.get("dates", [])
    people = _outside(spans.get("people", []), dates)
    roles = _outside(spans.get("roles", []), dates + people)
    organisations = _outside(spans.get("organisations", []), dates + people + roles)
    cities = _outside(spans.get("cities", []), dates + people + roles)
    return {
        "dates": dates,
        "people": people,
        "roles": roles,
        "organisations": organisations,
        "cities": cities,
    }


def _outside(found: list[Found], others: list[Found]) -> list[Found]:
    """Return the spans that touch none of the others; both are few, sorted once."""
    taken = sorted((other.start, other.end) for other in others)
    starts = [start for start, _ in taken]
    out = []
    for span in found:
        place = bisect_right(starts, span.end - 1) - 1
        # Spans of `others` do not overlap each other, so only the last one before can reach in.
        if place < 0 or taken[place][1] <= span.start:
            out.append(span)
    return out
