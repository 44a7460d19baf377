"""Copies of annotated releases in which persons, cities and abbreviations bear other names.

A release seen three times teaches its names by heart; with new names in the copies the model must
look at what stands around them. One person keeps one new name throughout a copy, gender and
hyphens included; a city is renamed in the forms that can be built (Fulda, Fuldas, Fuldaer, FULDA);
half of the names and abbreviations of organisations become invented ones (invent.py).
"""

from __future__ import annotations

import csv
import random
import re
from dataclasses import dataclass
from pathlib import Path

from invent import Replacement, new_organisations  # type: ignore[import-not-found]

from presselese.evaluate.gold import GoldDocument

# What stays in a person's name: particles and initials.
_PARTICLE = re.compile(r"[a-zäöü].*|[A-ZÄÖÜ]\.?")
_SIBILANTS = ("s", "ß", "x", "z")
_FREQUENT_FIRST_NAMES = 6000


@dataclass(frozen=True, slots=True)
class Names:
    """Stocks of names to draw from."""

    female: tuple[str, ...]
    male: tuple[str, ...]
    surnames: tuple[str, ...]
    cities: tuple[str, ...]


def read_names(first_names: bytes, surnames: bytes, municipalities: Path) -> Names:
    """Read the stocks: a CSV `vorname,m,w,total`, a list of surnames, the gazetteer."""
    table = list(csv.DictReader(first_names.decode().splitlines()))[:_FREQUENT_FIRST_NAMES]
    with municipalities.open(encoding="utf-8", newline="") as file:
        cities = [row["name"] for row in csv.DictReader(file)]
    return Names(
        female=tuple(row["vorname"] for row in table if int(row["w"]) > int(row["m"])),
        male=tuple(row["vorname"] for row in table if int(row["m"]) >= int(row["w"])),
        surnames=tuple(name for name in surnames.decode().split("\n") if len(name) > 2),
        cities=tuple(name for name in cities if re.fullmatch(r"[\w .-]+", name)),
    )


def renamed(
    document: GoldDocument, names: Names, seed: str, people: bool = True
) -> dict[tuple[int, int], Replacement]:
    """Return what stands in the place of the mentions (start, end) that get a new name.

    Without `people` only organisations do.
    """
    generator = random.Random(seed)
    out: dict[tuple[int, int], Replacement] = new_organisations(document, generator)
    if not people:
        return out
    words: dict[str, str] = {}
    cities: dict[str, str] = {}
    female = set(names.female)
    for mention in document.mentions:
        if mention.label == "CITY" and mention.norm not in cities:
            cities[mention.norm] = generator.choice(names.cities)
        if mention.label != "PERSON":
            continue
        *given, family = mention.norm.split()
        for word in given:
            if not _PARTICLE.fullmatch(word) and word not in words:
                stock = names.female if word in female else names.male
                words[word] = "-".join(generator.choice(stock) for _ in word.split("-"))
        if not _PARTICLE.fullmatch(family) and family not in words:
            words[family] = "-".join(generator.choice(names.surnames) for _ in family.split("-"))
    for mention in document.mentions:
        if mention.label == "PERSON":
            new = " ".join(_rename_word(word, words) for word in mention.text.split(" "))
        elif mention.label == "CITY":
            new = _rename_city(mention.text, mention.norm, cities[mention.norm])
        else:
            continue
        out[mention.start, mention.end] = (new, ((0, len(new)),))
    return out


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
    if text == norm + "s" and not new.endswith(_SIBILANTS):
        return new + "s"
    if text.endswith("er") and text[:3] == norm[:3] and " " not in new:
        stem = new[:-2] if new.endswith("ingen") else new.removesuffix("e")
        return stem + "er"
    return text
