"""Invented organisations for the renamed copies of annotated texts.

A new name has the gender of the old one, so that the article before it stays right: "das Netzwerk
Gesunde Städte" becomes "das Koordinierungsbüro Sport und Kultur". Its first mention may bring an
abbreviation in brackets, and later mentions may be that abbreviation, as in real releases.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections import defaultdict
from pathlib import Path

from stock import Names  # type: ignore[import-not-found]

from presselese.evaluate.gold import GoldDocument, GoldMention
from presselese.lexicon import load_toml

_STOCK = tomllib.loads(Path(__file__).with_name("organisations.toml").read_text("utf-8"))
_ABBREVIATION = re.compile(r"[A-ZÄÖÜ]{2,7}")
_HEADS: dict[str, str] = {
    head: gender
    for heads in load_toml("organisations")["heads"].values()
    for gender, names in heads.items()
    for head in names
    if gender in "mfn"
}
_SHARE, _WITH_ABBREVIATION, _LATER = 0.5, 0.4, 0.5
_OF_A_PLACE, _AFTER_A_PERSON = 0.25, 0.15

# What stands in the place of a mention: the text and the spans in it that are organisations.
Replacement = tuple[str, tuple[tuple[int, int], ...]]


def gender(name: str) -> str | None:
    """Return m, f or n by the head of a name, its first noun; None if it is not in the lexicon."""
    for word in re.findall(r"[A-ZÄÖÜ]\w+", name):
        low = word.lower()
        for start in range(len(low) - 2):
            if low[start:] in _HEADS:
                return _HEADS[low[start:]]
    return None


def invent(kind: str, generator: random.Random, names: Names) -> str:
    """Compose a name of gender `kind`: with a topic, for a place or after a person."""
    form = generator.random()
    if form < _OF_A_PLACE:
        return f"{generator.choice(_STOCK['local'][kind])} {generator.choice(names.cities)}"
    if form < _OF_A_PLACE + _AFTER_A_PERSON:
        given = generator.choice(names.female + names.male)
        parts = [given] * (generator.random() < 0.8) + [generator.choice(names.surnames)]
        return "-".join([*parts, generator.choice(_STOCK["patron"][kind])])
    head = generator.choice(_STOCK["heads"][kind])
    compound = head[0].islower()
    if compound:
        head = generator.choice(_STOCK["first"]) + head
    topic, other = generator.sample(_STOCK["topics"], 2)
    form = generator.random()
    if form < 0.2:
        return f"{head} {generator.choice(_STOCK['groups'])}"
    if form < 0.4:
        return f"{head} für {topic}"
    if form < 0.5:
        return f"{head} für {topic} und {other}"
    if form < 0.6:
        return f"{head} {topic}"
    if form < 0.7:
        return f"{head} {topic} und {other}"
    if form < 0.75:
        return f"{head} „{generator.choice(_STOCK['own'])}“"
    if form < 0.8 and not compound:
        return f"{topic}-{head}"
    return head if compound else f"{head} {generator.choice(_STOCK['groups'])}"


def initials(name: str, generator: random.Random) -> str:
    """Return an abbreviation of a name, made up where its initials are too few."""
    letters = "".join(word[0] for word in re.findall(r"[A-ZÄÖÜ]\w*", name))
    return letters if len(letters) > 1 and generator.random() < 0.8 else abbreviation(generator)


def abbreviation(generator: random.Random) -> str:
    """Invent an abbreviation of two to six letters; one in six is spelled like a word (Efus)."""
    consonants, vowels = "BCDFGHKLMNPRSTVWZ", "AEIOU"
    letters = [
        generator.choice(vowels if generator.random() < 0.35 else consonants)
        for _ in range(generator.randint(2, 6))
    ]
    word = "".join(letters)
    return word.capitalize() if len(word) > 3 and generator.random() < 1 / 6 else word


def new_organisations(
    document: GoldDocument, generator: random.Random, names: Names
) -> dict[tuple[int, int], Replacement]:
    """Return what stands in the place of the organisations (start, end) that get a new name.

    Only names are exchanged of which every mention is the base form, its genitive or an
    abbreviation, and which neither hold nor lie in another mention. Other abbreviations get new
    letters half of the time.
    """
    groups: dict[str, list[GoldMention]] = defaultdict(list)
    for mention in document.mentions:
        if mention.label == "ORG":
            groups[mention.norm].append(mention)
    out: dict[tuple[int, int], Replacement] = {}
    for norm, mentions in groups.items():
        kind = gender(norm)
        plain = all(
            m.text in {norm, norm + "s", norm + "es"} or _ABBREVIATION.fullmatch(m.text)
            for m in mentions
        )
        nested = any(
            m.start < other.end and other.start < m.end and other is not m
            for m in mentions
            for other in document.mentions
        )
        if (
            kind
            and plain
            and not nested
            and not _ABBREVIATION.fullmatch(norm)
            and generator.random() < _SHARE
        ):
            out.update(_renamed(mentions, invent(kind, generator, names), kind, generator))
            continue
        letters = abbreviation(generator)
        if generator.random() < _SHARE:
            for m in mentions:
                if _ABBREVIATION.fullmatch(m.text):
                    out[m.start, m.end] = (letters, ((0, len(letters)),))
    return out


def _renamed(
    mentions: list[GoldMention], name: str, kind: str, generator: random.Random
) -> dict[tuple[int, int], Replacement]:
    out: dict[tuple[int, int], Replacement] = {}
    letters = initials(name, generator)
    introduced = any(_ABBREVIATION.fullmatch(m.text) for m in mentions)
    introduce = not introduced and generator.random() < _WITH_ABBREVIATION
    for number, mention in enumerate(mentions):
        genitive = "s" if mention.text != mention.norm and " " not in name and kind != "f" else ""
        text = name + genitive
        spans: tuple[tuple[int, int], ...] = ((0, len(text)),)
        if _ABBREVIATION.fullmatch(mention.text) or (
            number and introduce and generator.random() < _LATER
        ):
            text, spans = letters, ((0, len(letters)),)
        elif introduce and not number:
            start = len(text) + 2
            spans = (*spans, (start, start + len(letters)))
            text = f"{text} ({letters})"
        out[mention.start, mention.end] = (text, spans)
    return out
