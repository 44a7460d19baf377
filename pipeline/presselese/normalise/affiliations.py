"""Who belongs to whom: ties persons, roles, organisations and cities of one document together.

The text between two neighbouring spans decides ("Lea Amann, Leiterin des Umweltamts"); the words
that may stand there are data (`lexicon/affiliations.toml`). First every role finds its persons
(`affiliation_holders`), then every pair of person and role its organisation, from the sentence
(`explicit`) or from the whole document (`inferred`, `affiliation_organisations`). Every tie names
its rule and the characters that show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from presselese.normalise.affiliation_candidates import Home
from presselese.normalise.affiliation_holders import find_holdings
from presselese.normalise.affiliation_memberships import memberships
from presselese.normalise.affiliation_organisations import find_organisations
from presselese.normalise.affiliation_scene import Holding, Node, Scene

__all__ = ["Node", "Tie", "link"]


@dataclass(frozen=True, slots=True)
class Tie:
    """One affiliation by names; `start:end` is the evidence in the kept text."""

    person: int
    role: str | None
    organisation: str | None
    city: str | None
    status: str | None
    start: int
    end: int
    basis: str
    rule: str


def link(
    text: str,
    nodes: Sequence[Node],
    *,
    issuer: str | None = None,
    source_city: str | None = None,
    municipality: str | None = None,
) -> list[Tie]:
    """Return the affiliations of one document, each (person, role, organisation) once.

    `nodes` are all PERSON, ROLE, ORG, CITY and DATE spans of the kept text `text`; `issuer` and
    `source_city` are names from the page's metadata, `municipality` is the source city as an
    organisation ("Stadt Fulda"), used where the text does not name it.
    """
    scene = Scene(text, nodes)
    home = (
        Node(0, 0, "ORG", municipality, city=source_city, kind="municipality")
        if municipality
        else None
    )
    holdings = find_holdings(scene)
    members = [(person, organisation) for person, organisation, _ in memberships(scene, [])]
    find_organisations(scene, holdings, Home(issuer, source_city, home), members)
    ties = [_tie(holding) for holding in holdings]
    ties += [
        Tie(
            person=person.entity,
            role=None,
            organisation=organisation.name,
            city=organisation.city,
            status=None,
            start=person.start,
            end=organisation.end,
            basis="explicit",
            rule=rule,
        )
        for person, organisation, rule in memberships(scene, holdings)
    ]
    return _merge(ties)


def _tie(holding: Holding) -> Tie:
    organisation = holding.organisation
    spans = [holding.person, holding.role]
    if organisation is not None and not holding.inferred and holding.org_rule != "same-office":
        spans.append(organisation)
    rule = f"{holding.rule}+{holding.org_rule}" if holding.org_rule else holding.rule
    return Tie(
        person=holding.person.entity,
        role=holding.role.name,
        organisation=organisation.name if organisation else None,
        city=holding.city or (organisation.city if organisation else None),
        status=holding.role.status,
        start=min(node.start for node in spans),
        end=max(node.end for node in spans),
        basis="inferred" if holding.inferred else "explicit",
        rule=rule,
    )


def _merge(ties: list[Tie]) -> list[Tie]:
    """Keep each (person, role, organisation) once: explicit before inferred, status of the last."""
    ties = sorted(ties, key=lambda t: (t.start, t.end, t.role or "", t.organisation or ""))
    merged: dict[tuple[int, str | None, str | None], Tie] = {}
    for tie in ties:
        key = (tie.person, tie.role, tie.organisation)
        known = merged.get(key)
        if known is None:
            merged[key] = tie
            continue
        best = tie if (known.basis, tie.basis) == ("inferred", "explicit") else known
        merged[key] = replace(
            best, status=tie.status or known.status, city=best.city or tie.city or known.city
        )
    named = {(tie.person, tie.role) for tie in merged.values() if tie.organisation is not None}
    # An organisation that the sentence says outweighs one that the document only suggests.
    said = {
        (tie.person, tie.role)
        for tie in merged.values()
        if tie.organisation is not None and tie.basis == "explicit"
    }
    return [
        tie
        for tie in merged.values()
        if (tie.organisation is not None or (tie.person, tie.role) not in named)
        and (tie.basis == "explicit" or tie.role is None or (tie.person, tie.role) not in said)
    ]
