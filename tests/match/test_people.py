"""PERSON spans: text with the expected spans in [brackets]; the model's spans are simulated."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from presselese.match.people import find_people
from presselese.match.tokens import customise


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("de")
    customise(pipeline)
    return pipeline


CASES = [
    # marked text, what the model proposes as PER
    ("[Lea Amann] kam.", ["Lea Amann"]),
    ("Dr. [Lea Amann] kam.", ["Dr. Lea Amann"]),
    ("Prof. Dr. [Lea Amann] kam.", ["Prof. Dr. Lea Amann"]),
    ("Frau [Amann] kam.", ["Frau Amann"]),
    ("Frau [Amann] kam.", []),
    ("Herr Dr. [Max von der Heide] kam.", []),
    ("[Lea Amann]. [Amann] ging.", ["Lea Amann"]),
    ("[Lea Amann]. Laut [Amann] geht es.", ["Lea Amann"]),
    ("[Ute Mai] sprach. Im Mai folgt mehr.", ["Ute Mai"]),
    ("[Inge Stein] kam. Der Stein fiel.", ["Inge Stein"]),
    ("[Inge Stein] kam. [Steins] Rede.", ["Inge Stein"]),
    ("Die Astrid-Lindgren-Schule feiert.", ["Astrid-Lindgren"]),
    ("Die Konrad-Adenauer-Straße ist gesperrt.", ["Konrad-Adenauer-Straße"]),
    ("[Lea Amann] (SPD)", ["Lea Amann ("]),
    ("[Max Ott], a. D.", ["Max Ott, a. D."]),
    ("Foto: OB", ["OB"]),
    ("AMANN eröffnet", ["AMANN"]),
    ("[LEA AMANN] eröffnet", ["LEA AMANN"]),
    ("„[Lea Amann]“", ["„Lea Amann“"]),
]


@pytest.mark.parametrize(("marked", "ents"), CASES)
def test_find_people(nlp: Language, marked: str, ents: list[str]) -> None:
    text = marked.replace("[", "").replace("]", "")
    expected, offset = [], 0
    for part in marked.split("["):
        name, bracket, rest = part.partition("]")
        if bracket:
            expected.append((offset, offset + len(name)))
        offset += len(name) + len(rest)
    doc = nlp.make_doc(text)
    spans = []
    for name in ents:
        start = text.index(name)
        span = doc.char_span(start, start + len(name), label="PER", alignment_mode="expand")
        assert span is not None
        spans.append(span)
    doc.ents = spans
    assert [(f.start, f.end) for f in find_people(doc)] == expected
