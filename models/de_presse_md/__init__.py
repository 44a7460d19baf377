"""The German NER model of presselese (PER, LOC, ORG, MISC): an importable spaCy package.

`de_presse_md.load()` gives a pipeline of `tok2vec`, `ner` and `presse_close` over the tokenizer
rules of `presselese.match.tokens`. (`spacy.load` takes names of installed distributions only; it
loads the folder by its path.) Needs no network; models/README.md is the model's card.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.util import load_model_from_path

from de_presse_md import brown as _brown  # noqa: F401 -- registers the vectors
from de_presse_md import close as _close  # noqa: F401 -- registers the component
from de_presse_md import pool as _pool  # noqa: F401 -- registers the network

__all__ = ["load"]
__version__ = "0.1.0"


def load(**overrides: Any) -> Language:
    """Load the pipeline; `overrides` are those of `spacy.load` (vocab, disable, exclude, …)."""
    return load_model_from_path(Path(__file__).parent, **overrides)
