"""Reads the clock times that stand beside a date: "am 3. Mai, 14 bis 16 Uhr", "um 19.30 Uhr"."""

from __future__ import annotations

import re

from presselese.normalise.date_words import LEXICON, alternation

_WORDS = LEXICON["times"]
_LEAD = alternation(_WORDS["lead"])
_HOUR = r"(?:[01]?\d|2[0-4])(?!\d)(?:[.:][0-5]\d(?!\d))?"
_COLON = r"(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)"
_UNTIL = rf" ?(?:{alternation(_WORDS['until'])}|[-–—]) ?(?:(?:ca\.|etwa|gegen) )?"
_CLOCK = r" ?(?:Uhr|h)\b"
# One time or two; without "Uhr" only hours and minutes with a colon are times.
_TIMES = (
    rf"(?:(?P<start>{_HOUR})(?:{_CLOCK})?{_UNTIL}(?P<stop>{_HOUR}){_CLOCK}"
    rf"|(?P<only>{_HOUR}){_CLOCK}"
    rf"|(?P<first>{_COLON})(?:{_UNTIL}(?P<last>{_COLON}))?)"
)
_BEHIND = re.compile(
    rf"\)?[ \u00a0]?[,;:|(–-]?[ \u00a0]?(?:(?P<lead>{_LEAD}),? ){{0,3}}{_TIMES}", re.I
)
_BEFORE = re.compile(
    rf"(?:(?P<lead>{_LEAD}) )?(?<![\d.:])(?P<times>{_TIMES}) "
    rf"(?:(?:{alternation(_WORDS['link'])}) )?\Z",
    re.I,
)
_DIGIT = re.compile(r"\d")
_REACH = 60  # characters before a date that are looked at
_UNTIL_ALONE = frozenset(_WORDS["until_alone"])

Times = tuple[str | None, str | None]
NONE: Times = (None, None)


def times_behind(text: str, end: int) -> tuple[Times, int]:
    """Return the clock times right behind a date that ends at `end`, and where they end.

    Times are HH:MM; the first is None for "bis 16 Uhr", the second for a single time. Hours in
    words are left out, as "um acht" does not say whether in the morning or evening.
    """
    # Nearly every date is followed by a word: look for a figure before the pattern is tried.
    if not _DIGIT.search(text, end, end + 24):
        return NONE, end
    match = _BEHIND.match(text, end)
    return (_read(match), match.end()) if match else (NONE, end)


def times_before(text: str, start: int, floor: int) -> Times:
    """Return the clock times right before a date ("um 19 Uhr am Dienstag"), from `floor` on."""
    left = max(floor, start - _REACH)
    if "Uhr" not in text[max(left, start - 16) : start]:
        return NONE
    match = _BEFORE.search(text, left, start)
    return _read(match) if match else NONE


def _read(match: re.Match[str]) -> Times:
    start = match["start"] or match["only"] or match["first"]
    stop = match["stop"] or match["last"]
    if stop is None and (match["lead"] or "").lower() in _UNTIL_ALONE:
        return None, _clock(start)
    return _clock(start), _clock(stop) if stop else None


def _clock(figures: str) -> str:
    hour, _, minute = figures.replace(".", ":").partition(":")
    return f"{int(hour):02}:{minute or '00'}"
