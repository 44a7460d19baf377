"""From spans to records: values are given, ties are made, offsets count the raw text again."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from presselese.clean import Cleaned
from presselese.normalise.affiliations import Node, link
from presselese.normalise.date_times import times_behind
from presselese.normalise.dates import DateReading, read_dates
from presselese.normalise.gazetteer import load_gazetteer
from presselese.normalise.organisations import (
    OrganisationReading,
    kind_of,
    read_organisations,
)
from presselese.normalise.people import PersonReading, read_people
from presselese.normalise.places import CityReading, base_form, read_cities
from presselese.normalise.roles import RoleReading, read_role
from presselese.normalise.stamps import find_stamps, is_modified
from presselese.read import RawText
from presselese.records import (
    Affiliation,
    City,
    DateValue,
    Document,
    Found,
    Line,
    Mention,
    Organisation,
    Person,
    Record,
    Role,
)

# Reasons of dropped lines whose dates are stamps of the page (guideline, section 2).
STAMPED = frozenset({"metadata", "byline"})


@dataclass(slots=True)
class Page:
    """One text with its lines decided: `kept` is the mended press text that spans are counted in.

    Values are read from `kept`; mentions stand in the tables with offsets and wording of the raw
    text, which may have a soft hyphen or a line break more.
    """

    raw: RawText
    cleaned: Cleaned
    spans: dict[str, list[Found]] = field(default_factory=dict)

    @property
    def kept(self) -> str:
        """The kept lines, mended and joined by newlines."""
        return self.cleaned.text

    def to_raw(self, offset: int) -> int:
        """Return the offset in the raw text of an offset in the kept text."""
        return self.cleaned.begin_of(offset)

    def to_raw_end(self, offset: int) -> int:
        """Return the end offset in the raw text: that of the last character inside, plus one."""
        return self.cleaned.end_of(offset)


@dataclass(slots=True)
class _Readings:
    """The values of one document's spans, by their places in the span lists."""

    dates: list[tuple[Found, DateReading]]
    cities: list[tuple[Found, CityReading]]
    people: list[tuple[Found, PersonReading]]
    organisations: list[tuple[Found, OrganisationReading]]
    roles: list[tuple[Found, RoleReading]]
    city_of_org: dict[str, City | None]
    city_name_of_org: dict[str, str | None]


def assemble(page: Page) -> dict[str, Any]:
    """Return the records of a page by the names of the fields of `Extraction`."""
    raw, metadata = page.raw, page.cleaned.metadata
    lines = tuple(
        Line(
            doc_id=raw.doc_id,
            line=line.number,
            start=line.start,
            end=line.end,
            kept=line.kept,
            reason=line.reason,
            rule=line.rule,
        )
        for line in page.cleaned.lines
    )
    document = Document(
        doc_id=raw.doc_id,
        path=raw.path,
        sha256=raw.sha256,
        encoding=raw.encoding,
        title=metadata.title,
        published_on=metadata.published_on,
        modified_on=metadata.modified_on,
        published_source=metadata.published_source,
        issuer=metadata.issuer,
        press_contact=metadata.press_contact,
        author=metadata.author,
        photographers="; ".join(metadata.photographers) or None,
        n_chars=len(raw.text),
        n_lines=len(lines),
        n_lines_kept=sum(line.kept for line in lines),
        status="ok" if raw.text.strip() else "empty",
    )
    if not page.kept:
        return {"document": document, "lines": lines, **_stamps_only(page)}
    readings, source_city = _read(page)
    home = _source(source_city, readings)
    document = replace(document, source_city_id=home.city_id if home else None)
    mentions, dates = _mentions(page, readings)
    organisations = _organisations(readings)
    return {
        "document": document,
        "lines": lines,
        "mentions": mentions,
        "dates": dates,
        "cities": _cities(readings, home),
        "people": _people(raw.doc_id, readings),
        "roles": _roles(readings),
        "organisations": organisations,
        "affiliations": _affiliations(page, readings, source_city, home),
    }


# -- values ---------------------------------------------------------------------------------------


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


def _read(page: Page) -> tuple[_Readings, str | None]:
    metadata, text = page.cleaned.metadata, page.kept
    spans = arbitrate(page.spans)
    dropped = [page.raw.text[line.start : line.end] for line in page.cleaned.lines if not line.kept]
    dates = read_dates(
        text,
        spans["dates"],
        published=metadata.published_on or metadata.modified_on,
        evidence=dropped,
    )
    source_city = _listed(metadata.source_city) or _home(text, spans)
    cities = read_cities(text, spans["cities"], source_city=source_city)
    city_names = {(f.start, f.end): r.norm for f, r in zip(spans["cities"], cities, strict=True)}
    organisations = read_organisations(text, spans["organisations"], city_names)
    people = read_people(text, spans["people"])
    roles = [read_role(text, found) for found in spans["roles"]]
    readings = _Readings(
        dates=list(zip(spans["dates"], dates, strict=True)),
        cities=list(zip(spans["cities"], cities, strict=True)),
        people=list(zip(spans["people"], people, strict=True)),
        organisations=list(zip(spans["organisations"], organisations, strict=True)),
        roles=list(zip(spans["roles"], roles, strict=True)),
        city_of_org={},
        city_name_of_org={},
    )
    for found, reading in readings.organisations:
        inner = [
            (f, c) for f, c in readings.cities if found.start <= f.start and f.end <= found.end
        ]
        if inner and readings.city_of_org.get(reading.name) is None:
            readings.city_of_org[reading.name] = inner[-1][1].city
            readings.city_name_of_org[reading.name] = inner[-1][1].norm
    return readings, source_city


def _listed(name: str | None) -> str | None:
    """The name of a page's city as the gazetteer has it; None for what is no municipality."""
    if name is None:
        return None
    gazetteer = load_gazetteer()
    if gazetteer.lookup(name):
        return name
    base = gazetteer.city_of(name)
    return base if base is not None and gazetteer.lookup(base) else None


# How much a mention says that the release comes from this city. On the train releases the city of
# most weight is the issuing one in 224 of 246; where the page's own word goes first, in 236.
TITLE, LEAD, ACTOR, LEAD_LENGTH = 2.0, 0.5, 2.0, 400


def _home(text: str, spans: dict[str, list[Found]]) -> str | None:
    """The city the release most likely comes from, by the weight of its mentions."""
    gazetteer = load_gazetteer()
    title_end = text.find("\n")
    weights: dict[str, float] = {}
    ends: dict[int, str] = {}
    for found in spans["cities"]:
        name = base_form(found.text, gazetteer)
        ends[found.end] = name
        weight = 1.0 + TITLE * (found.start <= title_end) + LEAD * (found.start < LEAD_LENGTH)
        weights[name] = weights.get(name, 0.0) + weight
    for found in spans["organisations"]:
        if found.end in ends and kind_of(found.text) == "municipality":
            weights[ends[found.end]] += ACTOR
    return max(weights, key=lambda name: weights[name], default=None)


def _source(name: str | None, readings: _Readings) -> City | None:
    """The row of the source city: as the document's mentions read it, else if it is unambiguous."""
    if name is None:
        return None
    for _, reading in readings.cities:
        if reading.norm == name and reading.city is not None:
            return reading.city
    candidates = load_gazetteer().lookup(name)
    return candidates[0] if len(candidates) == 1 else None


# -- records --------------------------------------------------------------------------------------


def _mentions(page: Page, readings: _Readings) -> tuple[tuple[Mention, ...], tuple[DateValue, ...]]:
    doc_id = page.raw.doc_id
    mentions: list[Mention] = []
    dates: list[DateValue] = []

    def add(
        found: Found, norm: str | None, entity_id: str | None, city: CityReading | None = None
    ) -> Mention:
        start, end = page.to_raw(found.start), page.to_raw_end(found.end)
        mention = Mention(
            mention_id=f"{doc_id}#{start}-{end}-{found.label}",
            doc_id=doc_id,
            start=start,
            end=end,
            text=page.raw.text[start:end],
            label=found.label,
            norm=norm,
            entity_id=entity_id,
            source=found.source,
            score=found.score,
            decided_by=city.evidence if city else None,
            evidence=city.detail if city else None,
            candidates="; ".join(city.candidates) or None if city else None,
        )
        mentions.append(mention)
        return mention

    for found, date_reading in readings.dates:
        mention = add(found, date_reading.edtf, None)
        dates.append(_date_value(page, mention, date_reading))
    for found, city in readings.cities:
        add(found, city.norm, city.city.city_id if city.city else None, city)
    for found, person in readings.people:
        add(found, person.name, person_id(doc_id, person))
    for found, role in readings.roles:
        add(found, role.role, role_id(role.role))
    for found, organisation in readings.organisations:
        add(found, organisation.name, _org_id(organisation.name, readings))
    stamps = _stamps_only(page)
    mentions += stamps["mentions"]
    dates += stamps["dates"]
    mentions.sort(key=lambda m: (m.start, -m.end, m.label))
    place = {mention.mention_id: number for number, mention in enumerate(mentions)}
    dates.sort(key=lambda value: place[value.mention_id])
    return tuple(mentions), tuple(dates)


def _date_value(page: Page, mention: Mention, reading: DateReading) -> DateValue:
    start, end = _evidence(page, reading)
    stamp = _glued_stamp(page, mention, reading)
    return DateValue(
        mention_id=mention.mention_id,
        doc_id=mention.doc_id,
        edtf=reading.edtf,
        start_on=reading.start_on,
        end_on=reading.end_on,
        precision=reading.precision,
        modifier=reading.modifier,
        part_of_day=reading.part_of_day,
        relative=reading.relative,
        resolved_by=reading.resolved_by,
        evidence_start=start,
        evidence_end=end,
        weekday_agrees=reading.weekday_agrees,
        time_from=reading.time_from,
        time_to=reading.time_to,
        context="metadata" if stamp else "body",
        stamp=stamp,
    )


def _evidence(page: Page, reading: DateReading) -> tuple[int | None, int | None]:
    """Return the raw offsets of what completed a date; its lines are those `_read` passed on."""
    at = reading.evidence
    if at is None:
        return None, None
    if at.line is None:
        return page.to_raw(at.start), page.to_raw_end(at.end)
    dropped = [line for line in page.cleaned.lines if not line.kept]
    start = dropped[at.line].start
    return start + at.start, start + at.end


def _glued_stamp(page: Page, mention: Mention, reading: DateReading) -> str | None:
    """Return the kind of a stamp that sticks to the text of a kept line ("07.02.2019Gemeinsam")."""
    around = page.raw.text[max(0, mention.start - 1) : mention.start]
    around += page.raw.text[mention.end : mention.end + 1]
    if reading.precision != "day" or not any(char.isalpha() for char in around):
        return None
    return _stamp_kind(page, reading.start_on, "")


def _stamp_kind(page: Page, day: date | None, before: str) -> str:
    """Tell the stamps of a page apart; `before` is what stands before it in its line."""
    metadata = page.cleaned.metadata
    if day == metadata.modified_on and (day != metadata.published_on or is_modified(before)):
        return "modified"
    return "published" if day == metadata.published_on else "other"


def _stamps_only(page: Page) -> dict[str, Any]:
    """Return the dates of dropped lines that are stamps of the page."""
    doc_id, mentions, dates = page.raw.doc_id, [], []
    for line in page.cleaned.lines:
        if line.kept or line.reason not in STAMPED:
            continue
        text = page.raw.text[line.start : line.end]
        stamps = find_stamps(text)
        for number, stamp in enumerate(stamps):
            floor = stamps[number - 1].end if number else 0
            (time_from, time_to), _ = times_behind(text, stamp.end)
            start, end = line.start + stamp.start, line.start + stamp.end
            mention = Mention(
                mention_id=f"{doc_id}#{start}-{end}-DATE",
                doc_id=doc_id,
                start=start,
                end=end,
                text=page.raw.text[start:end],
                label="DATE",
                norm=stamp.day.isoformat(),
                entity_id=None,
                source="date.stamp",
            )
            mentions.append(mention)
            dates.append(
                DateValue(
                    mention_id=mention.mention_id,
                    doc_id=doc_id,
                    edtf=stamp.day.isoformat(),
                    start_on=stamp.day,
                    end_on=stamp.day,
                    precision="day",
                    time_from=time_from,
                    time_to=time_to,
                    context="metadata",
                    stamp=_stamp_kind(page, stamp.day, text[floor : stamp.start]),
                )
            )
    return {"mentions": tuple(mentions), "dates": tuple(dates)}


def _distinct(records: Sequence[Any], key: str) -> tuple[Any, ...]:
    by_id: dict[str, Record] = {}
    for record in records:
        by_id.setdefault(getattr(record, key), record)
    return tuple(by_id[name] for name in sorted(by_id))


def _cities(readings: _Readings, home: City | None) -> tuple[City, ...]:
    cities = [reading.city for _, reading in readings.cities if reading.city is not None]
    return _distinct(cities + ([home] if home else []), "city_id")


def person_id(doc_id: str, reading: PersonReading) -> str:
    """Return the id of a person: its number in the document, in order of first mention."""
    return f"{doc_id}#p{reading.person + 1}"


def _people(doc_id: str, readings: _Readings) -> tuple[Person, ...]:
    people: dict[int, Person] = {}
    for _, reading in readings.people:
        people.setdefault(
            reading.person,
            Person(
                person_id=person_id(doc_id, reading),
                doc_id=doc_id,
                name=reading.name,
                given=reading.given,
                family=reading.family,
                title=reading.title,
            ),
        )
    return tuple(people[number] for number in sorted(people))


def role_id(role: str) -> str:
    """Return the id of a role: a hash of its normalised form, the same in every run."""
    return f"role:{_hash(role)}"


def _roles(readings: _Readings) -> tuple[Role, ...]:
    roles = [
        Role(
            role_id=role_id(reading.role),
            role=reading.role,
            lemma=reading.lemma,
            category=reading.category,
            rank=reading.rank,
            portfolio=reading.portfolio,
        )
        for _, reading in readings.roles
    ]
    return _distinct(roles, "role_id")


def _org_id(name: str, readings: _Readings) -> str:
    """Return the id of an organisation: a hash of its name and city, the same in every run."""
    city = readings.city_of_org.get(name)
    return f"org:{_hash(name, city.city_id if city else '')}"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:12]


def _organisations(readings: _Readings) -> tuple[Organisation, ...]:
    parents = _parents(readings)
    rows = []
    for _, reading in readings.organisations:
        city = readings.city_of_org.get(reading.name)
        parent = parents.get(reading.name)
        rows.append(
            Organisation(
                org_id=_org_id(reading.name, readings),
                name=reading.name,
                abbreviation=reading.abbreviation,
                kind=reading.kind,
                city_id=city.city_id if city else None,
                parent_org_id=_org_id(parent, readings) if parent else None,
            )
        )
    return _distinct(rows, "org_id")


def _parents(readings: _Readings) -> dict[str, str]:
    """Map a name to the organisation named inside it as owner: Jugendamt der Stadt X -> Stadt X."""
    parents: dict[str, str] = {}
    for outer, reading in readings.organisations:
        for inner, other in readings.organisations:
            if (
                (outer.start, outer.end) != (inner.start, inner.end)
                and outer.start <= inner.start
                and inner.end <= outer.end
                and other.name != reading.name
            ):
                parents.setdefault(reading.name, other.name)
    return parents


def _affiliations(
    page: Page, readings: _Readings, source_city: str | None, home: City | None
) -> tuple[Affiliation, ...]:
    nodes = _nodes(readings)
    ties = link(
        page.kept,
        nodes,
        issuer=page.cleaned.metadata.issuer,
        source_city=source_city,
        municipality=_municipality(source_city, home),
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
                org_id=_org_id(tie.organisation, readings) if tie.organisation in known else None,
                organisation=tie.organisation,
                city_id=city.city_id if city else None,
                city=tie.city,
                start=page.to_raw(tie.start),
                end=page.to_raw_end(tie.end),
                basis=tie.basis,
                rule=tie.rule,
            )
        )
    return tuple(out)


def _municipality(source_city: str | None, home: City | None) -> str | None:
    """The issuing municipality as an organisation's name ("Stadt Fulda", "Markt Rimpar")."""
    if source_city is None or home is None or home.designation is None:
        return None
    kind = home.designation.split(",")[0].split()[-1]
    kind = "Stadt" if kind.lower().endswith("stadt") else kind
    return f"{kind} {source_city}"


def _nodes(readings: _Readings) -> list[Node]:
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
