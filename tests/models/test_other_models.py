"""Other models in the place of the embedded one: the pipeline needs PER, LOC and ORG, no more."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import is_package

import presselese
from presselese.errors import ModelError
from presselese.read import RawText

TEXT = (
    "Fulda baut neue Schule\n"
    "Oberbürgermeisterin Lea Kolb hat am 3. Mai 2021 die Pläne der Stadt Fulda vorgestellt. "
    "Das Stadtforum Rhön e. V. und die Arbeitsgruppe Schulwege begrüßen sie.\n"
)
CORE = "de_core_news_md"


def ruler() -> Language:
    nlp = spacy.blank("de")
    names = nlp.add_pipe("entity_ruler")
    names.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "PER", "pattern": "Lea Kolb"},
            {"label": "LOC", "pattern": "Fulda"},
            {"label": "ORG", "pattern": "Stadtforum Rhön"},
        ]
    )
    return nlp


def barely_trained() -> Language:
    """Make a model with the labels, and superfluous pipes, of Explosion's German ones."""
    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("ner")
    doc = nlp.make_doc("Lea Kolb reist mit Volvo im Mai nach Rom")
    labels = ["B-PER", "L-PER", "O", "O", "U-ORG", "O", "U-MISC", "O", "U-LOC"]
    nlp.initialize(lambda: [Example.from_dict(doc, {"entities": labels})])
    return nlp


@pytest.mark.parametrize("make", [ruler, barely_trained])
def test_fake_model_runs_through_the_pipeline(make: object, tmp_path: Path) -> None:
    make().to_disk(tmp_path / "fake")  # type: ignore[operator]
    extractor = presselese.load(model=str(tmp_path / "fake"))
    extraction = extractor.extract(TEXT)
    for mention in extraction.mentions:
        assert TEXT[mention.start : mention.end] == mention.text
    assert "2021-05-03" in {mention.norm for mention in extraction.mentions}
    assert len(list(extractor.pipe([RawText("1", "-", TEXT)] * 2))) == 2


def test_names_of_a_fake_model_reach_the_tables(tmp_path: Path) -> None:
    ruler().to_disk(tmp_path / "fake")
    found = {
        (mention.label, mention.norm)
        for mention in presselese.load(model=str(tmp_path / "fake")).extract(TEXT).mentions
    }
    assert {("PERSON", "Lea Kolb"), ("CITY", "Fulda"), ("ROLE", "Oberbürgermeisterin")} <= found
    assert any(
        label == "ORG" and (norm or "").startswith("Stadtforum Rhön") for label, norm in found
    )


def test_model_without_the_labels_is_refused(tmp_path: Path) -> None:
    spacy.blank("de").to_disk(tmp_path / "fake")
    with pytest.raises(ModelError, match="PER, LOC, ORG"):
        presselese.load(model=str(tmp_path / "fake"))


@pytest.mark.skipif(
    not is_package(CORE), reason=f"{CORE} is absent: python -m spacy download {CORE}"
)
def test_core_model_runs_through_the_pipeline() -> None:
    found = {mention.norm for mention in presselese.load(model=CORE).extract(TEXT).mentions}
    assert {"2021-05-03", "Oberbürgermeisterin", "Fulda"} <= found
