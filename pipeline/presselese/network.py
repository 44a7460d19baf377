"""Makes a spaCy network faster: numpy's BLAS multiplies, each word is embedded once a batch.

**BLAS.** spaCy multiplies with a BLIS of its own. The OpenBLAS or MKL that numpy comes with takes a
third of the time for the matrices of a German NER, and half of a NER's time is multiplying. It
would split a product between all cores, though, which helps a single document little, robs the
worker beside and may change the last bits of a sum; so it gets one thread while presselese runs
the pipeline, and as many as before afterwards. Where numpy has another library (Debian's reference
BLAS is slower than BLIS, Apple's has its own way into spaCy), nothing changes.

**Words.** The first layers of a NER know a token by its word alone (its prefix, suffix, shape,
vector), and 16 releases use a word 2.4 times. So these layers see each word of a batch once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

from spacy.attrs import LOWER, NORM, ORTH, PREFIX, SHAPE, SPACY, SUFFIX  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

FAST = frozenset({"openblas", "mkl"})
# What the word, its norm and the space behind it settle.
OF_WORDS = frozenset({"ORTH", "NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE", "SPACY"}) | {
    ORTH, NORM, LOWER, PREFIX, SUFFIX, SHAPE, SPACY
}  # fmt: skip
# Odd 64-bit numbers that spread a word's three ids over one key.
_SPREAD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)

_NAME = "once_a_batch"
Forward = Callable[[Any, Any, bool], tuple[Any, Any]]


def speed_up(nlp: Language) -> None:
    """Let the networks of `nlp` multiply with a fast BLAS, if there is one, and embed words once.

    Sums differ from spaCy's own in the last bits: a mention on the border may come out otherwise,
    the same in every run. Training is as it was.
    """
    fast = NumpyOps(use_blis=False) if _libraries() is not None else None
    for _, pipe in nlp.pipeline:
        model: Any = getattr(pipe, "model", None)
        for layer in model.walk() if hasattr(model, "walk") else ():
            # Ops of a GPU or of a subclass with its own multiplication stay.
            if fast is not None and type(layer.ops) is NumpyOps:
                layer.ops = fast
            embed = layer.get_ref("embed") if layer.has_ref("embed") else None
            if embed is not None and _knows_words_only(embed):
                # The function of the layer is replaced, not the layer: its weights are saved and
                # loaded by their places among the layers.
                embed._func = _once(embed._func)


def one_thread() -> AbstractContextManager[object]:
    """Hold the BLAS to one thread inside a `with`; it takes 35 millionths of a second."""
    libraries = _libraries()
    return nullcontext() if libraries is None else libraries.limit(limits=1)


@cache
def _libraries() -> ThreadpoolController | None:
    """The BLAS libraries that this process has loaded; None where none of them is a fast one."""
    found = ThreadpoolController().select(user_api="blas")
    known = {library["internal_api"] for library in found.info()}
    return found if known and known <= FAST else None


def _knows_words_only(embed: Any) -> bool:
    """Whether a layer maps docs to one row a token by features of words and nothing around them."""
    layers = list(embed.walk())
    columns = [column for layer in layers for column in layer.attrs.get("columns", ())]
    around = any(layer.name.startswith(("expand_window", "lstm")) for layer in layers)
    return (
        isinstance(embed.ops, NumpyOps)
        and bool(columns)
        and OF_WORDS.issuperset(columns)
        and not around
        and embed._func.__name__ != _NAME
    )


def _once(forward: Forward) -> Forward:
    """Wrap the forward function of such a layer: a doc of the batch's different words goes in."""

    def once(model: Any, docs: list[Doc], is_train: bool) -> tuple[Any, Any]:
        if is_train or not any(len(doc) for doc in docs):
            return forward(model, docs, is_train)
        xp, vocab = model.ops.xp, docs[0].vocab
        tokens = xp.concatenate([doc.to_array([ORTH, NORM, SPACY]) for doc in docs])
        keys = tokens[:, 0] * xp.uint64(_SPREAD[0]) + tokens[:, 1] * xp.uint64(_SPREAD[1])
        _, first, place = xp.unique(keys + tokens[:, 2], return_index=True, return_inverse=True)
        words = tokens[first]
        strings: Any = vocab.strings
        lexicon = Doc(
            vocab,
            words=[strings[key] for key in words[:, 0].tolist()],
            spaces=words[:, 2].astype(bool).tolist(),
        )
        # The tokenizer's exceptions give single tokens a norm that is not their word's.
        lexicon.from_array([NORM], xp.ascontiguousarray(words[:, 1:2]))
        (rows,), _ = forward(model, [lexicon], False)
        borders: Any = xp.cumsum([len(doc) for doc in docs])[:-1]
        return xp.split(rows[place], borders), _no_training

    once.__name__ = _NAME
    return once


def _no_training(_: Any) -> Any:
    raise RuntimeError("a prediction was made, so there is nothing to train with")
