"""Affiliations of a document: its spans become nodes, the ties between them records."""

from __future__ import annotations

from presselese.assemble.entities import org_id, person_id, role_id
from presselese.assemble.page import Page
from presselese.assemble.readings import Readings
from presselese.normalise.affiliations import Node, link
from presselese.quote import sentence
from presselese.records import Affiliation, City


def affiliations_of(
    page: Page, readings: Readings, source_city: str | None, home: City | None
) -> tuple[Affiliation, ...]:
    """Tie the spans of a document; ids count in the order of the ties."""
    nodes = nodes_of(readings)
    ties = link(
        page.kept,
        nodes,
        issuer=page.cleaned.metadata.issuer,
        source_city=source_city,
        municipality=municipality_of(source_city, home),
    )
    people = {reading.person: reading for _, reading in readings.people}
    known = {reading.name for _, reading in readings.organisations}
    city_rows = {reading.norm: reading.city for _, reading in readings.cities}
    if source_city is not None and home is not None:
        city_rows.setdefault(source_city, home)
    out = []
    for number, tie in enumerate(ties, 1):
        person = people[tie.person]
        city = city_rows.get(tie.city) if tie.city else None
        out.append(
            Affiliation(
                affiliation_id=f"{page.raw.doc_id}#a{number}",
                doc_id=page.raw.doc_id,
                person_id=person_id(page.raw.doc_id, person),
                person=person.name,
                role_id=role_id(tie.role) if tie.role else None,
                role=tie.role,
                status=tie.status,
                org_id=org_id(tie.organisation, readings) if tie.organisation in known else None,
                organisation=tie.organisation,
                city_id=city.city_id if city else None,
                city=tie.city,
                start=page.to_raw(tie.start),
                end=page.to_raw_end(tie.end),
                sentence=_sentence(page.kept, tie.start, tie.end),
                basis=tie.basis,
                rule=tie.rule,
            )
        )
    return tuple(out)


def _sentence(kept: str, start: int, end: int) -> str:
    """Return the sentences of the kept text that hold a span, as one line."""
    begin, stop = sentence(kept, start, end)
    return " ".join(kept[begin:stop].split())


def municipality_of(source_city: str | None, home: City | None) -> str | None:
    """The issuing municipality as an organisation's name ("Stadt Fulda", "Markt Rimpar")."""
    if source_city is None or home is None or home.designation is None:
        return None
    kind = home.designation.split(",")[0].split()[-1]
    kind = "Stadt" if kind.lower().endswith("stadt") else kind
    return f"{kind} {source_city}"


def nodes_of(readings: Readings) -> list[Node]:
    """Return the spans of a document with what their readings know of them."""
    nodes = []
    for found, person in readings.people:
        nodes.append(
            Node(
                found.start,
                found.end,
                "PERSON",
                person.name,
                entity=person.person,
                gender=person.gender,
            )
        )
    for found, role in readings.roles:
        nodes.append(
            Node(
                found.start,
                found.end,
                "ROLE",
                role.role,
                generic=role.generic,
                plural=role.gender != "f" or role.generic,
                status=role.status,
                gender=role.gender,
                kind=role.category,
            )
        )
    for found, organisation in readings.organisations:
        nodes.append(
            Node(
                found.start,
                found.end,
                "ORG",
                organisation.name,
                city=readings.city_name_of_org.get(organisation.name),
                party=organisation.party,
                kind=organisation.kind,
            )
        )
    for found, city in readings.cities:
        nodes.append(Node(found.start, found.end, "CITY", city.norm))
    for found, _ in readings.dates:
        nodes.append(Node(found.start, found.end, "DATE", found.text))
    return nodes
