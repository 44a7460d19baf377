"""Two networks become one that decides as both together."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import Config, fix_random_seed

import de_presse_md

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "models" / "train"))
import join  # type: ignore[import-not-found]  # noqa: E402

TEXT = "Lea Kolb sprach für die Stadt Fulda mit Jan Müller vom Verein Lesen in Kassel."
LABELS = ["LOC", "MISC", "ORG", "PER"]


def parser(seed: int, labels: list[str], width: int) -> Language:
    """Make a network of the recipe's kind with random weights, also in the last layer."""
    fix_random_seed(seed)
    config = Config().from_disk(
        ROOT / "models" / "train" / "config.cfg",
        overrides={
            "components.tok2vec.model.encode.width": width,
            "components.tok2vec.model.encode.depth": 1,
            "components.tok2vec.model.embed.rows": [50] * 5,
            "components.tok2vec.model.embed.include_static_vectors": False,
            "nlp.vectors.@vectors": "spacy.Vectors.v1",
            "nlp.after_pipeline_creation": None,
            "initialize.before_init": None,
        },
    )
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    ner: Any = nlp.get_pipe("ner")
    for label in labels:
        ner.add_label(label)
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc(TEXT), {})])
    upper = ner.model.get_ref("upper")
    upper.set_param(
        "W", np.random.default_rng(seed).normal(size=upper.get_param("W").shape).astype("f4")
    )
    return nlp


def names(nlp: Language) -> list[tuple[str, str]]:
    return [(ent.text, ent.label_) for ent in nlp(TEXT).ents]


@pytest.mark.parametrize("seed", range(5))
def test_a_network_joined_with_itself_decides_as_before(seed: int) -> None:
    assert names(join.join([parser(seed, LABELS, 8)] * 2)) == names(parser(seed, LABELS, 8)) != []


@pytest.mark.parametrize("loud", [0, 1])
@pytest.mark.parametrize("seed", range(5))
def test_who_scores_higher_prevails(seed: int, loud: int) -> None:
    """Also where the other has another width and knows its labels in another order."""
    members = [parser(seed, LABELS, 8), parser(seed + 9, LABELS[::-1], 12)]
    ner: Any = members[loud].get_pipe("ner")
    upper = ner.model.get_ref("upper")
    upper.set_param("W", upper.get_param("W") * 1e5)
    assert names(join.join(members)) == names(members[loud])


def test_joined_networks_survive_the_disk(tmp_path: Path) -> None:
    nlp = join.join([parser(1, LABELS, 8), parser(2, LABELS, 8)])
    nlp.to_disk(tmp_path)
    assert names(spacy.load(tmp_path)) == names(nlp)


def test_arrays_stand_on_the_diagonal() -> None:
    assert join.diagonal([np.ones((1, 2)), 2 * np.ones((2, 1))], (0, 1)).tolist() == [
        [1, 1, 0],
        [0, 0, 2],
        [0, 0, 2],
    ]


def test_gradients_go_to_the_network_they_belong_to() -> None:
    nlp = join.join([parser(1, LABELS, 8), parser(2, LABELS, 8)])
    tok2vec: Any = nlp.get_pipe("tok2vec")
    docs = [nlp.make_doc(TEXT), nlp.make_doc("Fulda")]
    vectors, backprop = tok2vec.model.begin_update(docs)
    gradients = [np.zeros_like(rows) for rows in vectors]
    for rows in gradients:
        rows[:, 8:] = 1.0
    backprop(gradients)
    first, second = tok2vec.model.layers
    moved = [
        any(layer.get_grad(name).any() for layer in network.walk() for name in layer.grad_names)
        for network in (first, second)
    ]
    assert moved == [False, True]


def test_the_embedded_model_holds_two() -> None:
    tok2vec: Any = de_presse_md.load().get_pipe("tok2vec")
    assert [network.name for network in tok2vec.model.layers] == ["pooled_tok2vec"] * 2
