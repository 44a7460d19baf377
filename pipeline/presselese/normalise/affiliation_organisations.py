"""The organisation of every held role: said by the sentence, or inferred from the document.

The second half of a rule id names how it was found: `affiliation.role-name+of`. What is taken
from elsewhere than the sentence is `inferred`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from presselese.normalise.affiliation_scene import (
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
_TOP_OFFICES = tuple(LEXICON["top_offices"])
# Kinds of organisations whose offices have names of their own: a chairman is not theirs.
_ELSEWHERE = frozenset({"municipality", "county", "council"})
# Categories of the lexicon of roles whose offices are held in some organisation.
_RELATIONAL_KINDS = frozenset({"leadership", "association"})
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
            self._there,
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
            # "(Leiterin, Umweltamt)", "Leiterin, Umweltamt" at the end of a line
            ends = self.scene.text[after.end : after.end + 1] in {")", "\n", "", ";"}
            if after.label == "CITY" or self.scene.gap(role, after) != ", " or not ends:
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
        # "Bürgermeister Max Ott aus Hilden", "… Max Ott (Hilden)", "… Max Ott (SPD) aus Hilden"
        anchor = max(holding.person, holding.role, key=lambda node: node.start)
        behind = self.scene.next(anchor)
        if behind is not None and behind.label == "ORG" and self.scene.bracketed(anchor, behind):
            anchor, behind = behind, self.scene.next(behind)
        if behind is None or behind.label != "CITY" or behind.name == self.home.city:
            return False
        gap = self.scene.gap(anchor, behind).strip(" )")
        tied = has_head(holding.role.name, (*_MUNICIPAL, *_COUNTY, *_RELATIONAL))
        if tied and (gap in {"aus", "von"} or gap == "("):
            holding.place(None, "city", city=behind.name, inferred=False)
            return True
        return False

    def _there(self, holding: Holding) -> bool:
        # "das dortige Stadtoberhaupt": the city named last before
        words = self.scene.words_before(holding.role, 24)[-2:]
        if not any(word.startswith("dort") for word in words):
            return False
        number = self.scene.sentence_of(holding.role)
        for place in (number, number - 1):
            nodes = self.scene.sentences[place].nodes if place >= 0 else []
            cities = [n for n in nodes if n.label == "CITY" and n.end <= holding.role.start]
            if cities:
                holding.place(None, "there", city=cities[-1].name, inferred=False)
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
                municipal = holding.role.kind == "municipal" or has_head(
                    holding.role.name, _MUNICIPAL
                )
                if municipal and other.organisation and other.organisation.kind != "municipality":
                    continue  # "Stadträtin und Vorsitzende des Fördervereins"
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
        elif has_head(role.name, _MUNICIPAL) or role.kind == "municipal":
            # A municipality has one mayor: several of them come from elsewhere.
            several = sum(other.role is role for other in self.holdings) > 1
            if not (several and has_head(role.name, _TOP_OFFICES)):
                self._municipality(holding)
        elif has_head(role.name, _RELATIONAL) or role.kind in _RELATIONAL_KINDS:
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
            return bool(near) or not (
                has_head(role, _MUNICIPAL) or holding.role.kind == "municipal"
            )
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
                if node.label == "ORG"
                and node.end <= holding.role.start
                and not node.party
                and node.kind not in _ELSEWHERE
            ]
            if before:
                holding.place(before[-1], "nearest", inferred=True)
                return
        main = self._main()
        if main is None:
            earlier = [
                node
                for node in self.scene.organisations
                if node.end <= holding.role.start and not node.party and node.kind not in _ELSEWHERE
            ]
            main = earlier[-1] if earlier else None
        if main is not None:
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
