"""The organisation of every held role: said by the sentence, or inferred from the document.

The second half of a rule id names how it was found: `affiliation.role-name+of`. What is taken
from elsewhere than the sentence is `inferred`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from presselese.normalise.affiliation_scene import (
    AND_LAST,
    LEXICON,
    Holding,
    Node,
    Scene,
    has_head,
)

FROM = frozenset(LEXICON["from"])
_POSSESSIVE = frozenset(LEXICON["possessive"])
_MUNICIPAL = tuple(LEXICON["municipal"])
_COUNTY = tuple(LEXICON["county"])
_RELATIONAL = tuple(LEXICON["relational"])
_ANAPHORS = tuple(LEXICON["anaphors"])
_HEADS_OF: list[dict[str, list[str]]] = LEXICON["heads_of"]
_COMPLEMENT = re.compile(r" (?:des|der|vom|im|beim|am|dieses|dieser) ([A-ZÄÖÜ][\w-]+)")
_SPEAKS_FOR = re.compile(
    r"(?:Für|Aus Sicht|Vonseiten|Seitens|Namens|Im Namen) (?:die|das|den|der|des) ?$"
)


@dataclass(frozen=True, slots=True)
class Home:
    """What is known of the release's origin: issuer and city by name, the city as municipality."""

    issuer: str | None
    city: str | None
    municipality: Node | None


def find_organisations(scene: Scene, holdings: list[Holding], home: Home) -> None:
    """Set organisation or city of the holdings, in place."""
    finder = _Organisations(scene, holdings, home)
    for holding in holdings:
        if not holding.placed:
            finder.say(holding)
    finder.share()
    for holding in holdings:
        if not holding.placed:
            finder.infer(holding)


class _Organisations:
    def __init__(self, scene: Scene, holdings: list[Holding], home: Home) -> None:
        self.scene = scene
        self.holdings = holdings
        self.home = home

    # -- said by the sentence -----------------------------------------------------------------

    def say(self, holding: Holding) -> None:
        """Find what the sentence says of the role's organisation."""
        for rule in (
            self._of,
            self._compound,
            self._from,
            self._city_before,
            self._city_behind,
            self._speaks_for,
            self._anaphoric,
        ):
            if rule(holding):
                return

    def _of(self, holding: Holding) -> bool:
        # "Leiterin des Umweltamts", "Bürgermeister von Hilden"
        role = holding.role
        after = self.scene.next(role)
        if after is None or after.label not in {"ORG", "CITY"}:
            return False
        if not self.scene.is_of(role, after):
            return False
        if after.label == "ORG":
            holding.place(after, "of", inferred=False)
        elif not self._lives_there(role, after):
            holding.place(None, "city", city=after.name, inferred=False)
        return True

    def _lives_there(self, role: Node, city: Node) -> bool:
        """ "Architektin aus Fulda" tells where she lives, "Bürgermeister aus Fulda" the office."""  # noqa: D210
        gap = self.scene.text[role.end : city.start].strip()
        tied = has_head(role.name, (*_MUNICIPAL, *_COUNTY, *_RELATIONAL))
        return gap in {"aus", "in"} and not tied

    def _compound(self, holding: Holding) -> bool:
        # "VKU-Geschäftsführer", "die IHK und deren Sprecherin"
        role = holding.role
        before = self.scene.next(role, -1)
        if before is None or before.label != "ORG":
            return False
        gap = self.scene.text[before.end : role.start]
        if gap in {"-", " ", "–", " – ", "‑"} or (gap.strip(" -") == "" and len(gap) <= 3):
            holding.place(before, "compound", inferred=False)
            return True
        words = gap.lower().split()
        if len(words) <= 5 and any(word.strip(",.;") in _POSSESSIVE for word in words):
            holding.place(before, "possessive", inferred=False)
            return True
        return False

    def _from(self, holding: Holding) -> bool:
        # "Sprecherin Lea Amann vom DRK", "Lea Amann (Sprecherin) von der IHK"
        anchor = max(holding.person, holding.role, key=lambda node: node.start)
        behind = self.scene.next(anchor)
        if behind is None or behind.label != "ORG" or behind.party:
            return False
        gap = self.scene.gap(anchor, behind).strip(" )").lower()
        if gap in FROM or gap == "(" or (gap == "," and anchor is holding.person):
            holding.place(behind, "from", inferred=False)
            return True
        return False

    def _city_before(self, holding: Holding) -> bool:
        # "Hildens Bürgermeister", "der Hildener Bürgermeister"; at home it is the municipality
        before = self.scene.next(holding.role, -1)
        if before is None or before.label != "CITY" or before.name == self.home.city:
            return False
        gap = self.scene.text[before.end : holding.role.start]
        words = gap.split()
        if gap.strip() == "" or (len(words) == 1 and words[0].endswith(("e", "er", "en"))):
            holding.place(None, "city", city=before.name, inferred=False)
            return True
        return False

    def _city_behind(self, holding: Holding) -> bool:
        # "Bürgermeister Max Ott aus Hilden", "Bürgermeister Max Ott (Hilden)"
        anchor = max(holding.person, holding.role, key=lambda node: node.start)
        behind = self.scene.next(anchor)
        if behind is None or behind.label != "CITY" or behind.name == self.home.city:
            return False
        gap = self.scene.gap(anchor, behind).strip(" )")
        tied = has_head(holding.role.name, (*_MUNICIPAL, *_COUNTY, *_RELATIONAL))
        if tied and (gap in {"aus", "von"} or gap == "("):
            holding.place(None, "city", city=behind.name, inferred=False)
            return True
        return False

    def _speaks_for(self, holding: Holding) -> bool:
        # "Für das Stadtplanungsamt sprach Leiterin Lea Amann"
        sentence = self.scene.sentences[self.scene.sentence_of(holding.role)]
        for node in sentence.nodes:
            if node.label == "ORG" and node.end <= min(holding.role.start, holding.person.start):
                head = self.scene.text[sentence.start : node.start]
                if _SPEAKS_FOR.fullmatch(head.lstrip('„“"» ')):
                    holding.place(node, "speaks-for", inferred=False)
                    return True
        return False

    def _anaphoric(self, holding: Holding) -> bool:
        """Resolve "Schatzmeisterin des Verbandes" to the last organisation with that head."""
        role = holding.role
        complement = _COMPLEMENT.match(self.scene.text, role.end, role.end + 48)
        if complement is None:
            return False
        head = complement[1].lower()
        stems = {head, head.removesuffix("s"), head.removesuffix("es"), head.removesuffix("e")}
        if not any(stem.endswith(_ANAPHORS) for stem in stems):
            return False
        for node in reversed([n for n in self.scene.organisations if n.start < role.start]):
            words = re.split(r"[ -]", node.name.lower())
            if any(word.endswith(stem) for stem in stems for word in words if len(stem) > 2):
                holding.place(node, "anaphoric", inferred=True)
                return True
        return False

    def share(self) -> None:
        """Give coordinated roles, and coordinated holders, the organisation of the last."""
        text = self.scene.text
        for holding in reversed(self.holdings):
            if holding.placed:
                continue
            for other in self.holdings:
                if other.org_rule not in {"of", "city", "from"}:
                    continue
                same_person = (
                    other.person is holding.person
                    and holding.role.end < other.role.start
                    and re.fullmatch(r" (?:und|sowie) ", text[holding.role.end : other.role.start])
                )
                # "die Sprecherin A und der Sprecher B des Personalrats"
                pair = (
                    holding.rule == other.rule == "affiliation.role-name"
                    and re.fullmatch(
                        r" und (?:der |die |den |dem )?",
                        text[holding.person.end : other.role.start],
                    )
                    and other.org_rule != "city"
                )
                if same_person or pair:
                    holding.place(
                        other.organisation, "shared", city=other.city, inferred=other.inferred
                    )
                    break

    # -- inferred from the document -------------------------------------------------------------

    def infer(self, holding: Holding) -> None:
        """Take the organisation from another mention of the same office or from the document."""
        role = holding.role
        for other in self.holdings:
            if (
                other is not holding
                and other.placed
                and other.person.entity == holding.person.entity
                and other.role.name == role.name
            ):
                holding.place(
                    other.organisation, "same-office", city=other.city, inferred=other.inferred
                )
                return
        if role.name.startswith("Mitglied des ") or self._by_head(holding):
            return
        if has_head(role.name, _COUNTY):
            self._county(holding)
        elif has_head(role.name, _MUNICIPAL):
            self._municipality(holding)
        elif has_head(role.name, _RELATIONAL):
            self._related(holding)

    def _by_head(self, holding: Holding) -> bool:
        # "Wehrführer" belongs to a fire brigade, "Rektorin" to a school: the one named nearest
        role = holding.role.name.lower()
        for pair in _HEADS_OF:
            if not any(head in role for head in pair["roles"]):
                continue
            fitting = [
                node
                for node in self.scene.organisations
                if any(head in node.name.lower() for head in pair["organisations"])
            ]
            # One in the issuing city, or one whose seat is not said, goes before a foreign one.
            near = [node for node in fitting if node.city in {None, self.home.city}] or fitting
            if near:
                nearest = min(near, key=lambda node: abs(node.start - holding.role.start))
                holding.place(nearest, "head", inferred=True)
            return bool(near) or not has_head(role, _MUNICIPAL)
        return False

    def _municipality(self, holding: Holding) -> None:
        city = self.home.city
        named = [
            node
            for node in self.scene.organisations
            if node.kind == "municipality" and (city is None or node.city == city)
        ]
        municipality = named[0] if named else self.home.municipality
        if municipality is not None:
            holding.place(municipality, "issuer", city=municipality.city, inferred=True)
        elif city is not None:
            holding.place(None, "issuer", city=city, inferred=True)

    def _county(self, holding: Holding) -> None:
        for node in self.scene.organisations:
            if node.kind == "county":
                holding.place(node, "county", inferred=True)
                return

    def _related(self, holding: Holding) -> None:
        """Take the organisation named last before, in this sentence or the one before it."""
        number = self.scene.sentence_of(holding.role)
        for place in (number, number - 1):
            if place < 0 or not self.scene.same_line(place, number):
                break
            before = [
                node
                for node in self.scene.sentences[place].nodes
                if node.label == "ORG" and node.end <= holding.role.start and not node.party
            ]
            if before:
                holding.place(before[-1], "nearest", inferred=True)
                return
        if (main := self._main()) is not None:
            holding.place(main, "issuer", inferred=True)

    def _main(self) -> Node | None:
        """The issuer where the text names it, else the organisation named most, twice at least."""
        counts: dict[str, int] = {}
        for node in self.scene.organisations:
            counts[node.name] = counts.get(node.name, 0) + 1
        best = max(counts, key=lambda name: counts[name], default=None)
        if self.home.issuer in counts:
            best = self.home.issuer
        elif best is None or counts[best] < 2:
            return None
        return next(node for node in self.scene.organisations if node.name == best)


def memberships(scene: Scene, holdings: list[Holding]) -> list[tuple[Node, Node, str]]:
    """Return (person, organisation, rule) where no role stands between.

    "Petra Welz vom Landesbetrieb", "Lea Amann (SPD)", "Ute Mai, die an der Hochschule lehrt".
    """
    with_role = {(h.person.entity, h.organisation.name) for h in holdings if h.organisation}
    out: list[tuple[Node, Node, str]] = []
    for person in scene.nodes:
        if person.label != "PERSON":
            continue
        other = scene.next(person)
        # "Jürgen Ott MdL (SPD)"
        if other is not None and other.label == "ROLE" and scene.gap(person, other) == " ":
            title, other = other, scene.next(other)
            if other is None or other.label != "ORG" or not scene.bracketed(title, other):
                continue
            gap = " ("
        elif other is not None and other.label == "ORG":
            gap = scene.gap(person, other)
        else:
            continue
        rule = _membership(scene, gap, other)
        if rule is None:
            continue
        members = [person] if rule != "membership" else _members(scene, person, gap, holdings)
        out += [
            (member, other, f"affiliation.{rule}")
            for member in members
            if (member.entity, other.name) not in with_role
        ]
    return out


_WEAK = frozenset(
    {"des", "der", "im", "am", "für die", "für den", "für das", "bei", "beim", "bei der"}
)
_RELATIVE = re.compile(
    r", (?:der|die|dessen|deren|selbst|früher|heute|zuvor|bisher|zuletzt|lange|einst) "
    r"(?:[\w-]+ ){0,4}$"
)
_WORKS_THERE = re.compile(r"\W{0,3}(?:[\w-]+ ){0,5}?(" + "|".join(LEXICON["works_there"]) + r")\b")


def _membership(scene: Scene, gap: str, organisation: Node) -> str | None:
    """Return the rule by which the text between makes a person a member, if it does."""
    bracket = gap.strip() == "("
    words = " ".join(gap.strip().split()).lower()
    if bracket or (words in FROM and words not in _WEAK):
        after = scene.next(organisation)
        # "Lea Amann (DEFUS-Geschäftsführerin)" is no membership
        compound = after is not None and after.label == "ROLE"
        if after is not None and compound and scene.gap(organisation, after) in {"-", " "}:
            return None
        return "membership"
    behind = scene.text[organisation.end : organisation.end + 70].split("\n")[0]
    if _RELATIVE.fullmatch(gap) and _WORKS_THERE.match(behind):
        return "relative"
    return None


def _members(scene: Scene, last: Node, gap: str, holdings: list[Holding]) -> list[Node]:
    """The persons of "A und B vom Landesbetrieb" that end with `last`, if none has a role."""
    before = scene.next(last, -1)
    if (
        gap.strip().lower() in FROM
        and before is not None
        and before.label == "PERSON"
        and AND_LAST.fullmatch(scene.gap(before, last))
        and not any(h.person is before or h.person is last for h in holdings)
    ):
        return [before, last]
    return [last]
