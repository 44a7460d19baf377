"""The lines of a text and the records that cleaning returns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from presselese.clean.repair import Repair, Trail

_NEWLINE = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class CleanLine:
    """One line with its decision; `start:end` are code points of the text, without the newline."""

    number: int
    start: int
    end: int
    kept: bool
    reason: str
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says about the release; None or empty where it says nothing.

    `published_source` says where the day of publication was read, `read_from` the same of the
    other fields ("title: line 3; issuer: line 40"); lines count from 1.
    """

    title: str | None = None
    subtitle: str | None = None
    published_on: date | None = None
    modified_on: date | None = None
    published_source: str | None = None
    issuer: str | None = None
    source_city: str | None = None
    press_contact: str | None = None
    author: str | None = None
    photographers: tuple[str, ...] = ()
    read_from: str | None = None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """All lines of a text in order, the metadata gathered from them, and the cleaned text.

    `text` holds the kept lines, mended and joined by newlines; `begin_of` and `end_of` give the
    offsets in the raw text of a span in it. `repairs` name every mended place of the raw text.
    """

    lines: tuple[CleanLine, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    text: str = ""
    trail: Trail = field(default_factory=Trail)

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """The mended places in kept and dropped lines, step by step."""
        return tuple(self.trail.repairs)

    def begin_of(self, offset: int) -> int:
        """Return where in the raw text the character at `offset` of the cleaned text begins."""
        return self.trail.begin_of(offset)

    def end_of(self, offset: int) -> int:
        """Return the end in the raw text of a span that ends (exclusively) at `offset`."""
        return self.trail.end_of(offset)


def split_lines(text: str) -> list[tuple[int, int]]:
    r"""Return the offsets of the lines, without their newlines ("\n", "\r\n", "\r").

    A text that ends in a newline has an empty last line, as with `text.split("\n")`.
    """
    spans, start = [], 0
    if "\r" not in text:
        for line in text.split("\n"):
            end = start + len(line)
            spans.append((start, end))
            start = end + 1
        return spans
    for newline in _NEWLINE.finditer(text):
        spans.append((start, newline.start()))
        start = newline.end()
    spans.append((start, len(text)))
    return spans
