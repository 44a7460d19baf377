"""Cuts text into tokens that matter to dates, and writes their kinds as one string.

The kinds of words stand in `date_words`; figures and signs add: `I` complete date, `d` day and
month, `e` the same without its last full stop, `o` ordinal (day), `Y` four digits that may be a
year, `y` year after an apostrophe, `n` one or two digits, `D` decade in figures, `Q` quarter (Q1),
`-` dash, `+` plus or ampersand, `/ , ( ) .` as they are, `|` line break. Everything else is `x`,
and a run of such tokens becomes one (whose end is not kept): the string stays short.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from presselese.normalise.date_calendar import exists
from presselese.normalise.date_words import FORMS, full_year

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_GAP = r"[ \u00a0\u2009\u202f]?"
_TOKEN = re.compile(
    # A blank fails here at once instead of in each alternative.
    r"(?! )(?:(?P<word>[A-ZÄÖÜ]?[a-zäöüß]+|[^\W\d_]+)"
    r"|(?P<sign>[/,().])|(?P<dash>[-–—‐‑−])|(?P<plus>[+&])|(?P<line>\n)"
    r"|(?P<apostrophe>['’´`]\d\d(?!\d))|(?P<other>[^\w\s]|_)"
    rf"|(?P<iso>(?:1[5-9]|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-]))"
    rf"|(?P<full>{_DAY}\.{_GAP}{_MONTH}\.{_GAP}"
    rf"(?:(?:1[0-9]|20)\d\d(?!\d)|\d\d(?![\d.,:]*\d|{_GAP}(?:Uhr|h)\b))"
    rf"|{_DAY}\.{_GAP}{_MONTH}[ \u00a0,]{_GAP}(?:19|20)\d\d(?!\d))"
    rf"|(?P<slash>{_DAY}/{_MONTH}/(?:19|20)\d\d(?!\d))"
    rf"|(?P<dm>{_DAY}\.{_GAP}{_MONTH}\.(?!\d))"
    r"|(?P<long>\d+(?:[.,:]\d+){2,}|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d+[,:]\d+)"
    rf"|(?P<short>{_DAY}\.{_MONTH}(?!\d))"
    # "2017/18." at the end of a sentence is no ordinal
    rf"|(?P<ordinal>(?<!\d\d\d\d[/–-]){_DAY}\.(?!\d))"
    r"|(?P<decade>(?:1[0-9]|20)?\d0-?(?:er|iger)n?\b)"
    r"|(?P<year>(?:1\d|20|21)\d\d(?!\d))"
    r"|(?P<small>\d{1,2}(?!\d))"
    r"|(?P<number>\d+))"
)
_NUMBER = re.compile(r"\d+")
_SIMPLE = {"dash": "-", "plus": "+", "line": "|", "long": "x", "number": "x", "other": "x"}


@dataclass(slots=True)
class Tokens:
    """Tokens of a text: `kinds[i]` is the kind of the token at `starts[i]:ends[i]`."""

    kinds: str
    starts: list[int]
    ends: list[int]
    values: list[Any]


def tokenise(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Cut `text[start:end]`; offsets count from the beginning of `text`. Linear in its length."""
    kinds: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    values: list[Any] = []
    look = FORMS.get
    last = ""
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        group = match.lastgroup or ""
        value: Any = None
        if group == "word":
            entry = look(match[0])
            if entry is None:
                kind = "x"
            else:
                kind, value = entry
                if match.start() and text[match.start() - 1].isalpha():
                    kind, value = "x", None  # the tail of a word in camel case
        elif group == "sign":
            kind = match[0]
        elif group in _SIMPLE:
            kind = _SIMPLE[group]
        else:
            kind, value = _figures(group, match, last)
        if kind == "x" and last == "x":
            continue
        last = kind
        kinds.append(kind)
        starts.append(match.start() - (kind == "Q"))  # the letter belongs to it
        ends.append(match.end())
        values.append(value)
    return Tokens("".join(kinds), starts, ends, values)


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
    if group in ("dm", "short"):
        if not exists(None, numbers[1], numbers[0]):
            return "x", None
        return ("d" if group == "dm" else "e"), (numbers[1], numbers[0])
    if group == "ordinal":
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


def _checked(kind: str, day: tuple[int, int, int]) -> tuple[str, Any]:
    """Leave out days that no calendar has."""
    return (kind, day) if exists(*day) else ("x", None)
