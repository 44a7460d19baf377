"""Where an organisation stands, seen from a held role, and what ties the two grammatically.

Both answers are words that `affiliation_candidates` weighs: a relation ("from": "Sprecherin Lea
Amann von der IHK") or "" and a place ("before", "sentence before", "later").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from presselese.normalise.affiliation_scene import LEXICON, Holding, Node, Scene

FROM = frozenset(LEXICON["from"])
WEAK = frozenset(LEXICON["weak_from"])
POSSESSIVE = frozenset(LEXICON["possessive"])
# "Für das Stadtplanungsamt": the beginning of a sentence or clause that somebody speaks for.
SPEAKS_FOR = re.compile(
    r"(?:.*[,;] |.* und |.* sowie )?(?:" + "|".join(LEXICON["speaks_for"]) + r") "
    r"(?:die|das|den|der|des) ?(?:[a-zäöü]+en )?$"
)
_COMPLEMENT = re.compile(
    r",? (?:des|der|vom|im|beim|am|dieses|dieser|ihres|seines) ([A-ZÄÖÜ][\w-]+)"
)
_FAR = re.compile(
    r" [^,;:.!?()\n]{1,60} (?:"
    + "|".join(sorted(LEXICON["of"], key=lambda word: (-len(word), word)))
    + r") (?:[a-zäöü]+ )?[„\"»]?"
)
_NOUN_BEFORE = re.compile(r"([A-ZÄÖÜ][\w-]+)[ „\"“»]+$")
# A name and a role farther apart than this are no unit to look from.
_UNIT = 200


class Relations:
    """What stands between the roles and the organisations of one document."""

    def __init__(self, scene: Scene, mentions: dict[str, list[Node]]) -> None:
        self.scene = scene
        self._asked: tuple[Holding, list[tuple[Node, str]]] | None = None
        self.outer = {id(node) for node in scene.nodes}
        self.orgs = [n for n in scene.nodes if n.label == "ORG" and not n.party]
        self._org_starts = [node.start for node in self.orgs]
        self._sentence_starts = [sentence.start for sentence in scene.sentences]
        self._heads = {name: self._nouns(nodes) for name, nodes in mentions.items()}

    def _nouns(self, nodes: list[Node]) -> set[str]:
        """The words of a name and the nouns right before it: "das Büro Formolo Stadtplanung"."""
        words = set(re.split(r"[ -]", nodes[0].name.lower()))
        for node in nodes:
            noun = _NOUN_BEFORE.search(self.scene.text, max(0, node.start - 40), node.start)
            if noun:
                words.add(noun[1].lower())
        return words

    def sentence_of(self, offset: int) -> int:
        """Return the number of the sentence that an offset lies in."""
        return bisect_right(self._sentence_starts, offset) - 1

    def complement(self, role: Node) -> str | None:
        """Return the noun of "Schatzmeisterin des Verbandes", in lower case."""
        match = _COMPLEMENT.match(self.scene.text, role.end, role.end + 48)
        return match[1].lower() if match else None

    # -- what ties them ---------------------------------------------------------------------------

    def relation(self, holding: Holding, nodes: Sequence[Node]) -> str:
        """Return the construction that ties one of the mentions to the role; "" for none."""
        for other, relation in self._constructions(holding):
            if any(node is other for node in nodes):
                return relation
        return self._anaphoric(holding, nodes)

    def _constructions(self, holding: Holding) -> list[tuple[Node, str]]:
        """The mentions that the text ties to a role, best first; asked for each organisation."""
        if self._asked is None or self._asked[0] is not holding:
            found = [
                *self._behind(holding),
                *self._possessive(holding),
                *self._far(holding),
                *self._speaks_for(holding),
            ]
            self._asked = holding, found
        return self._asked[1]

    def _behind(self, holding: Holding) -> Iterator[tuple[Node, str]]:
        # "Sprecherin Lea Amann vom DRK", "die Sprecher A und B der Initiative"
        scene, role = self.scene, holding.role
        anchor = max(holding.person, role, key=lambda node: node.start)
        behind = scene.next(anchor)
        if behind is not None and behind.label == "PERSON":
            anchor = scene.persons_from(holding.person)[-1]
            behind = scene.next(anchor)
        if behind is None or behind.label != "ORG":
            return
        gap = scene.gap(anchor, behind).strip(" )").lower()
        if gap in FROM:
            yield behind, "from, weak" if gap in WEAK else "from"
        elif anchor is not role and gap in {", der", ", des", ", vom", ", von"}:
            yield behind, "from"
        elif gap in {"(", ","}:
            yield behind, "from, bracket" if gap == "(" else "from, comma"

    def _possessive(self, holding: Holding) -> Iterator[tuple[Node, str]]:
        # "die IHK und deren Sprecherin", "Max Ott, dessen Leiter", "auf ihn folgt dort Max Ott"
        scene, role = self.scene, holding.role
        before = scene.next(role, -1)
        if before is not None and before.label == "ORG":
            words = scene.text[before.end : role.start].lower().split()
            if len(words) <= 5 and any(word.strip(",.;") in POSSESSIVE for word in words):
                yield before, "possessive"
        last = self.last(min(role.start, holding.person.start))
        if last is None:
            return
        words = scene.words_before(role, 36)
        if holding.person.end <= role.start and {"dessen", "deren"} & set(words[-3:]):
            yield last, "possessive"
        elif "\n" not in scene.text[last.end : role.start]:
            if {"dort", "Dort"} & set(words[-5:]):
                yield last, "there"
            elif POSSESSIVE & set(words[-3:]):
                yield last, "possessive, weak"

    def _far(self, holding: Holding) -> Iterator[tuple[Node, str]]:
        # "Auszubildende im zweiten Lehrjahr an der Berufsfachschule"
        role, after = holding.role, self.scene.next(holding.role)
        if after is not None and _FAR.fullmatch(self.scene.text, role.end, after.start):
            yield after, "of, far"

    def _speaks_for(self, holding: Holding) -> Iterator[tuple[Node, str]]:
        # "Für das Stadtplanungsamt sprach Leiterin Lea Amann"
        last = self.last(min(holding.role.start, holding.person.start))
        sentence = self.scene.sentences[self.scene.sentence_of(holding.role)]
        if last is None or last.start < sentence.start:
            return
        head = self.scene.text[sentence.start : last.start].lstrip('„“"» ')
        if SPEAKS_FOR.fullmatch(head):
            yield last, "speaks-for"

    def _anaphoric(self, holding: Holding, nodes: Sequence[Node]) -> str:
        # "Schatzmeisterin des Verbandes", "Inhaberin des Büros"
        complement = self.complement(holding.role)
        if complement is None:
            return ""
        stems = {complement, *(complement.removesuffix(ending) for ending in ("s", "es", "e"))}
        words = self._heads[nodes[0].name]
        if not any(word.endswith(stem) for stem in stems for word in words if len(stem) > 2):
            return ""
        return "anaphoric" if nodes[0].start < holding.role.start else "anaphoric, later"

    # -- where it stands --------------------------------------------------------------------------

    def last(self, offset: int) -> Node | None:
        """Return the organisation (no party) named last before an offset."""
        place = bisect_left(self._org_starts, offset) - 1
        return self.orgs[place] if place >= 0 else None

    def place(self, holding: Holding, nodes: Sequence[Node]) -> str:
        """Return the best place of an organisation's mentions, seen from role and name."""
        role, person = holding.role, holding.person
        low, high = min(role.start, person.start), max(role.end, person.end)
        if high - low > _UNIT:
            low, high = role.start, role.end
        before = [node for node in nodes if node.end <= low][-1:]
        inside = [node for node in nodes if node.end > low and node.start < high]
        behind = [node for node in nodes if node.start >= high][:1]
        best = min(
            (self._place(node, low, high, person.entity) for node in (*inside, *before, *behind)),
            default=(99, "later"),
        )
        return best[1]

    def _place(self, node: Node, low: int, high: int, entity: int) -> tuple[int, str]:
        number, here = self.sentence_of(low), self.sentence_of(node.start)
        near = self._adjacent(node, low, high)
        if here == number and node.end > low and node.start < high:
            return 0, "between"
        if here == number and node.end <= low:
            rank, label = (1, "before") if near else (3, "before, far")
            if any(
                other.label == "PERSON" and other.entity != entity
                for other in self.scene.sentences[number].nodes
                if node.end <= other.start and other.end <= low
            ):
                return rank + 1, label + ", other person"
            return rank, label
        if here == number:
            return (2, "behind") if near else (5, "behind, far")
        if here > number:
            return (11, "sentence behind") if here == number + 1 else (12, "later")
        if "\n" in self.scene.text[node.end : low]:
            return (9, "last") if near else (10, "earlier")
        if here == number - 1:
            return (6, "sentence before") if near else (7, "sentence before, far")
        return 8, "paragraph before"

    def _adjacent(self, node: Node, low: int, high: int) -> bool:
        """Whether no other organisation stands between a mention and the role with its name."""
        left, right = (node.end, low) if node.end <= low else (high, node.start)
        place = bisect_left(self._org_starts, left)
        return place == len(self.orgs) or self.orgs[place].end > right
