"""A construction of the date grammar in its surroundings, as the tests of its context see it."""

from __future__ import annotations

import re

from presselese.normalise.date_tokens import Tokens
from presselese.normalise.date_words import LEXICON, WORDS

_NEAR = 48  # characters to either side
_PIECES = re.compile(r"\w+|[^\w\s]|\n")


def words(table: str, key: str) -> frozenset[str]:
    """Return a word list of `lexicon/dates.toml` for look-ups."""
    return frozenset(LEXICON[table][key])


_TITLES, _SURNAMES = words("name_cues", "before"), words("name_cues", "surnames")
# Prepositions and articles.
GOVERNING = frozenset(
    form for forms in LEXICON["prepositions"].values() for form in forms
) | frozenset(LEXICON["glue"]["article"])


# A construction: its first token, the one behind its end, and the rule of the grammar.
Reading = tuple[int, int, str]


class Site:
    """A construction in its surroundings: tokens `first` to `last` (exclusive) of a stretch.

    `offset` is where the stretch begins in the text; `start` and `end` count the text.
    """

    __slots__ = (
        "_after",
        "_before",
        "end",
        "first",
        "kinds",
        "last",
        "rule",
        "start",
        "text",
        "tokens",
    )

    def __init__(self, text: str, offset: int, tokens: Tokens, reading: Reading) -> None:
        self.text, self.tokens = text, tokens
        first, last, self.rule = reading
        self.first, self.last = first, last
        self.start = offset + tokens.starts[first]
        self.end = offset + tokens.ends[last - 1]
        self.kinds = tokens.kinds[first:last]
        self._before: list[str] | None = None
        self._after: list[str] | None = None

    @property
    def before(self) -> list[str]:
        """The pieces before the construction, nearest first; a line break is a piece."""
        if self._before is None:
            start = self.start
            self._before = _PIECES.findall(self.text, max(0, start - _NEAR), start)[::-1]
        return self._before

    @property
    def after(self) -> list[str]:
        """The pieces behind the construction, nearest first; a line break is a piece."""
        if self._after is None:
            self._after = _PIECES.findall(self.text, self.end, self.end + _NEAR)
        return self._after

    def previous(self, distance: int = 0) -> str:
        """Return the piece before the construction in small letters, "" at the start."""
        before = self.before
        return before[distance].lower() if distance < len(before) else ""

    def next(self, distance: int = 0) -> str:
        """Return the piece behind the construction in small letters, "" at the end."""
        after = self.after
        return after[distance].lower() if distance < len(after) else ""

    def value(self, kind: str) -> object:
        """Return the value of the construction's first token of a kind."""
        return self.tokens.values[self.first + self.kinds.index(kind)]

    @property
    def governed(self) -> bool:
        """Whether a preposition or article stands right before the construction."""
        return self.previous() in GOVERNING

    @property
    def opens_line(self) -> bool:
        """Whether nothing but a list mark stands before the construction in its line."""
        return self.previous() in ("", "\n") or (
            self.previous() in "-–•*·+>" and self.previous(1) in ("", "\n")
        )

    @property
    def starts_sentence(self) -> bool:
        """Whether the construction is the first of its sentence."""
        return self.opens_line or self.previous() in '.:!?„“"»«›–'

    @property
    def quoted(self) -> bool:
        """Whether a closing quote stands right behind the construction."""
        return self.next() in tuple('“”"«»‘’')

    @property
    def compounded(self) -> bool:
        """Whether a hyphen without blanks ties the construction to a word."""
        text, start, end = self.text, self.start, self.end
        behind = text[end : end + 2]
        ahead = text[max(0, start - 2) : start]
        return (len(behind) == 2 and behind[0] in "-‐‑" and behind[1].isalpha()) or (
            len(ahead) == 2 and ahead[1] in "-‐‑" and ahead[0].isalpha()
        )

    @property
    def ahead(self) -> str:
        """The kind of the token before the construction, "" at the start of its stretch."""
        return self.tokens.kinds[self.first - 1] if self.first else ""

    def line(self) -> list[str]:
        """Return the pieces of the construction's line, at most 200 characters to either side."""
        left = self.text.rfind("\n", max(0, self.start - 200), self.start) + 1
        right = self.text.find("\n", self.end, self.end + 200)
        stop = right if right > 0 else self.end + 200
        return _PIECES.findall(self.text[max(left, self.start - 200) : stop].lower())

    def named(self) -> bool:
        """Whether the construction is rather a surname: after a title, a name or an initial."""
        word = _PIECES.findall(self.text[self.start : self.end])
        if len(word) != 1 or word[0].lower() not in _SURNAMES:
            return False
        if self.previous() in _TITLES or (self.previous() == "." and self.previous(1) in _TITLES):
            return True
        return bool(
            self.before
            and self.before[0][0].isupper()
            and not self.governed
            and WORDS.get(self.previous(), ("x",))[0] in ("x", "M", "S")
            and self.text[self.start - 1 : self.start] != "\n"
        )
