"""The grammar of ROLE spans: a head noun, what belongs to it on either side, and when it counts.

Works on characters; needs no spaCy. The words come from `lexicon/roles.toml`, the forms of the
nouns from `normalise.role_morphology`. Offsets count code points of the text given.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from presselese.lexicon import load_toml
from presselese.match.role_complements import complement_end, is_topic_unit
from presselese.normalise.role_morphology import Analysis, analyse, belongs
from presselese.records import Found

Spans = Sequence[tuple[int, int]]

_LETTER = r"[^\W\d_]"
_WORD = re.compile(
    rf"(?<!{_LETTER})[A-ZÄÖÜ](?:{_LETTER}|[\xad¤¶¼])*(?:-{_LETTER}(?:{_LETTER}|\xad)*)*"
    r"(?:(?:[:*_·]|/-?|\()[iI]n(?:nen)?\b\)?)?"
)
# Bürgermeisterinnen und Bürgermeister; Lehrerin oder (der) Lehrer.
_PAIR = re.compile(
    r"[ \xa0](?:und|oder|bzw\.|beziehungsweise|/)[ \xa0]"
    r"(?:(?:der|die|des|den|dem|eines|einer)[ \xa0])?"
    rf"([A-ZÄÖÜ]{_LETTER}+)"
)
_HALF_PAIR = re.compile(rf"[ \xa0](?:und|oder)[ \xa0]-({_LETTER}+)")
# Bau- und Kulturdezernent: the cut-off first members before the word.
_ELLIPSIS = re.compile(
    rf"(?<![\w-])(?:[A-Z]{{2,5}}-)?((?:[A-ZÄÖÜ]{_LETTER}+-,[ \xa0])*[A-ZÄÖÜ]{_LETTER}+"
    rf"(?:-{_LETTER}+)*-[ \xa0](?:und|oder|sowie|&)[ \xa0])$"
)
_POLITICAL = re.compile(
    rf"(?<!{_LETTER})(?:{_LETTER}+-[ \xa0]und[ \xa0])?{_LETTER}+politische[rsnm]?[ \xa0]$"
)
_PREVIOUS = re.compile(rf"({_LETTER}+\.?|\d{{1,2}}\.)[ \xa0]{{1,2}}$")
_NEXT = re.compile(rf"[ \xa0]([A-ZÄÖÜ]{_LETTER}+)")
_TITLES = re.compile(
    r"[ \xa0]+(?:(?:(?:Univ\.-|Hon\.-|Jun\.-)?Prof\.|Professor(?:in)?|Dr\.(?:-Ing\.)?"
    r"|Dipl\.-[A-Za-zäöü]+\.?|Mag\.|Ing\.|med\."
    r"|h\.[ \xa0]?c\.|rer\.|nat\.|phil\.|jur\.|dent\.|vet\.|Frau|Herrn?|Graf|Sir|Lic\.|theol\."
    r"|pol\.|oec\.|habil\.|mult\.)[ \xa0]*)*"
)
# From a name to its apposition or predicate: "Name (SPD), der neue", "Name ist seit 2003".
_BEFORE_NAME = re.compile(
    r"(?:[ \xa0]?\([^()\n]{1,30}\))?"
    r"(?:,?[ \xa0]?[(–]|,|[ \xa0](?:ist|war|wird|wurde|bleibt|blieb|als|zum|zur)(?=[ \xa0]))"
    r"[ \xa0]?(?:[a-zäöüß]+[ \xa0]){0,4}(?:[A-ZÄÖÜ][\w-]*-)?"
)
_DETERMINER = re.compile(
    r"(?<![^\W\d_])(?i:d(?:er|ie|as|en|em|es)|(?:ein|sein|ihr|unser|mein|jed|dies|jen|welch|manch)(?:e[rsnm]?)?"
    r"|dessen|deren|zu[mr]|vo[nm]|bei[m]?|als|a[mn]|i[mn]s?|[a-zäöü]+ische[rn]?|zwei|drei|vier|fünf"
    r"|sechs)[ \xa0]"
    r"(?:(?!und|oder)[a-zäöüß-]+[rsnmet][ \xa0]){0,3}(?:[A-ZÄÖÜ][\w-]*-)?$"
)
_SINGLE = re.compile(
    r"(?<![^\W\d_])(?i:ein(?:e[rsnm]?)?|(?:sein|ihr|unser|mein)(?:e[rsnm]?)?|dessen|deren|zum|zur|als|vom"
    r"|de[rsm])[ \xa0]"
    r"(?:(?!und|oder)[a-zäöüß-]+(?:e|e[rsnm]|ig|lich)[ \xa0]){0,3}(?:[A-ZÄÖÜ][\w-]*-)?$"
)
_SHE = re.compile(r"(?<![^\W\d_])[Dd]ie[ \xa0](?:[a-zäöüß\d-]+e[ \xa0]){0,2}(?:[A-ZÄÖÜ]\w*-)?$")
# „Gemeindeschwester plus“: a noun in quotation marks of its own names a project.
_QUOTED_AFTER = re.compile(r"[^„“”\"«»\n.,!?:]{0,12}[“”\"«]")
_OPENING = frozenset('„“"»‚')
_WINDOW = 60


@dataclass(slots=True)
class _Candidate:
    start: int
    end: int
    analysis: Analysis | None
    rule: str
    ranked: bool = False


class _Index:
    """Sorted spans with the questions the grammar asks of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(set(spans))
        self.starts = [start for start, _ in self.spans]
        # Nested spans: the furthest end of all spans up to each one.
        self.reach: list[int] = []
        furthest = 0
        for _, end in self.spans:
            furthest = max(furthest, end)
            self.reach.append(furthest)

    def overlaps(self, start: int, end: int) -> bool:
        """Return whether a span shares a character with start:end."""
        before = bisect_left(self.starts, end)
        return before > 0 and self.reach[before - 1] > start

    def next_start(self, position: int) -> int | None:
        """Return the first start at or behind the position."""
        at = bisect_left(self.starts, position)
        return self.starts[at] if at < len(self.starts) else None

    def last_end(self, position: int) -> int | None:
        """Return the end of the last span that starts before the position."""
        before = bisect_right(self.starts, position)
        return self.reach[before - 1] if before else None


@dataclass(frozen=True, slots=True)
class _Words:
    bodies: frozenset[str]
    bound: frozenset[str]
    bound_alone: frozenset[str]
    strict: frozenset[str]
    errands: frozenset[str]
    surnames: frozenset[str]
    kept: frozenset[str]
    former: frozenset[str]
    organisations: tuple[str, ...]


@cache
def _words() -> _Words:
    tables: dict[str, Any] = load_toml("roles")
    traits = tables["traits"]
    return _Words(
        bodies=frozenset(traits["bodies"]),
        bound=frozenset(traits["bound"]),
        bound_alone=frozenset(traits["bound_alone"]),
        strict=frozenset(traits["strict"]),
        errands=frozenset(traits["errands"]),
        surnames=frozenset(traits["surnames"]),
        kept=frozenset(tables["modifiers"]["kept"]),
        former=frozenset(tables["modifiers"]["former"]),
        organisations=tuple(tables["modifiers"]["organisations"]),
    )


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(load_toml("roles")["abbreviations"])


def find_roles(
    text: str,
    *,
    people: Spans = (),
    organisations: Spans = (),
    places: Spans = (),
    dates: Spans = (),
) -> list[Found]:
    """Find the ROLE spans of a text, in order, without overlaps (guideline, section 5).

    The spans of people, organisations, places and dates are offsets into the text; all may be
    empty or noisy. A role never lies inside a person or date, nor crosses a line break.
    """
    persons, orgs = _Index(people), _Index(organisations)
    # "Leiter der Abteilung Pflege": the unit is the role's, whoever takes it for an organisation.
    bodies = _Index(span for span in organisations if not is_topic_unit(text, span[0]))
    blocked = _Index([*people, *dates])
    sites = _Index([*organisations, *places])
    found: list[Found] = []
    last = 0
    for match in _WORD.finditer(text):
        if match.start() < last:
            continue
        candidate = _candidate(text, match, orgs, sites)
        if candidate is None or candidate.start < last:
            continue
        if blocked.overlaps(candidate.start, candidate.end):
            continue
        if orgs.overlaps(candidate.start, candidate.end):
            continue
        _extend_pair(text, candidate, blocked)
        _extend_left(text, candidate, max(last, blocked.last_end(candidate.start) or 0))
        if not _counts(text, candidate, persons):
            continue
        if candidate.analysis is not None and candidate.rule != "role.pair":
            end = complement_end(
                text, candidate.end, candidate.analysis, bodies.overlaps, persons.overlaps
            )
            if end != candidate.end and not blocked.overlaps(candidate.end, end):
                candidate.end, candidate.rule = end, "role.complement"
        found.append(
            Found(
                candidate.start,
                candidate.end,
                text[candidate.start : candidate.end],
                "ROLE",
                candidate.rule,
            )
        )
        last = candidate.end
    return found


def _candidate(text: str, match: re.Match[str], orgs: _Index, sites: _Index) -> _Candidate | None:
    word = match[0]
    start, end = match.span()
    analysis = analyse(word)
    if analysis is None:
        bare = word.rpartition("-")[2] if "-" in word else word
        if bare not in _abbreviations():
            return None
        return _Candidate(end - len(bare), end, None, "role.abbreviation")
    rule = "role.both_genders" if analysis.both_genders else "role.head"
    prefix, hyphen, _ = analysis.modifier.rpartition("-")
    if hyphen:
        cut = start + word.rindex("-", 0, len(prefix) + 2) + 1
        if _stands_outside(prefix, start, cut, sites):
            inner = analyse(text[cut:end])
            return None if inner is None else _Candidate(cut, end, inner, "role.hyphen")
    return _Candidate(start, end, analysis, rule)


def _stands_outside(prefix: str, start: int, cut: int, sites: _Index) -> bool:
    """Return whether the part before the hyphen is no part of the role (Ex-, VKU-)."""
    words = _words()
    low = prefix.lower()
    last = low.rpartition("-")[2]
    if low in words.former or last in words.former:
        return True
    if sites.overlaps(start, cut):
        return True
    if low in words.kept or last in words.kept:
        return False
    tail = prefix.rpartition("-")[2]
    return any(c.isupper() for c in tail[1:]) or low.endswith(words.organisations)


def _extend_pair(text: str, candidate: _Candidate, blocked: _Index) -> None:
    """Take in the second half of a pair of both genders (Bürgermeisterinnen und Bürgermeister)."""
    first = candidate.analysis
    if first is None or first.both_genders:
        return
    half = _HALF_PAIR.match(text, candidate.end)
    if half is not None:
        if blocked.overlaps(candidate.end, half.end()):
            return
        if first.head.name.lower().endswith(half[1].lower()) or analyse(half[1]) is not None:
            candidate.end, candidate.rule = half.end(), "role.pair"
        return
    pair = _PAIR.match(text, candidate.end)
    if pair is None or blocked.overlaps(candidate.end, pair.end()):
        return
    second = analyse(pair[1])
    if (
        second is not None
        and second.head is first.head
        and second.modifier.lower() == first.modifier.lower()
        and second.form.genders != first.form.genders
    ):
        candidate.end, candidate.rule = pair.end(), "role.pair"


def _extend_left(text: str, candidate: _Candidate, floor: int) -> None:
    """Take in cut-off first members and rank or function adjectives on the left."""
    analysis = candidate.analysis
    if analysis is None:
        return
    line = max(text.rfind("\n", 0, candidate.start) + 1, floor, candidate.start - 120)
    cut_off = text.find("- ", line, candidate.start) >= 0
    ellipsis = _ELLIPSIS.search(text, line, candidate.start) if cut_off else None
    if ellipsis is not None:
        candidate.start, candidate.rule = ellipsis.start(1), "role.ellipsis"
        return
    if candidate.rule == "role.hyphen":
        return
    if analysis.head.name == "Sprecher":
        political = _POLITICAL.search(text, line, candidate.start)
        if political is not None:
            candidate.start = political.start()
            return
    while True:
        before = _PREVIOUS.search(text, max(line, candidate.start - 30), candidate.start)
        if before is None or not belongs(before[1], analysis):
            return
        candidate.start, candidate.ranked = before.start(1), True


def _counts(text: str, candidate: _Candidate, persons: _Index) -> bool:
    """Return whether the noun is a role where it stands."""
    analysis = candidate.analysis
    if analysis is None:
        return True
    words = _words()
    name = analysis.head.name
    whole = analysis.modifier + name
    bound = whole in words.bound or name in words.bound
    if candidate.rule in ("role.both_genders", "role.pair"):
        return not bound
    if name in words.bound_alone:
        bound = bound or not analysis.modifier or analysis.modifier.endswith("-")
    if text[candidate.end : candidate.end + 1] == "-":
        return False
    if analysis.head.declension == "adj" and _attributive(text, candidate.end):
        return False
    if whole == "Professor" and _name_follows(text, candidate.end, persons):
        return False
    if text[candidate.start - 1 : candidate.start] in _OPENING and _QUOTED_AFTER.match(
        text, candidate.end
    ):
        return False
    if whole in words.errands and text.endswith(("zum ", "beim "), 0, candidate.start):
        return _name_follows(text, candidate.end, persons)
    if whole in words.bodies or name in words.bodies:
        if "f" in analysis.form.genders or candidate.ranked:
            return True
        if not analysis.form.singular and analysis.head.category == "municipal":
            return True
        return _has_name(text, candidate, persons)
    if bound:
        if _has_name(text, candidate, persons):
            return True
        if name in words.strict or not analysis.form.singular:
            return False
        if analysis.form.genders == "f" and _matches(_SHE, text, candidate):
            return True
        return _matches(_SINGLE, text, candidate)
    if whole in words.surnames and analysis.form.singular and "f" not in analysis.form.genders:
        return _has_name(text, candidate, persons) or _matches(_DETERMINER, text, candidate)
    return True


def _attributive(text: str, end: int) -> bool:
    """Return whether the participle belongs to a role noun behind it (Vorsitzende Richterin)."""
    following = _NEXT.match(text, end)
    if following is None:
        return False
    noun = analyse(following[1])
    return noun is not None and not noun.modifier


def _matches(pattern: re.Pattern[str], text: str, candidate: _Candidate) -> bool:
    floor = text.rfind("\n", max(0, candidate.start - _WINDOW), candidate.start) + 1
    return (
        pattern.search(text, floor or max(0, candidate.start - _WINDOW), candidate.start)
        is not None
    )


def _name_follows(text: str, end: int, persons: _Index) -> bool:
    after = persons.next_start(end)
    if after is None or after - end >= _WINDOW:
        return False
    gap = _TITLES.match(text, end)
    return gap is not None and gap.end() == after


def _has_name(text: str, candidate: _Candidate, persons: _Index) -> bool:
    """Return whether a person's name stands directly before or behind the candidate."""
    if _name_follows(text, candidate.end, persons):
        return True
    before = persons.last_end(candidate.start)
    if before is not None and candidate.start - before < _WINDOW:
        return _BEFORE_NAME.fullmatch(text, before, candidate.start) is not None
    return False
