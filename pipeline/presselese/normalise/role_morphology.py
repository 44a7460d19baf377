"""The morphology of role nouns: which head a word ends in, its gender and number, its base forms.

A role word is a *head* of `lexicon/roles.toml`, alone or closing a compound
(`Klimaanpassungsbeauftragte`). `analyse` looks a word up by its longest known ending; the forms
of the heads are spelled out once, so the look-up costs a few dictionary accesses a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from presselese.lexicon import load_toml

# Shortest first member of a closed compound; below it chance endings win ("Be-richter").
_MIN_MODIFIER = 3
# Endings that make a plural or pair form of both genders: Bürgermeister:innen, Lehrer/-in.
_BOTH_GENDERS = re.compile(r"(?:[:*_·]|/-?|\()[iI]n(?:nen)?\)?$|(?<=[a-zäöüß])In(?:nen)?$")
# Longer "words" are no German (pasted keys, rows of letters).
_LONGEST_WORD = 80
# First members after which a compound needs a linking s.
_WANTS_S = ("ung", "heit", "keit", "schaft", "tion")
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf\u0178\u0153\u0152\u2013\u201e\u00b6]")


@dataclass(frozen=True, slots=True)
class Head:
    """One noun of the lexicon: `name` as listed, base forms of both genders, category."""

    name: str
    masculine: str
    feminine: str
    category: str
    declension: str


@dataclass(frozen=True, slots=True)
class Form:
    """One inflected form of a head: its possible genders (`m`, `f`, `n`) and numbers."""

    head: Head
    genders: str
    singular: bool
    plural: bool


@dataclass(frozen=True, slots=True)
class Analysis:
    """One word read as a role: `modifier` is what stands before the head, hyphen included."""

    modifier: str
    form: Form
    both_genders: bool

    @property
    def head(self) -> Head:
        """The head noun."""
        return self.form.head

    def masculine(self) -> str:
        """Return the nominative singular, masculine or the only gender there is."""
        return _join(self.modifier, self.head.masculine or self.head.feminine)

    def feminine(self) -> str:
        """Return the nominative singular, feminine or the only gender there is."""
        return _join(self.modifier, self.head.feminine or self.head.masculine)


def _join(modifier: str, noun: str) -> str:
    if not modifier:
        return noun
    return modifier + (noun if modifier.endswith("-") else noun[0].lower() + noun[1:])


@lru_cache(maxsize=16_384)
def analyse(word: str) -> Analysis | None:
    """Read one word (no blanks) as a role noun; None if it is none.

    Letter case, soft hyphens and UTF-8 read as Windows-1252 (BÃ¼rgermeister) do not matter.
    """
    if len(word) > _LONGEST_WORD:
        return None
    word = repair(word)
    lexicon = _lexicon()
    low = word.lower()
    for wrong, right in lexicon.typos:
        at = low.find(wrong)
        if at >= 0:
            first = right[0].upper() if word[at].isupper() else right[0]
            return analyse(word[:at] + first + right[1:] + word[at + len(wrong) :])
    stem, both = _BOTH_GENDERS.subn("", word)
    if both:
        # The stem may be that of the feminine only: Stadträt:innen, Ärzt*innen, Kolleg:innen.
        found = _longest(stem + "in", lexicon) or _longest(stem, lexicon)
    else:
        found = _longest(word, lexicon)
    if found is None:
        return None
    modifier, form = found
    if modifier.endswith(_WANTS_S) and form.head.name[0] == "S":
        modifier += "s"  # Regierungsprecher
    return Analysis(modifier, form, bool(both))


def repair(word: str) -> str:
    """Undo soft hyphens and UTF-8 read as Windows-1252 in one word."""
    word = word.replace("\xad", "")
    if _MOJIBAKE.search(word):
        try:
            return word.encode("cp1252").decode("utf-8")
        except UnicodeError:
            return word
    return word


def _longest(word: str, lexicon: _Lexicon) -> tuple[str, Form] | None:
    low = word.lower()
    if low in lexicon.look_alikes:
        return None
    found = lexicon.forms.get(low)
    if found is not None:
        return "", found
    size = len(low)
    for length in range(min(lexicon.longest, size - 2), lexicon.shortest - 1, -1):
        found = lexicon.forms.get(low[size - length :])
        if found is None:
            continue
        modifier = word[: size - length]
        if modifier.endswith("-"):
            plain = modifier.rstrip("-")
            return (_cased(word, modifier), found) if plain else None
        if found.head.name in lexicon.closed:
            continue
        if len(modifier) < _MIN_MODIFIER:
            return None
        return _cased(word, modifier), found
    return None


def _cased(word: str, modifier: str) -> str:
    """Return the modifier, unshouted if the whole word stands in capitals."""
    return modifier.capitalize() if word.isupper() and len(word) > len(modifier) else modifier


@dataclass(frozen=True, slots=True)
class _Lexicon:
    forms: dict[str, Form]
    closed: frozenset[str]
    look_alikes: frozenset[str]
    typos: tuple[tuple[str, str], ...]
    longest: int
    shortest: int


@cache
def _lexicon() -> _Lexicon:
    tables = load_toml("roles")
    forms: dict[str, Form] = {}
    for category, declensions in tables["heads"].items():
        for declension, nouns in declensions.items():
            for noun in nouns:
                for text, form in _inflect(noun, declension, category):
                    known = forms.get(text)
                    if known is None:
                        forms[text] = form
                    elif known.head is form.head:
                        forms[text] = Form(
                            known.head,
                            known.genders + form.genders.replace(known.genders, ""),
                            known.singular or form.singular,
                            known.plural or form.plural,
                        )
    traits: dict[str, Any] = tables["traits"]
    return _Lexicon(
        forms=forms,
        closed=frozenset(traits["closed"]),
        look_alikes=frozenset(
            word + end for word in traits["look_alikes"] for end in ("", "s", "n", "in", "innen")
        ),
        typos=tuple(tables["typos"].items()),
        longest=max(map(len, forms)),
        shortest=min(map(len, forms)),
    )


def _inflect(noun: str, declension: str, category: str) -> list[tuple[str, Form]]:
    """Spell out the forms of a noun; see the head of `lexicon/roles.toml` for the classes."""
    base, _, other = noun.partition("/")
    stem = base.removesuffix("e")
    rows: list[tuple[str, str, bool, bool]]  # form, genders, singular, plural
    masculine, feminine = base, (other or stem) + "in"
    if declension == "er":
        rows = [
            (base, "m", True, True),
            (base + "s", "m", True, False),
            (base + "n", "m", False, True),
        ]
    elif declension == "en":
        oblique = base + "n" if base.endswith("e") else base + "en"
        rows = [(base, "m", True, False), (oblique, "m", True, True)]
        if base.endswith("herr"):
            rows += [(base + "n", "m", True, False)]
    elif declension in ("or", "e", "s"):
        plural = {"or": "en", "e": "e", "s": "s"}[declension]
        rows = [(base, "m", True, False), (base + "s", "m", True, declension == "s")]
        rows += [(base + plural, "m", declension == "s", True)]
        if declension == "e":
            rows += [(base + "es", "m", True, False), (base + "en", "m", False, True)]
    elif declension == "uml":
        rows = [(base + end, "m", True, False) for end in ("", "s", "es", "e")]
        rows += [(other + "e", "m", False, True), (other + "en", "m", False, True)]
    elif declension == "adj":
        masculine, feminine = base + "er", base + "e"
        rows = [
            (base + "er", "m", True, True),
            (base + "e", "mf", True, True),
            (base + "en", "mf", True, True),
            (base + "em", "m", True, False),
        ]
    elif declension == "beamt":
        masculine, feminine = base + "er", base + "in"
        rows = [
            (base + "er", "m", True, True),
            (base + "e", "m", True, True),
            (base + "en", "m", True, True),
        ]
    elif declension == "mann":
        short = base[:-4]
        feminine = short + "frau"
        rows = [(base + end, "m", True, False) for end in ("", "s", "es")]
        rows += [(short + "männer", "m", False, True), (short + "männern", "m", False, True)]
        rows += [(short + "leute", "m", False, True), (short + "leuten", "m", False, True)]
        rows += [(short + "frau", "f", True, False), (short + "frauen", "f", False, True)]
    elif declension == "bauer":
        feminine = stem.replace("Bauer", "Bäuer") + "in"
        rows = [
            (base, "m", True, False),
            (base + "n", "m", True, True),
            (base + "s", "m", True, False),
        ]
    elif declension == "fem":
        masculine, feminine = "", base
        plural = base + (other or ("n" if base[-1] in "er" else "en"))
        rows = [(base, "f", True, False), (plural, "f", False, True)]
    elif declension == "kraft":
        masculine, feminine = "", base
        many = base.replace("kraft", "kräfte")
        rows = [(base, "f", True, False), (many, "f", False, True), (many + "n", "f", False, True)]
    elif declension == "neut":
        masculine, feminine = base, ""
        rows = [(base, "n", True, False), (base + "s", "n", True, False)]
        rows += [
            (base + "es", "n", True, False),
            (other, "n", False, True),
            (other + "n", "n", False, True),
        ]
    else:
        masculine, feminine = base, ""
        rows = [(base, "m", True, True)]
    head = Head(noun.partition("/")[0], masculine, feminine, category, declension)
    if feminine.endswith("in") and declension != "fem":
        rows += [(feminine, "f", True, False), (feminine + "nen", "f", False, True)]
    return [(text.lower(), Form(head, genders, one, many)) for text, genders, one, many in rows]


@dataclass(frozen=True, slots=True)
class _Adjectives:
    rank: frozenset[str]
    short: frozenset[str]
    function: frozenset[str]
    only: dict[str, tuple[str, ...]]
    ordinal_heads: tuple[str, ...]


@cache
def _adjectives() -> _Adjectives:
    table = load_toml("roles")["adjectives"]
    return _Adjectives(
        rank=frozenset(table["rank"]),
        short=frozenset(table["rank_short"]),
        function=frozenset(table["function"]),
        only={stem: tuple(word.lower() for word in heads) for stem, heads in table["only"].items()},
        ordinal_heads=tuple(word.lower() for word in table["ordinal_heads"]),
    )


def adjective_stem(word: str) -> str | None:
    """Return the stem of an inflected adjective in lower case; None without such an ending."""
    low = word.lower()
    for end in ("er", "en", "em", "es", "e"):
        if low.endswith(end):
            return low[: -len(end)]
    return None


def belongs(word: str, analysis: Analysis) -> bool:
    """Return whether a word before the head is a rank or function that belongs to the role."""
    table = _adjectives()
    low = word.lower()
    if low in table.short:
        return True
    whole = (analysis.modifier + analysis.head.name).lower()
    if low[:-1].isdigit():
        return int(low[:-1]) < 10 and whole.endswith(table.ordinal_heads)
    stem = adjective_stem(low)
    if stem is None:
        return False
    if stem in table.only:
        return whole.endswith(table.only[stem])
    if stem in ORDINALS:
        return whole.endswith(table.ordinal_heads)
    return stem in table.rank or stem in table.function


# Stems of ordinals that rank an office, in order.
ORDINALS = ("erst", "zweit", "dritt", "viert", "fünft")
