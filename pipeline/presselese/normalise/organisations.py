"""Organisations of one document: nominative names, abbreviations and short forms joined.

A name is put into the nominative by its head noun ("Deutschen Städtetages" -> "Deutscher
Städtetag"); heads and their gender are data (`lexicon/organisations.toml`). An abbreviation in
brackets behind a name, and a short form that is literally the head or first word of a full name
of the document, take the full name (guideline, section 6).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presselese.lexicon import load_toml
from presselese.normalise.gazetteer import load_gazetteer
from presselese.records import Found

_LEXICON = load_toml("organisations")
_WORDS: dict[str, list[str]] = _LEXICON["words"]
_REGIONAL = frozenset(_WORDS["regional"])
_FORMS: dict[str, str] = _LEXICON["forms"]
_SHORT: dict[str, str] = _LEXICON["abbreviations"]
_ADJECTIVES = tuple(_WORDS["adjective_endings"])
_MUNICIPAL = frozenset(_WORDS["municipal"]) - {"Marktes"}
_COUNTY = frozenset(_WORDS["county"])
PARTIES = frozenset(_WORDS["parties"])
# head -> (gender, kind); the longest head that ends a word counts.
_HEADS: dict[str, tuple[str, str]] = {
    head: (gender, kind)
    for kind, genders in _LEXICON["heads"].items()
    for gender, heads in genders.items()
    for head in heads
}
_LONGEST = max(map(len, _HEADS))
_ENDINGS = {
    "m": ("", "es", "s", "e"),
    "n": ("", "es", "s", "e", "ses", "se"),
    "f": ("",),
    "p": ("", "n"),
}
_STRONG = {"m": "er", "f": "e", "n": "es", "p": "e"}
_ABBREVIATION = re.compile(r"[\wÄÖÜäöüß&.+-]{2,16}")


@dataclass(frozen=True, slots=True)
class OrganisationReading:
    """The organisation one mention stands for: nominative name, abbreviation, kind."""

    name: str
    abbreviation: str | None
    kind: str | None
    party: bool


def read_organisations(
    text: str, found: Sequence[Found], cities: Mapping[tuple[int, int], str] | None = None
) -> list[OrganisationReading]:
    """Return one reading per ORG span, in the order of `found`.

    `text` is the text the offsets count; `cities` gives the normalised name of every CITY span
    by its offsets, so that "Stadt Krefelds" and "Stadt Limburg" take the city's name.
    """
    names = [
        nominative(mention.text, text[max(0, mention.start - 40) : mention.start])
        for mention in found
    ]
    if cities:
        ends = {end: (start, city) for (start, end), city in cities.items()}
        names = [
            _with_city(name, mention, ends) for name, mention in zip(names, found, strict=True)
        ]
    names = _one_spelling(names)
    abbreviations = _defined(text, found, names)
    longs = {short: names[index] for short, index in abbreviations.items()}
    shorts = _short_forms(text, found, names, set(longs))
    out = []
    short_of = {long: short for short, long in longs.items()}
    for mention, name in zip(found, names, strict=True):
        full = longs.get(mention.text) or longs.get(name) or shorts.get(name) or name
        out.append(OrganisationReading(full, short_of.get(full), kind_of(full), full in PARTIES))
    return out


def nominative(span: str, before: str = "") -> str:
    """Return the nominative of an organisation's name; `before` is the text in front of it.

    >>> nominative("Deutschen Städtetages")
    'Deutscher Städtetag'
    """
    name = re.sub(r"\s+", " ", span.replace("\u00ad", ""))
    if name in _FORMS:
        return _FORMS[name]
    words = name.split(" ")
    position = 0
    while position < len(words) - 1 and _is_adjective(words[position], words[position + 1]):
        position += 1
    opening = position
    if position < len(words) - 1 and _of_a_place(words[position], words[position + 1]):
        position += 1
    # "Heimat- und Verschönerungsvereins": the head of a shortened compound is its last part.
    while position + 2 < len(words) and words[position].endswith("-"):
        position += 2
    match = head_of(words[position])
    if match is None or _HEADS[match[0]][0] == "p":
        position = _later_head(words, position)
    head, gender = _decline(words[position], before)
    words[position] = head
    if gender is None and any(word in _FEMININE for word in words[position + 1 :]):
        gender = "f"
    if gender is not None:
        for index in range(opening):
            if words[index][0].isupper():
                words[index] = _stem(words[index]) + _STRONG[gender]
    return " ".join(words)


def _later_head(words: Sequence[str], position: int) -> int:
    """Return the place of a head that stands behind a name: "Malteser Hilfsdienstes"."""
    for index in range(position + 1, len(words)):
        if not words[index][:1].isupper():
            break
        match = head_of(words[index])
        if match is not None and match[1]:
            return index
    return position


def kind_of(name: str) -> str | None:
    """Return the kind of an organisation by its head noun (authority, council, company)."""
    if name in PARTIES:
        return "party"
    words = name.split(" ")
    for size in (1, 2, 3):
        if len(words) > size and " ".join(words[:size]) in _MUNICIPAL:
            return "municipality"
    if words[0] in _COUNTY or ("-" in words[0] and words[0].endswith(("kreis", "-Kreis"))):
        return "county"
    if any(word in _LEGAL for word in words) and not name.endswith(("e. V.", "e.V.")):
        return "company"
    for word in words:
        match = head_of(word)
        if match is not None:
            return _HEADS[match[0]][1]
    return None


_LEGAL_FORMS = frozenset(_WORDS["legal_forms"])
# A name without a known head is feminine with these: "Städtische Wohnbau GmbH".
_FEMININE = frozenset({"GmbH", "gGmbH", "AG", "mbH", "KG", "eG", "GbR"})
_LEGAL = frozenset(
    form for form in _WORDS["legal_forms"] if " " not in form and form[0].isalpha()
) - {"e.V.", "e.V", "eV"}


def _is_adjective(word: str, following: str) -> bool:
    """Whether a capitalised word is an inflected adjective before a noun.

    Words in -iger are left alone: an adjective is nominative then, and "Leipziger" is a city's.
    """
    if following == "und" and word in {"Freie", "Freien"}:
        return True
    if word == "und":
        return True
    if not following[:1].isupper() or word.endswith(("-", ".", "iger")):
        return False
    stem = _stem(word)
    return stem != word and (stem.lower() + "e").endswith(_ADJECTIVES) and head_of(word) is None


def _of_a_place(word: str, following: str) -> bool:
    """Whether a word is a place's adjective in -er, which is never inflected: "Göttinger"."""
    return (
        word.endswith("er")
        and following[:1].isupper()
        and (word in _REGIONAL or load_gazetteer().city_of(word) not in {None, word})
    )


def _stem(adjective: str) -> str:
    for ending in ("en", "em", "es", "er", "e"):
        if adjective.endswith(ending) and len(adjective) > len(ending) + 2:
            return adjective[: -len(ending)]
    return adjective


@lru_cache(maxsize=16_384)
def head_of(word: str) -> tuple[str, str] | None:
    """Return the lexicon's head that ends `word` and the inflectional ending behind it."""
    lower = word.lower().replace("-", "")
    for size in range(min(_LONGEST, len(lower)), 2, -1):
        for cut in (0, 1, 2, 3):
            if size + cut > len(lower):
                continue
            head = lower[len(lower) - size - cut : len(lower) - cut]
            ending = lower[len(lower) - cut :] if cut else ""
            if head in _HEADS and ending in _ENDINGS[_HEADS[head][0]]:
                return head, ending
    return None


def _decline(word: str, before: str) -> tuple[str, str | None]:
    """Return the nominative of a head noun and its gender (None where unknown)."""
    if "/" in word or word.isupper():
        return word, None
    match = head_of(word)
    if match is not None:
        head, ending = match
        gender = _HEADS[head][0]
        if ending in {"e", "se"} and not re.search(
            r"\b(?:dem|im|am|zum|vom|beim|Dem|Im)\s(?:\w+\s)?$", before
        ):
            return word, gender
        return (word[: -len(ending)] if ending else word), gender
    if (
        word.endswith("s")
        and not word.endswith(("ss", "us", "is", "as"))
        and re.search(r"\b[dD]es (?:\w+en )*$", before)
    ):
        return word[:-1], None
    return word, None


def _with_city(name: str, mention: Found, cities: Mapping[int, tuple[int, str]]) -> str:
    """Write the city at the end of a municipality's name as it is normalised."""
    first = name.split(" ", 1)[0]
    if mention.end not in cities or (first not in _MUNICIPAL and first not in _COUNTY):
        return name
    start, city = cities[mention.end]
    printed = mention.text[max(0, start - mention.start) :]
    if start < mention.start or not name.endswith(printed):
        return name
    return name[: -len(printed)] + city


def _one_spelling(names: list[str]) -> list[str]:
    """Let "Stadt Radolfzell" take the longer name the document prints elsewhere."""
    municipalities = {n for n in names if n.split(" ")[0] in _MUNICIPAL}
    longer = {}
    for name in municipalities:
        full = sorted(n for n in municipalities if n.startswith((name + " ", name + "/")))
        if len(full) == 1:
            longer[name] = full[0]
    for name in sorted(set(names)):
        # "Klinikum Hof" is the "Klinikum Hof gGmbH" of the same text.
        full = sorted(n for n in set(names) if n.removeprefix(name + " ") in _LEGAL_FORMS)
        if len(full) == 1:
            longer[name] = full[0]
    return [longer.get(name, name) for name in names]


def _defined(text: str, found: Sequence[Found], names: Sequence[str]) -> dict[str, int]:
    """Return abbreviation -> index of the mention that it abbreviates.

    "Bundesnetzwerk Bürgerschaftliches Engagement (BBE)" defines it by brackets; without them an
    abbreviation must be made of the initials of exactly one name.
    """
    out: dict[str, int] = {}
    ends: dict[int, int] = {}
    for index, mention in enumerate(found):
        # Of nested names that end here, the outermost is abbreviated.
        known = ends.get(mention.end)
        if known is None or found[known].start > mention.start:
            ends[mention.end] = index
    for mention in found:
        opening = re.search(
            r"\s?\((?:kurz:? |auch )?[„\"]?$", text[max(0, mention.start - 12) : mention.start]
        )
        if opening and _ABBREVIATION.fullmatch(mention.text) and " " not in mention.text:
            owner = ends.get(mention.start - len(opening[0]))
            if owner is not None and mention.text not in PARTIES:
                out.setdefault(mention.text, owner)
    for mention in found:
        short = mention.text
        if (
            short in out
            or not re.fullmatch(r"[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{1,8}", short)
            or short in PARTIES
        ):
            continue
        if sum(char.isupper() for char in short) < 2:
            continue
        owners = {
            names[i]: i
            for i, m in enumerate(found)
            if m is not mention
            and (
                (" " in names[i] and _initials(short, names[i]))
                or names[i].split(" ")[0] == _SHORT.get(short)
            )
        }
        if len(owners) == 1:
            out[short] = next(iter(owners.values()))
    return out


def _initials(short: str, name: str) -> bool:
    """Whether a name's capitals make up its abbreviation, further letters standing inside words.

    "THW" abbreviates "Technisches Hilfswerk": T and H are its capitals, w follows inside.
    """
    capitals = "".join(part[0] for part in re.split(r"[\s/-]+", name) if part[:1].isupper())
    letters = short.lower()
    return (
        len(capitals) >= 2
        and capitals[0].lower() == letters[0]
        and _is_subsequence(capitals.lower(), letters)
        and _is_subsequence(letters, name.lower())
    )


def _is_subsequence(inner: str, outer: str) -> bool:
    rest = iter(outer)
    return all(letter in rest for letter in inner)


def _short_forms(
    text: str, found: Sequence[Found], names: Sequence[str], abbreviations: set[str]
) -> dict[str, str]:
    """Return short form -> full name, where the short form is the head or first word of one."""
    full = Counter(name for name in names if " " in name and name.split(" ")[0] not in _COUNTY)
    out: dict[str, str] = {}
    for name in names:
        if " " in name or name in out or name in abbreviations or name in PARTIES:
            continue
        key = _key(name)
        matches = [
            long
            for long in full
            if _key(long.split(" ")[0]) == key
            or any(_key(word) == key for word in _head_words(long))
        ]
        if matches:
            out[name] = max(matches, key=lambda long: (full[long], -names.index(long)))
    return out


def _head_words(name: str) -> list[str]:
    """The first noun of a name behind its adjectives."""
    words = name.split(" ")
    position = 0
    while position < len(words) - 1 and _is_adjective(words[position], words[position + 1]):
        position += 1
    return [words[position]]


def _key(word: str) -> str:
    return word.lower().replace("-", "").strip('„“"»«')
