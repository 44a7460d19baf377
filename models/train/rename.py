"""Copies of annotated releases in which persons, cities and abbreviations bear other names.

A release seen three times teaches its names by heart; with new names in the copies the model must
look at what stands around them. One person keeps one new name throughout a copy, gender and
hyphens included; a city is renamed in the forms that can be built (Fulda, Fuldas, Fuldaer, FULDA);
half of the names and abbreviations of organisations become invented ones (invent.py). Articles,
which name people of the whole world, get new persons only, some with names that no list knows.
"""

from __future__ import annotations

import random
import re

from invent import Replacement, new_organisations  # type: ignore[import-not-found]
from stock import Names  # type: ignore[import-not-found]

from presselese.evaluate.gold import GoldDocument

# What stays in a person's name: particles and initials.
_PARTICLE = re.compile(r"[a-zäöü].*|[A-ZÄÖÜ]\.?")
_SIBILANTS = ("s", "ß", "x", "z")
KINDS = frozenset({"PERSON", "CITY", "ORG"})


def renamed(
    document: GoldDocument,
    names: Names,
    seed: str,
    kinds: frozenset[str] = KINDS,
    strange: float = 0.0,
) -> dict[tuple[int, int], Replacement]:
    """Return what stands in the place of the mentions (start, end) that get a new name.

    Only mentions of the labels `kinds` do. Of the new words in names of persons the share
    `strange` is made up (`blend`).
    """
    generator = random.Random(seed)
    out: dict[tuple[int, int], Replacement] = {}
    if "ORG" in kinds:
        out = new_organisations(document, generator, names)
    words: dict[str, str] = {}
    cities: dict[str, str] = {}
    female = set(names.female)

    def draw(word: str, stock: tuple[str, ...]) -> str:
        drawn = (generator.choice(stock) for _ in word.split("-"))
        if strange:
            drawn = (
                blend(name, generator.choice(stock)) if generator.random() < strange else name
                for name in drawn
            )
        return "-".join(drawn)

    for mention in document.mentions:
        if mention.label == "CITY" and mention.norm not in cities and "CITY" in kinds:
            cities[mention.norm] = generator.choice(names.cities)
        if mention.label != "PERSON" or "PERSON" not in kinds:
            continue
        *given, family = mention.norm.split()
        for word in given:
            if not _PARTICLE.fullmatch(word) and word not in words:
                words[word] = draw(word, names.female if word in female else names.male)
        if not _PARTICLE.fullmatch(family) and family not in words:
            words[family] = draw(family, names.surnames)
    for mention in document.mentions:
        if mention.label not in kinds:
            continue
        if mention.label == "PERSON":
            new = " ".join(_rename_word(word, words) for word in mention.text.split(" "))
        elif mention.label == "CITY":
            new = _rename_city(mention.text, mention.norm, cities[mention.norm])
        else:
            continue
        out[mention.start, mention.end] = (new, ((0, len(new)),))
    return out


def blend(first: str, second: str) -> str:
    """Make up a name from the first half of one and the second half of another."""
    return first[: (len(first) + 1) // 2] + second[len(second) // 2 :].lower()


def _rename_word(word: str, words: dict[str, str]) -> str:
    if word in words:
        return words[word]
    if word.endswith("s") and word[:-1] in words:
        new = words[word[:-1]]
        return new if new.endswith(_SIBILANTS) else new + "s"
    return word


def _rename_city(text: str, norm: str, new: str) -> str:
    if text == norm:
        return new
    if text == norm.upper():
        return new.upper()
    if text == norm + "s" and new[-1].isalpha() and not new.endswith(_SIBILANTS):
        return new + "s"
    if text.endswith("er") and text[:3] == norm[:3] and " " not in new:
        stem = new[:-2] if new.endswith("ingen") else new.removesuffix("e")
        return stem + "er"
    return text
