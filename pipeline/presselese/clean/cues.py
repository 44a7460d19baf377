"""Finds the cue phrases of `lexicon/boilerplate.toml` in the words of a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from presselese.errors import LexiconError
from presselese.lexicon import load_toml
from presselese.records import REASONS_DROPPED, REASONS_KEPT

_WORD = re.compile(r"[^\W_]+")
_HOW = ("cover", "start", "contain", "block", "line", "note")


@dataclass(frozen=True, slots=True)
class Cue:
    """One table [cue."<id>"] of the lexicon; its fields are explained at the head of the file."""

    id: str
    reason: str
    how: str
    weak: bool
    sentence: bool
    words: int
    order: int

    def allows(self, n_words: int, sentence: bool) -> bool:
        """Tell whether the cue may decide a line of so many words."""
        return (not sentence or self.sentence) and (not self.words or n_words <= self.words)


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue phrase at `words[start : start + length]`."""

    start: int
    length: int
    cue: Cue


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a line that is made of phrases says: the winning cue and the share of words covered."""

    cue: Cue
    share: float
    words: int


def words_of(text: str) -> list[str]:
    """Return the words of a text as cues see them: letters and digits, casefolded."""
    return _WORD.findall(text.lower())


class Cues:
    """All cues, found with one dictionary look-up per word."""

    def __init__(self, name: str = "boilerplate") -> None:
        """Read the lexicon; raises LexiconError for an unknown reason or way of matching."""
        table = load_toml(name)
        self.filler = frozenset(table["words"]["filler"])
        # By first word: phrases of one word, and longer ones by their second word.
        self._single: dict[str, list[Cue]] = {}
        self._longer: dict[str, dict[str, list[tuple[tuple[str, ...], Cue]]]] = {}
        self._words: dict[str, frozenset[str]] = {}
        for order, (id_, entry) in enumerate(table["cue"].items()):
            cue = Cue(
                id=id_,
                reason=entry["reason"],
                how=entry["how"],
                weak=entry.get("weak", False),
                sentence=entry.get("sentence", False),
                words=entry.get("words", 0),
                order=order,
            )
            if cue.how not in _HOW or cue.reason not in REASONS_DROPPED + REASONS_KEPT:
                raise LexiconError(f"{name}: cue {id_}: unknown reason or how")
            self._words[id_] = frozenset(w for p in entry["phrases"] for w in words_of(p))
            for phrase in entry["phrases"]:
                words = tuple(words_of(phrase))
                if not words:
                    raise LexiconError(f"{name}: cue {id_}: phrase {phrase!r} has no word")
                if len(words) == 1:
                    self._single.setdefault(words[0], []).append(cue)
                else:
                    seconds = self._longer.setdefault(words[0], {})
                    seconds.setdefault(words[1], []).append((words, cue))
        for cues in self._single.values():
            cues.sort(key=lambda cue: cue.order)
        for seconds in self._longer.values():
            for entries in seconds.values():
                entries.sort(key=lambda item: (-len(item[0]), item[1].order))

    def words_in(self, id_: str) -> frozenset[str]:
        """Return the words of all phrases of a cue."""
        return self._words[id_]

    def hits(self, words: Sequence[str]) -> list[Hit]:
        """Return all cue phrases of a line, by position, longest first."""
        found = []
        single, longer = self._single, self._longer
        for start, word in enumerate(words):
            if word in longer and start + 1 < len(words):
                for phrase, cue in longer[word].get(words[start + 1], ()):
                    length = len(phrase)
                    if length == 2 or tuple(words[start : start + length]) == phrase:
                        found.append(Hit(start, length, cue))
            if word in single:
                found += [Hit(start, 1, cue) for cue in single[word]]
        return found

    def coverage(self, words: Sequence[str], hits: Sequence[Hit]) -> Coverage | None:
        """Weigh the phrases of a line against its words.

        Where phrases overlap the first and longest counts. Digits, single letters and filler
        words count only inside a phrase.
        """
        tally: dict[str, int] = {}
        first: dict[str, Cue] = {}
        covered = end = 0
        at: dict[int, int] = {}
        position = 0
        hits = [hit for hit in hits if hit.cue.how == "cover"]
        while position < len(hits):
            start = hits[position].start
            rivals = []
            while position < len(hits) and hits[position].start == start:
                rivals.append(hits[position])
                position += 1
            if start < end:
                continue
            longest = rivals[0].length
            # A word of several menus ("E-Mail", "Empfehlen") speaks for each of them.
            for hit in rivals:
                if hit.length == longest:
                    tally[hit.cue.id] = tally.get(hit.cue.id, 0) + 1
                    first.setdefault(hit.cue.id, hit.cue)
            at[start] = longest
            covered += longest
            end = start + longest
        if not tally:
            return None
        neutral, skip_to = 0, 0
        for number, word in enumerate(words):
            if number in at:
                skip_to = number + at[number]
            if number >= skip_to and (len(word) == 1 or word.isdigit() or word in self.filler):
                neutral += 1
        best = max(
            tally,
            key=lambda id_: (
                tally[id_],
                not first[id_].weak,
                first[id_].reason != "navigation",
                -first[id_].order,
            ),
        )
        return Coverage(first[best], covered / max(1, len(words) - neutral), covered)


@cache
def default_cues() -> Cues:
    """Return the cues of the shipped lexicon."""
    return Cues()
