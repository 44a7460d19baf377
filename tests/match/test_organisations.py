"""ORG spans: text with the expected spans in [brackets], nested ones in nested brackets.

The model is simulated: `doc.ents` holds what stands before the bar of a case, the rules do the
rest.
"""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from presselese.match.organisations import find_organisations
from presselese.match.spans import write_spans
from presselese.match.tokens import customise
from presselese.records import Found


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("de")
    customise(pipeline)
    return pipeline


def unmark(marked: str) -> tuple[str, set[tuple[int, int]]]:
    """Take the brackets out and return the text with the spans they held."""
    text, stack, spans = "", [], set()
    for char in marked:
        if char == "[":
            stack.append(len(text))
        elif char == "]":
            spans.add((stack.pop(), len(text)))
        else:
            text += char
    return text, spans


def found_in(nlp: Language, text: str, ents: list[str], cities: list[str]) -> set[tuple[int, int]]:
    doc = nlp.make_doc(text)
    spans = []
    for ent in ents:
        name, _, label = ent.partition(":")
        start = text.index(name)
        span = doc.char_span(start, start + len(name), label=label or "ORG")
        assert span is not None, name
        spans.append(span)
    doc.ents = spans
    write_spans(
        doc,
        "cities",
        [Found(text.index(c), text.index(c) + len(c), c, "CITY", "t") for c in cities],
    )
    return {(f.start, f.end) for f in find_organisations(doc)}


CASES = [
    # marked text, what the model says, cities
    ("Die [Stadt Fulda] lädt ein.", [], ["Fulda"]),
    ("Er wohnt in der Stadt Fulda.", [], ["Fulda"]),
    ("Er wohnt in der Stadt Fulda.", ["Stadt Fulda"], ["Fulda"]),
    ("Die [Landeshauptstadt Potsdam] lädt ein.", [], ["Potsdam"]),
    ("Der [Landkreis Gießen] lädt ein.", [], ["Gießen"]),
    ("Der [Landkreis Darmstadt-Dieburg] lädt ein.", [], ["Darmstadt"]),
    ("Das [Jugendamt der [Stadt Fulda]] rät.", ["Jugendamt"], ["Fulda"]),
    ("Das [Jugendamt der [Stadt Fulda]] rät.", ["Jugendamt der Stadt Fulda"], ["Fulda"]),
    ("Der [Rat der [Stadt Essen]] tagt.", ["Rat der Stadt Essen"], ["Essen"]),
    ("Das [Gesundheitsamt] rät.", [], []),
    ("Das [Gesundheitsamt] rät.", ["Das Gesundheitsamt"], []),
    ("Viele Gesundheitsämter raten.", [], []),
    ("Im [Stadtrat] ging es hoch her.", [], []),
    ("Dem Stadtrat Müller gefiel das.", [], []),
    ("Die [SPD] stimmt zu, die [CDU] nicht.", [], []),
    ("Die [[SPD]-Fraktion] stimmt zu.", [], []),
    ("Die [[CDU]-Fraktion] stimmt zu.", ["CDU-Fraktion"], []),
    ("Der [[DRK]-Kreisverband Fulda] hilft.", ["DRK-Kreisverband Fulda"], ["Fulda"]),
    ("Das [DRK] hilft.", [], []),
    ("[VKU]-Geschäftsführer Ott kam.", ["VKU"], []),
    ("Die [Nordvolta Zellfertigung GmbH] baut.", [], []),
    ("Die [Nordvolta GmbH & Co. KG] baut.", ["Nordvolta"], []),
    ("Der [Gewerbeverein Rimpar e. V.] lädt ein.", ["Gewerbeverein Rimpar"], ["Rimpar"]),
    ("Die Stadt lädt ein.", ["Stadt"], []),
    ("Die Verwaltung prüft.", ["Verwaltung"], []),
    ("Das Netzwerk „[zoo.kommunal]“ wächst.", ["zoo.kommunal"], []),
    ("Die „[Tafel Fulda]“ wächst.", ["„Tafel Fulda“"], ["Fulda"]),
    ("[Efus] wächst.", ["Efus"], []),
    ("Das [BBE] dankt. Ein [BBE]-Team kam.", ["BBE"], []),
    ("Der [Senat der [Hochschule Südpfalz]] tagt.", ["Senat der Hochschule Südpfalz"], []),
    ("Die [Geschäftsstelle der [Arbeitsgemeinschaft]] öffnet.",
     ["Geschäftsstelle der Arbeitsgemeinschaft"], []),
    ("Das [Ministerium für Soziales, Arbeit und Gesundheit] fördert.",
     ["Ministerium für Soziales, Arbeit und Gesundheit"], []),
    ("Die Städte Aalen und Hof klagen.", [], ["Aalen", "Hof"]),
    ("Der Förderverein „[Haus am See e. V.]“ lädt ein.", ["Haus am See e. V."], []),
    ("Die [Stadtwerke]-Chefin kam.", ["Stadtwerke"], []),
    ("Die Volkshochschule Region Kassel", [], ["Kassel"]),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "ents", "cities"), CASES)
def test_find_organisations(nlp: Language, marked: str, ents: list[str], cities: list[str]) -> None:
    text, expected = unmark(marked)
    found = found_in(nlp, text, ents, cities)
    assert {text[a:b] for a, b in found} == {text[a:b] for a, b in expected}
    assert found == expected


@given(st.text("Stadt der Fulda-SPD.(GmbH)„“\n"))
def test_spans_nest_or_are_apart(text: str) -> None:
    pipeline = spacy.blank("de")
    doc = pipeline.make_doc(text)
    spans = [(f.start, f.end) for f in find_organisations(doc)]
    assert all(0 <= a < b <= len(text) for a, b in spans)
    for a, b in spans:
        for c, d in spans:
            assert b <= c or d <= a or (a <= c and d <= b) or (c <= a and b <= d)
