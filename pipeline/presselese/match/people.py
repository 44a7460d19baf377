"""The spaCy component `presselese_people`: finds PERSON spans and writes `doc.spans["people"]`.

The statistical model proposes; rules cut what it took along (titles, offices, several people in
one span), add names that a title or an office introduces, let go of streets, schools, firms and
bare nouns, and complete the document: a surname whose bearer was named in full is the same
person everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from presselese.lexicon import load_toml
from presselese.match.people_context import (
    ADDRESS,
    TITLES,
    UPPER,
    is_office,
    is_role,
    names_a_thing,
    stands_as_name,
)
from presselese.match.spans import entities_of, read_spans, text_of, write_spans
from presselese.normalise.people import split_name, title_before
from presselese.records import Found

_LEXICON = load_toml("people")
_WORDS: dict[str, Any] = _LEXICON["words"]
_GIVEN = frozenset(_WORDS["given"].split())
_NO_SURNAMES = frozenset(_WORDS["no_surnames"])
_NOT_NAMES = frozenset(_WORDS["not_names"])
_PREFIX = "|".join(_WORDS["prefixes"])
_NOBLE = "|".join(_WORDS["noble"])
_LEADING = re.compile(rf"(?:(?:{TITLES}|{ADDRESS})(?:\s+|$|(?=Dr\.)))+")
_TRAILING = re.compile(r"(?:[\s,;:.!?)(\]\[“”\"‚‘«»/–-]|\ba\. ?D|\([^()]*)+$")
# "Rafik Y.", "Johannes Paul II.": the full stop is part of the name.
_ENDS_IN_STOP = re.compile(r"[\w-] (?:[A-Z][a-z]?|[IVX]{1,5})\.$")
_SUFFIXES = [*load_toml("roles")["abbreviations"], *map(re.escape, _WORDS["after"])]
_DEGREE = re.compile(rf"(?:,| \(|,? )(?:{TITLES}|{'|'.join(_SUFFIXES)})$")
_FIRST_WORD = re.compile(r"[\w-]+ ")
_WOMANS_OFFICE = re.compile(r" (?:[a-zäöü]+ )*([\w-]{5,}in)\b")
_BEHIND_SURNAME = re.compile(r" [a-zäöü]|[,:.!?“\"«)]|$", re.MULTILINE)
_BEFORE_COUPLE = re.compile(r"(?:Ehepaar|Eheleuten?|Geschwistern?) $")
_ADDRESSED = re.compile(rf"(?:{ADDRESS}) $")
_WORD_BEFORE = re.compile(r"([\w-]+)\)? $")
_NO_LETTERS = re.compile(r"[\d@]")
_PREFIXED = re.compile(rf"(?:{_PREFIX})")
_BETWEEN = re.compile(r"(?<!von) (?:und|&|sowie) (?!zu )|/|, ")
_PART = rf"(?!(?:Dr|Prof|Dipl)\b)(?:[{UPPER}]\.|[{UPPER}][\w’']+(?:-[{UPPER}][\w’']+)*)"
# "von der" and the like are left out: "Herr Stark von der Stadt" is more frequent than the name.
_NAME = rf"{_PART}(?: {_PART}){{0,3}}(?: (?:von|zu|van|de) {_PART}| (?:{_PREFIX}){_PART})?"
# "Dr. Lea Amann", "Frau von der Heide": a title or form of address before capitalised words.
_INTRODUCED = re.compile(
    rf"(?<![\w-])(?:(?:Prof\.|Dr\.|Dr\.-Ing\.|Dr\. med\.|Dr\. h\. ?c\.|Frau|Herrn?) +)+"
    rf"((?:(?:{_NOBLE}) )?{_NAME})"
)
_BARE_WORD = re.compile(rf"(?<![\w-])[{UPPER}][\w’']+(?:-[{UPPER}][\w’']+)*")
_TWO = re.compile(rf"(?<![\w-])([{UPPER}][\w-]{{2,60}}) (?=[{UPPER}])")
_AFTER_OFFICE = re.compile(_NAME)
_FAMILY_TAIL = re.compile(rf" (?:{_NOBLE}) {_PART}")
# "Die Bürgermeister Europas" are many, "dem Minister Einmischung" is given an object.
_MANY = re.compile(rf"(?:\b(?:{'|'.join(_WORDS['before_no_name'])})) (?:[a-zäöüß]+e[nr]? )?$")
_COUPLE = re.compile(rf"(?<![\w-])([{UPPER}][\w’-]+) (?:und|&) $")


class People:
    """Finds persons: `doc.ents` with label PER, trimmed, filtered and completed."""

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["people"]`."""
        write_spans(doc, "people", find_people(doc))
        return doc


def find_people(doc: Doc) -> list[Found]:
    """Return PERSON spans, without overlap, in the order of the text."""
    return _Finder(doc).find()


class _Finder:
    def __init__(self, doc: Doc) -> None:
        self.text = text_of(doc)
        self.model = f"model:{doc.user_data.get('presselese_model', 'ner')}"
        # The places room has weighed the model's word against the gazetteer and the document.
        self.cities = {(city.start, city.end) for city in read_spans(doc, "cities")}
        self.persons: list[tuple[int, int]] = []
        self.others: list[tuple[int, int]] = []
        for start, end, label in entities_of(doc):
            kind = self.persons if label in {"PER", "PERSON"} else self.others
            kind.append((start, end))
        self.found: dict[int, Found] = {}

    def find(self) -> list[Found]:
        """Run the steps in their order."""
        for start, end in self.persons:
            for first, last in self._names(start, end):
                if (first, last) not in self.cities:
                    self._add(first, self._with_family(first, last), self.model)
        for match in _INTRODUCED.finditer(self.text):
            self._introduce(*match.span(1), "person.introduced")
        for match in _TWO.finditer(self.text):
            if is_role(match[1]) and (name := _AFTER_OFFICE.match(self.text, match.end())):
                self._after_office(match[1], *name.span())
        self._couples()
        self._let_go()
        self._repeat()
        return [self.found[start] for start in sorted(self.found)]

    def _add(self, start: int, end: int, source: str) -> None:
        self.found[start] = Found(start, end, self.text[start:end], "PERSON", source)

    def _names(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut a proposed span into names: at line breaks and between people; trim each."""
        for line in re.finditer(r"[^\n]+", self.text[start:end]):
            first, borders = start + line.start(), []
            for match in _BETWEEN.finditer(line[0]):
                # "Amann, Lea" in a list is one name with the surname first.
                if match[0] != ", " or " " in line[0][: match.start()].strip():
                    borders.append((first + match.start(), first + match.end()))
            for left, right in zip(
                [first, *(last for _, last in borders)],
                [*(begin for begin, _ in borders), start + line.end()],
                strict=True,
            ):
                if name := self._trimmed(left, right):
                    yield name

    def _trimmed(self, first: int, last: int) -> tuple[int, int] | None:
        text = self.text
        while first < last:
            before = first
            while first < last and not text[first].isalpha():
                first += 1
            if lead := _LEADING.match(text, first, last):
                first = lead.end()
            word = _FIRST_WORD.match(text, first, last)
            if word and is_role(word[0].strip()) and word.end() < last:
                first = word.end()
            if first == before:
                break
        # "Braun zu Chefärztin": behind the first word a woman's office is no surname.
        for office in _WOMANS_OFFICE.finditer(text, first, last):
            if is_role(office[1]):
                last = office.start()
                break
        stop = text[last - 1 : last] == "." and _ENDS_IN_STOP.search(text, first, last)
        while not stop and (tail := self._tail(first, last)):
            last = tail.start()
        # "Rafik Y" before a full stop: the model leaves the stop to the sentence.
        if text[last : last + 1] == "." and _ENDS_IN_STOP.search(text, first, last + 1):
            last += 1
        if _is_name(text[first:last]) and not names_a_thing(text, first, last):
            return first, last
        return None

    def _tail(self, first: int, last: int) -> re.Match[str] | None:
        """What ends a proposed span and is no part of the name."""
        word = self.text[max(first, last - 12) : last].rsplit(" ", 1)[-1]
        if word[-1:].isalpha() and not (word[-1].isupper() or "." in word or word in _SUFFIXES):
            return None
        return _DEGREE.search(self.text, first, last) or _TRAILING.search(self.text, first, last)

    def _with_family(self, start: int, end: int) -> int:
        """Make "Maya" "Maya von der Heide" where nothing says that Maya is the surname."""
        name = self.text[start:end]
        if " " in name or (_introduced(self.text, start) and name not in _GIVEN):
            return end
        match = _FAMILY_TAIL.match(self.text, end)
        if match is None or any(a < match.end() and end < b for a, b in self.others + self.persons):
            return end
        if any(a < match.end() and end < b for a, b in self.cities):
            return end
        return match.end()

    def _introduce(self, start: int, end: int, source: str) -> None:
        """Add a name that a title introduces; it may complete what the model took half."""
        for first, last in self._names(start, end):
            inside = [f for f in self.found.values() if f.start < last and first < f.end]
            if any(f.start < first or last < f.end for f in inside):
                continue
            if len(inside) == 1 and inside[0].start == first:
                continue
            name = self.text[first:last]
            if is_role(name.split()[-1]) and " " not in name:
                continue
            # Words of a place or an organisation behind the name are not part of it.
            cut = min((a for a, b in self.others if first < a < last < b), default=last)
            if cut < last and not inside:
                last = first + len(self.text[first:cut].rstrip(" -"))  # noqa: PLW2901
            if not _is_name(self.text[first:last]):
                continue
            for f in inside:
                del self.found[f.start]
            if self.text[first:last] in _GIVEN:
                last = self._with_family(first, last)  # noqa: PLW2901
            self._add(first, last, source)

    def _after_office(self, office: str, start: int, end: int) -> None:
        """Add a name behind an office: "Dekan Norbert Bestrich", "Landrat Belgern"."""
        name = self.text[start:end]
        words = name.split()
        inside = [f for f in self.found.values() if f.start < end and start < f.end]
        if inside and (inside[0].start, inside[0].end) != (start, start + len(words[0])):
            return
        if inside and len(words) == 1:
            return
        if any(a < end and start < b for a, b in self.others):
            return
        if any(a < end and start < b for a, b in self.cities):
            return
        if any(is_role(word) for word in words[: max(1, len(words) - 1)]):
            return
        if len(words) == 1 and not (
            is_office(office)
            and _BEHIND_SURNAME.match(self.text, end)
            and name not in _NO_SURNAMES
            and not _MANY.search(
                self.text[max(0, start - len(office) - 30) : start - len(office) - 1]
            )
        ):
            return
        if len(words) > 1 and not (len(words) == 2 and is_office(office)):
            return
        if _is_name(name) and not names_a_thing(self.text, start, end):
            self._add(start, end, "person.office")

    def _couples(self) -> None:
        """Add "Anna" of "Anna und Max Muster" where the model saw Max only."""
        for person in list(self.found.values()):
            if " " not in person.text:
                continue
            match = _COUPLE.search(self.text, max(0, person.start - 40), person.start)
            if match is None or not _BEFORE_COUPLE.search(
                self.text[max(0, match.start(1) - 14) : match.start(1)]
            ):
                continue
            start, end = match.span(1)
            if start not in self.found and _is_name(match[1]):
                self._add(start, end, "person.couple")

    def _let_go(self) -> None:
        """Drop single words for which nothing but the model speaks: mostly nouns and places."""
        known: set[str] = set()
        for f in self.found.values():
            words = f.text.split()
            if len(words) > 1 or f.source != self.model or _introduced(self.text, f.start):
                known.update((words[0].rstrip("’'"), words[-1].rstrip("’'")))
        for start, f in list(self.found.items()):
            if " " in f.text or f.source != self.model:
                continue
            word = f.text.rstrip("’'")
            forms = {word, word.removesuffix("s"), word + "s", word.capitalize()}
            couple = re.match(r" (?:und|&|sowie) ", self.text[f.end : f.end + 8])
            if not forms & known and not (couple and f.end + couple.end() in self.found):
                del self.found[start]

    def _repeat(self) -> None:
        """Find surnames and full names that stand elsewhere in the document unmarked."""
        text, families = self.text, self._families()
        if not families:
            return
        taken = [(f.start, f.end) for f in self.found.values()]
        for first, end, base in sorted(self._places_of(families)):
            start = first
            given, family = split_name(families[base])
            particles = family[: -len(base)]
            if particles and text[max(0, start - 30) : start].lower().endswith(particles.lower()):
                start -= len(particles)
            if given and text.endswith(given + " ", 0, start):
                start -= len(given) + 1
            if any(a < end and start < b for a, b in taken):
                continue
            whole = (start, end)
            if any(a < end and start < b and (a, b) != whole for a, b in self.others):
                continue
            if whole in self.others and whole in self.cities:
                continue
            if names_a_thing(text, start, end) or not (
                start < first or stands_as_name(text, start)
            ):
                continue
            self._add(start, end, "person.repeated")
            taken.append((start, end))

    def _places_of(self, families: Iterable[str]) -> Iterator[tuple[int, int, str]]:
        """Yield where family names stand as words, also with genitive -s and in capitals."""
        for base in families:
            for form in {base, base.upper()}:
                at = self.text.find(form)
                while at >= 0:
                    word = _BARE_WORD.match(self.text, at)
                    if word and word[0] in {form, form + "s", form + "S"}:
                        yield at, word.end(), base
                    at = self.text.find(form, at + len(form))

    def _families(self) -> dict[str, str]:
        families: dict[str, str] = {}
        for person in self.found.values():
            name = " ".join(person.text.split())
            given, family = split_name(name)
            last = family.split()[-1]
            if given is not None and len(last) > 2:
                families[last] = name
        return families


def _is_name(name: str) -> bool:
    words = name.split()
    if len(name) < 2 or _NO_LETTERS.search(name):
        return False
    last = (
        _PREFIXED.sub("", words[-1], count=1)
        if "-" in words[-1][:5] or "’" in words[-1] or "'" in words[-1]
        else words[-1]
    )
    if not last[:1].isupper() or words[0] in _NOT_NAMES or words[-1] in _NOT_NAMES:
        return False
    # "BBE Kommunalkongress": an abbreviation begins no name; headlines shout whole ones.
    if words[0].isalpha() and words[0].isupper() and 1 < len(words[0]) < 6 and not name.isupper():
        return False
    if len(words) == 1 and is_role(name) and not name.endswith("s"):
        return len(name) <= 8  # Meister, Richter, Schulze may be surnames
    # A single word in capitals is an abbreviation; headlines shout whole names.
    return len(words) > 1 or not name.isupper()


def _introduced(text: str, start: int) -> bool:
    """Whether a form of address, a title or an office stands right before."""
    before = text[max(0, start - 60) : start]
    if title_before(text, start)[1] or _ADDRESSED.search(before):
        return True
    word = _WORD_BEFORE.search(before)
    return bool(word and word[1][0].isupper() and is_role(word[1]))


@Language.factory("presselese_people", assigns=["doc.spans"], requires=["doc.ents"])
def make_people(nlp: Language, name: str) -> People:
    """Build the component; it needs a model with PER before it in the pipeline."""
    return People()
