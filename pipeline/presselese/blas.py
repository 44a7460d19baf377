"""Lets the network multiply with numpy's BLAS on one thread, three times as fast as spaCy's own.

spaCy multiplies with a BLIS of its own. The OpenBLAS or MKL that numpy comes with takes a third of
the time for the matrices of a German NER, and half of a NER's time is multiplying. It would split
a product between all cores, though, which helps a single document little, robs the worker beside
and may change the last bits of a sum; so it gets one thread while presselese runs the pipeline,
and as many as before afterwards. Where numpy has another library (Debian's reference BLAS is slower
than BLIS, Apple's has an own way into spaCy), nothing changes.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

from spacy.language import Language
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

FAST = frozenset({"openblas", "mkl"})


@cache
def _libraries() -> ThreadpoolController | None:
    """The BLAS libraries that this process has loaded; None where none of them is a fast one."""
    found = ThreadpoolController().select(user_api="blas")
    known = {library["internal_api"] for library in found.info()}
    return found if known and known <= FAST else None


def use_fast_blas(nlp: Language) -> bool:
    """Let the networks of `nlp` multiply with numpy's BLAS; return whether it is a fast one.

    Sums differ from those of spaCy's own library in the last bits: a mention on the border may
    come out otherwise, the same in every run.
    """
    if _libraries() is None:
        return False
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model: Any = getattr(pipe, "model", None)
        for layer in model.walk() if hasattr(model, "walk") else ():
            # Ops of a GPU or of a subclass with its own multiplication stay.
            if type(layer.ops) is NumpyOps:
                layer.ops = ops
    return True


def one_thread() -> AbstractContextManager[object]:
    """Hold the BLAS to one thread inside a `with`; it takes 35 millionths of a second."""
    libraries = _libraries()
    return nullcontext() if libraries is None else libraries.limit(limits=1)
