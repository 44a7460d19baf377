"""What the components remember of a document gives way to what others change in it."""

from __future__ import annotations

import gc

import spacy
from spacy.tokens import Span

from presselese.match import spans
from presselese.match.spans import entities_of, read_spans, write_spans
from presselese.records import Found

NLP = spacy.blank("de")
ANNA = Found(0, 4, "Anna", "PERSON", "person.introduced")
FULDA = Found(8, 13, "Fulda", "CITY", "city.name")


def test_spans_come_back_as_they_were_written() -> None:
    doc = NLP("Anna in Fulda")
    write_spans(doc, "people", [ANNA])
    assert read_spans(doc, "people") == [ANNA]
    assert [(s.text, s.label_, s.id_) for s in doc.spans["people"]] == [
        ("Anna", "PERSON", ANNA.source)
    ]
    assert read_spans(doc, "cities") == []


def test_a_span_inside_a_token_is_left_out() -> None:
    doc = NLP("Anna in Fulda")
    write_spans(
        doc,
        "people",
        [
            Found(0, 3, "Ann", "PERSON", "x"),
            Found(1, 4, "nna", "PERSON", "x"),
            Found(4, 4, "", "PERSON", "x"),
            ANNA,
        ],
    )
    assert read_spans(doc, "people") == [ANNA]


def test_a_group_that_another_component_changed_is_read_anew() -> None:
    doc = NLP("Anna in Fulda")
    write_spans(doc, "people", [ANNA])
    doc.spans["people"].append(Span(doc, 2, 3, label="CITY", span_id="city.name"))
    assert read_spans(doc, "people") == [ANNA, FULDA]
    doc.spans["people"] = []
    assert read_spans(doc, "people") == []


def test_what_was_read_is_the_readers_own() -> None:
    doc = NLP("Anna in Fulda")
    write_spans(doc, "people", [ANNA])
    read_spans(doc, "people").clear()
    assert read_spans(doc, "people") == [ANNA]


def test_entities_are_those_of_the_moment() -> None:
    doc = NLP("Anna in Fulda")
    assert entities_of(doc) == []
    doc.ents = [Span(doc, 0, 1, label="PER")]
    assert entities_of(doc) == [(0, 4, "PER")]
    doc.ents = [Span(doc, 0, 1, label="LOC"), Span(doc, 2, 3, label="LOC")]
    assert entities_of(doc) == [(0, 4, "LOC"), (8, 13, "LOC")]


def test_tokens_that_were_merged_are_seen() -> None:
    doc = NLP("Anna Ott in Fulda")
    write_spans(doc, "people", [ANNA])
    with doc.retokenize() as retokenizer:
        retokenizer.merge(doc[0:2])
    write_spans(doc, "people", [ANNA])
    assert read_spans(doc, "people") == []


def test_nothing_is_remembered_of_documents_that_are_gone() -> None:
    doc = NLP("Anna in Fulda")
    write_spans(doc, "people", [ANNA])
    entities_of(doc)
    known = len(spans._MEMORIES)
    del doc
    gc.collect()
    assert len(spans._MEMORIES) < known


def test_a_document_with_spans_can_be_sent_to_another_process() -> None:
    doc = NLP("Anna in Fulda")
    write_spans(doc, "people", [ANNA])
    there = spacy.tokens.Doc(NLP.vocab).from_bytes(doc.to_bytes())
    assert read_spans(there, "people") == [ANNA]
