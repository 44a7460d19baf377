"""The fit of the weights that choose the organisation of a role."""

import sys
from pathlib import Path

import pytest

from presselese.evaluate.gold import read_gold
from presselese.extract import load
from presselese.lexicon import load_toml

pytest.importorskip("scipy")
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "models" / "train"))
import ties  # type: ignore[import-not-found]  # noqa: E402

TRAIN = ROOT / "corpus" / "gold" / "train"


@pytest.fixture(scope="module")
def releases() -> list[ties.Annotated]:
    extractor = load()
    return [ties.read_scene(document, extractor) for document in read_gold(TRAIN)[:40]]


@pytest.fixture(scope="module")
def examples(releases: list[ties.Annotated]) -> list[ties.Example]:
    return [example for release in releases for example in ties.organisations_of(release)]


def test_examples_offer_no_organisation_first(examples: list[ties.Example]) -> None:
    assert len(examples) > 40
    assert all(mention[0][0] is None for e in examples for mention in e.mentions)


def test_fitted_weights_beat_the_first_candidate(examples: list[ties.Example]) -> None:
    weights = ties.fit([(example, 1.0) for example in examples])
    assert ties.right_of(examples, weights) > ties.right_of(examples, {}) * 1.5


def test_the_lexicon_holds_features_that_occur(examples: list[ties.Example]) -> None:
    known = {f for e in examples for mention in e.mentions for _, fs in mention for f in fs}
    weights = load_toml("affiliation_weights")["organisation"]
    assert len(known & set(weights)) > 200


def test_weights_are_written_sorted_and_rounded(tmp_path: Path) -> None:
    ties.write("person", {"b": 0.123, "a": -2.0, "c": 0.01}, tmp_path / "w.toml")
    lines = (tmp_path / "w.toml").read_text(encoding="utf-8").splitlines()
    assert lines[-3:] == ["[person]", '"a" = -2.00', '"b" = 0.12']


def test_persons_are_offered_for_open_roles(releases: list[ties.Annotated]) -> None:
    examples = [example for release in releases for example in ties.persons_of(release)]
    weights = ties.fit([(example, 1.0) for example in examples])
    assert all(example.mentions[0][0][0] is None for example in examples)
    assert ties.right_of(examples, weights) > 0.8 * len(examples)
