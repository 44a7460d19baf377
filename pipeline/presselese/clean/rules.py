"""Rules that decide a line by itself; what they leave open the page decides.

A rule's id is its cue's id, or names the shape it saw ("calendar.days").
"""

from __future__ import annotations

import re

from presselese.clean.cues import Cues, default_cues, words_of
from presselese.clean.features import LONGEST, Shape
from presselese.clean.rules_details import contacts, files, openings, pictures, rest
from presselese.clean.rules_menus import blocks, menus, rights
from presselese.clean.rules_stamps import dates
from presselese.clean.signs import (
    DAYS_ONLY,
    NUMBER,
    PHONE,
    PLUSES,
    SEPARATOR,
    TICKER,
    URL,
    WEEKDAYS,
    WEEKDAYS_INSIDE,
    has_mail,
)
from presselese.clean.verdict import Verdict

#: Longer lines are no furniture, and patterns need not cope with them.
_LONGEST_CHARS = 1200
#: Words with marks that no rule looks at.
_PLAIN = re.compile(r"(?:(?!_)[\w ,–’'&!?„“”-])+")


def decide(shape: Shape, cues: Cues | None = None) -> Verdict | None:
    """Decide a line by itself, or leave it open with None."""
    core = shape.core
    if not core or core.isspace():
        return Verdict("empty", "empty")
    return (
        signs(shape)
        or sentences(shape)
        or (
            None
            if shape.prose == 2 or shape.n > LONGEST or len(core) > _LONGEST_CHARS
            else _short(shape, cues or default_cues())
        )
    )


def signs(shape: Shape) -> Verdict | None:
    """Lines without words: separators, tickers, calendar rows."""
    text = shape.text.strip()
    if SEPARATOR.fullmatch(text) or (not shape.words and "…" not in text):
        return Verdict("widget", "separator")
    # "+++ Headline +++" may be the headline itself; "+++ Ticker +++ Text +++" is not.
    if (
        text[0] in "+*"
        and TICKER.fullmatch(text)
        and not shape.prose
        and (shape.n < 3 or len(PLUSES.findall(text)) > 2)
    ):
        return Verdict("widget", "separator.ticker")
    if DAYS_ONLY.fullmatch(text) and all(int(day) <= 53 for day in NUMBER.findall(text)[:40]):
        return Verdict("widget", "calendar.days")
    if shape.n <= 60 and (WEEKDAYS.match(text) or (shape.n >= 7 and WEEKDAYS_INSIDE.search(text))):
        return Verdict("widget", "calendar.weekdays")
    if 14 <= shape.n <= 90 and not shape.function:
        numbers = sum(word.isdigit() and len(word) <= 2 for word in shape.words)
        if numbers >= 14 and numbers >= 0.8 * shape.n:
            return Verdict("widget", "calendar.days")
    return None


def sentences(shape: Shape) -> Verdict | None:
    """Cues that outweigh full sentences."""
    n, prose = shape.n, shape.prose > 0
    weak: Verdict | None = None
    for hit in shape.hits:
        cue = hit.cue
        if not cue.sentence or not cue.allows(n, prose):
            continue
        if cue.how == "contain":
            verdict = Verdict(cue.reason, cue.id, weak=cue.weak, block=cue.reason == "widget")
            if not cue.weak:
                return verdict
            weak = weak or verdict
        if cue.how == "start" and hit.start == 0:
            core = shape.core
            if cue.id == "contact.ask" and (PHONE.search(core) or has_mail(core)):
                return Verdict(cue.reason, cue.id)
            if cue.id == "nav.pointer" and _labels(core, hit.length):
                return Verdict(cue.reason, cue.id)
            if cue.id == "link.here" and (
                (core.startswith(("Hier ", "Zum ", "Zur ", "Link", "Klicken")) and n <= 16)
                or URL.search(core)
                or n <= 12
            ):
                return Verdict(cue.reason, cue.id)
    return weak


def _labels(core: str, length: int) -> bool:
    """Whether a line's first words are a label with something behind it ("Siehe auch: …")."""
    label, colon, rest = core.partition(":")
    return bool(colon and rest.strip()) and len(words_of(label)) <= length + 2


def _short(shape: Shape, cues: Cues) -> Verdict | None:
    """Lines that are no long sentences."""
    if not (shape.hits or shape.digits) and _PLAIN.fullmatch(shape.core):
        # No sign and no cue: only the heading of a list of pages can be told.
        return blocks(shape, cues)
    for rule in (files, dates, rights, blocks, menus, contacts, pictures, openings, rest):
        verdict = rule(shape, cues)
        if verdict is not None:
            return verdict
    return None
