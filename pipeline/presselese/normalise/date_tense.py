"""Tells whether the clause around a date reports something or announces it.

German puts the finite verb second and the participle last, so a clause rather than a window of
words is looked at: the piece between two commas that holds the date, then, if it has no verb, its
neighbours outwards to the borders of the sentence.
"""

from __future__ import annotations

import re

from presselese.normalise.date_words import LEXICON

_CUES = LEXICON["tense"]
_PAST = frozenset(_CUES["past"])
_ADVERBS = frozenset(_CUES["past_adverbs"])
_FUTURE = frozenset(_CUES["future"])
_MODALS = frozenset(_CUES["modals"])
_WISHES = frozenset(_CUES["wishes"])
_PERFECT = frozenset(_CUES["perfect"])
_HAVE = frozenset(_CUES["have"])
_PLANNED = frozenset(_CUES["planned"])
_EVENTS = frozenset(_CUES["events"])
_NOT_PRETERITE = frozenset(_CUES["not_preterite"])

_PRESENT = frozenset(_CUES["present"])
_NO_VERB = frozenset(_CUES["no_verbs"])

_REACH = 300  # characters to either side; a sentence of a release has 110 on average
_SENTENCE = re.compile(r"[!?\n]|\.(?<=[^\W\d][^\W\d]\.)(?=\s|$|[“\"»«‹›])")
_TIME = re.compile(
    r"[,;]?\s{0,3}(?:um\s{1,3}|ab\s{1,3}|von\s{1,3})?\d{1,2}(?:[.:]\d\d)?(?:\s{0,3}(?:bis|-|–)\s{0,3}\d{1,2}(?:[.:]\d\d)?)?\s{0,3}Uhr"
)
_BREAK = re.compile(r"[,:](?!\d)|[;()–]| und (?=[a-zäöü])| - ")
_WORD = re.compile(r"[^\W\d_]+")
_PARTICIPLE = re.compile(
    r"(?:[a-zäöü]{2,5})?ge[a-zäöüß]{2,40}(?:t|en)|(?:ver|be|er|ent|zer|über|unter)[a-zäöüß]{3,40}(?:t|en)"
    r"|[a-zäöüß]{3,40}iert|vollendet|vollzogen|vollbracht|(?:hinter|wider|wieder)[a-zäöüß]{3,40}(?:t|en)"
)
_PRETERITE = re.compile(r"[a-zäöüß]{2,40}(?:te|ten)")
_ARTICLES = frozenset(
    {"der", "die", "das", "dem", "den", "des", "ein", "eine", "einen", "einem", "einer"}
)


# What a word says of the tense, as bits.
_IS_PAST, _IS_PARTICIPLE, _IS_HAVE, _IS_AHEAD, _IS_PERFECT, _IS_DONE = 1, 2, 4, 8, 16, 32
_IS_PRETERITE, _IS_PRESENT, _IS_ADVERB, _IS_VERB, _IS_ARTICLE, _IS_EITHER = (
    64,
    128,
    256,
    512,
    1024,
    2048,
)
# What only a word that is written small tells.
_SMALL = _IS_PARTICIPLE | _IS_DONE | _IS_VERB
_MOST = 20_000  # words whose bits are kept


class _Bits(dict[str, int]):
    """The bits of words, as they are written; filled on demand."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST:
            self.clear()  # a run over many texts must not grow without bound
        bits = self[word] = _bits(word)
        return bits


def _bits(word: str) -> int:
    if not word[0].islower():
        return _IS_ARTICLE if word.lower() in _ARTICLES else 0
    bits = _LISTED.get(word, 0)
    if _PARTICIPLE.fullmatch(word):
        if bits & _IS_PAST:
            bits += _IS_EITHER - _IS_PAST  # "beschlossen"
        bits |= _IS_PARTICIPLE | (0 if word in _EVENTS else _IS_DONE)
    elif word[-1] == "t" and word not in _NO_VERB:
        bits |= _IS_VERB
    preterite = word.endswith(("te", "ten")) and not word.startswith("ge")
    if preterite and word not in _NOT_PRETERITE and _PRETERITE.fullmatch(word):
        bits |= _IS_PRETERITE
    return bits


def _listed() -> dict[str, int]:
    """Return the bits of the words that the lexicon lists."""
    bits: dict[str, int] = {}
    for bit, words in (
        (_IS_PAST, _PAST),
        (_IS_HAVE, _HAVE),
        (_IS_AHEAD, _PLANNED | _FUTURE),
        (_IS_PERFECT, _PERFECT),
        (_IS_PRESENT, _EVENTS | _PRESENT),
        (_IS_ADVERB, _ADVERBS),
        (_IS_ARTICLE, _ARTICLES),
    ):
        for word in words:
            bits[word] = bits.get(word, 0) | bit
    return bits


_LISTED = _listed()
_BITS = _Bits()


def clause_tense(text: str, start: int, end: int) -> int:
    """Return whether the clause around `text[start:end]` reports (below 0) or announces (above).

    -3 past tense, -2 perfect, -1 weaker signs of the past, 0 open, 1 present, 2 future or modal.
    Reads at most 300 characters to either side.
    """
    left, right = _sentence(text, start, end)
    before = _BREAK.split(text[left:start])
    after = _BREAK.split(text[end:right])
    # A comma right behind the date closes the date ("am Montag, 3. Mai, gefasst"), not the clause.
    closes = text.startswith(",", end) and len(after) > 1
    clause = f"{before.pop()} {after[closes]}"
    lean = _read(clause)
    if lean:
        return lean
    rest = after[closes + 1 :]
    if _TIME.match(text, end):
        return 1  # "am 14. Mai, 19.30 Uhr": a date with its hour is an appointment
    waits = _waits(clause)
    for _ in range(3):
        if not (before or rest):
            break
        if before and not waits:
            clause = f"{before.pop()} {clause}"
            lean = _read(clause)
        if rest and not lean:
            clause = f"{clause} {rest.pop(0)}"
            lean = _read(clause)
        if lean:
            return lean
    # No participle came: "ist am 14. Juni Gastgeberin" is a plain present.
    return 1 if waits else 0


def _waits(clause: str) -> bool:
    """Whether a clause holds an auxiliary, whose participle may stand behind the next comma."""
    return not _PERFECT.isdisjoint(_WORD.findall(clause))


def happens(text: str, start: int, end: int) -> bool:
    """Tell whether the clause around "heute" is about an event of that day, not about an era."""
    left, right = _sentence(text, start, end)
    before = _BREAK.split(text[left:start])[-1]
    after = _BREAK.split(text[end:right])[0]
    clause = f"{before} {after}"
    if _read(clause, adverbs=False) < 0:
        return True
    words = _WORD.findall(clause)
    words[:1] = [word.lower() for word in words[:1]]
    if any(word in _EVENTS or word in _MODALS for word in words):
        return True
    # "will heute unterzeichnen", but "heute will jeder mitreden"
    return not _WISHES.isdisjoint(_WORD.findall(before))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the borders of the sentence around a span."""
    left = max(0, start - _REACH)
    left = max(left, text.rfind("\n", left, start) + 1)
    for border in _SENTENCE.finditer(text, left, start):
        left = border.end()
    limit = min(len(text), end + _REACH)
    closing = _SENTENCE.search(text, end, limit)
    return left, closing.start() if closing else limit


def _read(clause: str, *, adverbs: bool = True) -> int:
    """Read the tense off a clause; see `clause_tense` for the figures."""
    words = _WORD.findall(clause)
    if not words:
        return 0
    first = words[0]
    bits = _BITS[first] if first[0].islower() else _BITS[first.lower()] & ~_SMALL
    every, article = bits, bits & _IS_ARTICLE
    for word in words[1:]:
        bits = _BITS[word]
        # "die gestaltete Fläche" tells nothing
        every |= bits & ~_IS_PRETERITE if article else bits
        article = bits & _IS_ARTICLE
    return _tense(every, adverbs=adverbs)


def _tense(every: int, *, adverbs: bool) -> int:
    """Weigh the bits of all words of a clause."""
    if every & _IS_PAST:
        return -3
    # "hat den Preis verliehen", but "ist, wenn die Messe beginnt"
    if every & _IS_HAVE and every & _IS_PARTICIPLE:
        return -2
    if every & _IS_AHEAD:
        return 2
    perfect = every & _IS_PERFECT
    if perfect and every & (_IS_DONE | _IS_EITHER):
        return -2
    if every & _IS_EITHER:
        return -3  # "die Räte beschlossen", no auxiliary beside it
    if every & _IS_PRETERITE:
        return -1
    if every & _IS_PRESENT:
        return 1
    if adverbs and every & _IS_ADVERB:
        return -1
    # An auxiliary waits for its participle in the next piece of the clause.
    return 1 if every & _IS_VERB and not perfect else 0
