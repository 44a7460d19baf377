"""Word lists and patterns of organisations, compiled once from `lexicon/organisations.toml`.

All run in linear time: they look for one word or a bounded run of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from presselese.lexicon import load_toml

_WORDS: dict[str, list[str]] = load_toml("organisations")["words"]


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


EVERYDAY = frozenset(_WORDS["everyday"])
OUTER = frozenset(_WORDS["outer"])
LOCATIVE = re.compile(
    rf"(?:^|[\s(„])(?:{_any_of(_WORDS['locative'])})\s(?:[a-zäöü]+en\s)?$", re.IGNORECASE
)
MUNICIPAL = re.compile(rf"(?<![\w-])(?:{_any_of(_WORDS['municipal'])})\s$")
COUNTY = re.compile(rf"(?<![\w-])(?:{_any_of(_WORDS['county'])})\s$")
LEGAL = re.compile(rf"[\s-](?:{_any_of(_WORDS['legal_forms'])})(?![\w])")
LEGAL_AFTER = re.compile(rf"(?:,? (?:{_any_of(_WORDS['legal_forms'])}))(?!\w)")
PARTY = re.compile(rf"(?<![\w/-])(?:{_any_of(_WORDS['parties'])})(?![\w/])")
KNOWN = re.compile(rf"(?<![\w./-])(?:{_any_of(_WORDS['known'])})(?![\w/])")
UNIT = re.compile(rf"[- ](?:{_any_of(_WORDS['unit_heads'])})(?!\w)")
DEFINITE = re.compile(
    r"(?<!\w)(?:[dD]as|[dD]ie|[dD]er|[dD]em|[dD]en|[dD]es|[vV]om|[bB]eim|[iI]m|[zZ]um|[zZ]ur)\s"
    r"((?:[A-ZÄÖÜ][\wäöüß]*[-])?[A-ZÄÖÜ][a-zäöüß]+)(?![\w-])"
)
DEFINITE_ENDINGS = tuple(
    ending + inflection for ending in _WORDS["definite_endings"] for inflection in ("", "s", "es")
)
NOT_DEFINITE = frozenset(_WORDS["not_definite"])
NOT_LED = NOT_DEFINITE | {word.lower() for word in _WORDS["everyday"]}
STREETS = tuple(_WORDS["street_ends"])
OWNED = tuple(_WORDS["owned"])
OWNER = re.compile(r" (?:der|des)(?: [a-zäöüß]+en)? ")
OWNING = re.compile(
    r"^(?:Landkreis|Land|Stadt|Gemeinde|Kreis|Landtag)|\b\S*(?:[uU]niversität|[hH]ochschule)\b"
)
CAPITAL_RUN = re.compile(
    r"(?:[A-ZÄÖÜ0-9][\w&+.'’/-]*(?: (?:und|&|\+|für|der|des|am|an der|im) )?(?: |-)?){1,6}$"
)
COMPOUND_TAIL = re.compile(
    rf"([A-ZÄÖÜ]{{2}}\w*) (?:[A-ZÄÖÜ][a-zäöüß]+)?(?i:{_any_of(_WORDS['compound_tails'])})"
)
NAMED_UNITS = tuple(_WORDS["named_units"])
QUOTED = re.compile(r" [„»“][^„“”«»\n]{2,70}[“”«]")
CLOSING = re.compile(r"[^„“”«»\n]{0,60}[“”«]")
SEAT = re.compile(r" zu (?=[A-ZÄÖÜ])")
OF_CITY = tuple(_WORDS["of_city"])
PLACES = frozenset(_WORDS["places"])
WORD_BEFORE = re.compile(r"(?<![\w-])((?:[A-ZÄÖÜ][\w]*-)*[A-ZÄÖÜ][a-zäöüß]+) $")
FREE_BRIGADE = re.compile(r"(?:Freiwilligen?|Technischen?|Pädagogischen?) $")
DEFINED = re.compile(
    r" \([„\"]?((?=[^)\s]*[A-ZÄÖÜ][^)\s]*[A-ZÄÖÜ])[A-Za-zÄÖÜäöüß.&-]{2,12})[“\"]?\)"
)
TITLE_CASE = re.compile(r"[A-ZÄÖÜ]")
