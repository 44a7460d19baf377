"""The texts annotated for names alone: readable, of known labels, and apart from the test texts."""

from __future__ import annotations

import re
from pathlib import Path

from presselese.evaluate.gold import GoldDocument, read_gold

CORPUS = Path(__file__).parents[2] / "corpus"
NAMES = read_gold(CORPUS / "names")
RUN = 8  # words that two texts may share by chance


def runs(document: GoldDocument) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", document.text)
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def test_only_names_are_annotated() -> None:
    labels = {mention.label for document in NAMES for mention in document.mentions}
    assert labels == {"PERSON", "CITY", "LOC", "ORG", "MISC"}
    assert not any(document.affiliations for document in NAMES)


def test_names_have_no_blank_at_their_ends() -> None:
    for document in NAMES:
        for mention in document.mentions:
            text = document.text[mention.start : mention.end]
            assert text == text.strip(), (document.doc_id, text)


def test_no_sentence_is_one_of_the_test_texts() -> None:
    dev = set[tuple[str, ...]]().union(*map(runs, read_gold(CORPUS / "gold" / "dev")))
    assert [document.doc_id for document in NAMES if runs(document) & dev] == []
