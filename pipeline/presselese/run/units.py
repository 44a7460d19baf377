"""How inputs are cut: units that are extracted together, shards that are kept together.

A *unit* is what goes through the model as one batch: 16 inputs that follow each other in the
order of their ids. Sums of floats depend on the shape of a batch, so units are a function of the
inputs alone. A *shard* is a number of whole units: its size decides how often a run is saved and
nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from presselese.errors import InputError
from presselese.read import STDIN, Input, Listing, read_stdin

UNIT = 16  # documents a batch: near the best speed of spaCy, and little memory
Unit: TypeAlias = Sequence[Input]


@dataclass(frozen=True, slots=True)
class Shard:
    """Some units that follow each other; `number` counts from 0."""

    number: int
    inputs: Sequence[Input]

    def units(self) -> Iterator[Unit]:
        """Yield the units of the shard in order."""
        for start in range(0, len(self.inputs), UNIT):
            yield self.inputs[start : start + UNIT]


def in_order(inputs: Sequence[Input], max_chars: int) -> Listing:
    """Sort by id: rows are sorted, however the shell sorts its arguments.

    Standard input is read here, because a worker has none. Raises InputError for two inputs of
    one id.
    """
    return Listing(_read(source, max_chars) for source in _sorted(inputs))


def _sorted(inputs: Sequence[Input]) -> Iterator[Input]:
    before: Input | None = None
    for source in sorted(inputs, key=lambda source: source.doc_id):
        if before is not None and before.doc_id == source.doc_id:
            raise InputError(
                f"two inputs have the id {source.doc_id!r}: {before.path}, {source.path}"
            )
        yield source
        before = source


def _read(source: Input, max_chars: int) -> Input:
    if source.path == STDIN and source.data is None:
        return replace(source, data=read_stdin(max_chars))
    return source


def shard_length(size: int) -> int:
    """Return a shard size in whole units: the next multiple of 16."""
    return -(-size // UNIT) * UNIT


def count_shards(inputs: Sequence[Input], size: int) -> int:
    """Return how many shards of `size` documents there are."""
    return -(-len(inputs) // shard_length(size))


def shards(inputs: Sequence[Input], size: int) -> Iterator[Shard]:
    """Yield the shards of inputs in order."""
    length = shard_length(size)
    for number, start in enumerate(range(0, len(inputs), length)):
        yield Shard(number, inputs[start : start + length])
