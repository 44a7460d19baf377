"""Make one pipeline of several that were trained apart: the scores of their actions are averaged.

A parser scores its next action in three steps: vectors of the tokens, a hidden layer over the
tokens at hand, a sum. Of two parsers the vectors can stand side by side, so can the hidden layers
if the weights between one's vectors and the other's layer are zero, and the last step adds up both.
So the average of networks is a network of the same kind, only wider, and spaCy runs it as any.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.language import Language
from spacy.training import Example
from spacy.util import load_model_from_config

TEXT = "Fulda"  # any: the weights that initialising draws are replaced


def join(members: list[Language]) -> Language:
    """Return a pipeline of `tok2vec` and `ner` that decides as all `members` together.

    They must have the same vectors, labels and configuration (apart from widths).
    """
    first = members[0]
    config = first.config.copy()
    networks = [member.config.interpolate()["components"]["tok2vec"]["model"] for member in members]
    config["components"]["tok2vec"]["model"] = {
        "@architectures": "presselese.SideBySide.v1",
        "*": {str(number): network for number, network in enumerate(networks, 1)},
    }
    parsers: list[Any] = [member.get_pipe("ner") for member in members]
    hidden, lower, upper = (
        [layer(parser, name) for parser in parsers] for name in ("hidden", "lower", "upper")
    )
    model = config["components"]["ner"]["model"]
    model["hidden_width"] = sum(one.get_dim("nO") for one in hidden)
    model["tok2vec"]["width"] = sum(one.get_dim("nI") for one in hidden)
    nlp = load_model_from_config(config, vocab=first.vocab, auto_fill=True)

    examples = [Example.from_dict(nlp.make_doc(TEXT), {})]
    tok2vec: Any = nlp.get_pipe("tok2vec")
    parser: Any = nlp.get_pipe("ner")
    tok2vec.initialize(lambda: examples, nlp=nlp)
    parser.initialize(lambda: examples, nlp=nlp, labels=parsers[0].label_data)
    for network, member in zip(tok2vec.model.layers, members, strict=True):
        own: Any = member.get_pipe("tok2vec")
        network.from_bytes(own.model.to_bytes())

    new = layer(parser, "hidden")
    new.set_param("W", diagonal([one.get_param("W") for one in hidden], (0, 1)))
    new.set_param("b", np.concatenate([one.get_param("b") for one in hidden]))
    new = layer(parser, "lower")  # W: tokens, outputs, pieces, inputs
    new.set_param("W", diagonal([one.get_param("W") for one in lower], (1, 3)))
    new.set_param("b", np.concatenate([one.get_param("b") for one in lower]))
    new.set_param("pad", np.concatenate([one.get_param("pad") for one in lower], axis=2))
    new = layer(parser, "upper")
    wanted = actions(parser)
    order = [[actions(one).index(name) for name in wanted] for one in parsers]
    for name, together in (("W", np.hstack), ("b", sum)):
        own = [one.get_param(name)[rows] for one, rows in zip(upper, order, strict=True)]
        new.set_param(name, together(own) / np.float32(len(parsers)))
    return nlp


def layer(parser: Any, name: str) -> Any:
    """Return a layer of a parser: "hidden" stands between the vectors and "lower"."""
    return (
        parser.model.get_ref("tok2vec").layers[-1]
        if name == "hidden"
        else parser.model.get_ref(name)
    )


def diagonal(arrays: list[Any], axes: tuple[int, int]) -> Any:
    """Put arrays into one along two axes, each behind the last on both; elsewhere are zeros."""
    shape = list(arrays[0].shape)
    for axis in axes:
        shape[axis] = sum(array.shape[axis] for array in arrays)
    out = np.zeros(shape, dtype="f4")
    starts = dict.fromkeys(axes, 0)
    for array in arrays:
        place: list[Any] = [slice(None)] * len(shape)
        for axis in axes:
            place[axis] = slice(starts[axis], starts[axis] + array.shape[axis])
            starts[axis] += array.shape[axis]
        out[tuple(place)] = array
    return out


def actions(parser: Any) -> list[str]:
    """Return the names of a parser's actions in the order of its scores."""
    return [parser.moves.get_class_name(number) for number in range(parser.moves.n_moves)]
