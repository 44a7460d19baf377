"""Read a ROLE span: base form, gender-neutral lemma, category, rank, portfolio and status.

Pure functions over the kept text of a release; the words come from `lexicon/roles.toml`.
Rules: annotation guideline, section 5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from presselese.lexicon import load_toml
from presselese.normalise.role_morphology import (
    ORDINALS,
    Analysis,
    adjective_stem,
    analyse,
    belongs,
)
from presselese.normalise.role_status import status_of
from presselese.records import Found

_PAIR_JOINT = re.compile(r"[ \xa0](?:und|oder|bzw\.|beziehungsweise|/)[ \xa0]")
# The determiner that governs the span: "der langjährige CSU-" before "Vorsitzende".
_DETERMINER = re.compile(
    r"(?<![^\W\d_])((?i:d(?:er|ie|as|en|em|es)|(?:k?ein|sein|ihr|unser|mein|dies|jed)(?:e[rsnm]?)?|zu[mr]|vom"
    r"|beim|am|im|frau|herrn?|alle[rn]?))[ \xa0]"
    r"(?:(?!und|oder)[a-zäöüß-]+(?:e|e[rsnm])[ \xa0]){0,3}(?:[A-ZÄÖÜ]\w*(?:[ ][A-ZÄÖÜ]\w*)?-)?$"
)
_PLURAL_BEFORE = re.compile(
    r"(?:(?i:alle|aller|allen|viele|vieler|vielen|mehrere|mehrerer|mehreren|einige|einiger|einigen|beide"
    r"|beiden|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf"
    r"|weitere|weiteren|hunderte|die meisten)|\d[\d.]*)"
    r"[ \xa0](?:[a-zäöüß-]+e[rn]?[ \xa0]){0,2}(?:[A-ZÄÖÜ][\w ]*-)?$"
)
_NAME = (
    r"(?:(?:Prof\.|Dr\.(?:-Ing\.)?|Dipl\.-[A-Za-z]+\.?|med\.|h\.[ ]?c\.)[ ])*"
    r"[A-ZÄÖÜ][\w’'-]+[ ](?:(?:von|van|der|zu|de|Al)[ -])*[A-ZÄÖÜ][\w’'-]+"
)
_NAME_AFTER = re.compile(rf"[ \xa0]{_NAME}")
_NAMES_AFTER = re.compile(
    rf"[^.!?\n]{{0,80}}?[ \xa0]{_NAME}(?:[ ]\([^()\n]{{1,25}}\))?,?[ ](?:und|sowie)[ ]{_NAME}"
)
_SURNAME_AFTER = re.compile(r"[ \xa0](?:(?:Prof\.|Dr\.)[ ])*[A-ZÄÖÜ][\w’'-]+")
_NAME_BEFORE = re.compile(
    r"[A-ZÄÖÜ][\w’'-]+(?:[ \xa0]\([^()\n]{1,25}\))?(?:,|[ \xa0]\()[ \xa0]?"
    r"(?:[a-zäöüß]+[ \xa0]){0,2}$"
)
# Where a noun without determiner is singular: line start, an apposition, a caption, "Halles ".
_STANDS_BARE = re.compile(
    r"(?:[(:–-][ \xa0]?|[A-Z][\w-]*(?:,|s|\))[ \xa0]|,[ \xa0](?:[a-z]+[ \xa0])?"
    r"|[ \xa0](?:[a-zäöüß]+er|\d{4})[ \xa0])(?:[A-Z]\w*-)?$|^$|-$"
)
_LAST_WORD = re.compile(r"([^\W\d_]+)[ \xa0](?:[A-ZÄÖÜ]\w*-)?$")
_RANK_BEFORE_PREFIX = re.compile(
    r"(?<![^\W\d_])([^\W\d_]+\.?)[ \xa0](?:[A-ZÄÖÜ][\w/]*(?:[ ][A-ZÄÖÜ]\w*)?-)$"
)
_FOR = re.compile(r"^für[ \xa0](?:das[ \xa0]|den[ \xa0])?")
_UNIT = re.compile(r"^(?:des|der)[ \xa0](?:[A-ZÄÖÜ]\w*[ \xa0](?:für[ \xa0])?(?=[A-ZÄÖÜa-z„]))?")
_LINKING_S = re.compile(r"(?<=ung|eit|aft|ion|tät)s$|-$")
_DISTANT_TOPIC = re.compile(
    r"[ \xa0](?:beim|bei[ ]der|im|in[ ]der|der|des|am)[ \xa0](?:[A-ZÄÖÜ]{2,6}|Jobcenters?)[ \xa0]"
    r"(für[ ][^,.;:()\n]{3,80})(?=[,.;)])"
)
# Heads that often stand for groups: "der Abgeordneten" is their genitive plural.
_GROUPS = ("bgeordnet", "erordnet", "ngestellt", "edienstet", "uszubildend", "elegiert")
_PORTFOLIO_HEADS = (
    "Dezernent",
    "Minister",
    "Senator",
    "Referent",
    "Beauftragt",
    "Koordinator",
    "Beigeordnet",
)
_WINDOW = 90


@dataclass(frozen=True, slots=True)
class RoleReading:
    """The value of one ROLE mention; None where the text does not say."""

    role: str
    lemma: str | None
    category: str | None
    rank: str | None
    portfolio: str | None
    status: str | None
    generic: bool
    event: bool
    gender: str | None


@dataclass(frozen=True, slots=True)
class _Parts:
    """A span cut into adjectives, cut-off first members, head and complement."""

    adjectives: tuple[str, ...]
    ellipsis: str
    head: Analysis
    complement: str
    pair: bool
    word: str


def read_role(text: str, found: Found) -> RoleReading:
    """Read the role at `found`; offsets count code points of `text`, the kept text.

    A span whose head the lexicon does not know is returned as it stands, without category.
    """
    before = text[text.rfind("\n", 0, found.start) + 1 : found.start][-_WINDOW:]
    after = text[found.end : found.end + 2 * _WINDOW].partition("\n")[0]
    short = _abbreviations().get(found.text)
    if short is not None:
        return _read_abbreviation(text, found, short, before, after)
    parts = _split(found.text)
    if parts is None:
        status = status_of(before, found.text, after, None)
        return RoleReading(found.text, None, None, None, None, status, False, False, None)
    generic, gender = _number_and_gender(parts, before, after)
    outer = _outer_rank(before, parts.head)
    words = [*outer, *parts.adjectives]
    head = parts.head.feminine() if gender == "f" else parts.head.masculine()
    neuter = "n" in parts.head.form.genders
    adjectives = [_decline(word, gender, neuter=neuter) for word in words]
    parts = _with_distant_topic(parts, after)
    role = " ".join([*adjectives, parts.ellipsis + head, *filter(None, [parts.complement])])
    return RoleReading(
        role=role,
        lemma=_lemma(words, parts),
        category=parts.head.head.category,
        rank=_rank(words),
        portfolio=_portfolio(parts),
        status=status_of(before, found.text, after, parts.head),
        generic=generic,
        event=parts.head.head.name in _events(),
        gender=None if generic or neuter else gender,
    )


def _split(span: str) -> _Parts | None:
    words = span.replace("\xa0", " ").split(" ")
    for at, word in enumerate(words):
        analysis = analyse(word)
        if analysis is None:
            continue
        following = analyse(words[at + 1]) if at + 1 < len(words) else None
        if following is not None and belongs(word, following):
            continue
        lead = words[:at]
        adjectives = tuple(w for w in lead if belongs(w, analysis) or "politische" in w)
        ellipsis = " ".join(w for w in lead if w not in adjectives)
        rest = " ".join(words[at + 1 :])
        pair = _PAIR_JOINT.match(" " + rest) is not None
        return _Parts(
            adjectives,
            ellipsis + " " if ellipsis else "",
            analysis,
            "" if pair else rest,
            pair,
            word.lower(),
        )
    return None


def _number_and_gender(parts: _Parts, before: str, after: str) -> tuple[bool, str]:
    """Return whether the role is generic, and its gender (m or f)."""
    form = parts.head.form
    if parts.pair or parts.head.both_genders:
        return True, "m"
    if form.genders == "mf":
        return _nominalised(parts, before, after)
    gender = "f" if form.genders == "f" else "m"
    if not form.singular:
        named = _NAME_AFTER.match(after) or _NAMES_AFTER.match(after)
        return not named, gender if named else "m"
    if gender == "f" or not form.plural:
        return False, gender
    declension = parts.head.head.declension
    if declension == "adj" and parts.word.endswith("er"):
        return False, gender
    plural = _PLURAL_BEFORE.search(before) is not None
    if not plural:
        determiner = _DETERMINER.search(before)
        article = determiner[1].lower() if determiner else ""
        # Genitive plural: the singular is "der Polizist".
        oblique = declension in ("en", "beamt") and parts.word.endswith("n")
        plural = article == "die" or (
            article in ("der", "") if oblique else not article and not _stands_alone(before)
        )
    named = _SURNAME_AFTER.match(after) or _NAMES_AFTER.match(after)
    return plural and not named, gender


def _stands_alone(before: str) -> bool:
    """Return whether a noun without determiner is singular there (ist Landrat; Name, Landrat)."""
    if _STANDS_BARE.search(before):
        return True
    word = _LAST_WORD.search(before)
    return word is not None and word[1].lower() in _bare_before()


def _nominalised(parts: _Parts, before: str, after: str) -> tuple[bool, str]:
    """Read number and gender of Vorsitzende(n), Beauftragte(n) off the determiner."""
    weak = parts.word.endswith("en")
    named = bool(_SURNAME_AFTER.match(after) or _NAME_BEFORE.search(before))
    if _PLURAL_BEFORE.search(before):
        women = (parts.head.modifier + parts.head.head.name).lower() in _women()
        return not named, "f" if women else "m"
    determiner = _DETERMINER.search(before)
    article = determiner[1].lower() if determiner else ""
    if not weak:
        if article in ("der", "dieser", "jeder"):
            return False, "m"
        group = parts.head.head.name.endswith(_GROUPS) and not article and not named
        return (True, "m") if group and before.strip() else (False, "f")
    if article in ("zur", "einer", "seiner", "ihrer", "unserer", "dieser", "frau", "keiner"):
        return False, "f"
    if article == "der":
        group = parts.head.head.name.endswith(_GROUPS) or bool(parts.ellipsis)
        return (False, "f") if named or not group else (True, "m")
    plural = article in ("die", "alle", "aller", "allen", "") and not named
    return plural, "m"


def _with_distant_topic(parts: _Parts, after: str) -> _Parts:
    """Take in a topic that an organisation's short name parts from the head.

    Mitarbeiterin beim Jobcenter für Ausbildungsfragen: the span ends before the organisation,
    the value is complete.
    """
    if parts.complement or parts.pair:
        return parts
    topic = _DISTANT_TOPIC.match(after)
    return parts if topic is None else replace(parts, complement=topic[1])


def _outer_rank(before: str, head: Analysis) -> list[str]:
    """Return a rank before an organisation's prefix: stellvertretender CDU-[Vorsitzender]."""
    found = _RANK_BEFORE_PREFIX.search(before)
    return [found[1]] if found is not None and belongs(found[1], head) else []


def _decline(word: str, gender: str, *, neuter: bool) -> str:
    """Return an adjective in the nominative singular, strong; ordinals in figures stay."""
    if word[:-1].isdigit():
        return word
    low = word.lower()
    ending = "es" if neuter else {"f": "e"}.get(gender, "er")
    if low in _short_ranks():
        return "stellvertretend" + ending
    stem = adjective_stem(word)
    if stem is None:
        return word
    stem = word[: len(stem)]
    if stem.lower() == "stellvertretend":
        stem = stem.lower()
    return stem + ending


def _lemma(words: list[str], parts: _Parts) -> str:
    """Return the gender-neutral pair form: stellvertretende/r Vorsitzende/r."""
    masculine = parts.head.masculine()
    feminine = parts.head.feminine()
    head = parts.head.head
    if masculine == feminine:
        noun = masculine
    elif head.declension == "adj":
        noun = feminine + "/r"
    elif feminine == masculine + "in":
        noun = masculine + "/in"
    else:
        noun = f"{masculine}/{feminine}"
    neuter = "n" in parts.head.form.genders
    adjectives = []
    for word in words:
        if masculine == feminine:
            adjectives.append(
                _decline(word, "f" if head.declension in ("fem", "kraft") else "m", neuter=neuter)
            )
        else:
            base = _decline(word, "f", neuter=False)
            adjectives.append(base if base[:-1].isdigit() else base + "/r")
    return " ".join([*adjectives, parts.ellipsis + noun, *filter(None, [parts.complement])])


def _rank(words: list[str]) -> str | None:
    """Return the rank: "stellvertretend", "leitend", "Erste" …; None without one."""
    ranks = []
    for word in words:
        if word[:-1].isdigit():
            number = int(word[:-1])
            ranks.append(
                ORDINALS[number - 1].capitalize() + "e" if number <= len(ORDINALS) else word
            )
        elif word.lower() in _short_ranks():
            ranks.append("stellvertretend")
        else:
            stem = adjective_stem(word) or word.lower()
            if stem in ORDINALS:
                ranks.append(stem.capitalize() + "e")
            elif stem in load_toml("roles")["adjectives"]["rank"]:
                ranks.append(stem)
    return " ".join(ranks) or None


def _portfolio(parts: _Parts) -> str | None:
    """Return the field of responsibility: of the complement, else of the compound."""
    if parts.complement:
        return _FOR.sub("", _UNIT.sub("", parts.complement)) or None
    if parts.head.head.name in _PORTFOLIO_HEADS and parts.head.modifier and not parts.ellipsis:
        field = _LINKING_S.sub("", parts.head.modifier)
        return (
            None
            if field.lower() in ("bundes", "landes", "haupt", "premier", "kreis", "")
            else field
        )
    return None


def _read_abbreviation(
    text: str, found: Found, forms: tuple[str, str], before: str, after: str
) -> RoleReading:
    masculine, feminine = forms
    gender = None
    if masculine != feminine:
        woman = re.search(r"(?:\b[Dd]ie|\b[Zz]ur|\bFrau|\b[Ii]hrer|\b[Ee]iner)[ \xa0]$", before)
        only_women = feminine in text and re.search(masculine + r"(?!in)", text) is None
        gender = "f" if woman or only_women or found.text == "OBin" else "m"
    role = feminine if gender == "f" else masculine
    analysis = analyse(masculine.partition(" ")[0])
    return RoleReading(
        role=role,
        lemma=masculine if masculine == feminine else masculine + "/in",
        category="parliament" if masculine == feminine else "municipal",
        rank=None,
        portfolio=None,
        status=status_of(before, found.text, after, analysis),
        generic=False,
        event=False,
        gender=gender,
    )


@cache
def _abbreviations() -> dict[str, tuple[str, str]]:
    table: dict[str, Any] = load_toml("roles")["abbreviations"]
    return {short: (long[0], long[1]) for short, long in table.items()}


@cache
def _short_ranks() -> frozenset[str]:
    return frozenset(load_toml("roles")["adjectives"]["rank_short"])


@cache
def _bare_before() -> frozenset[str]:
    return frozenset(load_toml("roles")["context"]["bare_before"])


@cache
def _women() -> frozenset[str]:
    return frozenset(name.lower() for name in load_toml("roles")["traits"]["women"])


@cache
def _events() -> frozenset[str]:
    return frozenset(load_toml("roles")["traits"]["event"])
