"""Tokens of a raw text for annotation tools, so that every mention begins and ends with one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language

from presselese.match.tokens import customise


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; `space` tells whether a blank follows that is no token of its own."""

    start: int
    end: int
    space: bool


@cache
def _tokenizer() -> Language:
    nlp = spacy.blank("de")
    customise(nlp)
    return nlp


def tokens_of(text: str, spans: Iterable[tuple[int, int]]) -> list[Token]:
    """Cut a text as spaCy does with our rules, and also where a span begins or ends."""
    borders = sorted({border for span in spans for border in span})
    tokens = []
    for token in _tokenizer().make_doc(text):
        start, end = token.idx, token.idx + len(token)
        place = bisect_right(borders, start)
        while place < len(borders) and borders[place] < end:
            tokens.append(Token(start, borders[place], space=False))
            start = borders[place]
            place += 1
        tokens.append(Token(start, end, space=bool(token.whitespace_)))
    return tokens
