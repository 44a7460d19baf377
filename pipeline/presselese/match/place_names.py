"""Candidates for cities: every stretch of a text that the gazetteer can read as a name.

Finding is look-up by word, longest name first; whether a candidate is a city in its context is
decided in `match.places`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple

from presselese.lexicon import load_toml
from presselese.normalise.gazetteer import (
    Affix,
    Gazetteer,
    content_words,
    load_gazetteer,
    same_affix,
)

Shape = Literal["name", "genitive", "adjective", "compound"]

_WORD = re.compile(r"[^\W\d_]+")
_PIECE = re.compile(r"[^\W\d_]+|[\W\d_]+")
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
_SHOUTED = 2  # a word in capitals that may begin a name
_WEB = re.compile(r"\.(?:de|com|eu|org|net|info|at|ch)\b")


@dataclass(slots=True)
class Candidate:
    """A stretch that may be a city: offsets, base name, shape and its place among the words."""

    start: int
    end: int
    name: str
    shape: Shape
    first: int
    last: int
    affixed: bool = False
    capitals: bool = False
    after_hyphen: bool = False
    doubtful: bool = False
    accepted: bool | None = None
    rule: str = ""


class Word(NamedTuple):
    """A run of letters with its offsets."""

    start: int
    end: int
    text: str


class Words:
    """The words of a text in order; `texts`, `starts` and `ends` are columns of equal length."""

    __slots__ = ("ends", "starts", "texts")

    def __init__(self, text: str) -> None:
        # Words and what lies between them take turns, so offsets are running sums of lengths.
        pieces = _PIECE.findall(text)
        first = 0 if pieces and pieces[0][0].isalpha() else 1
        offsets = list(accumulate(map(len, pieces), initial=0))
        self.texts: list[str] = pieces[first::2]
        self.starts: list[int] = offsets[first::2][: len(self.texts)]
        self.ends: list[int] = offsets[first + 1 :: 2][: len(self.texts)]

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, index: int) -> Word:
        return Word(self.starts[index], self.ends[index], self.texts[index])


def words_of(text: str) -> Words:
    """Cut a text into runs of letters."""
    return Words(text)


def plain_capitals(text: str) -> str:
    """Return the text with words in capitals written as names; the length stays."""
    return _CAPITALS.sub(_capitalise, text)


def _capitalise(match: re.Match[str]) -> str:
    word = match[0].capitalize()
    return word if len(word) == len(match[0]) else match[0]


class NameFinder:
    """Looks up the names of the gazetteer in a text."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self.gazetteer = gazetteer or load_gazetteer()
        self._first_pieces = _FIRST_PARTS | {_WORD.findall(key)[0] for key in self.gazetteer.pieces}
        lexicon = load_toml("places")
        self._openings: dict[str, int] = {}
        self._regions = frozenset(lexicon["regions"].split())
        self._not_adjectives = frozenset(lexicon["not_adjectives"].split())

    def candidates(self, text: str, words: Words) -> list[Candidate]:
        """Return candidates in text order, none overlapping another."""
        known = self._openings
        openings = list(map(known.get, words.texts))
        if None in openings:
            for unknown in words.texts:
                if unknown not in known:
                    known[unknown] = self._opens(unknown)
            openings = list(map(known.get, words.texts))
            if len(known) > 200_000:  # a run over many texts must not grow without bound
                known.clear()
        read = plain_capitals(text) if _SHOUTED in openings else text
        out: list[Candidate] = []
        done = 0
        for index in [index for index, opening in enumerate(openings) if opening]:
            if index < done:
                continue
            word = words[index]
            candidate = self._at(read, words, index)
            if (
                candidate is None
                or _goes_on(text, candidate)
                or _in_web_address(text, word, words[candidate.last])
            ):
                continue
            candidate.capitals = read[word.start : word.end] != word.text
            candidate.after_hyphen = text[word.start - 1 : word.start] == "-" and (
                word.start > 1 and text[word.start - 2].isalnum()
            )
            out.append(candidate)
            done = candidate.last + 1
        return out

    def _opens(self, word: str) -> int:
        """Whether a candidate may begin with the word: 0 no, 1 yes, 2 yes in small letters."""
        if not word[0].isupper():
            return 0
        shouted = len(word) > 2 and word.isupper()
        for surface in (word, word.capitalize()) if shouted else (word,):
            spelled = surface.replace("ss", "ß", 1) if shouted else surface
            if (
                surface in self._first_pieces
                or surface == "Lutherstadt"
                or self.gazetteer.forms(surface)
                or self.gazetteer.forms(spelled)
                or self._doubtful(surface)
            ):
                return _SHOUTED if shouted else 1
        return 0

    def _at(self, text: str, words: Words, index: int) -> Candidate | None:
        word = words[index]
        if word.text == "Lutherstadt" and index + 1 < len(words):
            found = self._of_one(text, words, index + 1)
            if found and found.shape != "adjective" and text[word.end : found.start] == " ":
                found.start, found.first = word.start, index
                found.affixed = True
                return found
        found = self._of_pieces(text, words, index) or self._of_one(text, words, index)
        if found is None:
            return None
        if found.shape == "name":
            self._add_affix(text, words, found)
        if (
            found.shape in ("name", "genitive")
            and text[found.end : found.end + 1] == "-"
            and text[found.end + 1 : found.end + 2].isalpha()
        ):
            if found.shape == "genitive":
                return None
            found.shape = "compound"
        return found

    def _of_pieces(self, text: str, words: Words, index: int) -> Candidate | None:
        """Return the longest name of several words that begins here."""
        if index + 1 >= len(words) or words[index + 1].start - words[index].end > 2:
            return None
        start = words[index].start
        if text[start : words[index].end] not in self._first_pieces:
            return None
        key = text[start : words[index + 1].end]
        for name in self.gazetteer.pieces.get(key, ()):
            if text.startswith(name, start) and name.rpartition("/")[2] not in self._regions:
                end = start + len(name)
                if not text[end : end + 1].isalnum():
                    return self._candidate(words, index, end, name, "name")
                if text[end] == "s" and not text[end + 1 : end + 2].isalnum():
                    return self._candidate(words, index, end + 1, name, "genitive")
        first = text[start : words[index].end]
        if first in _FIRST_PARTS and text[words[index].end] == " ":
            for form in self.gazetteer.forms(key):
                return self._candidate(words, index, words[index + 1].end, form.name, form.kind)
            if key.endswith("s") and key[:-1] in self.gazetteer.names:
                return self._candidate(words, index, words[index + 1].end, key[:-1], "genitive")
        return None

    def _of_one(self, text: str, words: Words, index: int) -> Candidate | None:
        word = words[index]
        surface = text[word.start : word.end]
        forms = self.gazetteer.forms(surface)
        if not forms and surface != word.text and "ss" in surface:
            forms = self.gazetteer.forms(surface.replace("ss", "ß", 1))
        for form in forms:
            end = word.end
            if form.kind == "genitive" and text[end : end + 1] in "’'":
                end = word.end
            return self._candidate(words, index, end, form.name, form.kind)
        if surface.endswith("er") and (name := self._doubtful(surface)):
            found = self._candidate(words, index, word.end, name, "adjective")
            found.doubtful = True
            return found
        return None

    def _doubtful(self, word: str) -> str | None:
        """Return the city of an adjective that commonly means something else (Schwerter)."""
        if word not in self._not_adjectives:
            return None
        return self.gazetteer.adjective(word, strict=False)

    @staticmethod
    def _candidate(words: Words, index: int, end: int, name: str, shape: Shape) -> Candidate:
        last = index
        while last + 1 < len(words) and words[last + 1].end <= end:
            last += 1
        return Candidate(words[index].start, end, name, shape, index, last)

    def _add_affix(self, text: str, words: Words, found: Candidate) -> None:
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
        while found.last + 1 < len(words) and words[found.last + 1].end <= end:
            found.last += 1

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


def _goes_on(text: str, candidate: Candidate) -> bool:
    """Whether the word goes on beyond the stretch: a soft hyphen, a digit (Cham­pagner, Ulm2)."""
    around = text[candidate.start - 1 : candidate.start] + text[candidate.end : candidate.end + 1]
    return any(char == "\u00ad" or char.isdigit() or char == "_" for char in around)


def _in_web_address(text: str, first: Word, last: Word) -> bool:
    """Whether a name is part of an address: presse@Fulda, @Fulda, Fulda.de."""
    if text[first.start - 1 : first.start] in ("@", "#") or text[last.end : last.end + 1] == "@":
        return True
    return bool(_WEB.match(text, last.end))
