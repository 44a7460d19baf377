"""Persons as candidates for a role that no construction gives a holder, with what speaks for them.

"Lea Amann kam. Die Architektin lachte.", "…, wo sie als Referentin tätig war": the persons named
around the role stand for choice, and nobody. As for organisations (`affiliation_candidates`) the
features have fitted weights; constructions that are nearly sure are features among others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from presselese.lexicon import load_toml
from presselese.normalise.affiliation_candidates import office
from presselese.normalise.affiliation_scene import CLAUSE, LEXICON, Holding, Node, Scene

_WEIGHTS: dict[str, float] = load_toml("affiliation_weights")["person"]
_PREDICATE = frozenset(LEXICON["predicate"])
_BEFORE_ROLE = frozenset(LEXICON["before_role"])
_CHANGE = re.compile(r"\b(?:" + "|".join(LEXICON["change"]) + r")\b")
_QUOTE = re.compile(r"[„“”»«\"]")
_OF_WHOM = re.compile(r",? (?:dessen|deren) [A-ZÄÖÜ]")
_DEFINITE = frozenset({"der", "die", "das", "den", "dem", "des"})
_WORDS = re.compile(r"[\w-]+")
# So many sentences before the role, and persons on each side of it, are looked at.
_SENTENCES, _PERSONS = 3, 5


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person (None: nobody) that may hold a role, with what speaks for and against it."""

    person: Node | None
    features: tuple[str, ...]

    @property
    def rule(self) -> str:
        """The rule id of a holding by this person."""
        return "predicate" if "predicate" in self.features else "nominal"


def choose_bearer(bearers: Sequence[Bearer]) -> Bearer:
    """Return the bearer with the highest sum of weights; the first of equals."""
    return max(bearers, key=lambda b: sum(_WEIGHTS.get(feature, 0.0) for feature in b.features))


class Bearers:
    """The persons of one document as candidates for the roles nobody holds yet.

    `predicate` is the construction that gives a role its person by a verb.
    """

    def __init__(
        self,
        scene: Scene,
        holdings: Sequence[Holding],
        predicate: Callable[[Node], list[Node]],
    ) -> None:
        self.scene = scene
        self.predicate = predicate
        self.offices: dict[int, set[str]] = {}
        self.names: dict[int, set[str]] = {}
        for holding in holdings:
            entity = holding.person.entity
            self.offices.setdefault(entity, set()).add(office(holding.role))
            self.names.setdefault(entity, set()).add(holding.role.name.lower())

    def of(self, role: Node) -> list[Bearer]:
        """Return the candidates for a role, nobody first; of each person the nearest mention."""
        group, word = office(role), self._word_before(role)
        predicated = {id(person) for person in self.predicate(role)}
        near = self._near(role)
        out = [Bearer(None, tuple(self._nobody(role, group, word, near)))]
        seen: set[int] = set()
        for person, place in sorted(near, key=lambda item: id(item[0]) not in predicated):
            sure = id(person) in predicated
            if person.entity not in seen and (sure or not self._ruled_out(role, word, person)):
                seen.add(person.entity)
                features = tuple(self._features(role, group, word, person, place))
                if id(person) in predicated:
                    features = (*features, "predicate")
                out.append(Bearer(person, features))
        return out

    def _near(self, role: Node) -> list[tuple[Node, str]]:
        """The persons around a role, nearest first, with where they stand."""
        scene, number = self.scene, self.scene.sentence_of(role)
        here = [n for n in scene.sentences[number].nodes if n.label == "PERSON"]
        before = [n for n in reversed(here) if n.end <= role.start]
        behind = [n for n in here if n.start >= role.end]
        near = [(n, f"before {i}") for i, n in enumerate(before[:_PERSONS], 1)]
        near += [(n, f"behind {i}") for i, n in enumerate(behind[:2], 1)]
        for back in range(1, _SENTENCES + 1):
            if number - back < 0:
                break
            people = [n for n in scene.sentences[number - back].nodes if n.label == "PERSON"]
            line = "" if scene.same_line(number - back, number) else ", other line"
            alone = len({n.entity for n in people}) == 1
            for i, person in enumerate(reversed(people[-_PERSONS:]), 1):
                order = "only" if alone else "last" if i == 1 else "other"
                near.append((person, f"{back} back, {order}{line}"))
        return near

    def _ruled_out(self, role: Node, word: str, person: Node) -> bool:
        """Whether a person cannot hold a role, whatever else speaks for it."""
        if role.gender and person.gender and role.gender != person.gender:
            return True
        sentence = self.scene.sentences[self.scene.sentence_of(role)]
        if not sentence.start <= person.start < role.start:
            return False
        gap = self.scene.text[person.end : role.start]
        # "Max Ott, dessen Vater Bürgermeister war"; "Neben Max Ott sprach die Leiterin des Zoos"
        other = _OF_WHOM.match(gap) is not None
        return other or (word in _DEFINITE and self._complemented(role))

    def _word_before(self, role: Node) -> str:
        """The word that governs a role: an article, "als", "zum"; adjectives are left out."""
        words = self.scene.words_before(role)
        while words and words[-1][0].islower() and words[-1] not in _BEFORE_ROLE:
            if not words[-1].endswith(("e", "er", "en", "es", "em")):
                break
            words.pop()
        word = words[-1].lower() if words else ""
        return word if word in _BEFORE_ROLE else "bare"

    def _nobody(
        self, role: Node, group: str, word: str, near: list[tuple[Node, str]]
    ) -> Iterator[str]:
        yield from ("nobody", f"nobody/{group}", f"nobody/{word}", f"nobody/{group}/{word}")
        yield f"nobody/field {role.kind}"
        if not near:
            yield "nobody/no person"
        if role.plural and self.scene.is_plural(role):
            yield "nobody/plural"
        if self._complemented(role):
            yield "nobody/complement"
        if "Vertretung" in self.scene.text[max(0, role.start - 24) : role.start]:
            yield "nobody/represented"

    def _complemented(self, role: Node) -> bool:
        following = self.scene.next(role)
        return following is not None and self.scene.is_of(role, following)

    def _features(
        self, role: Node, group: str, word: str, person: Node, place: str
    ) -> Iterator[str]:
        side = re.split(r"[ ,]", place)[0]
        yield from (
            "person",
            place,
            f"{place}/{group}",
            f"{place}/{word}",
            f"{side}/{word}/{group}",
        )
        if role.gender and person.gender:
            yield "gender agrees" if role.gender == person.gender else "gender differs"
        offices = self.offices.get(person.entity, set())
        yield "holds an office" if offices else "holds none"
        if group in offices:
            yield f"holds such an office/{group}"
        if role.name.lower() in self.names.get(person.entity, ()):
            yield "holds this office"
        if self._complemented(role):
            yield f"complement/{side}"
        if place.startswith("be"):
            yield from self._between(role, person, side)

    def _between(self, role: Node, person: Node, side: str) -> Iterator[str]:
        """What stands between role and person in their sentence."""
        left, right = (person, role) if person.start < role.start else (role, person)
        gap = self.scene.text[left.end : right.start]
        words = _WORDS.findall(gap)
        yield f"{side}, {'1-3' if len(words) < 4 else '4-8' if len(words) < 9 else 'many'} words"
        lower = {w.lower() for w in words}
        signs = {
            "predicate between": bool(lower & _PREDICATE),
            "clause between": bool(lower & CLAUSE),
            "change between": bool(_CHANGE.search(gap)),
            "comma between": "," in gap,
            "quote between": bool(_QUOTE.search(gap)),
            "stop between": bool(re.search(r"[;:]", gap)),
            "and between": bool(lower & {"und", "sowie"}),
        }
        yield from (f"{side}, {sign}" for sign, holds in signs.items() if holds)
        nodes = self.scene.sentences[self.scene.sentence_of(role)].nodes
        inside = {n.label for n in nodes if left.end <= n.start and n.end <= right.start}
        yield from (f"{side}, {label} between" for label in sorted(inside))
