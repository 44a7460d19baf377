"""A long list of inputs in little memory: under ten bytes each instead of two hundred."""

from __future__ import annotations

import pickle
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import overload

from presselese.read.source import Input

# Inputs packed together: paths of one folder shrink best side by side.
_TOGETHER = 64


class Listing(Sequence[Input]):
    """Inputs in their order, packed; each is made anew when it is asked for.

    The packed bytes lie in one piece, so that what was needed to find the inputs leaves no holes
    in the memory of the process.
    """

    def __init__(self, inputs: Iterable[Input]) -> None:
        self._packed, self._ends, self._length = bytearray(), array("Q", [0]), 0
        source = iter(inputs)
        while together := list(islice(source, _TOGETHER)):
            self._packed += zlib.compress(pickle.dumps(together, pickle.HIGHEST_PROTOCOL), 1)
            self._ends.append(len(self._packed))
            self._length += len(together)
        self._unpacked: tuple[int, list[Input]] = (-1, [])  # the pack that was read last

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Input: ...
    @overload
    def __getitem__(self, index: slice) -> list[Input]: ...
    def __getitem__(self, index: int | slice) -> Input | list[Input]:
        places = range(self._length)[index]
        if isinstance(places, range):
            return [self._at(place) for place in places]
        return self._at(places)

    def __iter__(self) -> Iterator[Input]:
        return (self._at(place) for place in range(self._length))

    def _at(self, place: int) -> Input:
        pack, inside = divmod(place, _TOGETHER)
        if self._unpacked[0] != pack:
            packed = bytes(self._packed[self._ends[pack] : self._ends[pack + 1]])
            self._unpacked = pack, pickle.loads(zlib.decompress(packed))
        return self._unpacked[1][inside]
