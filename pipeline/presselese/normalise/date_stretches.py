"""Cuts a text into the stretches that may hold dates, so that the grammar looks at nothing else.

A piece between two blanks has a *weight*: 2 where it holds a word or figure without which no
construction of the grammar is complete ("Mai", "2021", "heute"), 1 where it may stand beside such
a piece ("am", "und"), 0 where nothing reaches over it. Ordinals have the weight o: one of them is
a 1, but two in a row a date ("4. 2."). A stretch is a row of pieces without weight 0 that holds a
2. Weights depend on the piece alone, so they are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from presselese.normalise.date_tokens import KNOWN, PIECE, tokenise
from presselese.normalise.date_words import COURSE, PHRASES

# Kinds of which every construction holds one, whatever else belongs to it.
_CORE = frozenset("IdeYXDQMmWwVHhPaglukJKUSGFZz")
# Words that are looked at beyond the tokens: in names of several words, behind an hour, "im Laufe".
_LINKS = (
    frozenset(
        part
        for rests in PHRASES.values()
        for rest, _ in rests
        for part in PIECE.findall(rest)
        if part.strip().isalpha()
    )
    | {"Uhr", "h"}
    | {word.capitalize() for word in COURSE}
)
_LINKS |= {f"{word.strip()} " for word in _LINKS} | {word.strip() for word in _LINKS}
_LONGEST = 40  # a longer piece is weighed each time anew
_MOST = 20_000  # pieces whose weights are kept


class _Weights(dict[str, str]):
    """The weights of pieces, "0", "1", "o" or "2"; filled on demand."""

    def __missing__(self, piece: str) -> str:
        if len(piece) > _LONGEST:
            return "2"
        if len(self) >= _MOST:
            self.clear()  # a run over many texts must not grow without bound
        weight = self[piece] = _weigh(piece)
        return weight


# A word as most pieces are: no camel case, no foreign letter, at most one sign behind it.
_PLAIN = re.compile(r"([A-ZÄÖÜ]?[a-zäöüß]+|[A-ZÄÖÜ]+)([,.:;!?]?)")


def _weigh(piece: str) -> str:
    """Return the weight of a piece; a figure may belong to a date in whatever form."""
    if plain := _PLAIN.fullmatch(piece):
        word, sign = plain.groups()
        kind = KNOWN[word][0] if word in KNOWN else "x"
        if kind in _CORE or kind == "!":
            return "2"
        return "1" if kind != "x" or (sign and sign in ",.") or word in _LINKS else "0"
    parts = PIECE.findall(piece)
    entries = [KNOWN.get(part) for part in parts]
    kinds = {entry[0] for entry in entries if entry is not None}
    if None in entries and any(char.isdigit() or char in "'’´`" for char in piece):
        kinds.update(tokenise(piece).kinds)
        kinds.add("n")
    if "!" in kinds or not _CORE.isdisjoint(kinds):
        return "2"
    if "o" in kinds:
        return "o"
    return "1" if kinds - {"x"} or not parts or not _LINKS.isdisjoint(parts) else "0"


_WEIGHTS = _Weights()


def stretches(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and wording of each stretch in order. Linear in the length of the text.

    No construction reaches over the borders of a stretch, nor does what a token means.
    """
    pieces = text.replace("\n", " ").split(" ")
    weights = "".join(map(_WEIGHTS.__getitem__, pieces)).replace("oo", "22")
    core = weights.find("2")
    if core < 0:
        return
    offsets = list(accumulate(map(len, pieces), initial=0))
    stop = 0
    while core >= 0:
        first = weights.rfind("0", stop, core) + 1 or stop
        stop = weights.find("0", core)
        stop = len(weights) if stop < 0 else stop
        begin = offsets[first] + first
        yield begin, text[begin : offsets[stop] + stop - 1]
        core = weights.find("2", stop)
