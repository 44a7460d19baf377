"""Decides from the words around it whether a construction of the date grammar is a date.

"heute" may be an era, "Mai" a surname, "Sonntag" every Sunday: each rule of the grammar has its
test here, bare years have theirs in `date_years`. The words stand in `lexicon/dates.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from presselese.normalise.date_calendar import exists
from presselese.normalise.date_site import GOVERNING, Site, words
from presselese.normalise.date_tense import happens
from presselese.normalise.date_words import LEXICON, WORDS, alternation
from presselese.normalise.date_years import is_year

_RECURRING, _OPENING = words("recurring", "before"), words("recurring", "opening")
_NOW_BEFORE, _NOW_AFTER = words("nowadays", "before"), words("nowadays", "after")
_UNDECIDED, _DATED = words("nowadays", "undecided"), words("nowadays", "dated_before")
_MORGEN, _DAY_NOUNS = words("nowadays", "morgen_before"), words("nowadays", "events")
_NUMBERING = words("numbering", "before")
_PLACES = words("name_cues", "places")
_NO_DAY = words("counting", "units") | words("figures", "nouns")
_FOR_DAY, _FOR_WEEKEND = words("governors", "day"), words("governors", "weekend")
_FOR_MONTH, _DOUBTFUL = words("governors", "month") | {"/"}, words("governors", "doubtful")
_FOR_SEASON, _FOR_DECADE = words("governors", "season"), words("governors", "decade")
_EVERY, _INDEFINITE = words("recurring", "every"), words("recurring", "indefinite")
_AT, _COURSE = words("recurring", "at"), words("recurring", "course")
_CELEBRATIONS, _FOR_CELEBRATION = (
    words("governors", "celebrations"),
    words("governors", "celebration"),
)
_NUMBERED_FEASTS = words("governors", "numbered_feasts")
_NUMBERS = [form for forms in LEXICON["numbers"].values() for form in forms]
_AGE = words("nowadays", "age")
_SURNAME_MONTHS = words("name_cues", "months")
_PAPERS = words("name_cues", "papers")
_ARTICLES = words("glue", "article")
_QUOTES = frozenset('„“"«»‚‘')
_HOURS = re.compile(
    r"[ ,:]{0,3}(?:(?:von|ab|um|gegen|zwischen|jeweils) )?\d{1,2}(?:[.:]\d\d)?"
    r"\s{0,2}(?:Uhr|bis|und|-|–)"
    rf"| (?:von|ab|um|gegen|zwischen) (?:{alternation(_NUMBERS)})\b",
    re.IGNORECASE,
)
_SHORT_FIGURES = re.compile(r"\d\d?/\d\d?|\d\d?([/-])\d\d?\1\d\d")
# A participle before its noun, not of the present.
_DONE = re.compile(r"(?!\w{0,40}end\w{1,2})\w{1,40}(?:t|en)(?:e|en|er|es|em)")
_LINKING = frozenset({"und", "oder", "sowie", "bzw", "bis", "/", "-", "–", ",", "+", "&"})


def is_date(site: Site) -> bool:
    """Tell whether the construction is a date in the sense of the guideline, section 2."""
    test = _TESTS.get(site.rule)
    small = site.kinds[0] in "WMG" and site.text[site.start].islower()
    if small and not site.governed and not _HOURS.match(site.text, site.end):
        return False  # "am dienstag" is a slip, a bare "sonntag" mostly part of an address
    return not site.compounded and (test is None or test(site))


def _days(site: Site) -> bool:
    kinds = site.kinds
    if kinds[0] == "h" and site.text[site.start] == "M" and not site.starts_sentence:
        return False  # "am Morgen des 28. November"
    if "(" in kinds and kinds[-1] != ")" and not _HOURS.match(site.text, site.end):
        return False
    if kinds in ("I", "e") and _SHORT_FIGURES.fullmatch(site.text, site.start, site.end):
        return site.previous() in _FOR_DAY  # "1/2", "3-7-07"
    if kinds.endswith("e"):
        # Without its last full stop "9.4" is a date only where nothing is counted or timed.
        governed = len(kinds) > 1 or site.previous() in _FOR_DAY
        return governed and site.next() not in _NO_DAY
    if kinds.startswith("d") and site.previous(site.previous() == ".") in _NUMBERING:
        return False
    if kinds.startswith("oM"):
        month, day = site.value("M"), site.value("o")
        if not (isinstance(month, int) and isinstance(day, int) and exists(None, month, day)):
            return False
        return site.previous() != "des" or site.previous(1) not in _PLACES
    if kinds == "d" and site.opens_line and site.after:
        # "2.3. Ziele" opens a section rather than a programme.
        return not (site.after[0][0].isupper() and _numbers_section(site))
    return True


def _numbers_section(site: Site) -> bool:
    """Whether day and month are as small as the numbers of sections are, and written like them."""
    value = site.value("d")
    small = isinstance(value, tuple) and value[0] <= 3 and value[1] <= 6
    return small and site.text[site.start] != "0"


def _ellipsis(site: Site) -> bool:
    return site.previous() != "des" or site.previous(1) not in _PLACES


def _weekday(site: Site) -> bool:
    if site.kinds[0] in "Aa":
        return site.previous() not in _EVERY
    distance = 1 if site.previous() in _AT else 0
    cue = site.previous(distance)
    if cue in _RECURRING and not (cue in _INDEFINITE and distance):
        return False
    if cue == "." and site.previous(distance + 1).isdigit():
        return False  # "am 3. Montag"
    if site.next(1) in ("monat", "monats"):
        return False  # "am zweiten Dienstag im Monat"
    if site.previous(1) in _INDEFINITE and not site.governed:
        return False  # "ein autofreier Sonntag"
    if site.previous(1) in _PAPERS or (site.quoted and site.previous(1) in _QUOTES):
        return False  # "Welt am Sonntag", „der Freitag“
    if (site.kinds.count("W") > 1 or site.ahead in ("B", "-")) and _HOURS.match(
        site.text, site.end
    ):
        return False  # "Montag bis Freitag von 9 bis 12 Uhr"
    several = site.kinds.count("W") > 1 or cue in _LINKING or site.next() in _LINKING
    if (several and _recurs(site)) or site.named():
        return False
    if site.kinds == "W" and site.before and not site.governed and cue not in _LINKING:
        # "Lisa Sonntag" is a name, "Beginn Sonntag" or "Am Sonntag" is none.
        piece = site.before[0]
        if WORDS.get(piece.lower(), ("x",))[0] == "u":
            return True  # "diese Woche Dienstag"
        follows = len(piece) > 1 and piece[0].isupper() and site.text[site.start - 1] == " "
        return not follows or site.previous(1) in ("", "\n", ".", ":")
    return True


def _recurs(site: Site) -> bool:
    """Whether the line of the weekday is about opening hours or a habit."""
    return not _OPENING.isdisjoint(site.line())


def _deixis(site: Site) -> bool:
    kinds = site.kinds
    if kinds == "H":
        if site.value("H") == 0:
            return _today(site)
        return site.previous() not in ("von", "und") and site.next() != "?"
    if kinds == "h":
        return _tomorrow(site)
    if kinds == "u":
        return site.previous(1) in _COURSE
    if kinds == "k":
        every = site.previous(1) in _EVERY or _recurs(site)
        return site.previous() in _FOR_WEEKEND and not every
    if kinds[0] == "A":
        relation, of = site.value("A"), site.next() in ("der", "des")
        if relation == "new":
            return False
        if kinds[1] == "g":
            # "am letzten Tag der Messe" counts the fair's days, "dieser Tag" means the event
            return relation in _DAY_AFTER_DAY and not of
        if kinds[1] == "u" and site.next() == "im" and WORDS.get(site.next(1), ("x",))[0] == "M":
            return False  # "in der letzten Woche im Juli" is July's last
        if relation == "that":
            return kinds[1] in "Ph"
        return not (kinds[1] in "Ph" and relation == "last" and of)
    return True


_DAY_AFTER_DAY = frozenset({"next", "same", "following", "previous", "before_last"})


def _today(site: Site) -> bool:
    """Tell the day of writing from "nowadays": by neighbours first, then by the verbs."""
    before, after = site.previous(), site.next()
    if before in _DATED or (site.opens_line and after in ("", "\n")):
        return True
    if after.isdigit() and site.next(2).startswith("jährig"):
        return False  # "der heute 49-jährige Bäcker"
    at_hour = after in ("um", "ab", "gegen") and site.next(1).isdigit()
    if at_hour or _HOURS.match(site.text, site.end):
        return True
    if after in ("-", "–", "jährige") or (after.isdigit() and site.next(1) in _AGE):
        return False
    if after in _NOW_AFTER or (before in _NOW_BEFORE and before not in _UNDECIDED):
        return False
    if before in _ARTICLES and not _DONE.fullmatch(after):
        return False  # "die heute üblichen Formen", but "die heute vorgestellte Studie"
    return happens(site.text, site.start, site.end)


def _tomorrow(site: Site) -> bool:
    """Tell the adverb from the noun and from "the world of tomorrow"."""
    if _HOURS.match(site.text, site.end) and site.previous() not in _AT:
        return True  # "Morgen von 12 bis 14 Uhr"
    if site.previous() in _MORGEN:
        return site.next() in (",", "(") and WORDS.get(site.next(1), ("x",))[0] in "WtM"
    if site.text[site.start] == "M":
        # The noun is written so everywhere, the adverb at the start of a sentence only.
        return site.starts_sentence
    return site.previous() not in (".", "?") and site.next() not in ("?", "«")


def _heutig(site: Site) -> bool:
    """Tell "die heutige Sitzung" from "heutige Technik"; "gestrig" has no such use."""
    if site.value("a") != 0:
        return True
    return site.next() in _DAY_NOUNS or site.next(1) in _DAY_NOUNS


def _steps(site: Site) -> bool:
    """Tell "am Tag zuvor" and "drei Tage später" from "bis zwei Tage danach"."""
    if site.kinds == "gU":
        return site.previous() == "am"
    return site.text[site.start].isupper() or site.previous() not in ("um", "bis", "mindestens")


def _months(site: Site) -> bool:
    if site.kinds == "X":
        # "Ausgabe 05/2021" and "Nr. 05/2021" are numbers
        return (
            bool(site.before) and site.before[0][0].islower() and site.before[0] not in _NUMBERING
        )
    if site.kinds != "M":
        return True
    if site.named() or site.previous() in _PLACES or site.ahead == "o":
        return False  # behind an ordinal it belongs to a day that is none ("30. Februar")
    if site.text[site.start : site.end].lower() not in _SURNAME_MONTHS:
        return True
    if site.opens_line:
        return site.next() in (":", "–", "-", "\n", "") or site.next().isdigit()
    doubtful = site.previous() in _DOUBTFUL and site.next() in ("und", ",")
    return site.previous() in _FOR_MONTH and not doubtful


def _seasons(site: Site) -> bool:
    if len(site.kinds) > 1:
        return True
    if site.named() or "wie" in (site.next(), site.previous()):
        return False
    if site.previous() in ("den", "dem", "der"):
        return site.previous(1) in GOVERNING
    return site.previous() in _FOR_SEASON


def _decade(site: Site) -> bool:
    if site.kinds != "D":
        return True
    return site.previous() in _FOR_DECADE and site.next() not in ("-", "zone")


def _feast(site: Site) -> bool:
    word = site.text[site.start : site.end].lower()
    if word in _NUMBERED_FEASTS:
        return False
    if word in _CELEBRATIONS:
        return site.previous() in _FOR_CELEBRATION
    if len(site.kinds) > 1:
        return True
    if site.opens_line:
        return site.next() in ("\n", "", ":", "in", ",")
    if site.previous() in ("der", "des", "die"):
        return site.previous(1) in GOVERNING  # "in der Silvesternacht"
    if site.previous() in ("und", "oder"):
        return WORDS.get(site.previous(1), ("x",))[0] == "G"  # "an Silvester und Neujahr"
    return site.governed and site.previous() not in ("das", "für")


def _fixed(site: Site) -> bool:
    meaning = site.value("F")
    if isinstance(meaning, str) and meaning.endswith(("start", "mid", "end")):
        # "das Jahresende hat Spuren hinterlassen" speaks of a time, "zum Jahresende" dates
        return site.governed and site.previous() not in ("das", "die", "der", "über", "um")
    return True


def _quarter(site: Site) -> bool:
    return not (site.kinds == "AK" and site.value("A") == "new")


_TESTS: dict[str, Callable[[Site], bool]] = {
    "days": _days,
    "ellipsis": _ellipsis,
    "weekday": _weekday,
    "deixis": _deixis,
    "adjective": _heutig,
    "months": _months,
    "steps": _steps,
    "seasons": _seasons,
    "decade": _decade,
    "year": is_year,
    "feast": _feast,
    "fixed": _fixed,
    "quarter": _quarter,
}
