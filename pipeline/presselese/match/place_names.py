"""Candidates for cities: every stretch of a text that the gazetteer can read as a name.

Finding is look-up by word, longest name first; whether a candidate is a city in its context is
decided in `match.places`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from presselese.lexicon import load_toml
from presselese.match.place_neighbours import word_behind
from presselese.normalise.gazetteer import (
    Affix,
    Gazetteer,
    content_words,
    load_gazetteer,
    same_affix,
)

Shape = Literal["name", "genitive", "adjective", "compound"]

_WORD = re.compile(r"[^\W\d_]+")
# A word with a capital; letters that are no capitals in German are sorted out later.
_CAPITAL = re.compile(r"[^\W\d_a-zäöüß](?<![^\W\d_].)[^\W\d_]*")
_CAPITALS = re.compile(r"(?<![^\W\d_])[^\W\d_a-zäöüß]{3,}(?![^\W\d_])")
# What may follow a short name: a bracket, a slash, or a preposition with a capitalised word;
# prepositions and articles may be cut and set solid (a.d.Donau).
_AFFIX = re.compile(
    r"[ ]?\((?P<brackets>[^()\n]{1,40})\)"
    r"|[ ]?/[ ]?(?P<slash>[^\W\d_]+\.?(?: [A-ZÄÖÜ][^\W\d_]+\.?)?)"
    r"|[ ](?P<run>(?:am|an|auf|bei|im|in|ob|unter|unterm|vor|vorm|der|[abiv]\.)[ ]?"
    r"(?:(?:der|dem|den|d\.)[ ]?)?[A-ZÄÖÜ][^\W\d_]*\.?(?: [A-ZÄÖÜ][^\W\d_]+\.?)?)"
)
_FIRST_PARTS = frozenset(
    ("Bad", "Groß", "Klein", "Neu", "Alt", "Hohen", "Sankt", "Schwäbisch", "Markt", "Burg")
) | {"New", "Los", "San"}
_APART = frozenset(("", " ", ",", "\n", ")", "("))  # signs that stand beside whole names
_APOSTROPHES = str.maketrans("’′", "''")
_MOST = 20_000  # words that are remembered
_WEB = re.compile(r"\.(?:de|com|eu|org|net|info|at|ch)\b")


@dataclass(slots=True)
class Candidate:
    """A stretch that may be a city: offsets, base name, shape, and what is known of it."""

    start: int
    end: int
    name: str
    shape: Shape
    affixed: bool = False
    capitals: bool = False
    after_hyphen: bool = False
    doubtful: bool = False
    accepted: bool | None = None
    rule: str = ""
    previous: str | None = None  # the word before, once it was looked at


def plain_capitals(text: str) -> str:
    """Return the text with words in capitals written as names; the length stays."""
    return _CAPITALS.sub(_capitalise, text)


def _capitalise(match: re.Match[str]) -> str:
    word = match[0].capitalize()
    return word if len(word) == len(match[0]) else match[0]


class _Opening(NamedTuple):
    """A word with which a candidate may begin.

    `name` and `shape` are its reading where nothing else can come of it; `shouted` tells that it
    may be a name in small letters.
    """

    shouted: bool = False
    name: str = ""
    shape: Shape = "name"
    doubtful: bool = False


class _Openings(dict[str, _Opening | None]):
    """The words that may open a candidate, None for all others; filled on demand."""

    def __init__(self, judge: Callable[[str], _Opening | None]) -> None:
        super().__init__()
        self.judge = judge

    def __missing__(self, word: str) -> _Opening | None:
        if len(self) >= _MOST:
            self.clear()  # a run over many texts must not grow without bound
        opening = self[word] = self.judge(word)
        return opening


class NameFinder:
    """Looks up the names of the gazetteer in a text."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self.gazetteer = gazetteer or load_gazetteer()
        self._first_pieces = _FIRST_PARTS | {_WORD.findall(key)[0] for key in self.gazetteer.pieces}
        lexicon = load_toml("places")
        self._openings = _Openings(self._opens)
        self._regions = frozenset(lexicon["regions"].split())
        self._not_adjectives = frozenset(lexicon["not_adjectives"].split())

    def candidates(self, text: str) -> list[Candidate]:
        """Return candidates in text order, none overlapping another."""
        openings = self._openings
        found = [
            (match, opening)
            for match in _CAPITAL.finditer(text)
            if (opening := openings[match[0]]) is not None
        ]
        shouted = any(opening.shouted for _, opening in found)
        read = plain_capitals(text) if shouted else text
        if "’" in read or "′" in read:
            read = read.translate(_APOSTROPHES)  # L’Aquila
        out: list[Candidate] = []
        done = 0
        for match, (_, name, shape, doubtful) in found:
            start, end = match.span()
            if start < done:
                continue
            candidate: Candidate | None
            if name:
                candidate = Candidate(start, end, name, shape, doubtful=doubtful)
                candidate = self._complete(read, candidate)
            else:
                candidate = self._at(read, start, end, match[0])
            if candidate is None:
                continue
            before, behind = text[start - 1 : start], text[candidate.end : candidate.end + 1]
            if not (before in _APART and behind in _APART):
                if _goes_on(before, behind) or _in_web_address(text, candidate.end, before, behind):
                    continue
                candidate.after_hyphen = before == "-" and text[start - 2 : start - 1].isalnum()
            if shouted:
                candidate.capitals = read[start:end] != match[0]
            out.append(candidate)
            done = candidate.end
        return out

    def _opens(self, word: str) -> _Opening | None:
        """Tell whether a candidate may begin with the word."""
        if not word[0].isupper():
            return None
        if len(word) > 2 and word.isupper():
            small = word.capitalize()
            surfaces = (word, small, word.replace("ss", "ß", 1), small.replace("ss", "ß", 1))
            known = any(map(self._is_opening, surfaces)) or self._doubtful(small)
            return _Opening(shouted=True) if known else None
        if word in self._first_pieces or word == "Lutherstadt":
            return _Opening()
        if forms := self.gazetteer.forms(word):
            return _Opening(name=forms[0].name, shape=forms[0].kind)
        if name := self._doubtful(word):
            return _Opening(name=name, shape="adjective", doubtful=True)
        return None

    def _is_opening(self, word: str) -> bool:
        return (
            word in self._first_pieces
            or word == "Lutherstadt"
            or bool(self.gazetteer.forms(word))
            or self._doubtful(word) is not None
        )

    def _at(self, text: str, start: int, end: int, printed: str) -> Candidate | None:
        """Return the candidate that begins with the word `text[start:end]`, if any."""
        if printed == "Lutherstadt":
            behind = word_behind(text, end)
            found = self._of_one(text, behind.start, behind.end, behind.text)
            if found and found.shape != "adjective" and text[end : found.start] == " ":
                found.start, found.affixed = start, True
                return found
        found = self._of_pieces(text, start, end) or self._of_one(text, start, end, printed)
        return self._complete(text, found) if found is not None else None

    def _complete(self, text: str, found: Candidate) -> Candidate | None:
        """Take in the affix of a name, and see whether it is the first part of a compound."""
        if found.shape == "name":
            self._add_affix(text, found)
        if found.shape != "adjective" and text.startswith("-", found.end):
            if not text[found.end + 1 : found.end + 2].isalpha():
                return found
            if found.shape == "genitive":
                return None
            found.shape = "compound"
        return found

    def _of_pieces(self, text: str, start: int, end: int) -> Candidate | None:
        """Return the longest name of several words that begins with the word `text[start:end]`."""
        first = text[start:end]
        if first not in self._first_pieces:
            return None
        behind = word_behind(text, end)
        if not behind.text or behind.start - end > 2:
            return None
        key = text[start : behind.end]
        for name in self.gazetteer.pieces.get(key, ()):
            if text.startswith(name, start) and name.rpartition("/")[2] not in self._regions:
                stop = start + len(name)
                if not text[stop : stop + 1].isalnum():
                    return Candidate(start, stop, name, "name")
                if text[stop] == "s" and not text[stop + 1 : stop + 2].isalnum():
                    return Candidate(start, stop + 1, name, "genitive")
        if first in _FIRST_PARTS and text[end] == " ":
            for form in self.gazetteer.forms(key):
                return Candidate(start, behind.end, form.name, form.kind)
            if key.endswith("s") and key[:-1] in self.gazetteer.names:
                return Candidate(start, behind.end, key[:-1], "genitive")
        return None

    def _of_one(self, text: str, start: int, end: int, printed: str) -> Candidate | None:
        """Return the reading of one word; `printed` is the word before capitals were mended."""
        word = text[start:end]
        forms = self.gazetteer.forms(word)
        if not forms and "ss" in word and word != printed:
            forms = self.gazetteer.forms(word.replace("ss", "ß", 1))
        if forms:
            return Candidate(start, end, forms[0].name, forms[0].kind)
        if name := self._doubtful(word):
            return Candidate(start, end, name, "adjective", doubtful=True)
        return None

    def _doubtful(self, word: str) -> str | None:
        """Return the city of an adjective that commonly means something else (Schwerter)."""
        if word not in self._not_adjectives or not word.endswith("er"):
            return None
        return self.gazetteer.adjective(word, strict=False)

    def _add_affix(self, text: str, found: Candidate) -> None:
        """Take in an affix that the gazetteer knows for this name, in whatever spelling."""
        known = self.gazetteer.affixes.get(found.name)
        if not known:
            return
        match = _AFFIX.match(text, found.end)
        if not match:
            return
        affix = match["brackets"] or match["slash"] or match["run"]
        end = self._affix_end(match, affix, known)
        if end is None:
            return
        found.end, found.affixed = end, True

    def _affix_end(self, match: re.Match[str], affix: str, known: list[Affix]) -> int | None:
        """Where the affix ends, or None; of two capitalised words the second may be foreign."""
        cut = 0
        while True:
            words = content_words(affix)
            if words and any(same_affix(words, entry.words) for entry in known):
                break
            head, blank, tail = affix.rpartition(" ")
            if not blank or match["brackets"] or not content_words(head):
                return None
            cut += len(blank) + len(tail)
            affix = head
        if match["slash"] and affix.rstrip(".") in self._regions:
            return None
        end = match.end() - cut
        # The full stop of a cut word belongs to the name, one that ends the sentence does not.
        if match.string[end - 1] == "." and len(affix) > 3:
            whole = words[-1].rstrip(".")
            if any(entry.words[-1] == whole for entry in known):
                end -= 1
        return end


def _goes_on(before: str, behind: str) -> bool:
    """Whether the word goes on beyond the stretch: a soft hyphen, a digit (Cham­pagner, Ulm2)."""
    return any(char in "\u00ad_" or char.isdigit() for char in before + behind)


def _in_web_address(text: str, end: int, before: str, behind: str) -> bool:
    """Whether a name is part of an address: presse@Fulda, @Fulda, Fulda.de."""
    if before in ("@", "#") or behind == "@":
        return True
    return behind == "." and _WEB.match(text, end) is not None
