"""The spaCy component `presselese_people`: finds PERSON spans and writes `doc.spans["people"]`.

The statistical model proposes; rules trim what it took along (titles, forms of address), drop
names of streets and schools, and complete the document: a surname whose bearer was named in full
is the same person everywhere.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from presselese.lexicon import load_toml
from presselese.match.spans import read_spans, text_of, write_spans
from presselese.normalise.people import split_name, title_before
from presselese.records import Found

_LEXICON = load_toml("people")
_NOT_NAMES = frozenset(_LEXICON["words"]["not_names"])
_HEADS = tuple(_LEXICON["words"]["namesake_heads"])
# Articles and prepositions with article show a common noun ("im August", "der Stein").
_NOUN_MARKERS = frozenset(_LEXICON["words"]["noun_markers"])
_NO_ADJECTIVES = frozenset(_LEXICON["words"]["no_adjectives"])
_TITLES = "|".join(_LEXICON["titles"] + _LEXICON["title_additions"])
_ADDRESS = "|".join(_LEXICON["words"]["address"])
_PARTICLE = "|".join(sorted(_LEXICON["words"]["particles"], key=len, reverse=True))
_LEADING = re.compile(rf"(?:(?:{_TITLES}|{_ADDRESS})(?:\s+|$|(?=Dr\.)))+")
_TRAILING = re.compile(r"(?:[\s,;:.!?)(\]\[“”\"‚‘«»/–-]|\ba\. ?D)+$")
_UPPER = "A-ZÄÖÜÀ-ÖØ-ÞŠŽČĆĐŁŚŻŹİ"
_WORD = rf"[{_UPPER}][\w’'.]*(?:-[{_UPPER}][\w’']*)*"
# "Dr. Lea Amann", "Frau von der Heide": a title or form of address before capitalised words.
_INTRODUCED = re.compile(
    rf"(?<!\w)(?:(?:Prof\.|Dr\.|Dr\.-Ing\.|Frau|Herrn?)\s+)+"
    rf"((?:{_WORD}\s+){{0,3}}(?:(?:{_PARTICLE})\s+){{0,2}}{_WORD})"
)
_BARE_WORD = re.compile(rf"(?<![\w-])[{_UPPER}][\w’']+(?:-[{_UPPER}][\w’']+)*")


class People:
    """Finds persons: `doc.ents` with label PER, trimmed and completed."""

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["people"]`."""
        write_spans(doc, "people", find_people(doc))
        return doc


def find_people(doc: Doc) -> list[Found]:
    """Return PERSON spans, without overlap, in the order of the text."""
    text = text_of(doc)
    found: list[Found] = []
    taken: list[tuple[int, int]] = []
    model = f"model:{doc.user_data.get('presselese_model', 'ner')}"
    others: list[tuple[int, int]] = []
    # The places room has weighed the model's word against the gazetteer and the document.
    cities = {(city.start, city.end) for city in read_spans(doc, "cities")}
    for ent in doc.ents:
        if ent.label_ in {"PER", "PERSON"}:
            for start, end in _pieces(text, ent.start_char, ent.end_char):
                if (start, end) in cities:
                    continue
                found.append(Found(start, end, text[start:end], "PERSON", model))
                taken.append((start, end))
        else:
            others.append((ent.start_char, ent.end_char))
    for match in _INTRODUCED.finditer(text):
        start, end = match.span(1)
        if not _overlaps(start, end, taken) and not _overlaps(start, end, others):
            for first, last in _pieces(text, start, end):
                found.append(Found(first, last, text[first:last], "PERSON", "person.introduced"))
                taken.append((first, last))
    found += _repeated(doc, found, taken, others)
    return sorted(found, key=lambda f: f.start)


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Trim a proposed span to the name; a line break ends it."""
    pieces = []
    for match in re.finditer(r"[^\n]+", text[start:end]):
        first, last = start + match.start(), start + match.end()
        while first < last and not (text[first].isalpha()):
            first += 1
        if lead := _LEADING.match(text, first, last):
            first = lead.end()
        while first < last and text[first].isspace():
            first += 1
        body = text[first:last]
        if tail := _TRAILING.search(body):
            last -= len(body) - tail.start()
        name = text[first:last]
        if _is_name(name) and not _names_a_thing(text, first, last):
            pieces.append((first, last))
    return pieces


def _is_name(name: str) -> bool:
    words = name.split()
    if len(name) < 2 or any(char.isdigit() or char == "@" for char in name):
        return False
    if not words[-1][0].isupper() or words[0] in _NOT_NAMES or words[-1] in _NOT_NAMES:
        return False
    # A single word in capitals is an abbreviation; headlines shout whole names.
    return len(words) > 1 or not name.isupper()


def _names_a_thing(text: str, start: int, end: int) -> bool:
    """Whether the name is part of a street, school or prize: "Astrid-Lindgren-Schule"."""
    behind = re.match(r"-?([A-ZÄÖÜ]?\w+)", text[end : end + 24].lstrip(" "))
    if behind and text[end : end + 1] in {"-", "–"}:
        return True
    if text[max(0, start - 1) : start] == "-":
        return True
    word = re.search(r"[\w-]+$", text[start:end])
    if word and "-" in word[0] and word[0].rsplit("-", 1)[1].lower().startswith(_HEADS):
        return True
    return bool(
        behind
        and text[end : end + 1] == " "
        and behind[1][0].isupper()
        and behind[1].lower() in _HEADS
    )


def _repeated(
    doc: Doc, found: list[Found], taken: list[tuple[int, int]], others: list[tuple[int, int]]
) -> list[Found]:
    """Find surnames and full names that stand elsewhere in the document unmarked."""
    text = text_of(doc)
    families: dict[str, str] = {}
    for person in found:
        name = " ".join(person.text.split())
        given, family = split_name(name)
        last = family.split()[-1]
        # A family name that is also a word of the text in lower case would find that word.
        if given is not None and len(last) > 2:
            families[last] = name
    if not families:
        return []
    out = []
    for match in _BARE_WORD.finditer(text):
        word = match[0]
        base = word if word in families else word[:-1] if word.endswith("s") else ""
        if base not in families:
            continue
        start, end = match.span()
        given = split_name(families[base])[0] or ""
        if text[:start].endswith(given + " "):
            start -= len(given) + 1
        if _overlaps(start, end, taken) or _overlaps(start, end, others):
            continue
        if _names_a_thing(text, start, end) or not _stands_as_name(text, start):
            continue
        out.append(Found(start, end, text[start:end], "PERSON", "person.repeated"))
        taken.append((start, end))
    return out


def _stands_as_name(text: str, start: int) -> bool:
    """Whether a bare capitalised word may be a surname here: no article or adjective before it."""
    before = text[max(0, start - 30) : start]
    if title_before(text, start)[1]:
        return True
    words = before.split()
    if not words or before.endswith("\n"):
        return True
    previous = words[-1].strip('„“"(»').lower()
    return previous not in _NOUN_MARKERS and not (
        previous.endswith(("em", "en", "er", "es", "ige", "iche"))
        and words[-1][0].islower()
        and previous not in _NO_ADJECTIVES
    )


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < last and first < end for first, last in spans)


@Language.factory("presselese_people", assigns=["doc.spans"], requires=["doc.ents"])
def make_people(nlp: Language, name: str) -> People:
    """Build the component; it needs a model with PER before it in the pipeline."""
    return People()
