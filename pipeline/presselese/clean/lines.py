"""The lines of a text and the records that cleaning returns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

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
    """What the page says about the release; None or empty where it says nothing."""

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


@dataclass(frozen=True, slots=True)
class Cleaned:
    """All lines of a text in order, and the metadata gathered from kept and dropped ones."""

    lines: tuple[CleanLine, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)


def split_lines(text: str) -> list[tuple[int, int]]:
    r"""Return the offsets of the lines, without their newlines ("\n", "\r\n", "\r").

    A text that ends in a newline has an empty last line, as with `text.split("\n")`.
    """
    spans, start = [], 0
    for newline in _NEWLINE.finditer(text):
        spans.append((start, newline.start()))
        start = newline.end()
    spans.append((start, len(text)))
    return spans
