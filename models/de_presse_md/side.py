"""Networks side by side: each makes its vectors of the tokens, one token's stand in one row."""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Model

Lists = list[Any]


def _forward(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[Lists, Any]:
    if not is_train:  # so that what one network needs is gone before the next begins
        rows = zip(*(network.predict(docs) for network in model.layers), strict=True)
        return [np.hstack(row) for row in rows], _no_training
    found = [network(docs, is_train) for network in model.layers]
    ends = np.cumsum([network.get_dim("nO") for network in model.layers])[:-1]

    def backprop(gradients: Lists) -> Any:
        parts = [np.split(rows, ends, axis=1) for rows in gradients]
        for (_, back), own in zip(found, zip(*parts, strict=True), strict=True):
            back([np.ascontiguousarray(rows) for rows in own])
        return []

    rows = zip(*(vectors for vectors, _ in found), strict=True)
    return [np.hstack(row) for row in rows], backprop


def _no_training(_: Lists) -> Any:
    raise RuntimeError("a prediction was made, so there is nothing to train with")


def _init(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:  # noqa: N803
    for network in model.layers:
        network.initialize(X=X)


@registry.architectures("presselese.SideBySide.v1")  # type: ignore[untyped-decorator]
def side_by_side(*networks: Model[list[Doc], Lists]) -> Model[list[Doc], Lists]:
    """Make one network of several; its width is the sum of theirs."""
    width = sum(network.get_dim("nO") for network in networks)
    return Model("side_by_side", _forward, init=_init, layers=networks, dims={"nO": width})
