"""A few hundred inputs nobody would write; `python -m tests.fuzz` runs as many as you like."""

from __future__ import annotations

from tests.fuzz import KINDS, fuzz, inputs


def test_nothing_crashes_and_nothing_is_lost() -> None:
    assert fuzz(300, seed=7).total() >= 300


def test_the_inputs_depend_on_the_seed_alone() -> None:
    once, again = ([one.data for one in inputs(len(KINDS), 3)] for _ in range(2))
    assert once == again
