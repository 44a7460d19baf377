"""The component writes spans that survive the tokenizer, and leaves surnames to the people."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Span

from presselese.match.spans import read_spans
from presselese.match.tokens import customise


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("de")
    customise(pipeline)
    pipeline.add_pipe("presselese_dates")
    return pipeline


SPANS = [
    ("Die Sitzung war am Dienstag (9.4.) in Fulda.", ["Dienstag (9.4.)"]),
    ("07.02.2019Gemeinsam stark für Integration", ["07.02.2019"]),
    ("Am 3.Mai und am 11.10 2020 war Markt.", ["3.Mai", "11.10 2020"]),
    ("Die Tagung ist am 9./10. Juni.", ["9./10. Juni"]),
    ("In den 1990er-Jahren begann es.", ["1990er-Jahren"]),
    ("Schuljahr 2017/18", ["2017/18"]),
    ("Am 13. und 14. Juni ist Fest.", ["13.", "14. Juni"]),
    ("Nichts davon hat einen Tag.", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SPANS, ids=[text for text, _ in SPANS])
def test_writes_span_group(nlp: Language, text: str, expected: list[str]) -> None:
    found = read_spans(nlp(text), "dates")
    assert [span.text for span in found] == expected
    assert all(span.label == "DATE" and span.source.startswith("date.") for span in found)


NAMES = [
    ("Das sagte Mai im Rathaus.", "Mai", []),
    ("Für August sprach Lea Amann.", "August", []),
    ("Mit Sonntag gewinnt die Stadt.", "Sonntag", []),
    ("Das Fest ist im Mai.", "Mai", ["Mai"]),
    ("Das Fest ist am Sonntag.", "Sonntag", ["Sonntag"]),
]


@pytest.mark.parametrize(("text", "person", "expected"), NAMES, ids=[case[0] for case in NAMES])
def test_surnames_are_no_dates(nlp: Language, text: str, person: str, expected: list[str]) -> None:
    doc = nlp.make_doc(text)
    start = text.index(person)
    entity = doc.char_span(start, start + len(person), label="PER")
    assert isinstance(entity, Span)
    doc.ents = (entity,)
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert [span.text for span in read_spans(doc, "dates")] == expected
