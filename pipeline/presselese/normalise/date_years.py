"""Tells bare years from other figures of four digits, and spans of years from file numbers."""

from __future__ import annotations

from presselese.normalise.date_site import Site, words

_COUNT_BEFORE, _COUNTED = words("figures", "before"), words("figures", "nouns")
_PLANS, _NUMBERED = words("figures", "plans"), words("figures", "numbered")
_PLAN_ENDINGS = tuple(sorted(_PLANS))
_CLUBS, _CLUB_ENDINGS = words("figures", "clubs"), tuple(words("figures", "club_endings"))
_SURE = words("governors", "sure_year")
_GOVERNORS = words("governors", "year") | {"("}
_NEW_YEAR = words("governors", "new_year")
_NUMBERING = words("numbering", "before") | {"vorlage", "drucksache", "drs", "az", "§", "/"}
_SIGNS_BEFORE = frozenset("/§#+€$=@_©")
_SIGNS_AFTER = frozenset("€%$°=²_*×")
_OPENING_QUOTES = frozenset('„“"«»‚‘')
_OLDEST, _LATEST = 1800, 2060  # a figure between them is more often a year than a number
_LONGEST_SPAN = 20


def is_year(site: Site) -> bool:
    """Tell whether a construction of the rule "year" is a date."""
    kinds = site.kinds
    if kinds[0] in "Aa":
        return site.value(kinds[0]) != "new" or site.previous() in _NEW_YEAR
    if kinds[0] == "E":
        return True
    if len(kinds) > 1:
        return _is_span(site)
    year = site.value("Y")
    if not isinstance(year, int) or _tied(site):
        return False
    before, after = site.previous(), site.next()
    if before in _SURE:
        return True
    if before.isdigit() or after.isdigit() or _counted(site, year):
        return False
    if before in _NUMBERED or _named_plan(site):
        return False
    if _CLUBS & {before, site.previous(1)} or before.endswith(_CLUB_ENDINGS):
        return False
    if site.quoted and _closes_name(site):
        return False
    if not _OLDEST <= year <= _LATEST:
        return before in _GOVERNORS and not (site.after and site.after[0][0].isupper())
    return True


def _named_plan(site: Site) -> bool:
    """Whether the year belongs to a plan's name: Leitbild 2030, Masterplan Innenstadt 2030."""
    before, further = site.previous(), site.previous(1)
    if before in _PLANS or before.endswith(_PLAN_ENDINGS):
        return True
    if further.endswith(_PLAN_ENDINGS) and site.before[0][0].isupper():
        return site.before[1][0].isupper()
    # „2020 Vision“
    return before in _OPENING_QUOTES and site.next() in _PLANS and site.after[0][0].isupper()


def _tied(site: Site) -> bool:
    """Whether signs tie the figure to others: "4/2007", "2007-33", "Nr. 2007", "1280*720"."""
    before, after = site.previous(), site.next()
    if before in _SIGNS_BEFORE or after in _SIGNS_AFTER or after == "/":
        return True
    if after in ("-", "–") and site.next(1).isdigit() and site.text[site.end] != " ":
        return True
    if before == "-" and site.text[site.start - 1] == "-":
        return site.previous(1).isdigit() or (len(site.before) > 1 and site.before[1].isupper())
    return before == "." and site.previous(1) in _NUMBERING | {"tel", "ca", "bzw", "inkl"}


def _counted(site: Site, year: int) -> bool:
    """Whether the figure counts something: "2000 Besucher", "rund 1900", "1850 zahlende Gäste"."""
    before, after = site.previous(), site.next()
    noun = after in _COUNTED and (site.after[0][0].isupper() or len(after) < 4 or after == "mal")
    if noun:
        return True
    if after.isalpha() and site.next(1) in _COUNTED and year % 10 == 0:
        return before not in ("seit", "ab") and after not in ("rund", "mit", "über")
    if before not in _COUNT_BEFORE or (before == "mindestens" and site.previous(1) == "bis"):
        return False
    return year % 100 == 0 or before not in ("um", "als", "den", "die")


def _closes_name(site: Site) -> bool:
    """Whether the year closes a name in quotes ("Vision 2030")."""
    if not site.before or not site.before[0][0].isupper():
        return False
    return any(piece in _OPENING_QUOTES for piece in site.before[1:6])


def _is_span(site: Site) -> bool:
    """Tell "2017/18" and "2009-2013" from file numbers, pages and quantities."""
    values = site.tokens.values[site.first : site.last]
    numbers = [v for kind, v in zip(site.kinds, values, strict=True) if kind in "Yn"]
    if len(numbers) != 2:
        return False
    first, second = numbers
    if second < 100:
        second += first // 100 * 100 + (100 if second < first % 100 else 0)
        apart = second - first
        if apart > _LONGEST_SPAN or (apart != 1 and site.kinds != "Y-n"):
            return False
    before = site.previous(1) if site.previous() == "." else site.previous()
    if before in _NUMBERING or site.next() in ("/", "€"):
        return False
    return bool(1000 <= first < second <= 2199) and site.next() not in _COUNTED
