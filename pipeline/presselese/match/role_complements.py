"""The complement behind the head of a role: topics stay in the span, organisations do not.

Dezernent für Sport, Kultur und Bäder; Leiter des Referats Verkehr; Fachbereichsleiter Sprachen;
but Leiterin | des Umweltamts, Beraterin | für die XY GmbH. The words are in
`lexicon/roles.toml`, table `complement`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from presselese.lexicon import load_toml
from presselese.normalise.role_morphology import Analysis, analyse

Overlaps = Callable[[int, int], bool]

_FOR = re.compile(r"[ \xa0]für[ \xa0](?:(das|den)[ \xa0](?=[A-ZÄÖÜ]))?")
_GENITIVE = re.compile(r"[ \xa0](?:des|der)[ \xa0]([A-ZÄÖÜ][\w-]*)")
_ADJECTIVE = re.compile(
    r"([a-zäöüß][a-zäöüß-]*(?:e|er|es|en|em)|[A-ZÄÖÜ][a-zäöüß-]*(?:isch|lich|al|ig|end|iv|ell|ar|frei)e[rsnm]?)"
    r"[ \xa0](?=[A-ZÄÖÜa-zäöüß])"
)
_NOUN = re.compile(r"[A-ZÄÖÜ][\w’-]*|„[^“”\"\n]{2,60}[“”\"]")
_CUT = re.compile(r"[A-ZÄÖÜ][\w]*-[ \xa0](?:und|oder)[ \xa0](?=[A-ZÄÖÜ])")
_AND = re.compile(r"[ \xa0](?:und|sowie|&|u\.)[ \xa0](?:(das|den|die)[ \xa0])?")
_COMMA = re.compile(r",[ \xa0]")
_AND_ALSO = re.compile(r"[ \xa0]und[ \xa0](?:der|für|des)[ \xa0]")
# A company's name, whether or not somebody found it as an organisation.
_LEGAL_FORM = re.compile(
    r"[ \xa0](?:[A-ZÄÖÜ&][\w-]*[ \xa0]){0,3}(?:g?GmbH|AG|KG|eG|SE|UG|GbR|KGaA|e\.[ \xa0]?V\.)(?!\w)"
)
_OWNER = re.compile(r"[ \xa0](?:der|des|beim?|im|in|von|vom)[ \xa0]|\)|$", re.MULTILINE)
_IN = re.compile(r"[ \xa0]im[ \xa0]([A-ZÄÖÜ]\w+)")


@dataclass(frozen=True, slots=True)
class _Words:
    units: frozenset[str]
    bare: frozenset[str]
    portfolios: tuple[str, ...]
    topics: tuple[str, ...]
    bare_topics: frozenset[str]
    bare_heads: frozenset[str]
    without: frozenset[str]
    in_topics: tuple[str, ...]
    ministers: frozenset[str]
    genitive_heads: frozenset[str]
    no_adjectives: frozenset[str]


@cache
def _words() -> _Words:
    table: dict[str, Any] = load_toml("roles")["complement"]
    return _Words(
        units=frozenset(table["units"]),
        bare=frozenset(table["bare"]),
        portfolios=tuple(table["portfolios"]),
        topics=tuple(table["topics"]),
        bare_topics=frozenset(table["bare_topics"]),
        bare_heads=frozenset(table["bare_heads"]),
        without=frozenset(table["without"]),
        in_topics=tuple(table["in_topics"]),
        ministers=frozenset(table["ministers"]),
        genitive_heads=frozenset(table["genitive_heads"]),
        no_adjectives=frozenset(table["no_adjectives"].split()),
    )


def complement_end(
    text: str, end: int, analysis: Analysis, is_org: Overlaps, is_person: Overlaps
) -> int:
    """Return the end of the role whose head ends at `end`, complement included."""
    after = text[end : end + 1]
    if after not in (" ", "\xa0"):
        return end
    reader = _Reader(text, is_org, is_person)
    topic = _FOR.match(text, end)
    if topic is not None:
        if not analysis.form.singular or analysis.head.name in _words().without:
            return end
        return reader.topics(topic.end(), with_article=topic[1] is not None) or end
    genitive = _GENITIVE.match(text, end)
    if genitive is not None:
        return reader.genitive(genitive, end, analysis) or end
    return reader.bare(end, analysis) or end


def is_topic_unit(text: str, start: int) -> bool:
    """Whether a unit named by its topic begins at `start`, in the genitive ("des Referats X")."""
    genitive = _GENITIVE.match(text, max(start - 5, 0))
    return (
        genitive is not None
        and genitive.start(1) == start
        and genitive[1].lower() in _words().units
    )


class _Reader:
    """Reads noun phrases that name topics."""

    def __init__(self, text: str, is_org: Overlaps, is_person: Overlaps) -> None:
        self.text = text
        self.is_org = is_org
        self.is_person = is_person

    def topics(self, start: int, *, with_article: bool = False) -> int | None:
        """Return the end of a list of topics that starts at `start`; None if there is none."""
        end = self.item(start, first=True)
        if end is None:
            return None
        last, position, items = end, end, 1
        while True:
            joint = _AND.match(self.text, position)
            if joint is not None:
                if joint[1] and not with_article:
                    return last
                closing = self.item(joint.end())
                return last if closing is None else closing
            comma = _COMMA.match(self.text, position)
            following = None if comma is None else self.item(comma.end())
            if following is None:
                inside = _IN.match(self.text, last)
                if position == last and inside and inside[1].endswith(_words().in_topics):
                    return inside.end()
                if items > 2 and _OWNER.match(self.text, position):
                    return position
                return last
            position = following
            items += 1

    def item(self, start: int, *, first: bool = False) -> int | None:
        """Return the end of one topic: adjectives, cut-off members, a noun."""
        position = start
        for _ in range(2):
            adjective = _ADJECTIVE.match(self.text, position)
            if adjective is None or adjective[1].lower() in _words().no_adjectives:
                break
            if adjective[1][0].isupper() and _NOUN.match(self.text, adjective.end()) is None:
                break
            position = adjective.end()
        cut = _CUT.match(self.text, position)
        if cut is not None:
            position = cut.end()
        noun = _NOUN.match(self.text, position)
        if noun is None:
            return None
        if self.is_person(start, noun.end()) or self.is_org(start, noun.end()):
            return None
        if _LEGAL_FORM.match(self.text, noun.end()):
            return None
        if not first and analyse(noun[0]) is not None:
            return None
        return noun.end()

    def genitive(self, match: re.Match[str], end: int, analysis: Analysis) -> int | None:
        """Return the end of a genitive that names a topic unit or a portfolio."""
        words = _words()
        low = match[1].lower()
        if low in words.units:
            topic = _FOR.match(self.text, match.end())
            start = topic.end() if topic else match.end() + 1
            if not topic and self.text[match.end() : match.end() + 1] != " ":
                return match.end()
            return self.topics(start) or match.end()
        if low in words.bare:
            return match.end()
        if analysis.head.name in words.ministers or analysis.head.name.endswith("minister"):
            for portfolio in words.portfolios:
                if self.text.startswith(" " + portfolio, end):
                    stop = end + 1 + len(portfolio)
                    more = _AND_ALSO.match(self.text, stop)
                    return (self.topics(more.end()) or stop) if more else stop
        if self.is_org(match.start(1), match.end(1)) or not low.endswith(words.topics):
            return None
        if analysis.head.name not in words.genitive_heads:
            return None
        following = self.text[match.end() : match.end() + 3]
        if following[:1] == " " and (following[1:2].isupper() or following[1:2] in '„"'):
            return None
        return match.end()

    def bare(self, end: int, analysis: Analysis) -> int | None:
        """Return the end of a topic that stands directly behind the head."""
        words = _words()
        if analysis.head.name not in words.bare_heads:
            return None
        noun = _NOUN.match(self.text, end + 1)
        if noun is None or noun[0].lower() not in words.bare_topics:
            return None
        return self.topics(end + 1)
