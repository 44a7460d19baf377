"""The multiplication of the network: numpy's BLAS where it is fast, one thread, the same names."""

from __future__ import annotations

from pathlib import Path

import pytest
from threadpoolctl import ThreadpoolController

import presselese
from presselese import blas
from presselese.blas import one_thread, use_fast_blas
from presselese.clean import clean
from presselese.extract import EMBEDDED, _load_model

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


@pytest.mark.skipif(blas._libraries() is None, reason="numpy has no OpenBLAS or MKL here")
def test_every_layer_of_the_loaded_model_uses_it() -> None:
    assert multiplies_by_blis(presselese.load()) == {False}


def test_without_a_fast_library_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blas, "_libraries", lambda: None)
    assert multiplies_by_blis(presselese.load()) == {True}
    with one_thread():
        pass


def test_one_thread_inside_as_many_as_before_outside() -> None:
    before = threads()
    with one_thread():
        inside = threads()
    assert set(inside) == {1} or blas._libraries() is None
    assert threads() == before


def test_the_names_found_are_those_of_spacys_own_library() -> None:
    texts = [clean(path.read_text(encoding="utf-8")).text for path in sorted(RAW.glob("*.txt"))]
    own, fast = _load_model(EMBEDDED), _load_model(EMBEDDED)
    use_fast_blas(fast)
    for one, other in zip(own.pipe(texts), fast.pipe(texts), strict=True):
        assert [(e.start_char, e.end_char, e.label_) for e in one.ents] == [
            (e.start_char, e.end_char, e.label_) for e in other.ents
        ]
