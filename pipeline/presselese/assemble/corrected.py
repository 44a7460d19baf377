"""Corrections of a reader laid over what was found: spans go, come or change, values too."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from presselese.assemble.page import Page
from presselese.corrections import Correction
from presselese.normalise.date_calendar import bounds, precision
from presselese.normalise.dates import DateReading
from presselese.normalise.gazetteer import load_gazetteer
from presselese.normalise.organisations import OrganisationReading, kind_of
from presselese.normalise.people import PersonReading, split_name
from presselese.normalise.places import CityReading
from presselese.normalise.roles import RoleReading, read_role
from presselese.records import Found, Mention

SOURCE = "correction"
GROUPS = {
    "DATE": "dates",
    "CITY": "cities",
    "PERSON": "people",
    "ROLE": "roles",
    "ORG": "organisations",
}


def correct_spans(page: Page, spans: dict[str, list[Found]]) -> dict[str, list[Found]]:
    """Return the spans as corrected; they come after arbitration, for a reader's word stands.

    A mention that a correction changes and this run did not find is added.
    """
    if not page.corrections:
        return spans
    out = {
        group: [found for found in members if _correction(page, found) is None]
        for group, members in spans.items()
    }
    for correction in page.corrections.values():
        if correction.action == "delete":
            continue
        place = _kept_place(page, correction)
        if place is None:  # a line that is no press text: `correct_stamps` sees to it
            continue
        start, end = place
        found = Found(start, end, page.kept[start:end], correction.target, SOURCE)
        out[GROUPS[correction.target]].append(found)
    for members in out.values():
        members.sort(key=lambda found: (found.start, -found.end))
    return out


def correct_stamps(page: Page, mentions: list[Mention]) -> list[Mention]:
    """Return the stamps of dropped lines without those deleted; their days are as printed."""
    deleted = {key for key, one in page.corrections.items() if one.action == "delete"}
    return [one for one in mentions if (one.start, one.end, one.label) not in deleted]


def correct_dates(page: Page, found: list[Found], read: list[DateReading]) -> list[DateReading]:
    """Return the readings with corrected EDTF values."""
    out = []
    for span, reading in zip(found, read, strict=True):
        norm = _norm(page, span)
        if norm is None:
            out.append(reading)
            continue
        first, last = bounds(norm)
        known = not norm.startswith("XXXX")
        out.append(
            reading._replace(
                edtf=norm,
                start_on=first if known else None,
                end_on=last if known else None,
                precision=precision(norm),
                resolved_by="corrected",
                evidence=None,
                weekday_agrees=None,
            )
        )
    return out


def correct_cities(page: Page, found: list[Found], read: list[CityReading]) -> list[CityReading]:
    """Return the readings with corrected names, each looked up anew."""
    out = []
    for span, reading in zip(found, read, strict=True):
        norm = _norm(page, span)
        if norm is None:
            out.append(reading)
            continue
        rows = load_gazetteer().lookup(norm)
        only = rows[0] if len(rows) == 1 else None
        several = tuple(row.city_id for row in rows) if len(rows) > 1 else ()
        out.append(CityReading(norm, only, several, "corrected"))
    return out


def correct_people(
    page: Page, found: list[Found], read: list[PersonReading]
) -> list[PersonReading]:
    """Return the readings with corrected names.

    A person all of whose mentions are corrected alike takes the name; a single mention becomes
    another person: the one of that name, else a new one.
    """
    norms = [_norm(page, span) for span in found]
    if not any(norms):
        return read
    mentions: dict[int, set[str | None]] = {}
    for reading, norm in zip(read, norms, strict=True):
        mentions.setdefault(reading.person, set()).add(norm)
    of_name = {
        reading.name: reading.person for reading, norm in zip(read, norms, strict=True) if not norm
    }
    persons: list[tuple[int | str, PersonReading]] = []
    for reading, norm in zip(read, norms, strict=True):
        if norm is None:
            persons.append((reading.person, reading))
            continue
        given, family = split_name(norm)
        renamed = replace(reading, name=norm, given=given, family=family)
        if norm in of_name:
            persons.append((of_name[norm], renamed))
        elif mentions[reading.person] == {norm}:
            persons.append((reading.person, renamed))
        else:
            persons.append((norm, replace(renamed, title=None)))
    order = sorted(range(len(found)), key=lambda number: (found[number].start, found[number].end))
    number_of = {key: new for new, key in enumerate(dict.fromkeys(persons[i][0] for i in order))}
    return [replace(reading, person=number_of[key]) for key, reading in persons]


def correct_organisations(
    page: Page, found: list[Found], read: list[OrganisationReading]
) -> list[OrganisationReading]:
    """Return the readings with corrected names and what follows from them."""
    out = []
    for span, reading in zip(found, read, strict=True):
        norm = _norm(page, span)
        if norm is not None:
            kind = kind_of(norm)
            reading = replace(reading, name=norm, kind=kind, party=kind == "party")  # noqa: PLW2901
        out.append(reading)
    return out


def correct_roles(page: Page, found: list[Found], read: list[RoleReading]) -> list[RoleReading]:
    """Return the readings with corrected roles, their parts read from the corrected form."""
    out = []
    for span, reading in zip(found, read, strict=True):
        norm = _norm(page, span)
        if norm is not None:
            made = read_role(norm, Found(0, len(norm), norm, "ROLE", SOURCE))
            reading = replace(  # noqa: PLW2901
                made, role=norm, status=reading.status, generic=reading.generic
            )
        out.append(reading)
    return out


def _correction(page: Page, found: Found) -> Correction | None:
    key = (page.to_raw(found.start), page.to_raw_end(found.end), found.label)
    return page.corrections.get(key)


def _norm(page: Page, found: Found) -> str | None:
    """Return the corrected value of a span, if it has one."""
    if not page.corrections or found.source != SOURCE:
        return None
    start, end = page.to_raw(found.start), page.to_raw_end(found.end)
    for correction in page.corrections.values():
        if (correction.start, correction.end, correction.target) == (start, end, found.label):
            return correction.new_norm or None
    return None


def _kept_place(page: Page, correction: Correction) -> tuple[int, int] | None:
    """Return the offsets in the kept text of a place in the raw text; None if it was dropped."""
    kept = range(len(page.kept))
    start = bisect_left(kept, correction.start, key=page.to_raw)
    last = bisect_left(kept, correction.end, key=lambda place: page.to_raw_end(place + 1))
    if start >= len(kept) or last >= len(kept) or last < start:
        return None
    if page.to_raw(start) != correction.start or page.to_raw_end(last + 1) != correction.end:
        return None
    return start, last + 1
