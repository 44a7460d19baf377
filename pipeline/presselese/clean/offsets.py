"""Maps the offsets of an edited text back to the text it was made from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where the characters of an edited text came from.

    The edited text is made of pieces: piece `i` begins at `out[i]` and came from the characters
    `start[i] : end[i]` of the source. A piece that is `same` was copied, so its characters map one
    to one; any other stands for all of its source.
    """

    out: tuple[int, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]
    same: tuple[bool, ...]

    def begin_of(self, offset: int) -> int:
        """Return where the source of the character at `offset` begins."""
        if not self.out:
            return 0
        piece = bisect_right(self.out, offset) - 1
        if self.same[piece]:
            return self.start[piece] + offset - self.out[piece]
        return self.start[piece]

    def end_of(self, offset: int) -> int:
        """Return where the source of the character before `offset` (an exclusive end) ends."""
        if not self.out or offset <= 0:
            return 0
        piece = bisect_right(self.out, offset - 1) - 1
        if self.same[piece]:
            return self.start[piece] + offset - self.out[piece]
        return self.end[piece]


def edit(text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """Replace parts of a text; edits (start, end, replacement) are sorted and do not overlap."""
    parts: list[str] = []
    out: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    same: list[bool] = []
    size = at = 0
    for start, end, new in edits:
        if start > at:
            out.append(size)
            starts.append(at)
            ends.append(start)
            same.append(True)
            parts.append(text[at:start])
            size += start - at
        if new:
            out.append(size)
            starts.append(start)
            ends.append(end)
            same.append(False)
            parts.append(new)
            size += len(new)
        at = end
    if at < len(text):
        out.append(size)
        starts.append(at)
        ends.append(len(text))
        same.append(True)
        parts.append(text[at:])
    return "".join(parts), OffsetMap(tuple(out), tuple(starts), tuple(ends), tuple(same))
