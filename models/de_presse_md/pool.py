"""A layer that lets a name know the end of its compound and its other mentions in the document.

A convolution sees four tokens to either side. What a "Ludwig-Emil-Grimm-Schule" is, its last part
says, six tokens behind the first: to the vector of every part this layer adds what it makes of it
and of the vector of the last one. "SNF" at the end of a release is only understood by who reads
"Städtenetzwerk Fuldatal (SNF)" at its beginning: to the vector of every capitalised word that comes
more than once in a document the layer adds what it makes of it and of the mean vector of the word's
other mentions. (After "pooled contextualised embeddings", Akbik et al. 2019, within one document.)
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.attrs import (  # type: ignore[import-not-found]
    IS_ALPHA,
    IS_LOWER,
    IS_STOP,
    LENGTH,
    ORTH,
    SPACY,
)
from spacy.ml.models.tok2vec import build_Tok2Vec_model
from spacy.strings import get_string_id
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Maxout, Model

Lists = list[Any]
_HYPHENS = np.array([get_string_id(sign) for sign in "-‐‑"], dtype="u8")


def ends(docs: list[Doc]) -> tuple[Any, Any]:
    """Return the places (among all tokens of all docs) of parts of compounds and of their ends."""
    places, lasts, start = [], [], 0
    for doc in docs:
        if not len(doc):
            continue
        table = doc.to_array([ORTH, SPACY, IS_ALPHA]).reshape(len(doc), 3)
        hyphen = np.isin(table[:, 0], _HYPHENS)
        # A token stands in one word with the next if one of them is a hyphen and no blank between.
        apart = np.append((table[:-1, 1] != 0) | ~(hyphen[:-1] | hyphen[1:]), True)
        token = np.arange(len(doc))
        last = np.flatnonzero(apart)[np.cumsum(apart) - apart]
        chosen = np.flatnonzero((last != token) & (table[last, 2] == 1))
        places.append(chosen + start)
        lasts.append(last[chosen] + start)
        start += len(doc)
    if not places:
        return np.zeros(0, "i8"), np.zeros(0, "i8")
    return np.concatenate(places), np.concatenate(lasts)


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
    tok2vec, join, mix = model.layers
    vectors, back_tok2vec = tok2vec(docs, is_train)
    if not vectors:
        return vectors, back_tok2vec
    borders = np.cumsum([len(rows) for rows in vectors])[:-1]
    flat: Any = np.concatenate(vectors)
    width = flat.shape[1]
    part, last = ends(docs)
    back_join = back_mix = None
    if len(part):
        joined, back_join = join(np.hstack([flat[part], flat[last]]), is_train)
        flat[part] += joined
    place, group = mentions(docs)
    if len(place):
        own = flat[place]
        mixed, back_mix = mix(np.hstack([own, others(own, group)]), is_train)
        flat[place] += mixed

    def backprop(gradients: Lists) -> Any:
        grads: Any = np.concatenate(gradients)
        if back_mix is not None:
            d_both = back_mix(np.ascontiguousarray(grads[place]))
            grads[place] += d_both[:, :width] + others(d_both[:, width:], group)
        if back_join is not None:
            d_both = back_join(np.ascontiguousarray(grads[part]))
            grads[part] += d_both[:, :width]
            np.add.at(grads, last, d_both[:, width:])
        return back_tok2vec(np.split(grads, borders))

    return np.split(flat, borders), backprop


def _init(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:  # noqa: N803
    tok2vec, join, mix = model.layers
    tok2vec.initialize(X=X)
    join.initialize()
    mix.initialize()


@registry.architectures("presselese.PooledTok2Vec.v1")  # type: ignore[untyped-decorator]
def pooled_tok2vec(
    embed: Model[Any, Any], encode: Model[Any, Any], width: int
) -> Model[list[Doc], Lists]:
    """Make spaCy's Tok2Vec of `embed` and `encode` with the layer on top; `width` is theirs."""
    join, mix = (Maxout(width, 2 * width, nP=3, normalize=True, dropout=0.0) for _ in range(2))
    model: Model[Any, Any] = Model(
        "pooled_tok2vec",
        _forward,
        init=_init,
        layers=[build_Tok2Vec_model(embed, encode), join, mix],
        dims={"nO": width},
    )
    return model
