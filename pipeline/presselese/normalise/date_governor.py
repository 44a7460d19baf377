"""Reads what the words around a date make of it: a limit ("seit", "bis"), and its direction."""

from __future__ import annotations

import re

from presselese.normalise.date_points import Point
from presselese.normalise.date_tense import clause_tense
from presselese.normalise.date_words import LEXICON

_MODIFIERS = {
    form: meaning
    for meaning in ("since", "until", "before", "after")
    for form in LEXICON["prepositions"][meaning]
}
_EFFECTIVE = frozenset((noun, linked) for noun, linked in LEXICON["between"]["effective"])
_EFFECTIVE_NOUNS = frozenset(noun for noun, _ in _EFFECTIVE)
_FROM, _TARGET = frozenset(LEXICON["between"]["from"]), frozenset(LEXICON["between"]["target"])
_NIGHT = LEXICON["between"]["night"]
_BETWEEN = frozenset(LEXICON["between"]["words"])
_WORDS_BEFORE = re.compile(r"[^\W\d_]+|[^\w\s]")
_ONWARDS = re.compile(r"\s{1,3}an\b(?!\s{1,3}(?:der|die|das|dem|den|einem|einer|ein)\b)")
_NEAR = 40  # characters before a date in which its preposition stands


def governor(text: str, start: int) -> str:
    """Return the preposition that governs the span at `start`, "" if there is none."""
    line = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
    words = _WORDS_BEFORE.findall(line.lower())
    while words and words[-1] in _BETWEEN:
        words.pop()
    if not words:
        return ""
    word, previous = words[-1], words[-2] if len(words) > 1 else ""
    if (previous, word) in _EFFECTIVE:
        return previous  # "mit Wirkung vom 1. Januar"
    if word == "auf" and previous == _NIGHT:
        return ""  # "in der Nacht auf Sonntag"
    # "nach dem Montag" sets no limit, "nach 2015" does
    directly = line.rstrip().lower().endswith(word)
    return "" if word == "nach" and not directly else word


def modifier(text: str, end: int, preposition: str) -> str | None:
    """Return the limit that the preposition makes of the date that ends at `end`."""
    if preposition in _EFFECTIVE_NOUNS:
        return "since"
    if preposition in _FROM and _ONWARDS.match(text, end):
        return "since"  # "vom 1. Mai an"
    return _MODIFIERS.get(preposition)


def lean(text: str, start: int, end: int, preposition: str, points: tuple[Point, ...]) -> int:
    """Return the direction from the day of writing in which the date lies (see `clause_tense`)."""
    if preposition == "seit":
        return -2
    tense = clause_tense(text, start, end)
    weekday = points[0].weekday is not None and points[0].day is None
    if preposition in ("bis", "ab") and (tense > -2 or (tense == -2 and not weekday)):
        return 2
    if preposition in _TARGET and tense < 0 and not weekday:
        return 1  # "wurde auf den 28. November vertagt"
    if preposition == "vom" and len(points) == 1 and weekday:
        return -2  # "der Unfall vom Dienstag"
    return tense
