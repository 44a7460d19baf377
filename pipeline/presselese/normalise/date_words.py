"""The lexicon of dates as look-up tables: each word's kind in the grammar and its value.

A kind is one letter; the grammar is written over strings of kinds. `W` weekday, `w` its short form,
`M` month, `m` its short form, `P` part of the day, `H` heute/gestern, `h` morgen, `A` pointing
adjective, `a` deictic adjective, `E` beginning/middle/end, `S` season, `G` feast, `F` fixed word,
`q` ordinal in words, `N` number in words, `r` Tage, `T` tags, `U` darauf/zuvor, `Z` decade in one
word, `z` decade before "Jahre"; units: `g` day, `u` week, `k` weekend, `l` month, `K` quarter or
half, `J` year, `j` years, `C` century; glue: `t` article, `B` bis, `c` und, `v` preposition, `i`
einschließlich, `b` zwischen. `!` opens names of several words ("Tag der Arbeit").
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from presselese.lexicon import load_toml

LEXICON = load_toml("dates")
ENDINGS = ("e", "en", "er", "es", "em")
UNIT_KINDS = {
    "day": "g",
    "week": "u",
    "weekend": "k",
    "month": "l",
    "quarter": "K",
    "half": "K",
    "year": "J",
    "years": "j",
}


def alternation(words: Iterable[str]) -> str:
    """Return a regex alternation of literal words, longest first, so that no prefix wins."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def by_word(*tables: dict[str, list[str]]) -> dict[str, int]:
    """Turn numbered tables of forms into a look-up by lower-case form."""
    return {
        form.lower(): int(number)
        for table in tables
        for number, forms in table.items()
        for form in forms
    }


def full_year(digits: str) -> int:
    """Read a year of four or two digits; two digits count as 1970 to 2069."""
    number = int(digits)
    if len(digits) == 2:
        return number + (1900 if number >= 70 else 2000)
    return number


MONTHS = by_word(LEXICON["months"], LEXICON["month_abbreviations"])
WEEKDAYS = by_word(LEXICON["weekdays"], LEXICON["weekday_abbreviations"])
MONTH = alternation(MONTHS)
WEEKDAY = alternation(WEEKDAYS)


def _words() -> dict[str, tuple[str, object]]:
    """Build the look-up: lower-case word -> (kind, value)."""
    words: dict[str, tuple[str, object]] = {}

    def put(kind: str, forms: Iterable[str], value: object) -> None:
        for form in forms:
            words[form.lower()] = (kind, value)

    lexicon = LEXICON
    for kind, table in (("M", "months"), ("m", "month_abbreviations")):
        for number, forms in lexicon[table].items():
            put(kind, forms, int(number))
    for number, forms in lexicon["weekday_abbreviations"].items():
        put("w", forms, (int(number), ""))
    for part, forms in lexicon["parts_of_day"].items():
        put("P", forms, part)
    for number, forms in lexicon["weekdays"].items():
        put("W", forms, (int(number), ""))
        put("V", (form + "s" for form in forms), (int(number), ""))
        for part, names in lexicon["parts_of_day"].items():
            fused = [form + name for form in forms for name in names if not name.endswith("s")]
            put("W", fused + [word + "s" for word in fused], (int(number), part))
    for number, forms in lexicon["deictic_days"].items():
        put("H", forms, int(number))
    put("h", ["morgen"], 1)
    for number, stems in lexicon["deictic_adjectives"].items():
        put("a", (stem + ending for stem in stems for ending in ENDINGS), int(number))
    for relation, stems in lexicon["pointing_adjectives"].items():
        put("A", (stem + ending for stem in stems for ending in ENDINGS), relation)
    put("A", ["vergangen"], "last")
    put("A", ["dies"], "this")
    for unit, forms in lexicon["units"].items():
        put(UNIT_KINDS[unit], forms, unit)
    for number, forms in lexicon["seasons"].items():
        put("S", forms, int(number))
    for edge, forms in lexicon["edges"].items():
        put("E", forms, edge)
    for number, stems in lexicon["ordinals"].items():
        put("q", (stem + ending for stem in stems for ending in ENDINGS), int(number))
    for number, stems in lexicon["decades"].items():
        put("z", (stem + "er" for stem in stems), int(number))
        put(
            "Z",
            (stem + "er" + end for stem in stems for end in ("jahre", "jahren", "n")),
            int(number),
        )
    for meaning, forms in lexicon["fixed"].items():
        adjectives = [form + ending for form in forms if form.islower() for ending in ENDINGS]
        put("F", [*adjectives, *(form for form in forms if not form.islower())], meaning)
    for step, forms in lexicon["steps"].items():
        put("U", forms, int(step))
    put("T", ["tags"], 1)
    put("r", ["Tage", "Tagen"], None)
    for number, forms in lexicon["numbers"].items():
        put("N", forms, int(number))
    for day, forms in lexicon["fixed_holidays"].items():
        put("G", _single(forms), tuple(int(part) for part in day.split("-")))
    for number, forms in lexicon["movable_holidays"].items():
        put("G", _single(forms), (int(number),))
    put("C", lexicon["century"]["forms"], None)
    glue = lexicon["glue"]
    for kind, key in (
        ("t", "article"),
        ("B", "until"),
        ("c", "and"),
        ("i", "inclusive"),
        ("b", "between"),
    ):
        put(kind, glue[key], key)
    for meaning, forms in lexicon["prepositions"].items():
        for form in forms:
            words.setdefault(form, ("v", meaning))
    return words


def _single(forms: Iterable[str]) -> list[str]:
    return [form for form in forms if form.isalpha()]


def _phrases() -> dict[str, list[tuple[str, tuple[int, ...]]]]:
    """Return the feasts of several words: first word -> (the rest, meaning), longest first."""
    phrases: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    for table in ("fixed_holidays", "movable_holidays"):
        for key, forms in LEXICON[table].items():
            for form in forms:
                if not form.isalpha():
                    first = re.split(r"[\W\d_]", form, maxsplit=1)[0]
                    meaning = tuple(int(part) for part in key.split("-"))
                    phrases.setdefault(first, []).append((form[len(first) :], meaning))
    return {
        first: sorted(rests, key=lambda rest: -len(rest[0])) for first, rests in phrases.items()
    }


WORDS = _words()
PHRASES = _phrases()
# "im Laufe der Woche"
COURSE = frozenset(LEXICON["recurring"]["course"])
# Kinds that are nouns: without a capital letter the word is something else ("mitte", "sommers").
_NOUNS = frozenset("WVwMmEJjKulkgSGZFC")


def _forms() -> dict[str, tuple[str, object]]:
    """Spell the look-up out as words are printed: in small letters, with a capital, in capitals."""
    forms: dict[str, tuple[str, object]] = {}
    for word, entry in WORDS.items():
        # Of the fixed words, those that are adjectives ("diesjährig") are written small.
        if entry[0] not in _NOUNS or (entry[0] == "F" and "jährig" in word):
            forms[word] = entry
        forms[word.capitalize()] = entry
        forms[word.upper()] = entry
        if entry[0] in "WMG" and not word.endswith("s"):
            # Written small against the rules ("am dienstag"); the context must show the date.
            forms.setdefault(word, entry)
    for first, rests in PHRASES.items():
        alone = forms.get(first, ("x", None))
        forms[first] = ("!", (*((rest, "G", meaning) for rest, meaning in rests), ("", *alone)))
    return forms


FORMS = _forms()
