"""A layer that lets a name know its other mentions in the document.

A convolution sees four tokens to either side. "SNF" at the end of a release is only understood by
who reads "Städtenetzwerk Fuldatal (SNF)" at its beginning: to the vector of every capitalised word
that comes more than once in a document this layer adds what it makes of it and of the mean vector
of the word's other mentions. (After "pooled contextualised embeddings", Akbik et al. 2019, within
one document.)
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.attrs import IS_ALPHA, IS_LOWER, IS_STOP, LENGTH, ORTH  # type: ignore[import-not-found]
from spacy.ml.models.tok2vec import build_Tok2Vec_model
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Maxout, Model

Lists = list[Any]


def mentions(docs: list[Doc]) -> tuple[Any, Any]:
    """Return the places (among all tokens of all docs) of words met again and their groups."""
    places, keys, start = [], [], 0
    for number, doc in enumerate(docs):
        table = doc.to_array([ORTH, IS_ALPHA, IS_LOWER, IS_STOP, LENGTH])
        chosen = np.flatnonzero(
            (table[:, 1] == 1) & (table[:, 2] == 0) & (table[:, 3] == 0) & (table[:, 4] > 1)
        )
        places.append(chosen + start)
        keys.append(table[chosen, 0] ^ np.uint64((number * 0x9E3779B97F4A7C15) % 2**64))
        start += len(doc)
    if not places:
        return np.zeros(0, "i8"), np.zeros(0, "i8")
    place, key = np.concatenate(places), np.concatenate(keys)
    _, group, count = np.unique(key, return_inverse=True, return_counts=True)
    again = count[group] > 1
    _, group = np.unique(group[again], return_inverse=True)
    return place[again], group


def others(rows: Any, group: Any) -> Any:
    """Return for every row the mean of the other rows of its group."""
    if not len(group):
        return rows
    order = np.argsort(group, kind="stable")
    count = np.bincount(group)
    starts = np.concatenate([[0], np.cumsum(count)[:-1]])
    sums = np.add.reduceat(rows[order], starts, axis=0)
    return (sums[group] - rows) / (count[group] - 1).astype("f4")[:, None]


def _forward(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[Lists, Any]:
    tok2vec, mix = model.layers
    vectors, back_tok2vec = tok2vec(docs, is_train)
    lengths = [len(rows) for rows in vectors]
    place, group = mentions(docs)
    if not len(place):
        return vectors, back_tok2vec
    borders = np.cumsum(lengths)[:-1]
    flat: Any = np.concatenate(vectors)
    own = flat[place]
    mixed, back_mix = mix(np.hstack([own, others(own, group)]), is_train)
    flat[place] += mixed

    def backprop(gradients: Lists) -> Any:
        grads: Any = np.concatenate(gradients)
        width = grads.shape[1]
        d_both = back_mix(np.ascontiguousarray(grads[place]))
        grads[place] += d_both[:, :width] + others(d_both[:, width:], group)
        return back_tok2vec(np.split(grads, borders))

    return np.split(flat, borders), backprop


def _init(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:  # noqa: N803
    tok2vec, mix = model.layers
    tok2vec.initialize(X=X)
    mix.initialize()


@registry.architectures("presselese.PooledTok2Vec.v1")  # type: ignore[untyped-decorator]
def pooled_tok2vec(
    embed: Model[Any, Any], encode: Model[Any, Any], width: int
) -> Model[list[Doc], Lists]:
    """Make spaCy's Tok2Vec of `embed` and `encode` with the layer on top; `width` is theirs."""
    mix: Model[Any, Any] = Maxout(width, 2 * width, nP=3, normalize=True, dropout=0.0)
    model: Model[Any, Any] = Model(
        "pooled_tok2vec",
        _forward,
        init=_init,
        layers=[build_Tok2Vec_model(embed, encode), mix],
        dims={"nO": width},
    )
    return model
