"""What stands around a name: whether it is a person's, a street's, a firm's, or a common noun."""

from __future__ import annotations

import re

from presselese.lexicon import load_toml
from presselese.normalise.gazetteer import load_gazetteer
from presselese.normalise.people import title_before
from presselese.normalise.role_morphology import analyse

_LEXICON = load_toml("people")
_WORDS: dict[str, list[str]] = _LEXICON["words"]
TITLES = "|".join(_LEXICON["titles"] + _LEXICON["title_additions"])
ADDRESS = "|".join(_WORDS["address"])
UPPER = "A-ZÄÖÜÀ-ÖØ-ÞŠŽČĆĐŁŚŻŹİ"
_HEADS = tuple(_WORDS["namesake_heads"])
# Shorter heads end surnames too: Kirchhof, Steinbad.
_LONG_HEADS = tuple(
    head for head in _HEADS if len(head) > 4 and head not in {"platz", "preis", "schau"}
)
_HEAD_FORM = re.compile(
    rf"\w*(?:{'|'.join(_LONG_HEADS)})(?:e?[sn])?|(?:{'|'.join(_HEADS)})(?:e?[sn])?"
)
_NO_GIVEN = frozenset(_WORDS["no_given"])
_FIRMS = tuple(_WORDS["firm_heads"])
_PLACES = tuple(_WORDS["place_heads"])
# Articles and prepositions with article show a common noun ("im August", "der Stein").
_NOUN_MARKERS = frozenset(_WORDS["noun_markers"])
_NO_ADJECTIVES = frozenset(_WORDS["no_adjectives"])
_OF_PERSON = tuple(_WORDS["of_person"])
_NEXT_NOUN = re.compile(r" ([A-ZÄÖÜ][\w-]*)")
_BRACKET_BEHIND = re.compile(r" \(([\w ]+)\)")
_PLACE_PARTS = re.compile("|".join(map(re.escape, _WORDS["place_parts"])), re.IGNORECASE)
_BORN = re.compile(rf"(?:^|[\s(])(?:{'|'.join(map(re.escape, _WORDS['born']))}) $")
# "Foto: Max Ott/Stadt Fulda" is a credit, "Foto: Lea Amann und Max Ott bei der Feier" a caption.
_CREDIT = re.compile(
    rf"(?:^|[\s(\[])(?:{'|'.join(_WORDS['credit'])})(?:: ?| )(?:[^\n:.;()]{{2,40}} ?[/|,] ?)?$"
)
_CREDIT_ENDS = re.compile(r" ?(?:$|[)\]/|]|\.(?:\n|$))", re.MULTILINE)
_FAMILY = re.compile(rf"(?:{'|'.join(map(re.escape, _WORDS['households']))}) $")
_SAINT = re.compile(
    r"(?:^|[\s(„])(?:St\.|Sankt|Sankta|Sta\.|Heiligen?[rs]?) ?$|^(?:St\.|Sankt|Sta\.) "
)
_LEGAL = "|".join(re.escape(form) for form in load_toml("organisations")["words"]["legal_forms"])
_FIRM_BEHIND = re.compile(
    rf"(?: [{UPPER}&+][\w.-]*){{0,3}} (?:{_LEGAL}|Söhne|Sohn|Partner|Co\.|Stiftung)(?!\w)"
)
_COUNTRIES = frozenset(load_toml("places")["countries"].split())
_ABBREVIATED = frozenset(
    short for short in load_toml("roles")["abbreviations"] if not short.startswith(("Md", "MEP"))
)
_OFFICE_CATEGORIES = frozenset(_WORDS["office_categories"])
_NO_OFFICE = tuple(_WORDS["no_office"])


def is_role(word: str) -> bool:
    """Whether a word is a noun for an office, job or function."""
    return word in _ABBREVIATED or (len(word) > 3 and analyse(word) is not None)


def is_office(word: str) -> bool:
    """Whether a word is an office that stands as a title before names: Bürgermeister, Pfarrer."""
    if word in _ABBREVIATED:
        return True
    found = analyse(word)
    return (
        found is not None
        and found.form.singular
        and found.head.category in _OFFICE_CATEGORIES
        and not word.lower().endswith(_NO_OFFICE)
    )


def _follows_thing(text: str, start: int, end: int) -> bool:
    """Whether a word right before makes the name that of a household, firm, place or saint."""
    line = text.rfind("\n", 0, start) + 1
    before = text[max(line, start - 40) : start]
    if _FAMILY.search(before) or _BORN.search(before) or _SAINT.search(before):
        return True
    if _CREDIT.search(before) and _CREDIT_ENDS.match(text, end):
        return True
    word = re.search(r"([\w-]+) $", before)
    if word is None:
        return False
    low = word[1].lower()
    return word[1][0].isupper() and (low.endswith(_FIRMS) or low.endswith(_PLACES))


def names_a_thing(text: str, start: int, end: int) -> bool:
    """Whether the name is part of a street, school, prize, firm, church or place."""
    name, behind = text[start:end], text[end : end + 60]
    words = name.split()
    if behind[:1] in {"-", "–"} and (tail := re.match(r"[-–]([\w-]+)", behind)):
        head = tail[1].lower()
        if "-" in head or head.endswith(_HEADS) or not text[end + 1].isupper() or "-" in words[-1]:
            return True
        if not head.endswith(_OF_PERSON):
            return True
    if text[max(0, start - 1) : start] == "-":
        return True
    last = words[-1].lower()
    if "-" in last and _HEAD_FORM.fullmatch(last.rsplit("-", 1)[1]):
        return True
    if len(words) > 1 and (last in _HEADS or last.endswith(_LONG_HEADS)):
        return True
    if following := _NEXT_NOUN.match(behind):
        head = following[1].lower()
        if head in _HEADS or head.endswith(_LONG_HEADS):
            return True
    if _FIRM_BEHIND.match(behind) or _FIRM_BEHIND.search(" " + name):
        return True
    if _follows_thing(text, start, end) or _SAINT.match(name):
        return True
    country = _BRACKET_BEHIND.match(behind)
    if country and country[1] in _COUNTRIES:
        return True
    if _PLACE_PARTS.search(name):
        return True
    return len(words) > 1 and (words[0] in _NO_GIVEN or _is_city_adjective(words[0]))


def _is_city_adjective(word: str) -> bool:
    # Short ones are given names as often: Rainer, Werner, Alper.
    return len(word) > 7 and word.endswith("er") and load_gazetteer().adjective(word) is not None


def stands_as_name(text: str, start: int) -> bool:
    """Whether a bare capitalised word may be a surname here: no article or adjective before it."""
    before = text[max(0, start - 60) : start]
    if title_before(text, start)[1]:
        return True
    before = before[before.rfind("\n") + 1 :]
    words = before.split()
    if not words:
        return True
    previous = words[-1].strip('„“"(»').lower()
    if previous in _NOUN_MARKERS:
        return False
    if words[-1][0].islower() and previous not in _NO_ADJECTIVES:
        if previous.endswith(("em", "en", "er", "es", "ige", "iche")):
            return False
        # "der neue Koch", but "sagte Koch".
        if previous.endswith("e") and len(words) > 1 and words[-2].lower() in _NOUN_MARKERS:
            return False
    return True
