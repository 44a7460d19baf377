"""Names of organisations that show themselves by their form, whatever the model says of them.

Eponyms ("Heinrich-Böll-Schule"), quoted names behind their noun (Netzwerk „lese/land“), names
whose initials stand in brackets behind them, and the rest of names that were cut at a comma or
at "und". Every function is given the text and yields or returns offsets in it, but one: whether a
quoted name is another thing's (Portal „welcome.ruhr“).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from presselese.lexicon import load_toml
from presselese.normalise.organisations import head_of

_WORDS: dict[str, list[str]] = load_toml("organisations")["words"]
_FIRST = "A-ZÄÖÜ"


def _forms(words: list[str]) -> str:
    """Return a pattern of words with their inflection, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


# "Ritter-von-Buß-Schule", "Runge-Gymnasium": a proper name, hyphens and an institution.
_EPONYM = re.compile(
    rf"(?<![\w-])[{_FIRST}][\w.]*(?:-(?:von|vom|zu|zur|der|und|[{_FIRST}][\w.]*))*-"
    rf"(?:{_forms(_WORDS['eponym_heads'])})(?:e?s)?(?![\w-])"
)
_QUOTED = re.compile(
    rf"(?:{_forms(_WORDS['quoted_heads'])})(?:e?s)? [„»“](?P<name>[^„“”«»\n]{{3,60}})[“”«]",
    re.IGNORECASE,
)
# "Portal „": the noun of what is no organisation, and the sign before its name.
_QUOTED_OTHER = re.compile(
    rf"(?<![\w-])(?=[{_FIRST}])[\w-]*(?i:{_forms(_WORDS['quoted_others'])})(?:e?[sn])? [„»“\"]$"
)
_CLOSING = frozenset('“”«"')
_BRACKETS = re.compile(rf" \(([{_FIRST}](?:[a-zäöü]?[{_FIRST}]){{1,7}})\)")
_WORD = re.compile(r"[\w-]+")
# Behind "… für Landwirtschaft": ", ländliche Räume, Europa und Verbraucherschutz".
_NOUNS = rf"(?:[a-zäöüß]+(?:e|er|en|es) )?[{_FIRST}][a-zäöüß]+(?:-[{_FIRST}]?[a-zäöüß]+)*"
_ENUMERATION = re.compile(rf"(?:, {_NOUNS})+,? (?:und|sowie) {_NOUNS}(?![\w-])")
_SECOND = re.compile(rf" und {_NOUNS}(?![\w-])")
_CHURCH = re.compile(rf"\. ?[{_FIRST}][\w-]*(?: [{_FIRST}][\w-]+)?")
# Only these take a whole enumeration of topics.
_OFFICE = re.compile(r"\S*(?:[mM]inisterium|[aA]mt|[rR]eferat|[dD]ezernat)(?:e?s)?\b")
_DOTTED = re.compile(rf"\.[{_FIRST}][\w-]+")
_LAST_WORD = re.compile(r"[\w-]+$")
# "Vorsitzender des | Geschichtsvereins Oberzell", "Leiterin der | Unteren Denkmalschutzbehörde".
_LED = re.compile(
    rf"(?i:{_forms(_WORDS['leading_roles'])}) (?:des|der|vom|beim|von der) "
    rf"((?:[{_FIRST}][a-zäöüß]+en )?[{_FIRST}][\w-]+(?: [{_FIRST}][\w-]+)*"
    rf"(?: für [{_FIRST}][\w-]+(?: und [{_FIRST}][\w-]+)?)?)"
)
_TOPIC = re.compile(rf" für {_NOUNS}(?: und {_NOUNS})?(?![\w-])")
_RESEARCH = ("Institut", "Instituts", "Institutes", "Akademie", "Hochschule")
_TOPICS = tuple(_WORDS["topic_units"])


# What stands behind the words that those two patterns begin with.
_QUOTE = re.compile(r" [„»“]")
_QUOTED_ENDS = tuple(w.lower() + end for w in _WORDS["quoted_heads"] for end in ("", "s", "es"))
_OF = re.compile(rf" (?:des|der|vom|beim|von der) (?=[{_FIRST}])")
_LED_ENDS = tuple(word.lower() for word in _WORDS["leading_roles"])


def _behind(
    pattern: re.Pattern[str], link: re.Pattern[str], words: tuple[str, ...], text: str
) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer` yields, for one that begins with `words` and a `link`.

    To look for the few links first takes a tenth of the time: many words in any case are slow.
    """
    reach, floor = max(map(len, words)), 0
    for found in link.finditer(text):
        start = max(floor, found.start() - reach)
        if found.start() < floor or not text[start : found.start()].lower().endswith(words):
            continue
        match = pattern.search(text, start)
        if match is None:
            return
        yield match
        floor = match.end()


def eponyms(text: str) -> Iterator[tuple[int, int]]:
    """Yield institutions named after somebody or something."""
    for match in _EPONYM.finditer(text):
        yield match.span()


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """Yield the names in quotes behind "Netzwerk", "Verbund" and their like."""
    for match in _behind(_QUOTED, _QUOTE, _QUOTED_ENDS, text):
        yield match.span("name")


def quoted_other(text: str, start: int, end: int) -> bool:
    """Whether start:end is the whole quoted name of a programme, a work or an event.

    Of 243 such names in the annotated texts none is an organisation's.
    """
    closed = text[end - 1] in _CLOSING or text[end : end + 1] in _CLOSING
    return closed and _QUOTED_OTHER.search(text, max(0, start - 40), start) is not None


def spelt_out(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield (start, end) of a name and of its abbreviation in brackets, "Verbund Pro Ort (VPO)".

    The words before the bracket must give the letters one after another; short words in lower
    case may be left out ("Verbund Beteiligung vor Ort (VBO)").
    """
    for match in _BRACKETS.finditer(text):
        letters = [letter for letter in match[1].lower() if letter.isalpha()]
        line = text.rfind("\n", 0, match.start()) + 1
        words = list(_WORD.finditer(text, max(line, match.start() - 90), match.start()))
        if not words or words[-1].end() != match.start():
            continue
        while words and letters:
            word = words.pop()
            if word[0][0].lower() == letters[-1]:
                letters.pop()
            elif not (word[0].islower() and len(word[0]) < 5):
                break
        start = word.start()
        body = text[start : match.start()]
        if letters or not body[0].isupper() or any(mark in body for mark in ".,;:!?()"):
            continue
        yield start, match.start(), match.start(1), match.end(1)


def led(text: str) -> Iterator[tuple[int, int]]:
    """Yield what somebody leads, chairs or speaks for, if a known head shows an organisation.

    Of 157 such phrases in the annotated texts 111 are organisations as they stand and 31 begin
    one; units named by their topic alone ("des Referats Verkehr") belong to the role.
    """
    for match in _behind(_LED, _OF, _LED_ENDS, text):
        words = match[1].split(" ")
        heads = [word for word in words if word[0].isupper() and head_of(word) is not None]
        if not heads or words[0].lower().startswith(_TOPICS) or words[-1].endswith("-"):
            continue
        if len(words) == 1 and "".join(head_of(words[0]) or ()) == words[0].lower():
            continue
        yield match.span(1)


def rest(text: str, start: int, end: int) -> int:
    """Return the end of a name that an enumeration of topics goes on: "Ministerium für A, B und C".

    One more topic ("für München | und Oberbayern") is taken where the name has its first behind
    "für" or "von"; the caller sees to it that nothing else begins there.
    """
    name = text[start:end]
    if topic := _TOPIC.match(text, end):
        # "Max-Planck-Institut | für demographische Forschung"
        return topic.end() if name.endswith(_RESEARCH) else end
    if not re.search(r"\b(?:für|von|der|des) ", name):
        return end
    if _OFFICE.search(name) and (match := _ENUMERATION.match(text, end)):
        return match.end()
    if " für " in name and " und " not in name and (match := _SECOND.match(text, end)):
        return match.end()
    return end


def church(text: str, end: int) -> int:
    """Return the end of a church's name cut at its abbreviation: "Ev.-Luth | . Kirchenkreis"."""
    match = _CHURCH.match(text, end)
    return match.end() if match and "irche" in match[0] else end


def dotted(text: str, end: int) -> int:
    """Return the end of a name that goes on behind a full stop: "Integration | .Interkommunal".

    The same two words must stand so at least twice: a blank that is missing between two
    sentences does not come again.
    """
    match = _DOTTED.match(text, end)
    if match is None:
        return end
    before = _LAST_WORD.search(text, max(0, end - 40), end)
    if before is None or text.count(before[0] + match[0]) < 2:
        return end
    return match.end()
