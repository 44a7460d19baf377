"""The faster network: fast BLAS where there is one, one thread, words once, the same names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spacy
from threadpoolctl import ThreadpoolController

import presselese
from presselese import network
from presselese.clean import clean
from presselese.extract import EMBEDDED, _load_model
from presselese.network import _knows_words_only, one_thread, speed_up

RAW = Path(__file__).parent.parent / "corpus" / "raw"


def threads() -> list[int]:
    return [library["num_threads"] for library in ThreadpoolController().info()]


def multiplies_by_blis(nlp: presselese.Extractor) -> set[bool]:
    return {
        layer.ops.use_blis
        for _, pipe in nlp.nlp.pipeline
        if hasattr(pipe, "model")
        for layer in pipe.model.walk()
    }


@pytest.mark.skipif(network._libraries() is None, reason="numpy has no OpenBLAS or MKL here")
def test_every_layer_of_the_loaded_model_uses_it() -> None:
    assert multiplies_by_blis(presselese.load()) == {False}


def test_without_a_fast_library_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_libraries", lambda: None)
    assert multiplies_by_blis(presselese.load()) == {True}
    with one_thread():
        pass


def test_one_thread_inside_as_many_as_before_outside() -> None:
    before = threads()
    with one_thread():
        inside = threads()
    assert set(inside) == {1} or network._libraries() is None
    assert threads() == before


def test_the_names_found_are_those_of_spacys_own_library() -> None:
    texts = [clean(path.read_text(encoding="utf-8")).text for path in sorted(RAW.glob("*.txt"))]
    own, fast = _load_model(EMBEDDED), _load_model(EMBEDDED)
    speed_up(fast)
    for one, other in zip(own.pipe(texts), fast.pipe(texts), strict=True):
        assert [(e.start_char, e.end_char, e.label_) for e in one.ents] == [
            (e.start_char, e.end_char, e.label_) for e in other.ents
        ]


FEATURES = {"attrs": ["NORM", "PREFIX", "SHAPE", "SPACY"], "rows": [500, 50, 50, 50]}
EMBEDDINGS = {
    "hashes": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        **FEATURES,
        "include_static_vectors": False,
    },
    "characters": {
        "@architectures": "spacy.CharacterEmbed.v2",
        "rows": 500,
        "nM": 8,
        "nC": 4,
        "include_static_vectors": False,
    },
}


@pytest.mark.parametrize("kind", EMBEDDINGS)
def test_words_embedded_once_are_the_same_vectors(kind: str) -> None:
    nlp = spacy.blank("de")
    embed = {"width": 32, **EMBEDDINGS[kind]}
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 32,
        "depth": 2,
        "window_size": 1,
        "maxout_pieces": 2,
    }
    pipe: Any = nlp.add_pipe(
        "tok2vec",
        config={"model": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}},
    )
    nlp.initialize()
    texts = [
        "Die Stadt dankt der Stadt, z.B. Frau Dr. Amann.",
        "",
        "Die  Stadt\n\nFulda dankt .",
        " ",
    ]
    before = [doc.tensor for doc in nlp.pipe(texts)]
    saved = pipe.model.to_bytes()
    speed_up(nlp)
    speed_up(nlp)
    after = [doc.tensor for doc in nlp.pipe(texts)]
    for one, other in zip(before, after, strict=True):
        assert one.shape == other.shape
        assert abs(one - other).max(initial=0) < 1e-5
    assert pipe.model.to_bytes() == saved


def test_a_layer_that_looks_around_is_left_alone() -> None:
    pipe: Any = presselese.load().nlp.get_pipe("tok2vec")
    encoders = [layer.get_ref("encode") for layer in pipe.model.walk() if layer.has_ref("encode")]
    assert encoders
    assert not any(_knows_words_only(encode) for encode in encoders)
