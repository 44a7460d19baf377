"""The scene that affiliations are read from: spans in their order, sentences, the text between.

Who holds a role (`affiliation_holders`) and for whom (`affiliation_organisations`) is decided by
the text between two neighbouring spans; this module answers what stands there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from presselese.lexicon import load_toml
from presselese.normalise.people import ADDRESS_BEFORE, title_before

LEXICON: dict[str, Any] = load_toml("affiliations")
_APPOSITION = frozenset(LEXICON["apposition"])
CLAUSE = frozenset(LEXICON["clause"])
_OF = frozenset(LEXICON["of"])
_OF_CITY = frozenset(LEXICON["of_city"])
_PLURAL = frozenset(LEXICON["plural_determiners"])

AND = re.compile(r",? (?:und|sowie|&|und zugleich|und auch|und gleichzeitig) |, | / |/")
AND_LAST = re.compile(r",? (?:und|sowie|&) ")
_SENTENCE_END = re.compile(
    r"[.!?:][“”\"»)]*\s+(?=[„“\"»(]?[A-ZÄÖÜ])|(?<=[a-zäöü])\.(?=[A-ZÄÖÜ])|[.!?]$|;\s"
)
_BORDER = re.compile(r"\n|" + _SENTENCE_END.pattern)
_ABBREVIATED = re.compile(
    r"(?:\b\w|\d|\b(?:Dr|Prof|St|Nr|Str|bzw|ca|Mio|Tsd|Ing|Dipl|med|h\. ?c))\.$"
)
# "der Bürgerinitiative „Rettet die Bäke“": the noun before a quoted name.
_NAMED_BY = re.compile(r"(?: [A-ZÄÖÜ][\w-]+)? [„»“\"]$")
ADJECTIVE = re.compile(r"[a-zäöüß-]+(?:e|er|en|em|es)")
_AGE = re.compile(r" ?\(\d{1,3}\)")
_BRACKETS = re.compile(r" ?\([^()\n]{1,40}\)")
_POSITION = re.compile(
    r" ?\((?:\d{1,2}\. ?)?(?:v\. ?)?(?:links|rechts|Mitte|hinten|vorne?|[lr])\.?(?: außen)?\)"
    r"| ?\(\d{1,2}\. ?v(?:on|\.) ?[lr](?:inks|echts|\.)?\)"
)


@dataclass(frozen=True, slots=True)
class Node:
    """A span with what its normaliser knows of it; offsets count the kept text.

    `name` is the normalised name, `entity` the number of the person, `city` the name of the city
    an organisation sits in. `generic` roles have no holder, `plural` says the word can be plural.
    """

    start: int
    end: int
    label: str
    name: str
    entity: int = -1
    city: str | None = None
    generic: bool = False
    plural: bool = False
    status: str | None = None
    gender: str | None = None
    party: bool = False
    kind: str | None = None


@dataclass(slots=True)
class Holding:
    """A role that a person holds; the organisation is found later."""

    person: Node
    role: Node
    rule: str
    organisation: Node | None = None
    city: str | None = None
    org_rule: str = ""
    inferred: bool = False

    @property
    def placed(self) -> bool:
        """Whether organisation or city is known."""
        return self.organisation is not None or self.city is not None

    def place(
        self, organisation: Node | None, rule: str, *, city: str | None = None, inferred: bool
    ) -> None:
        """Set organisation and city with the rule that found them."""
        self.organisation, self.city, self.org_rule = organisation, city, rule
        self.inferred = inferred


@dataclass(slots=True)
class Sentence:
    """A stretch of the text and the outermost spans in it."""

    start: int
    end: int
    nodes: list[Node] = field(default_factory=list)


class Scene:
    """All spans of one document in their order, and the text between them.

    `nodes` are the outermost spans, `organisations` all ORG spans, nested ones too.
    """

    def __init__(self, text: str, nodes: Sequence[Node]) -> None:
        self.text = text
        ordered = sorted(nodes, key=lambda n: (n.start, -n.end))
        self.organisations = [node for node in ordered if node.label == "ORG"]
        self.nodes: list[Node] = []
        for node in ordered:
            if not self.nodes or node.start >= self.nodes[-1].end:
                self.nodes.append(node)
        self.sentences = _sentences(text, self.nodes)
        self._sentence = {
            id(node): number
            for number, sentence in enumerate(self.sentences)
            for node in sentence.nodes
        }
        self._index = {id(node): number for number, node in enumerate(self.nodes)}

    def sentence_of(self, node: Node) -> int:
        """Return the number of the sentence an outermost span stands in."""
        return self._sentence[id(node)]

    def same_line(self, left: int, right: int) -> bool:
        """Whether two sentences (by number, left first) stand in one line."""
        return "\n" not in self.text[self.sentences[left].start : self.sentences[right].start]

    def next(self, node: Node, step: int = 1) -> Node | None:
        """Return the next (or, by a negative step, a former) span of the same line."""
        index = self._index[id(node)] + step
        if not 0 <= index < len(self.nodes):
            return None
        other = self.nodes[index]
        low, high = (node, other) if step > 0 else (other, node)
        return None if "\n" in self.text[low.end : high.start] else other

    def begin(self, node: Node) -> int:
        """Return where a span begins together with titles and form of address."""
        if node.label != "PERSON":
            return node.start
        begin, _ = title_before(self.text, node.start)
        match = ADDRESS_BEFORE.search(self.text[max(0, begin - 14) : begin])
        return begin - (len(match[0]) if match else 0)

    def gap(self, left: Node, right: Node) -> str:
        """Return the text between two spans without titles, ages and places in a picture."""
        gap = self.text[left.end : self.begin(right)]
        if right.label == "ORG":
            gap = _NAMED_BY.sub(" ", gap)
        return _POSITION.sub("", _AGE.sub("", gap)) if "(" in gap else gap

    def bracketed(self, left: Node, right: Node) -> bool:
        """Whether `right` stands alone in brackets behind `left`."""
        return self.gap(left, right).strip() == "(" and self.text[right.end : right.end + 1] == ")"

    def words_before(self, node: Node, reach: int = 40) -> list[str]:
        """Return the words in the `reach` characters before a span."""
        return re.findall(r"[\w-]+", self.text[max(0, node.start - reach) : node.start])

    def persons_from(self, first: Node, *, respective: bool = False) -> list[Node]:
        """Return the persons of a list "A, B (SPD) und C" that begins with `first`.

        A list ends with "und"; without it only `first` is meant, unless `respective`.
        """
        persons, closed = [first], False
        while not closed or respective:
            current = persons[-1]
            other = self.next(current)
            end = current.end
            if (
                other is not None
                and other.label in {"ORG", "CITY"}
                and self.bracketed(current, other)
            ):
                end, other = other.end + 1, self.next(other)
            if other is None or other.label != "PERSON":
                break
            gap = _BRACKETS.sub("", self.text[end : self.begin(other)])
            if not AND.fullmatch(gap):
                break
            persons.append(other)
            closed = bool(AND_LAST.fullmatch(gap))
        return persons if closed or respective else [first]

    def is_plural(self, role: Node) -> bool:
        """Whether a role's ending, or the determiner before it, shows a plural."""
        if self.text.endswith("innen", role.start, role.end):
            return True
        if not role.plural:
            return False
        words = self.words_before(role)
        while words and words[-1][0].islower() and words[-1] not in _PLURAL:
            if not words[-1].endswith("en"):
                return False
            words.pop()
        return bool(words) and words[-1].lower() in _PLURAL

    def appositive(self, gap: str) -> bool:
        """Whether the text between a name and a role is an apposition's beginning."""
        if not gap.startswith((",", " –", " -")):
            return False
        words = gap.lstrip(", –-").split()
        if len(words) > 7 or "," in gap[1:] or _SENTENCE_END.search(gap):
            return False
        return all(
            (word.lower() in _APPOSITION or ADJECTIVE.fullmatch(word) or word.isdigit())
            and word.lower() not in CLAUSE
            for word in words
        )

    def is_of(self, role: Node, other: Node) -> bool:
        """Whether a role is that of the organisation or city behind it: "Leiterin des …"."""
        gap = _NAMED_BY.sub("", self.text[role.end : other.start])
        words = gap.split()
        if not gap or len(words) > 4 or any(char in gap for char in ",.;:!?\n"):
            return False
        if other.label == "CITY":
            return " ".join(words).lower() in _OF_CITY or not words
        if not words:
            return True
        for size in range(min(3, len(words)), 0, -1):
            if " ".join(words[:size]).lower() in _OF:
                return all(
                    ADJECTIVE.fullmatch(word) or (size < len(words) and word.endswith("er"))
                    for word in words[size:]
                )
        return False


@lru_cache(maxsize=4096)
def has_head(name: str, heads: tuple[str, ...]) -> bool:
    """Whether one of the words of a role ends in one of the heads; the complement is left out."""
    words = re.split(r" (?:für|des|der|im|in|von|und) ", name.lower(), maxsplit=1)[0].split()
    return any(word.endswith(heads) for word in words)


def _sentences(text: str, nodes: Sequence[Node]) -> list[Sentence]:
    """Cut at line breaks and sentence ends that lie in no span and end no abbreviation."""
    borders = [0]
    starts = [node.start for node in nodes]
    for match in _BORDER.finditer(text):
        if match[0] != "\n":
            place = bisect_left(starts, match.end()) - 1
            if place >= 0 and nodes[place].end > match.start():
                continue
            if match[0].startswith(".") and _ABBREVIATED.search(
                text[max(0, match.start() - 8) : match.start() + 1]
            ):
                continue
        borders.append(match.end())
    borders.append(len(text) + 1)
    sentences = [Sentence(start, end) for start, end in pairwise(borders) if end > start]
    place = 0
    for node in nodes:
        while place + 1 < len(sentences) and node.start >= sentences[place].end:
            place += 1
        sentences[place].nodes.append(node)
    return sentences
