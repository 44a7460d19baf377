"""Persons of one document: titles read, mentions of one person joined, names taken apart.

Nothing is joined across documents, and nothing is repaired: the name of a person is the longest
form the document prints (guideline, section 4).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from presselese.lexicon import load_toml
from presselese.records import Found

_LEXICON = load_toml("people")
_FORMS: dict[str, str] = _LEXICON["title_forms"]
_PARTICLES = frozenset(_LEXICON["words"]["particles"])
_FEMALE = frozenset(_LEXICON["words"]["female"])
_MALE = frozenset(_LEXICON["words"]["male"])
_ADDRESS = "|".join(_LEXICON["words"]["address"])
_TITLE = "|".join(_LEXICON["titles"])
_ADDITION = "|".join(_LEXICON["title_additions"])
# Titles directly before a name. The text handed in is short (TITLE_WINDOW), so that the search
# from the end stays linear in the length of the document.
TITLE_BEFORE = re.compile(
    rf"(?:(?<=\s)|(?<=[(„\"»–-])|^)((?:(?:{_TITLE}|{_ADDITION})(?:\s+|(?=Dr\.)))+)$"
)
ADDRESS_BEFORE = re.compile(rf"\b({_ADDRESS})\s+$")
TITLE_WINDOW = 48
# "Amann, Lea" in lists of names.
_SURNAME_FIRST = re.compile(r"([^\s,]+), ([^,]+)")
_ONE_TITLE = re.compile(rf"{_TITLE}|{_ADDITION}")


@dataclass(frozen=True, slots=True)
class PersonReading:
    """The person one mention stands for; `person` is an index into the document's persons."""

    name: str
    given: str | None
    family: str | None
    title: str | None
    gender: str | None
    person: int


@dataclass(slots=True)
class _Person:
    name: str
    given: str | None
    family: str
    title: str | None = None
    gender: str | None = None
    last_seen: int = -1


def title_before(text: str, start: int) -> tuple[int, str | None]:
    """Return where the titles before offset `start` begin and how they are written, if any."""
    window = text[max(0, start - TITLE_WINDOW) : start]
    window = window[window.rfind("\n") + 1 :]
    match = TITLE_BEFORE.search(window)
    if match is None:
        return start, None
    parts = [_FORMS.get(part, part) for part in _ONE_TITLE.findall(match[1])]
    return start - len(window) + match.start(1), " ".join(parts)


@lru_cache(maxsize=4096)
def split_name(name: str) -> tuple[str | None, str]:
    """Split a name into given and family name: particles and the last word are the family."""
    words = name.split()
    first = len(words) - 1
    while (
        first > 0 and words[first - 1].lower() in _PARTICLES and not words[first - 1][0].isupper()
    ):
        first -= 1
    if first == 1 and words[0] in {"El", "Al", "De", "Di", "Van", "Von", "Le", "La"}:
        first = 0
    given = " ".join(words[:first])
    return given or None, " ".join(words[first:])


def read_people(text: str, found: Sequence[Found]) -> list[PersonReading]:
    """Return one reading per PERSON span, in the order of `found`.

    `text` is the text the offsets count. Surnames are joined to the one person of that surname;
    where two persons share it, to the one named last before.
    """
    order = sorted(range(len(found)), key=lambda i: (found[i].start, found[i].end))
    bare = {index: _base_form(text, found[index], found) for index in order}
    people: list[_Person] = []
    # Full names first: a headline's bare surname finds its person further down.
    for index in order:
        name = _coordinated(text, found[index], bare[index], found) or bare[index]
        bare[index] = name
        given, family = split_name(name)
        if given is not None and not any(p.name == name for p in people):
            people.append(_Person(name, given, family))
    people = _merge_initials(people)
    assigned: dict[int, int] = {}
    for index in order:
        gender = _gender(text, found[index].start)
        number = _person_of(bare[index], gender, people)
        person = people[number]
        person.last_seen = found[index].start
        _, title = title_before(text, found[index].start)
        if title and (person.title is None or len(title) > len(person.title)):
            person.title = title
        person.gender = person.gender or gender
        assigned[index] = number
    number_of = {old: new for new, old in enumerate(dict.fromkeys(assigned[i] for i in order))}
    readings = []
    for index in range(len(found)):
        person = people[assigned[index]]
        given, family = split_name(person.name)
        readings.append(
            PersonReading(
                person.name, given, family, person.title, person.gender, number_of[assigned[index]]
            )
        )
    return readings


def _person_of(name: str, gender: str | None, people: list[_Person]) -> int:
    """Find (or add) the person a name form stands for."""
    for number, person in enumerate(people):
        if person.name == name:
            return number
    # At the head of a sentence the particle is capitalised: "Von der Heide sagte".
    for form in (name, name[:1].lower() + name[1:]):
        given, family = split_name(form)
        same = [n for n, p in enumerate(people) if _may_be(given, family, form, p)]
        if same:
            # Namesakes: of those whose sex agrees with the form of address, the one named last.
            fitting = [n for n in same if gender is None or people[n].gender in {None, gender}]
            return max(fitting or same, key=lambda n: people[n].last_seen)
    given, family = split_name(name)
    people.append(_Person(name, given, family))
    return len(people) - 1


def _may_be(given: str | None, family: str, name: str, person: _Person) -> bool:
    if given is None:
        return person.given is not None and (
            person.family == family
            or person.family.split()[-1] == family
            or person.given == name
            or person.given.split()[0] == name
        )
    return (
        person.family == family
        and person.given is not None
        and _initials_agree(given, person.given)
    )


def _initials_agree(short: str, full: str) -> bool:
    """Whether "C." or "Hans P." abbreviates the given names "Christian", "Hans Peter"."""
    left, right = short.split(), full.split()
    if len(left) > len(right):
        return False
    return all(
        a == b or (a.endswith(".") and b.startswith(a[:-1]))
        for a, b in zip(left, right, strict=False)
    )


def _merge_initials(people: list[_Person]) -> list[_Person]:
    """Drop "C. Kromberg" where "Christian Kromberg" is there; likewise "Hans" for "Hans Peter"."""
    return [
        person
        for person in people
        if not any(
            other is not person
            and other.family == person.family
            and len(other.name) > len(person.name)
            and _initials_agree(person.given or "", other.given or "")
            for other in people
        )
    ]


def _base_form(text: str, mention: Found, found: Sequence[Found]) -> str:
    """Return the mention's text without the genitive -s, where the document shows that it is one.

    Evidence is the same name without -s elsewhere, or a noun directly behind ("Anna Müllers
    Rede"): many family names end in -s by themselves.
    """
    name = " ".join(mention.text.split())
    if surname_first := _SURNAME_FIRST.fullmatch(name):
        return f"{surname_first[2]} {surname_first[1]}"
    if name.endswith(("’", "'")):
        return name[:-1]
    if not name.endswith("s") or len(name) < 4:
        return name
    stem = name[:-1]
    family = split_name(name)[1]
    others = {split_name(" ".join(other.text.split()))[1] for other in found}
    if family[:-1] in others:
        return stem
    same = sum(1 for other in found if other.text.split()[-1:] == name.split()[-1:])
    behind = text[mention.end : mention.end + 24]
    noun = re.match(r" [A-ZÄÖÜ][a-zäöüß]{3,}", behind)
    return stem if noun and same == 1 and name[-2] not in "szxß" else name


def _coordinated(text: str, mention: Found, name: str, found: Sequence[Found]) -> str | None:
    """Complete "Anna" in "Anna und Max Muster" to "Anna Muster"."""
    if " " in name:
        return None
    link = re.match(r" (?:und|&|sowie) ", text[mention.end : mention.end + 8])
    if link is None:
        return None
    partner = next((f for f in found if f.start == mention.end + link.end()), None)
    if partner is None:
        return None
    given, family = split_name(" ".join(partner.text.split()))
    families = {split_name(" ".join(f.text.split()))[1] for f in found if " " in f.text}
    if given is None or name in families or " " in given:
        return None
    # "Kufen und Max Muster": a name that is addressed as one anywhere is a family name.
    if any(_addressed(text, other.start) for other in found if other.text == mention.text):
        return None
    return f"{name} {family}"


def _addressed(text: str, start: int) -> bool:
    before = text[max(0, start - TITLE_WINDOW) : start]
    return bool(ADDRESS_BEFORE.search(before)) or title_before(text, start)[1] is not None


def _gender(text: str, start: int) -> str | None:
    begin, _ = title_before(text, start)
    match = ADDRESS_BEFORE.search(text[max(0, begin - 12) : begin])
    if match is None:
        return None
    return "f" if match[1] in _FEMALE else "m" if match[1] in _MALE else None
