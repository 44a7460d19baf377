"""Persons tied to an organisation without a role: "Petra Welz vom Landesbetrieb", "Ott (SPD)".

Ids: `affiliation.membership`, `affiliation.relative`, `affiliation.acts-for`.
"""

from __future__ import annotations

import re

from presselese.normalise.affiliation_relations import FROM
from presselese.normalise.affiliation_scene import AND_LAST, LEXICON, Holding, Node, Scene

# Prepositions that need a verb of belonging: "im Amt" is also a place.
_WEAK = frozenset(LEXICON["weak_from"])
_RELATIVE = re.compile(
    r"(?: [a-zäöüß]+)?, (?:(?:der|die|dessen|deren|selbst|früher|heute|zuvor|bisher|zuletzt|lange|"
    r"einst|inzwischen|seit) )+(?:[\w-]+ ){0,4}$"
)
_WORKPLACE = re.compile(
    r"(?: [a-zäöüß]+)?, (?:der|die) (?:[a-zäöüß]+ ){0,2}(?:"
    + "|".join(LEXICON["workplace"])
    + r") $"
)
_WORKS_THERE = re.compile(
    r"\W{0,3}(?:[\w-]+ ){0,5}?(?:" + "|".join(LEXICON["works_there"]) + r")\b"
)
_ACTS_FOR = re.compile(r" (?:" + "|".join(LEXICON["acts_for"]) + r") (?:[a-zäöüß]+ ){0,2}$")
_FOR = re.compile(r"(?:\b[Ff]ür (?:die|das|den) )$")
_ONE_VERB = re.compile(r"(?: [a-zäöüß]+){0,3} ?")


def memberships(scene: Scene, holdings: list[Holding]) -> list[tuple[Node, Node, str]]:
    """Return (person, organisation, rule) where no role stands between.

    "Petra Welz vom Landesbetrieb", "Lea Amann (SPD)", "Ute Mai, die an der Hochschule lehrt".
    """
    finder = _Memberships(scene, holdings)
    return [*finder.behind(), *finder.before()]


class _Memberships:
    """Persons tied to an organisation without a role."""

    def __init__(self, scene: Scene, holdings: list[Holding]) -> None:
        self.scene = scene
        self.with_role = {
            (h.person.entity, h.organisation.name) for h in holdings if h.organisation
        }
        self.held = {id(h.person) for h in holdings}

    def _tie(self, persons: list[Node], other: Node, rule: str) -> list[tuple[Node, Node, str]]:
        return [
            (person, other, f"affiliation.{rule}")
            for person in persons
            if (person.entity, other.name) not in self.with_role
        ]

    def behind(self) -> list[tuple[Node, Node, str]]:
        """Find the organisation behind a name."""
        scene, out = self.scene, []
        for person in scene.nodes:
            if person.label != "PERSON":
                continue
            other = scene.next(person)
            if other is None:
                continue
            gap = scene.gap(person, other)
            if other.label in {"ROLE", "CITY"} and gap in {" ", " aus "}:
                # "Jürgen Ott MdL (SPD)", "Marlies Kampen aus Weeze vom Städtebündnis"
                last, other = other, scene.next(other)
                if other is None or other.label != "ORG":
                    continue
                if scene.bracketed(last, other):
                    gap = " ("
                elif last.label == "CITY":
                    gap = scene.gap(last, other)
            if other.label != "ORG":
                continue
            rule = self._rule(gap, person, other)
            if rule is not None:
                persons = self._members(person, gap) if rule == "membership" else [person]
                out += self._tie(persons, other, rule)
        return out

    def _listed(self, person: Node, organisation: Node) -> bool:
        """Whether name and organisation make up a line: "Lea Amann, Zoo Hof"."""
        begin = self.scene.begin(person)
        before = self.scene.text[max(0, begin - 2) : begin]
        after = self.scene.text[organisation.end : organisation.end + 1]
        starts = not before or before.endswith(("\n", "- ", "• ", "* "))
        return starts and after in {"\n", ""}

    def _rule(self, gap: str, person: Node, organisation: Node) -> str | None:
        """Return the rule by which the text between makes a person a member, if it does."""
        scene = self.scene
        words = " ".join(gap.strip().split()).lower()
        if words == "," and self._listed(person, organisation):
            return "membership"
        if words == "(" or (words in FROM and words not in _WEAK):
            after = scene.next(organisation)
            # "Lea Amann (DEFUS-Geschäftsführerin)" is no membership
            compound = after is not None and after.label == "ROLE"
            if after is not None and compound and scene.gap(organisation, after) in {"-", " "}:
                return None
            return "membership"
        behind = scene.text[organisation.end : organisation.end + 70].split("\n")[0]
        if _WORKPLACE.fullmatch(gap) or (_RELATIVE.fullmatch(gap) and _WORKS_THERE.match(behind)):
            return "relative"
        if _ACTS_FOR.fullmatch(gap):
            return "acts-for"
        return None

    def _members(self, last: Node, gap: str) -> list[Node]:
        """The persons of "A, B und C vom Landesbetrieb", if none of them has a role."""
        scene, members = self.scene, [last]
        if gap.strip().lower() not in FROM or id(last) in self.held:
            return members
        link = AND_LAST
        while True:
            before = scene.next(members[0], -1)
            if before is None or before.label != "PERSON" or id(before) in self.held:
                return members
            if not link.fullmatch(scene.gap(before, members[0])):
                return members
            members.insert(0, before)
            link = re.compile(", ")

    def before(self) -> list[tuple[Node, Node, str]]:
        """Find the organisation before a name: "für den NABU warb Antje Burmeister"."""
        scene, out = self.scene, []
        for other in scene.nodes:
            if other.label != "ORG":
                continue
            head = scene.text[max(0, other.start - 12) : other.start]
            person = scene.next(other)
            if person is None or person.label != "PERSON" or not _FOR.search(head):
                continue
            if _ONE_VERB.fullmatch(scene.gap(other, person)):
                out += self._tie([person], other, "acts-for")
        return out
