"""The status of an office as the words around it tell (former, new, designated, and so on).

Rules: annotation guideline, section 5 ("status"). The words are in `lexicon/roles.toml`.
"""

from __future__ import annotations

import re
from functools import cache

from presselese.lexicon import load_toml
from presselese.normalise.role_morphology import Analysis, adjective_stem, analyse

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?;:](?:[ \xa0]|$)")
# The coordinated role before the span shares its adjective: "der frühere Bürgermeister und".
_COORDINATED = re.compile(r"([A-ZÄÖÜ][^\W\d_]+)[ \xa0](?:und|sowie)[ \xa0]$")
_INTO = re.compile(
    r"(?<![^\W\d_])zu(?:[mr]|[ \xa0](?:dessen|deren|seine[mr]|ihre[mr]|[a-zäöüß]+en))[ \xa0]"
    r"(?:[a-zäöüß]+[ \xa0]){0,2}(?:[A-ZÄÖÜ]\w*-)?$"
)
_BECOMES = re.compile(
    r"(?<![^\W\d_])wird[ \xa0](?:(?:damit|nun|künftig|dann|ab|zugleich|auch)[ \xa0]){0,2}"
    r"(?P<name>(?:[A-ZÄÖÜ][\w’'-]+[ \xa0]){2,3})?$"
)
_SUCCEEDS = re.compile(
    r"(?<![^\W\d_])(?:folgt|folgte|löst|löste|nachfolgt)(?:[ \xa0][^.;!?]{0,80})?[ \xa0]als[ \xa0]$"
)
_TAKES_OVER = re.compile(
    r"(?<![^\W\d_])(?:übernimmt|übernahm|übernehmen|übergibt|antritt|tritt)[ \xa0][^.;!?]{0,60}?"
    r"(?:Aufgabe|Stelle|Funktion|Amt|Posten|Position|Rolle)[ \xa0](?:der|des|als|einer|eines)"
    r"[ \xa0]$"
)
_FOUND_AFTER = re.compile(r"[ \xa0](?:bestellt|gewählt|ernannt|berufen|eingestellt)(?![^\W\d_])")
_MOVES_AFTER = re.compile(r"[^.,;!?]{0,60}?[ \xa0](?:wechselt|wechselte|antritt)(?![^\W\d_])")
_WILL = re.compile(
    r"[^.;!?]{0,60}?[ \xa0](?:(?:führen|leiten|übernehmen)[ \xa0]wird|zur[ \xa0]Verfügung[ \xa0]"
    r"ste(?:h|ll))"
)
_RELATIVE = re.compile(
    r",[ \xa0](?:de[rm]|die|das|wo)[ \xa0](?:[^,.;]*[ \xa0])?"
    r"(?:zuvor|früher|selbst|einst|damals|vorher|lange|noch|als|\d{4})[ \xa0]$"
)
_WAS_AFTER = re.compile(
    r"(?:[ \xa0](?:im|in|bei|beim|am|an|der|des|von|vom)[ \xa0][^.,;!?]{1,40}?)?"
    r"[ \xa0](?:gewesen[ \xa0]|tätig[ \xa0])?war(?:en)?[.,;]"
)
_WAS_UNTIL = re.compile(r"(?<![^\W\d_])war[ \xa0](?:bis|von)[ \xa0][^.,;]{0,30}$")
_UNTIL_AFTER = re.compile(r"[ \xa0]bis[ \xa0](?:[A-ZÄÖÜ][a-zä]+[ \xa0])?(?:\d{4}|\d{1,2}\.\d)")
_ONCE = re.compile(
    r"(?<![^\W\d_])(?:[Ee]hemals|[Ff]rüher|[Dd]amals|[Bb]islang|[Bb]isher|[Zz]uletzt|[Zz]uvor|[Ee]inst|[Vv]ormals)"
    r"(?:[ \xa0](?:noch|selbst|als|in|bei|[A-ZÄÖÜ][\w-]*)){0,3}[ \xa0](?:[A-ZÄÖÜ]\w*-)?$"
)
_NAME_AFTER = re.compile(r"[ \xa0](?:Dr\.|Prof\.|Dipl|[A-ZÄÖÜ][\w’'-]+[ \xa0][A-ZÄÖÜ])")


_ADJECTIVE_STATUS = ("former", "longstanding", "designated", "acting", "new")


def status_of(before: str, span: str, after: str, head: Analysis | None) -> str | None:
    """Return the status of the role `span` between the texts of its line.

    `before` and `after` are the neighbouring characters of the same line. None means that the
    office is held, or that nothing is said.
    """
    words = _words()
    low = before.lower()
    if head is not None and head.head.name in words["always_former"]:
        return "former"
    if head is not None and head.modifier.lower() in words["former_closed"]:
        return "former"
    if low.endswith(tuple(prefix + "-" for prefix in words["former_prefix"])):
        return "former"
    if after.lstrip(" \xa0").startswith(tuple(words["after_service"])):
        return "former"
    adjective = _by_adjective(before)
    if adjective is not None:
        return adjective
    if _appointed(before, after):
        return "new"
    if "war" in after and _WAS_AFTER.match(after) and _RELATIVE.search(before):
        return "former"
    if _UNTIL_AFTER.match(after) or ("war " in before and _WAS_UNTIL.search(before)):
        return "former"
    return None


def _by_adjective(before: str) -> str | None:
    coordinated = _COORDINATED.search(before) if before.endswith(("und ", "sowie ")) else None
    if coordinated is not None and analyse(coordinated[1]) is not None:
        return _by_adjective(before[: coordinated.start()])
    words = _words()
    near = before[-80:].replace("\xa0", " ").rstrip(" ").split(" ")[-6:]
    if near and near[-1].endswith("-"):
        # An organisation's prefix of one or two words: "der ehemalige IG Metall-".
        near.pop()
        if len(near) > 1 and near[-1][:1].isupper() and adjective_stem(near[-1]) is None:
            near.pop()
    for word in reversed(near[-4:]):
        if not word.isalpha() or word.lower() in words["determiners"]:
            break
        if word[0].isupper() and analyse(word) is not None:
            break
        stem = adjective_stem(word)
        for status in _ADJECTIVE_STATUS if stem is not None else ():
            if stem in words[status]:
                return status
    return "former" if _ONCE.search(before[-70:]) else None


def _appointed(before: str, after: str) -> bool:
    """Return whether the clause says that the office is taken up."""
    appointed = _words()["appointed"]
    if " zu" in before and _INTO.search(before):
        sentence = _SENTENCE_END.split(before)[-1]
        behind = _SENTENCE_END.split(after)[0]
        words = _WORD.findall(sentence) + _WORD.findall(behind)[:12]
        if any(word.lower() in appointed for word in words):
            return True
    if "wird " in before:
        becomes = _BECOMES.search(before)
        if becomes is not None and (becomes["name"] or not _NAME_AFTER.match(after)):
            return True
    if before.endswith(("eine ", "einen ")) and _FOUND_AFTER.match(after):
        return True
    if before.endswith(("der ", "des ", "als ", "einer ", "eines ")) and _TAKES_OVER.search(before):
        return True
    if not before.endswith("als "):
        return False
    if after.startswith(" ab") or _MOVES_AFTER.match(after) or _WILL.match(after):
        return True
    return _SUCCEEDS.search(before) is not None


@cache
def _words() -> dict[str, frozenset[str]]:
    tables = load_toml("roles")
    words = {
        name: frozenset(values.split() if isinstance(values, str) else values)
        for name, values in tables["status"].items()
    }
    words["former_prefix"] = frozenset(tables["modifiers"]["former"])
    words["former_closed"] = frozenset(tables["modifiers"]["former_closed"])
    return words
