"""Entities of a document: its cities, people, roles and organisations, once each, and their ids."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from presselese.assemble.readings import Readings
from presselese.normalise.people import PersonReading
from presselese.records import City, Organisation, Person, Record, Role


def _distinct(records: Sequence[Any], key: str) -> tuple[Any, ...]:
    by_id: dict[str, Record] = {}
    for record in records:
        by_id.setdefault(getattr(record, key), record)
    return tuple(by_id[name] for name in sorted(by_id))


def cities_of(readings: Readings, home: City | None) -> tuple[City, ...]:
    """Return the rows of the cities read, the source city among them, by id."""
    cities = [reading.city for _, reading in readings.cities if reading.city is not None]
    return _distinct(cities + ([home] if home else []), "city_id")


def person_id(doc_id: str, reading: PersonReading) -> str:
    """Return the id of a person: its number in the document, in order of first mention."""
    return f"{doc_id}#p{reading.person + 1}"


def people_of(doc_id: str, readings: Readings) -> tuple[Person, ...]:
    """Return one row a person, by first mention; its wording is that of the first reading."""
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


def roles_of(readings: Readings) -> tuple[Role, ...]:
    """Return one row a role, by id."""
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


def org_id(name: str, readings: Readings) -> str:
    """Return the id of an organisation: a hash of its name and city, the same in every run."""
    city = readings.city_of_org.get(name)
    return f"org:{_hash(name, city.city_id if city else '')}"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:12]


def organisations_of(readings: Readings) -> tuple[Organisation, ...]:
    """Return one row an organisation with its city and the owner named inside it, by id."""
    parents = _parents(readings)
    rows = []
    for _, reading in readings.organisations:
        city = readings.city_of_org.get(reading.name)
        parent = parents.get(reading.name)
        rows.append(
            Organisation(
                org_id=org_id(reading.name, readings),
                name=reading.name,
                abbreviation=reading.abbreviation,
                kind=reading.kind,
                city_id=city.city_id if city else None,
                parent_org_id=org_id(parent, readings) if parent else None,
            )
        )
    return _distinct(rows, "org_id")


def _parents(readings: Readings) -> dict[str, str]:
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
