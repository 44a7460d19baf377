"""Five real releases: they belong to their cities and lie outside the repository.

`PRESSELESE_SEEDS` names their folder (default: `shared/seeds` beside the checkout); where it is
absent these tests are skipped and say so.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import presselese
from presselese.evaluate.gold import read_gold
from presselese.read import find_inputs, read_text

SEEDS = Path(os.environ.get("PRESSELESE_SEEDS", Path(__file__).parents[2] / "shared" / "seeds"))
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real seed releases are not here")


def test_every_mention_of_a_real_release_is_its_characters() -> None:
    sources = [read_text(source) for source in find_inputs([str(SEEDS / "*.txt")])]
    extractions = list(presselese.load().pipe(sources))
    assert [extraction.document.status for extraction in extractions] == ["ok"] * 5
    for raw, extraction in zip(sources, extractions, strict=True):
        assert extraction.mentions
        for mention in extraction.mentions:
            assert raw.text[mention.start : mention.end] == mention.text


def test_the_gold_of_the_seeds_is_read() -> None:
    documents = read_gold(SEEDS / "gold.jsonl")
    assert len(documents) == 5
    assert all(document.mentions for document in documents)
