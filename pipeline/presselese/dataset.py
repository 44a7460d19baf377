"""The flat table: what an analyst opens first, one row per affiliation with all that belongs to it.

It repeats cells of the other tables, so that nothing needs to be joined: a document without any
affiliation has one row, so every document is there, and the rows with `row` 1 count documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from presselese.records import ROLE_STATUS, STATUS, Record, column

SEPARATOR = "; "


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRow(Record):
    """One affiliation with its document, or a document that has none."""

    TABLE: ClassVar[str] = "dataset"
    ABOUT: ClassVar[str] = (
        "One row per affiliation or, for a document without any, per document: the other tables "
        "joined, ready for Excel, R or pandas. Rows with row = 1 count documents."
    )

    doc_id: str = column("Document", key=True, references="documents.doc_id")
    row: int = column("Number of the row within its document, from 1", type="integer", key=True)
    title: str | None = column("Headline of the release", default=None)
    published_on: date | None = column("Day of publication", type="date", default=None)
    issuer: str | None = column("Organisation that issued the release", default=None)
    source_city: str | None = column("City of the issuer", default=None)
    source_city_id: str | None = column(
        "City of the issuer", references="cities.city_id", default=None
    )
    source_state: str | None = column("Federal state of that city", default=None)
    event_on: date | None = column(
        "Day that the press text names first (a day without since, until, before or after); of a "
        "range its first day",
        type="date",
        default=None,
    )
    event_until: date | None = column("Last day of that range", type="date", default=None)
    event_dates: str | None = column(
        "All such days of the press text as EDTF, in order of mention, separated by '; '",
        default=None,
    )
    cities: str | None = column(
        "Cities of the press text, in order of mention, separated by '; '", default=None
    )
    person: str | None = column("Longest form of the name in the document", default=None)
    academic_title: str | None = column("Academic title as printed (Prof. Dr.)", default=None)
    role: str | None = column("Role, nominative singular, gender as in the text", default=None)
    role_lemma: str | None = column(
        "Gender-neutral pair form of the role (Bürgermeister/in)", default=None
    )
    role_category: str | None = column("Kind of office (see the lexicon of roles)", default=None)
    status: str | None = column(
        "Status of the office; empty: held at the time", enum=ROLE_STATUS, default=None
    )
    organisation: str | None = column("Name of the organisation", default=None)
    organisation_kind: str | None = column(
        "Kind of organisation, as this document tells it", default=None
    )
    city: str | None = column("City of the organisation or office", default=None)
    city_id: str | None = column(
        "City of the organisation or office", references="cities.city_id", default=None
    )
    state: str | None = column("Federal state of that city", default=None)
    basis: str | None = column(
        "explicit: tied by the sentence; inferred: from the whole document; empty: no affiliation",
        enum=("explicit", "inferred"),
        default=None,
    )
    sentence: str | None = column("Press text that the evidence stands in", default=None)
    affiliation_id: str | None = column(
        "Affiliation; empty: the document has none",
        references="affiliations.affiliation_id",
        default=None,
    )
    document_status: str = column(
        "ok: extracted; empty: no press text, every line was dropped (lines say why); error: see "
        "table errors",
        required=True,
        enum=STATUS,
    )


def flatten(tables: Mapping[str, Sequence[Any]]) -> tuple[DatasetRow, ...]:
    """Return the rows of one document, made of its records by table."""
    (document,) = tables["documents"]
    cities = {city.city_id: city for city in tables.get("cities", ())}
    people = {person.person_id: person for person in tables.get("people", ())}
    roles = {role.role_id: role for role in tables.get("roles", ())}
    organisations = {one.org_id: one for one in tables.get("organisations", ())}
    home = cities.get(document.source_city_id)
    shared = {
        "doc_id": document.doc_id,
        "title": document.title,
        "published_on": document.published_on,
        "issuer": document.issuer,
        "source_city": home.name if home else None,
        "source_city_id": document.source_city_id,
        "source_state": home.state if home else None,
        "cities": _joined(
            mention.norm
            for mention in _in_order(tables.get("mentions", ()))
            if mention.label == "CITY"
        ),
        "document_status": document.status,
        **_events(tables),
    }
    rows = []
    for number, tie in enumerate(tables.get("affiliations", ()), 1):
        person = people.get(tie.person_id)
        role = roles.get(tie.role_id)
        organisation = organisations.get(tie.org_id)
        city = cities.get(tie.city_id)
        rows.append(
            DatasetRow(
                **shared,
                row=number,
                person=tie.person,
                academic_title=person.title if person else None,
                role=tie.role,
                role_lemma=role.lemma if role else None,
                role_category=role.category if role else None,
                status=tie.status,
                organisation=tie.organisation,
                organisation_kind=organisation.kind if organisation else None,
                city=tie.city,
                city_id=tie.city_id,
                state=city.state if city else None,
                basis=tie.basis,
                sentence=tie.sentence,
                affiliation_id=tie.affiliation_id,
            )
        )
    return tuple(rows) or (DatasetRow(**shared, row=1),)


def _in_order(mentions: Iterable[Any]) -> list[Any]:
    return sorted(mentions, key=lambda mention: (mention.start, mention.end))


def _events(tables: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Read the days that the press text names, the first of them as days of the calendar."""
    values = {value.mention_id: value for value in tables.get("dates", ())}
    days = [
        value
        for mention in _in_order(tables.get("mentions", ()))
        if (value := values.get(mention.mention_id)) is not None
        and value.context == "body"
        and value.precision == "day"
        and value.modifier is None
        and value.start_on is not None
    ]
    first = days[0] if days else None
    return {
        "event_on": first.start_on if first else None,
        "event_until": first.end_on if first and first.end_on != first.start_on else None,
        "event_dates": _joined(value.edtf for value in days),
    }


def _joined(names: Iterable[str | None]) -> str | None:
    """Join distinct names in their order; None where there is none."""
    return SEPARATOR.join(dict.fromkeys(name for name in names if name)) or None
