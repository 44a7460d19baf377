"""The extractor: one extraction a text, offsets of the raw text, failures that stay alone."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import presselese
from presselese.errors import ModelError
from presselese.extract import Extraction, Extractor
from presselese.read import RawText
from presselese.tables import TABLES

RELEASE = """\
Startseite > Rathaus > Presse
Meldung vom 03.05.2021

Fuldas neue Brücke ist eröffnet
Oberbürgermeisterin Dr. Lea Amann (SPD) hat am Montag die Brücke eröffnet.
Eva Lindner, Leiterin des Tiefbauamtes der Stadt Fulda, dankte allen.
Teilen auf: Facebook | X
"""


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return presselese.load()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_offsets_count_the_raw_text(extractor: Extractor, newline: str) -> None:
    text = RELEASE.replace("\n", newline)
    extraction = extractor.extract(text)
    assert {m.label for m in extraction.mentions} == {"DATE", "CITY", "PERSON", "ROLE", "ORG"}
    assert all(text[m.start : m.end] == m.text for m in extraction.mentions)
    assert all(text[a.start : a.end] for a in extraction.affiliations)
    assert [line.reason for line in extraction.lines][:2] == ["navigation", "metadata"]


def test_keys_of_the_tables_fit(extractor: Extractor) -> None:
    e = extractor.extract(RELEASE)
    mentions = {m.mention_id for m in e.mentions}
    entities = (
        {c.city_id for c in e.cities}
        | {p.person_id for p in e.people}
        | {r.role_id for r in e.roles}
        | {o.org_id for o in e.organisations}
    )
    assert {d.mention_id for d in e.dates} <= mentions
    assert {m.entity_id for m in e.mentions if m.entity_id} <= entities
    assert {o.city_id for o in e.organisations if o.city_id} <= {c.city_id for c in e.cities}
    assert {o.parent_org_id for o in e.organisations if o.parent_org_id} <= entities
    for tie in e.affiliations:
        assert tie.person_id in entities
        assert tie.role_id in entities | {None}
        assert tie.org_id in entities | {None}
        assert tie.city_id in entities | {None}


def test_a_known_day_of_publication_counts(extractor: Extractor) -> None:
    extraction = extractor.extract("Am Montag kam er nach Fulda.", published=date(2021, 5, 5))
    assert [d.edtf for d in extraction.dates] == ["2021-05-03"]
    assert extraction.document.published_source == "given"


def test_a_page_without_press_text_is_empty_and_says_why(extractor: Extractor) -> None:
    extraction = extractor.extract("Startseite\nPresse\n© 2023 Stadt Fulda\nImpressum\n")
    assert extraction.document.status == "empty"
    assert extraction.document.n_lines_kept == 0
    assert {line.reason for line in extraction.lines} == {"navigation", "legal", "empty"}


def test_blank_texts_are_empty_and_long_ones_go_on(extractor: Extractor) -> None:
    texts = ["", " \n\xa0\n", RELEASE, "Fulda lädt ein. " * 40]
    extractions = list(extractor.pipe(texts))
    assert [e.document.status for e in extractions] == ["empty", "empty", "ok", "ok"]
    assert [e.document.doc_id for e in extractions] == ["text-1", "text-2", "text-3", "text-4"]


@Language.component("presselese_test_bomb")
def bomb(doc: Doc) -> Doc:
    """Fail on one text."""
    if "Sprengsatz" in doc.text:
        raise ValueError("E999 boom")
    return doc


def test_a_failing_text_costs_one_row() -> None:
    broken = presselese.load()
    broken.nlp.add_pipe("presselese_test_bomb", last=True)
    texts = [RawText(f"{n}", "-", t) for n, t in enumerate([RELEASE, "Sprengsatz.", RELEASE])]
    first, failed, last = broken.pipe(texts)
    assert (first.document.status, failed.document.status) == ("ok", "error")
    assert failed.errors[0].stage == "match"
    assert "E999 boom" in failed.errors[0].message
    assert failed.mentions == ()
    assert [m.text for m in first.mentions] == [m.text for m in last.mentions]


def test_one_text_and_many_agree(extractor: Extractor) -> None:
    alone = extractor.extract(RELEASE, doc_id="text-1")
    (piped,) = extractor.pipe([RELEASE])
    assert alone == piped


def test_frames_have_all_tables(extractor: Extractor) -> None:
    frames = extractor.extract(RELEASE).to_frames()
    assert list(frames) == list(TABLES)
    assert list(frames["affiliations"]["person"]) == ["Lea Amann", "Lea Amann", "Eva Lindner"]


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.sampled_from("Fulda Stadt Dr. Lea Amann, 3.5.21 \n\r\t-–„“()äöüß\u00ad\u200b😀\u200f")
    )
)
@example("\r\xad\n")
def test_any_text_gives_one_extraction_with_true_offsets(extractor: Extractor, text: str) -> None:
    extraction = extractor.extract(text)
    assert extraction.errors == ()
    assert all(text[m.start : m.end] == m.text for m in extraction.mentions)


def test_an_unknown_model_says_how_to_install_it() -> None:
    with pytest.raises(ModelError, match="python -m spacy download de_core_news_md"):
        presselese.load("de_core_news_md_typo")


def test_a_model_without_places_is_refused(tmp_path: Path) -> None:
    nlp = spacy.blank("de")
    ner: Any = nlp.add_pipe("ner")
    ner.add_label("PER")
    nlp.initialize()
    nlp.to_disk(tmp_path)
    with pytest.raises(ModelError, match="LOC, ORG"):
        presselese.load(str(tmp_path))


def test_a_model_of_another_language_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(ModelError, match="German"):
        presselese.load(str(tmp_path))


def test_the_public_face() -> None:
    assert presselese.Extraction is Extraction
    assert callable(presselese.read_tables)
    with pytest.raises(AttributeError):
        _ = presselese.nothing


def test_forgetting_words_changes_nothing(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [RELEASE, "", RELEASE.replace("Amann", "Seltenwort")] * 12
    kept = [extraction.tables() for extraction in extractor.pipe(texts)]
    monkeypatch.setattr(presselese.extract, "VOCABULARY", 0)
    vocab: Any = extractor.nlp.vocab
    assert [extraction.tables() for extraction in extractor.pipe(texts)] == kept
    list(extractor.pipe([RELEASE.replace("Amann", "Nochseltener")]))
    assert "Seltenwort" in vocab.strings
    assert "Nochseltener" not in vocab.strings
    assert not vocab.in_memory_zone
    with extractor.nlp.memory_zone():
        assert [extraction.tables() for extraction in extractor.pipe(texts)] == kept
        assert vocab.in_memory_zone


def test_the_garbage_collector_is_left_as_it_was(extractor: Extractor) -> None:
    assert gc.isenabled()
    for _ in extractor.pipe([RELEASE] * 20):
        assert gc.isenabled()
    gc.disable()
    try:
        for _ in extractor.pipe([RELEASE]):
            assert not gc.isenabled()
    finally:
        gc.enable()
