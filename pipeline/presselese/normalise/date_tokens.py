"""Cuts text into tokens that matter to dates, and writes their kinds as one string.

The kinds of words stand in `date_words`; figures and signs add: `I` complete date, `d` day and
month, `e` the same without its last full stop, `o` ordinal (day), `Y` four digits that may be a
year, `y` year after an apostrophe, `X` month and year in figures (05/2021), `n` one or two digits,
`D` decade in figures, `Q` quarter (Q1), `-` dash, `+` plus or ampersand, `/ , ( ) .` as they are,
`|` line break. Everything else is `x`, and a run of such tokens becomes one (whose end is not
kept): the string stays short.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from presselese.normalise.date_calendar import exists
from presselese.normalise.date_words import FORMS, full_year

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_GAP = r"[ \u00a0\u2009\u202f]?"
# Figures by their form, the longer first.
_FIGURES = (
    rf"(?P<iso>(?:1[5-9]|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-]))"
    rf"|(?P<full>{_DAY}\.{_GAP}{_MONTH}\.{_GAP}"
    rf"(?:(?:1[0-9]|20)\d\d(?!\d)|\d\d(?![\d.,:]*\d|{_GAP}(?:Uhr|h)\b))"
    rf"|{_DAY}\.{_GAP}{_MONTH}[ \u00a0,]{_GAP}(?:19|20)\d\d(?!\d))"
    rf"|(?P<slash>{_DAY}(?:/{_MONTH}/|-{_MONTH}-)(?:\d\d)?\d\d(?![\d/-]))"
    rf"|(?P<turned>(?:19|20)\d\d(?:/{_MONTH}/|\.{_MONTH}\.){_DAY}(?![\d/]))"
    r"|(?P<monthyear>(?<![\d./-])(?:0[1-9]|1[0-2])(?: {0,2}[/-] {0,2}|\.)(?:19|20)\d\d(?![\d/-])"
    r"|(?<![\d./-])(?:19|20)\d\d(?: {0,2}[/-] {0,2}|\.)(?:0[1-9]|1[0-2])(?![\d./-]))"
    rf"|(?P<dm>{_DAY}\.{_GAP}{_MONTH}\.(?!\d))"
    r"|(?P<long>\d+(?:[.,:]\d+){2,}|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d+[,:]\d+)"
    rf"|(?P<short>{_DAY}(?:\.{_MONTH}(?!\d)|/{_MONTH}(?![\d./])))"
    rf"|(?P<tenth>{_DAY}te[nrs]?\b)"
    # "2017/18." at the end of a sentence is no ordinal
    rf"|(?P<ordinal>(?<!\d\d\d\d[/–-]){_DAY}\.(?!\d))"
    r"|(?P<decade>(?:1[0-9]|20)?\d0-?(?:er|iger)n?\b)"
    r"|(?P<year>(?:1\d|20|21)\d\d(?!\d))"
    r"|(?P<small>\d{1,2}(?!\d))"
    r"|(?P<number>\d+)"
    r"|(?P<apostrophe>['’´`]\d\d(?!\d))"
)
_FIGURE = re.compile(_FIGURES)
# The pieces of a text, end to end: a word with the blank behind it, a figure, one character.
PIECE = re.compile(
    rf"[A-ZÄÖÜ]?[a-zäöüß]+ ?|[^\w'’´`]|[^\W\d_]+ ?|{re.sub(r'P<[a-z]+>', ':', _FIGURES)}|\n|.",
    re.DOTALL,
)
_NUMBERS = frozenset({"long", "number"})  # no dates
_NUMBER = re.compile(r"\d+")
_DIGITS = frozenset("0123456789'’´`")
# What is neither word nor figure, and matters; white space parts nothing.
_SIGNS: dict[str, tuple[str, Any]] = {sign: (sign, None) for sign in "/,()."}
_SIGNS |= dict.fromkeys("-–—‐‑−", ("-", None)) | dict.fromkeys("+&", ("+", None))
_SIGNS |= {"\n": ("|", None)} | {
    chr(n): ("", None) for n in range(0x3001) if chr(n).isspace() and n != 10
}
KNOWN: dict[str, tuple[str, Any]] = {
    **_SIGNS,
    **{piece: entry for word, entry in FORMS.items() for piece in (word, f"{word} ")},
}


class Tokens(NamedTuple):
    """Tokens of a text: `kinds[i]` is the kind of the token at `starts[i]:ends[i]`."""

    kinds: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    values: tuple[Any, ...]


def tokenise(text: str) -> Tokens:
    """Cut a text into tokens. Linear in its length.

    All words are looked up at once, and only those that matter are looked at one by one.
    """
    pieces = PIECE.findall(text)
    tokens: list[tuple[str, int, int, Any]] = []
    last, stop, skip = "", 0, 0
    for piece, entry in zip(pieces, map(KNOWN.get, pieces), strict=True):
        begin, stop = stop, stop + len(piece)
        if begin < skip:
            continue
        end = stop
        if entry is not None:
            kind, value = entry
            if begin and piece[0].isalpha() and text[begin - 1].isalpha():
                kind, value, end = "x", None, begin + 1  # the tail of a word in camel case
            elif kind == "!":
                kind, value, end = _phrase(text, begin, piece, value)
                skip = end
            elif piece[-1] == " ":
                end -= 1
        else:
            kind, value = "x", None
            match = _FIGURE.match(text, begin) if piece[0] in _DIGITS else None
            group = match.lastgroup if match is not None else None
            if match is not None and group is not None and group not in _NUMBERS:
                kind, value = _figures(group, match, last)
                end = match.end()
                if kind == "Y-n":
                    # "2005/06" is a span of years
                    tokens.append(("Y", begin, begin + 4, value[0]))
                    tokens.append((value[1], end - 3, end - 2, None))
                    kind, value, begin = "n", value[2], end - 2
                begin -= kind == "Q"  # Q belongs to "Q1"
        if kind and not kind == last == "x":
            tokens.append((kind, begin, end, value))
            last = kind
    if not tokens:
        return Tokens("", (), (), ())
    kinds, starts, ends, values = zip(*tokens, strict=True)
    return Tokens("".join(kinds), starts, ends, values)


def _phrase(
    text: str, start: int, piece: str, meanings: tuple[tuple[str, str, Any], ...]
) -> tuple[str, Any, int]:
    """Read a word that may open a name of several words ("Tag der Arbeit")."""
    stop = start + len(piece.rstrip())
    kind, value = "x", None
    for rest, meaning, what in meanings:
        if not rest:
            kind, value = meaning, what
        elif (
            text.startswith(rest, stop)
            and not text[stop + len(rest) : stop + len(rest) + 1].isalnum()
        ):
            return meaning, what, stop + len(rest)
    return kind, value, stop


def _figures(group: str, match: re.Match[str], previous: str) -> tuple[str, Any]:
    """Return kind and value of a token of figures; `previous` is the kind before it."""
    text, start, end = match.string, match.start(), match.end()
    numbers = [int(part) for part in _NUMBER.findall(match[0])]
    glued = start > 0 and (text[start - 1].isalpha() or text[start - 1] == "_")
    if group == "iso":
        return _checked("I", (numbers[0], numbers[1], numbers[2]))
    if group in ("full", "slash"):
        year = full_year(_NUMBER.findall(match[0])[2])
        return _checked("I", (year, numbers[1], numbers[0]))
    if group == "turned":
        return _checked("I", (numbers[0], numbers[1], numbers[2]))
    if group == "monthyear":
        return _month_and_year(match[0], numbers)
    if group in ("dm", "short"):
        if not exists(None, numbers[1], numbers[0]):
            return "x", None
        return ("d" if group == "dm" else "e"), (numbers[1], numbers[0])
    if group in ("ordinal", "tenth"):
        return "o", numbers[0]
    if group == "decade":
        tens = numbers[0] // 10
        return "D", tens if tens >= 100 else 190 + tens
    if group == "apostrophe":
        return "y", full_year(match[0][1:])
    followed = end < len(text) and (text[end].isalpha() or text[end] == "_")
    if group == "year":
        # A title may stick to the year of its stamp: "03. März 2008Sicherheit".
        sticks = followed and previous in ("M", "m", ".") and text[end].isupper()
        return ("x", None) if glued or (followed and not sticks) else ("Y", numbers[0])
    if glued and text[start - 1] == "Q" and match[0] in "1234":
        return "Q", numbers[0]
    return ("x", None) if glued or followed else ("n", numbers[0])


def _month_and_year(text: str, numbers: list[int]) -> tuple[str, Any]:
    """Read "05/2016" and "2016-05"; "2009-10" is rather a span of years ("Y-n")."""
    if numbers[0] <= 12:
        return "X", (numbers[1], numbers[0])
    short = numbers[1]
    if short > numbers[0] % 100:
        return "Y-n", (numbers[0], "/" if "/" in text else "-", short)
    return "X", (numbers[0], short)


def _checked(kind: str, day: tuple[int, int, int]) -> tuple[str, Any]:
    """Leave out days that no calendar has."""
    return (kind, day) if exists(*day) else ("x", None)
