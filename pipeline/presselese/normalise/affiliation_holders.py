"""Roles to persons: every role that somebody holds finds its holder, by the text between them.

The rules run from the surest to the least sure; a role that one rule settles is closed to the
next. Ids: `affiliation.<rule>`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from presselese.normalise.affiliation_persons import Bearer, Bearers, choose_bearer
from presselese.normalise.affiliation_scene import (
    AND,
    AND_LAST,
    CLAUSE,
    LEXICON,
    Holding,
    Node,
    Scene,
    has_head,
)

_PREDICATE = frozenset(LEXICON["predicate"])
_ANAPHORS = tuple(LEXICON["anaphors"])
_SYNONYMS = tuple(LEXICON["office_synonyms"])
_SYNONYM_OF = tuple(LEXICON["office_synonyms_of"])
_AND_OF = re.compile(AND.pattern + r"|(?:,? und|,) (?:der|des|von|vom) ")
_IN_PICTURE = re.compile(r"\((?:\d{1,3}|\d{1,2}\. ?v\. ?[lr]\.|[lr]\.|links|rechts|Mitte), ?")
_CHANGE = re.compile(r"\b(?:löste?|folgte?|beerbte?|übernimmt|übernahm|tritt|trat|ersetzte?)\b")


def find_holdings(scene: Scene) -> list[Holding]:
    """Return who holds which role; `organisation` and `city` of the holdings are still open,
    but for respective lists, which give the cities.
    """  # noqa: D205
    return Holders(scene).find()


class Holders:
    """Finds the holders of the roles of one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.holdings: list[Holding] = []

    def find(self) -> list[Holding]:
        """Return all holdings: by constructions, by weight, and by what these two have settled."""
        roles = self.settle()
        for role, bearers in self.open_roles(roles):
            best = choose_bearer(bearers)
            if best.person is not None:
                self._hold(self._meant(best.person, role), role, best.rule)
        self._each(roles, self._coordinated_after, self._again)
        return self.holdings

    def settle(self) -> list[Node]:
        """Find what constructions say; returns the roles that somebody may hold."""
        roles = [n for n in self.scene.nodes if n.label == "ROLE" and not n.generic]
        self._each(
            roles,
            self._before_name,
            self._before_organisation_and_name,
            self._respective,
            self._after_name,
            self._in_brackets,
        )
        self._each(roles[::-1], self._coordinated_before)
        self._each(roles, self._coordinated_after, self._said_of, self._again)
        return roles

    def _said_of(self, role: Node) -> None:
        self._hold(self._predicate_reversed(role), role, "predicate")

    def _each(self, roles: list[Node], *rules: Callable[[Node], None]) -> None:
        for rule in rules:
            for role in roles:
                if not self._held(role):
                    rule(role)

    def open_roles(self, roles: list[Node]) -> list[tuple[Node, list[Bearer]]]:
        """Return the roles that nobody holds yet, with the persons around them."""
        bearers = Bearers(self.scene, self.holdings, self._predicate)
        return [(role, bearers.of(role)) for role in roles if not self._held(role)]

    def _held(self, role: Node) -> bool:
        return any(holding.role is role for holding in self.holdings)

    def _hold(self, persons: list[Node], role: Node, rule: str) -> None:
        self.holdings += [Holding(person, role, f"affiliation.{rule}") for person in persons]

    def _meant(self, first: Node, role: Node) -> list[Node]:
        """The persons of a list if the role is in the plural, else the first."""
        return self.scene.persons_from(first) if self.scene.is_plural(role) else [first]

    def _before_name(self, role: Node) -> None:
        # "Oberbürgermeisterin Dr. Lea Amann", "Die Bürgermeister Appel und Siebold"
        other = self.scene.next(role)
        if other is None or other.label != "PERSON":
            return
        gap = self.scene.gap(role, other)
        if not re.fullmatch(r" ?(?:a\. ?D\. ?|i\. ?R\. ?|außer Dienst )?|, ?|: ", gap):
            return
        if gap.startswith(",") and not self._comma_apposition(role, other):
            return
        self._hold(self._meant(other, role), role, "role-name")

    def _comma_apposition(self, role: Node, person: Node) -> bool:
        """Whether a comma between role and name is apposition ("die Sprecherin, Ute Bertel, …")."""
        before = self.scene.next(role, -1)
        if before is not None and before.label == "PERSON":
            gap = self.scene.gap(before, role)
            if self.scene.appositive(gap) or gap.strip() == "(":
                return False
        after = self.scene.text[person.end : person.end + 1]
        return after in {",", "", ".", ":", " "} or self.scene.next(person) is None

    def _before_organisation_and_name(self, role: Node) -> None:
        # "Leiter des Amtes, Max Muster", "Schatzmeisterin des Verbandes, Ingrid August"
        scene, other = self.scene, self.scene.next(role)
        if other is None:
            return
        if other.label in {"ORG", "CITY"} and scene.is_of(role, other):
            person = scene.next(other)
            if person is None or person.label != "PERSON":
                return
            gap = scene.gap(other, person)
            if not gap or gap.strip(" ") not in {"", ",", ":"}:
                return
        elif other.label == "PERSON":
            person = other
            words = re.fullmatch(
                r" ((?:des|der|vom|von|im|beim|in) [\w -]{3,40}),? ", scene.gap(role, other)
            )
            if not words or not words[1].lower().rstrip("s").rstrip("e").endswith(_ANAPHORS):
                return
        else:
            return
        self._hold(self._meant(person, role), role, "role-organisation-name")

    def _respective(self, role: Node) -> None:
        # "die Bürgermeister von A, B und C, X, Y und Z": first to first, second to second
        scene, places = self.scene, list[Node]()
        current = scene.next(role)
        if current is None or not scene.is_of(role, current):
            return
        label = current.label
        while current is not None and current.label == label and label in {"CITY", "ORG"}:
            places.append(current)
            following = scene.next(current)
            if following is None or not _AND_OF.fullmatch(scene.gap(current, following)):
                break
            current = following
        if len(places) < 2 or current is None or current.label != "PERSON":
            return
        persons = scene.persons_from(current, respective=True)
        for person, place in zip(persons, places, strict=False):
            self._hold([person], role, "respective")
            if place.label == "ORG":
                self.holdings[-1].place(place, "of", inferred=False)
            else:
                self.holdings[-1].place(None, "city", city=place.name, inferred=False)

    def _after_name(self, role: Node) -> None:
        # "Lea Amann, Leiterin des Umweltamts", "…, die als Beraterin arbeitet", "Lea Amann MdL"
        scene, previous, between = self.scene, self.scene.next(role, -1), ""
        if previous is not None and previous.label in {"ORG", "CITY", "DATE"}:
            # "Lea Amann (SPD), Leiterin", "Lea Amann, DEFUS-Geschäftsführerin", "…, seit Mai …"
            before = scene.next(previous, -1)
            if before is None or before.label != "PERSON":
                return
            left, right = scene.gap(before, previous), scene.gap(previous, role)
            if scene.bracketed(before, previous):
                between = right.removeprefix(")")
            elif left.startswith(",") and scene.appositive(left) and len(right.split()) <= 3:
                between = left + " " + right.strip(" -–")
            else:
                return
            previous = before
        elif previous is not None and previous.label == "PERSON":
            between = scene.gap(previous, role)
        if previous is None:
            return
        if between == " " and role.name.startswith("Mitglied des "):
            self._hold([previous], role, "apposition")
            return
        # "Im Amt begrüßte Peter Ott die Gäste, Leiter des Amtes": verb complements in between
        if not scene.appositive(between):
            return
        persons = [previous]
        before = scene.next(previous, -1)
        if (
            ("beide" in between.split() or role.plural)
            and before is not None
            and before.label == "PERSON"
            and AND_LAST.fullmatch(scene.gap(before, previous))
            and not any(h.person is before or h.person is previous for h in self.holdings)
        ):
            persons.insert(0, before)
        self._hold(persons, role, "apposition")

    def _in_brackets(self, role: Node) -> None:
        # "Lea Amann (Leiterin des Umweltamts)", "Lea Amann (DEFUS-Geschäftsführerin)"
        scene, previous = self.scene, self.scene.next(role, -1)
        if previous is not None and previous.label == "ORG":
            first = scene.next(previous, -1)
            if (
                first is not None
                and first.label == "PERSON"
                and scene.gap(first, previous).strip() == "("
                and len(scene.gap(previous, role)) <= 2
            ):
                self._hold([first], role, "brackets")
        elif previous is not None and previous.label == "PERSON":
            # "Max Ott (2. v. l., Leiter …", "Lea Amann (51, Ärztin)"
            gap = _IN_PICTURE.sub("(", scene.text[previous.end : role.start])
            match = re.fullmatch(r" ?\(([^()]{0,40})", gap)
            if match and scene.appositive(", " + match[1].strip()):
                self._hold([previous], role, "brackets")

    def _coordinated_before(self, role: Node) -> None:
        # "Bürgermeisterin und Sozialdezernentin Ilona Friedrich": the first of two offices
        scene, other, left = self.scene, self.scene.next(role), role
        if other is not None and other.label == "ORG" and scene.is_of(role, other):
            left, other = other, scene.next(other)
        if other is None or other.label != "ROLE":
            return
        gap = scene.gap(left, other)
        if not AND.fullmatch(gap) or gap == ", ":
            return
        for holding in list(self.holdings):
            if holding.role is other and holding.person.start > other.start:
                if not scene.is_plural(other):
                    self._hold([holding.person], role, "coordinated")
                return

    def _coordinated_after(self, role: Node) -> None:
        # "Lea Amann, Stadträtin und Vorsitzende des Vereins": the second of two offices
        scene = self.scene
        first = previous = scene.next(role, -1)
        if previous is not None and previous.label in {"ORG", "CITY"}:
            first = scene.next(previous, -1)
            if first is None or first.label != "ROLE" or not scene.is_of(first, previous):
                return
        if first is None or previous is None or first.label != "ROLE":
            return
        words = scene.gap(previous, role).replace(",", " , ").split()
        if not words or words[0] not in {"und", "sowie", "&", ","} or len(words) > 6:
            return
        if any(word in {"der", "die"} for word in words):
            return
        if any(word[0].isupper() and word not in {"Zivilberuf", "Hauptberuf"} for word in words):
            return
        for holding in list(self.holdings):
            if holding.role is first and holding.person.start < first.start:
                self._hold([holding.person], role, "coordinated")

    def _predicate(self, role: Node) -> list[Node]:
        # "Lea Amann wird neue Leiterin", "Amann wurde zur Vorsitzenden gewählt"
        scene = self.scene
        sentence = scene.sentences[scene.sentence_of(role)]
        before = [n for n in sentence.nodes if n.end <= role.start and n.label == "PERSON"]
        if not before:
            return []
        gap = scene.gap(before[-1], role)
        words = gap.split()
        if len(gap) > 90 or not words:
            return []
        close = any(word.lower().strip(",") in _PREDICATE for word in words[-4:])
        if close and not any(word.strip(",") in CLAUSE - {"um"} for word in words):
            # "Lea Amann löst Max Ott als Leiterin ab": the office goes to the first.
            change = len(before) > 1 and _CHANGE.search(scene.text, before[0].end, before[-1].start)
            return [before[0] if change else before[-1]]
        return []

    def _predicate_reversed(self, role: Node) -> list[Node]:
        # "Neuer Leiter ist Max Muster", "Zur Vorsitzenden wurde Lea Amann gewählt"
        scene = self.scene
        sentence = scene.sentences[scene.sentence_of(role)]
        after = [n for n in sentence.nodes if n.start >= role.end and n.label in {"PERSON", "ROLE"}]
        if len(after) > 1 and after[0].label == "PERSON" and scene.gap(role, after[0]) == " von ":
            after = after[1:]  # "Nachfolgerin von Max Ott wird Lea Amann"
        if len(after) > 1 and after[0].label == "ROLE" and scene.gap(*after[:2]) == " ":
            after = after[1:]  # "Schirmherr ist Landrat Max Ott"
        if not after or after[0].label != "PERSON":
            return []
        gap = scene.gap(role, after[0])
        words = [word.strip(",:").lower() for word in gap.split()]
        # "Als Moderatorin führte Lea Amann durch den Abend"
        opening = scene.words_before(role, 12)[-1:] == ["Als"] and len(words) <= 2
        predicate = opening or any(word in _PREDICATE for word in words)
        if len(gap) > 60 or not predicate or gap.startswith(","):
            return []
        return scene.persons_from(after[0]) if role.plural else [after[0]]

    def _again(self, role: Node) -> None:
        # "Die Oberbürgermeisterin" after she was named, "das Stadtoberhaupt" for the mayor
        known = {h.person.entity: h.person for h in self.holdings if self._same_office(h, role)}
        if len(known) == 1:
            self._hold(list(known.values()), role, "nominal")

    def _same_office(self, holding: Holding, role: Node) -> bool:
        if holding.role.name.lower() == role.name.lower():
            return True
        synonym = has_head(role.name, _SYNONYMS)
        return synonym and has_head(holding.role.name, _SYNONYM_OF) and holding.city is None
