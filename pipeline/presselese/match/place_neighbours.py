"""The words beside a stretch of a text: runs of letters, and what lies between."""

from __future__ import annotations

import re
from typing import NamedTuple

_NEXT = re.compile(r"[\W\d_]{0,12}([^\W\d_]+)")
_REACH = 60  # characters before a stretch in which a word is looked for


class Word(NamedTuple):
    """A run of letters with its offsets; empty where there is none."""

    text: str
    start: int
    end: int


NONE = Word("", -1, -1)


def word_before(text: str, position: int) -> Word:
    """Return the word before a position, whatever lies between, from at most 60 characters back."""
    floor = max(0, position - _REACH)
    end = position - 1
    if end > floor and text[end] == " ":
        # Nearly always a blank parts two words.
        start = text.rfind(" ", floor, end) + 1 or floor
        word = text[start:end]
        if word.isalpha():
            return Word(word, start, end)
    end = position
    while end > floor and not text[end - 1].isalpha():
        end -= 1
    start = end
    while start > floor and text[start - 1].isalpha():
        start -= 1
    return Word(text[start:end], start, end) if start < end else NONE


def word_behind(text: str, position: int) -> Word:
    """Return the word behind a position, with at most 12 characters between."""
    match = _NEXT.match(text, position)
    return Word(match[1], *match.span(1)) if match else NONE
