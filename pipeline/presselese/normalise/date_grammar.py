"""The grammar of German dates: finds DATE spans in running text.

The stretches of a text that may hold dates (`date_stretches`) become strings with one letter per
token (`date_tokens`), and the grammar is a regular expression over those, so its time grows with
the number of tokens only. What it makes of a stretch alone is kept for when it comes again. What a
construction may mean depends on the words around it; `date_context` turns down the readings that
are no dates.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from presselese.normalise.date_context import is_date
from presselese.normalise.date_site import Reading, Site
from presselese.normalise.date_stretches import stretches
from presselese.normalise.date_tokens import Tokens, tokenise
from presselese.records import Found

# What completes a day, a month, a season with its year: "2021", "'21", "vergangenen Jahres".
_YEAR = r"(?:Y(?![/-][nY])|y|t?[Aa]J|tJY?)"
_MONTH = r"(?:M|m\.?)"
# One day with its month; "3 Mai" without the full stop needs the year.
_DAY = rf"(?:I|d|oM{_YEAR}?|om\.?{_YEAR}?|qM{_YEAR}?|n{_MONTH}Y)"
_PART = r"[Ph]?"
# What opens a date: a deictic word, a weekday or both ("heute, Montag, den 3. Mai").
_DEICTIC = rf"[Hh]{_PART}"
_HEAD = rf"(?:[Aa]?W{_PART}(?:(?:[-/]|Bv?t?)W{_PART})?|w\.?|[Aa]?k|WAu|Wtu)"
_LEAD = rf"{_HEAD},?t?"
_LEADS = rf"(?:{_DEICTIC},?t?)?(?:{_LEAD})?"
_UNTIL = r"(?:,?Bi?v?t?|-|/)"
# Days up to the last one: "3. bis 5. Mai", "9./10.6.", "Freitag, 3., bis Sonntag, 5. Mai".
_RANGE = (
    rf"(?:(?:{_DAY}|o|e|n(?=-)){_UNTIL}(?:{_LEAD})?{_DAY}|(?:(?<=b)|(?<=bt))o(?:{_LEAD})?ct?{_DAY})"
)
_AND = r"(?:(?:,?[c+]|,)v?t?|vt)"  # also "vom 23. auf den 24. Mai"
_DAYS = rf"(?:{_RANGE}|{_DAY})"
_PERIOD = r"(?:(?:E[/B-])?E(?:tA?|A)?|A)?"  # what may open a month or season: "Ende", "vergangenen"
_GRAMMAR = re.compile(
    rf"(?P<days>{_LEADS}{_DAYS}(?:\({_DAY}\))?"
    rf"|(?:{_DEICTIC}(?:,?t?{_HEAD})?|{_HEAD})\((?:{_LEAD})?(?:{_DAYS}|o|e)"
    # "Dienstag (9.4., 18 Uhr)": the clock time and what follows it stay outside.
    r"(?:\)|(?=,?v?[noexd]))"
    rf"|{_LEAD}(?:e|n{_MONTH})|(?<=[vB])e)"
    # "am 13. und 14. Juni": the days before the last one, which alone has the month.
    rf"|(?P<ellipsis>(?:{_LEAD})?o(?=(?:{_AND}(?:{_LEAD})?o){{0,9}}{_AND}(?:{_LEAD})?"
    rf"(?:o(?:[-/]o)?{_MONTH}|d|I)))"
    rf"|(?P<weekday>(?:U?A|a)?W{_PART}(?:{_UNTIL}W{_PART}|(?<=bW)cW{_PART})?|(?<=t)V)"
    rf"|(?P<edge>Et?[Aa]?[ukl]|Et?[Aa]?[JK]Y?)"
    rf"|(?P<deixis>[Hh]{_PART}(?:Bv?[Hh]{_PART})?|(?:U?A|a)[Phglu]|[Aa]?k|u)"
    rf"|(?P<quarter>[qoA]K{_YEAR}?|QY|Q/Y)"
    r"|(?P<steps>TU|[Nn]?gU|[Nn]rU)"
    rf"|(?P<months>X|(?<=b)MY?cM{_YEAR}?|M{_YEAR}?{_UNTIL}M{_YEAR}?|{_PERIOD}M{_YEAR}?|E?m\.?Y|Em\.?)"
    rf"|(?P<seasons>{_PERIOD}S(?:Y[/-][nY]|{_YEAR})?(?:{_UNTIL}[SM](?:Y[/-][nY]|{_YEAR})?)?)"
    rf"|(?P<decade>(?:Et?)?(?:Z|D-?j?|zj)(?:toC)?)"
    rf"|(?P<year>[Aa]J|E?Y(?:BY|[/-][nY]|(?:(?<=bY)|(?<=bjY)|(?<=btjY))cY)?)"
    rf"|(?P<feast>[qoA]?G{_YEAR}?)"
    rf"|(?P<fixed>FY?)"
    rf"|(?P<adjective>a)"
)
# Letters that can open a date: the grammar is tried nowhere else.
_OPEN = re.compile(r"[IdoenqQMmWwVHhAaEZzDSGFkYXTN]|g(?=U)|U(?=A)|(?<=vxt)u")


class _Study(NamedTuple):
    """What the grammar makes of a stretch: its tokens, and the constructions in their order."""

    tokens: Tokens
    readings: tuple[Reading, ...]


def _study(stretch: str) -> _Study | None:
    """Read a stretch by the grammar alone; None where it holds nothing."""
    tokens = tokenise(stretch)
    readings = []
    for opening in _OPEN.finditer(tokens.kinds):
        index = opening.start()
        match = _GRAMMAR.match(tokens.kinds, index)
        if match is not None and match.end() > index:
            rule = match.lastgroup or ""
            readings.append((index, match.end(), rule))
            if rule == "year" and match.end() > index + 1:
                # "2013 – 41 Millionen": where the longer reading fails, the first year may stand.
                readings.append((index, index + 1, rule))
    return _Study(tokens, tuple(readings)) if readings else None


_kept_study = lru_cache(maxsize=10_000)(_study)
_LONGEST = 100  # a longer stretch hardly comes twice


def find_dates(text: str) -> list[Found]:
    """Return the DATE spans of a text in their order, without overlaps.

    Spans follow the guideline, section 2: prepositions, articles and clock times stay outside,
    weekday, date and the date in brackets behind it are one span. `source` is the rule
    ("date.days", "date.weekday", …). No span crosses a line break. Time is linear in the length.
    """
    found: list[Found] = []
    for offset, stretch in stretches(text):
        study = _kept_study(stretch) if len(stretch) <= _LONGEST else _study(stretch)
        if study is None:
            continue
        position = 0
        for reading in study.readings:
            first, last, rule = reading
            if first < position:
                continue
            site = Site(text, offset, study.tokens, reading)
            if is_date(site):
                span = text[site.start : site.end]
                found.append(Found(site.start, site.end, span, "DATE", f"date.{rule}"))
                position = last
    return found
