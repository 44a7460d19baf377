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
_SENTENCE = re.compile(r"[!?\n]|(?<=[^\W\d][^\W\d])\.(?=\s|$|[“\"»«‹›])")
_TIME = re.compile(
    r"[,;]?\s{0,3}(?:um\s{1,3}|ab\s{1,3}|von\s{1,3})?\d{1,2}(?:[.:]\d\d)?(?:\s{0,3}(?:bis|-|–)\s{0,3}\d{1,2}(?:[.:]\d\d)?)?\s{0,3}Uhr"
)
_BREAK = re.compile(r"[,:](?!\d)|[;()–]| und (?=[a-zäöü])| - ")
_WORD = re.compile(r"[^\W\d_]+")
_PARTICIPLE = re.compile(
    r"(?:[a-zäöü]{2,5})?ge[a-zäöüß]{2,40}(?:t|en)|(?:ver|be|er|ent|zer|über|unter)[a-zäöüß]{3,40}(?:t|en)"
    r"|[a-zäöüß]{3,40}iert"
)
_PRETERITE = re.compile(r"[a-zäöüß]{2,40}(?:te|ten)")
_ARTICLES = frozenset(
    {"der", "die", "das", "dem", "den", "des", "ein", "eine", "einen", "einem", "einer"}
)


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
    rest = after[closes + 1 :]
    lean = _read(clause)
    if not lean and _TIME.match(text, end):
        return 1  # "am 14. Mai, 19.30 Uhr": a date with its hour is an appointment
    waits = _waits(clause)
    for _ in range(3):
        if lean or not (before or rest):
            break
        if before and not waits:
            clause = f"{before.pop()} {clause}"
            lean = _read(clause)
        if rest and not lean:
            clause = f"{clause} {rest.pop(0)}"
            lean = _read(clause)
    # No participle came: "ist am 14. Juni Gastgeberin" is a plain present.
    return lean or (1 if waits else 0)


def _waits(clause: str) -> bool:
    """Whether a clause holds an auxiliary, whose participle may stand behind the next comma."""
    return not _PERFECT.isdisjoint(_WORD.findall(clause))


def happens(text: str, start: int, end: int) -> bool:
    """Tell whether the clause around "heute" is about an event of that day, not about an era."""
    left, right = _sentence(text, start, end)
    before = _BREAK.split(text[left:start])[-1]
    after = _BREAK.split(text[end:right])[0]
    words = _WORD.findall(f"{before} {after}")
    lower = [word.lower() if position == 0 else word for position, word in enumerate(words)]
    if _read(f"{before} {after}", adverbs=False) < 0:
        return True
    if any(word in _EVENTS or word in _MODALS for word in lower):
        return True
    # "will heute unterzeichnen", but "heute will jeder mitreden"
    return not _WISHES.isdisjoint(_WORD.findall(before))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the borders of the sentence around a span."""
    left = max(0, start - _REACH)
    for border in _SENTENCE.finditer(text, left, start):
        left = border.end()
    closing = _SENTENCE.search(text, end, min(len(text), end + _REACH))
    return left, closing.start() if closing else min(len(text), end + _REACH)


def _read(clause: str, *, adverbs: bool = True) -> int:
    """Read the tense off a clause; see `clause_tense` for the figures."""
    words = _WORD.findall(clause)
    if not words:
        return 0
    lower = [word for word in words if word[0].islower()]
    words[0] = words[0].lower()
    verbs = set(words)
    if not verbs.isdisjoint(_PAST):
        return -3
    participles = [word for word in lower if _PARTICIPLE.fullmatch(word)]
    # "hat den Preis verliehen", but "ist, wenn die Messe beginnt"
    if not verbs.isdisjoint(_HAVE) and participles:
        return -2
    if not verbs.isdisjoint(_PLANNED) or not verbs.isdisjoint(_FUTURE):
        return 2
    perfect = not verbs.isdisjoint(_PERFECT)
    if perfect and not _EVENTS.issuperset(participles):
        return -2
    for previous, word in zip(["", *words], words, strict=False):
        if (
            _PRETERITE.fullmatch(word)
            and word not in _NOT_PRETERITE
            and previous.lower() not in _ARTICLES
            and not word.startswith("ge")
        ):
            return -1
    if not verbs.isdisjoint(_EVENTS) or not verbs.isdisjoint(_PRESENT):
        return 1
    if adverbs and not verbs.isdisjoint(_ADVERBS):
        return -1
    # An auxiliary waits for its participle in the next piece of the clause.
    present = not perfect and any(
        word.endswith("t") and word not in _NO_VERB and not _PARTICIPLE.fullmatch(word)
        for word in lower
    )
    return 1 if present else 0
