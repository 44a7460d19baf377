"""The organisation of every held role: said by the sentence, or weighed over the document.

The second half of a rule id names how it was found: `affiliation.role-name+of`. What is taken
from elsewhere than the sentence is `inferred`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from presselese.normalise.affiliation_candidates import (
    SAID,
    Candidates,
    Home,
    choose,
    office,
)
from presselese.normalise.affiliation_relations import FROM, POSSESSIVE, SPEAKS_FOR, WEAK
from presselese.normalise.affiliation_scene import (
    LEXICON,
    Holding,
    Node,
    Scene,
    has_head,
)

_MUNICIPAL = tuple(LEXICON["municipal"])
_COUNTY = tuple(LEXICON["county"])
_RELATIONAL = tuple(LEXICON["relational"])
_TOP_OFFICES = tuple(LEXICON["top_offices"])
_DEFINED = re.compile(r" (?:des|der|vom|im|beim) (?:[a-zäöüß]+ ){0,2}[A-ZÄÖÜ][\w-]+, ")


def find_organisations(
    scene: Scene,
    holdings: list[Holding],
    home: Home,
    members: Sequence[tuple[Node, Node]] = (),
) -> None:
    """Set organisation or city of the holdings, in place; `members` are persons with theirs."""
    say_organisations(scene, holdings, home).infer(members)


def say_organisations(scene: Scene, holdings: list[Holding], home: Home) -> Organisations:
    """Set in place what the sentences say; the returned finder infers the rest."""
    finder = Organisations(scene, holdings, home)
    for holding in holdings:
        if not holding.placed:
            finder.say(holding)
    finder.share()
    return finder


class Organisations:
    """Finds the organisations of the holdings of one document."""

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
        ):
            if rule(holding):
                return

    def _of(self, holding: Holding) -> bool:
        # "Leiterin des Umweltamts", "Bürgermeister von Hilden"
        role = holding.role
        after = self.scene.next(role)
        if after is None or after.label not in {"ORG", "CITY"}:
            return False
        if after.label == "ORG" and _DEFINED.fullmatch(self.scene.text, role.end, after.start):
            # "Geschäftsführerin des europäischen Dachverbandes, Efus"
            holding.place(after, "of", inferred=False)
            return True
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
        if len(words) <= 5 and any(word.strip(",.;") in POSSESSIVE for word in words):
            holding.place(before, "possessive", inferred=False)
            return True
        return False

    def _from(self, holding: Holding) -> bool:
        # "Sprecherin Lea Amann vom DRK", "Lea Amann (Sprecherin) von der IHK"
        anchor = max(holding.person, holding.role, key=lambda node: node.start)
        behind = self.scene.next(anchor)
        if behind is None or behind.label != "ORG" or behind.party:
            return False
        if has_head(holding.role.name, _TOP_OFFICES) and behind.kind not in {
            "municipality",
            "county",
        }:
            return False
        gap = self.scene.gap(anchor, behind).strip(" )").lower()
        weak = gap in WEAK and not (
            gap in {"des", "der"}
            and anchor is holding.person
            and holding.rule.endswith("role-name")
            and office(holding.role) == "relational"
        )
        # "die Sprecherin, Ute Bertel, der Arbeitsgruppe"
        if gap in {", der", ", des"} and anchor is holding.person:
            weak = self.scene.text[holding.role.end : holding.role.end + 1] != ","
            gap = gap[2:]
        if (gap in FROM and not weak) or gap == "(" or (gap == "," and anchor is holding.person):
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
        if has_head(holding.role.name, _TOP_OFFICES):
            return False
        for node in reversed(sentence.nodes):
            if node.label == "ORG" and node.end <= min(holding.role.start, holding.person.start):
                head = self.scene.text[sentence.start : node.start]
                if SPEAKS_FOR.fullmatch(head.lstrip('„“"» ')):
                    holding.place(node, "speaks-for", inferred=False)
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

    # -- weighed over the whole document --------------------------------------------------------

    def infer(self, members: Sequence[tuple[Node, Node]]) -> None:
        """Weigh the organisations of the document for the holdings that nothing has placed.

        All mentions of one office of one person are weighed together and get one answer.
        """
        open_ones: dict[tuple[int, str], list[Holding]] = {}
        for holding in self.holdings:
            # "Mitglied des Landtags" names its body itself.
            settled = holding.placed or self._same_office(holding)
            if not settled and not holding.role.name.startswith("Mitglied des "):
                key = (holding.person.entity, holding.role.name)
                open_ones.setdefault(key, []).append(holding)
        candidates = Candidates(self.scene, self.holdings, self.home, members)
        chosen = [
            (group, choose([candidates.of(h) for h in group])) for group in open_ones.values()
        ]
        for group, candidate in chosen:
            if candidate.organisation is not None:
                for holding in group:
                    holding.place(
                        candidate.organisation,
                        candidate.rule,
                        city=candidate.organisation.city,
                        inferred=candidate.rule not in SAID,
                    )

    def _same_office(self, holding: Holding) -> bool:
        for other in self.holdings:
            if (
                other is not holding
                and other.placed
                and other.person.entity == holding.person.entity
                and other.role.name == holding.role.name
            ):
                holding.place(
                    other.organisation, "same-office", city=other.city, inferred=other.inferred
                )
                return True
        return False
