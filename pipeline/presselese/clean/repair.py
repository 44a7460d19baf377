"""Mends the characters of a text in named steps: mojibake, soft hyphens, odd blanks, wrapped lines.

Each step looks for its signs first, which costs next to nothing in a sound text, and gives edits
from which the offsets are mapped back. No step adds or removes a line break but the two that join
the lines of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from presselese.clean.offsets import Edit, OffsetMap, edit
from presselese.clean.wrap import joints

#: First characters of UTF-8 read as Windows-1252, Latin-1 or Mac Roman: "fÃ¼r", "â€ž", "f√ºr".
_MOJIBAKE_SIGNS = ("Ã", "Â", "â€", "â\x80", "Å", "√")
_MOJIBAKE = re.compile(r"Ã.|Â[\xa0-\xbf]|â[€\x80].|Å[\x80-\xbf¡“„š]|√[§∂∑∏ºüñÑ©®ª]", re.S)
_EIGHT_BIT = ("sloppy-windows-1252", "latin-1", "mac_roman")
#: Characters nobody sees: soft hyphen, zero-width blanks and joiners, marks of direction.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e]+")
#: Blanks other than " ": no-break, narrow, em … and the separators inside a line.
_BLANK = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ \t]{2,}|\t")


@dataclass(frozen=True, slots=True)
class Repair:
    """One mended place: the step's name, and the part `start:end` of the raw text it changed."""

    step: str
    start: int
    end: int


def mojibake(text: str) -> list[Edit]:
    """Decode what was UTF-8 and was read as an eight-bit encoding, line by line, with ftfy."""
    if not any(sign in text for sign in _MOJIBAKE_SIGNS) or not _MOJIBAKE.search(text):
        return []
    import ftfy  # noqa: PLC0415 -- few texts need it

    edits, start = [], 0
    for line in text.split("\n"):
        if _MOJIBAKE.search(line):
            fixed = ftfy.fix_encoding(line)
            if fixed != line and "\ufffd" not in fixed and "\n" not in fixed:
                edits += [(start + a, start + b, new) for a, b, new in _aligned(line, fixed)]
        start += len(line) + 1
    return edits


def _aligned(line: str, fixed: str) -> list[Edit]:
    """Tell which characters of a line became which: each fixed one is its own or its garbled self.

    Where neither fits, all that is left of the line is one edit.
    """
    edits: list[Edit] = []
    at = 0
    for place, char in enumerate(fixed):
        if line.startswith(char, at):
            at += 1
            continue
        for garbled in _garbled(char):
            if line.startswith(garbled, at):
                edits.append((at, at + len(garbled), char))
                at += len(garbled)
                break
        else:
            edits.append((at, len(line), fixed[place:]))
            return edits
    if at < len(line):
        edits.append((at, len(line), ""))
    return edits


def _garbled(char: str) -> list[str]:
    """Return what a character looks like after one or two readings in a wrong encoding."""
    found = []
    for codec in _EIGHT_BIT:
        once = char.encode("utf-8", "surrogatepass").decode(codec, "replace")
        found += [once, once.encode("utf-8", "surrogatepass").decode(codec, "replace")]
    # A no-break blank among them may have become a plain one since.
    return found + [form.replace("\xa0", " ") for form in found if "\xa0" in form]


def invisible(text: str) -> list[Edit]:
    """Take out soft hyphens and characters of no width."""
    if text.isascii():
        return []
    # Between "\r" and "\n" they part two lines that would become one.
    return [
        (found.start(), found.end(), "")
        for found in _INVISIBLE.finditer(text)
        if not (text.endswith("\r", 0, found.start()) and text.startswith("\n", found.end()))
    ]


def blanks(text: str) -> list[Edit]:
    """Make no-break and other odd blanks plain ones."""
    return [(found.start(), found.end(), " ") for found in _BLANK.finditer(text)]


def doubled(text: str) -> list[Edit]:
    """Make runs of blanks and tabs single blanks."""
    return [(found.start(), found.end(), " ") for found in _BLANKS.finditer(text)]


def broken(text: str) -> list[Edit]:
    """Join words that a hyphen divides over two lines: "Eröff-", "nung"."""
    return joints(text, divided=True)


def wrapped(text: str) -> list[Edit]:
    """Join the lines of paragraphs that were wrapped at a fixed width."""
    return joints(text, divided=False)


#: The steps in their order. Doubled blanks come last, after the lines are decided: a menu's
#: entries may have nothing else between them.
STEPS: tuple[tuple[str, Callable[[str], list[Edit]]], ...] = (
    ("mojibake", mojibake),
    ("hyphenation", broken),
    ("invisible", invisible),
    ("blanks", blanks),
    ("wrapped", wrapped),
)
LAST_STEP = "doubled"


@dataclass(slots=True)
class Trail:
    """The way of a text through its edits, and back: later maps lie on earlier ones.

    `offset` is where the text begins in the raw text.
    """

    offset: int = 0
    repairs: list[Repair] = field(default_factory=list)
    _maps: list[OffsetMap] = field(default_factory=list)

    def take(self, text: str, edits: list[Edit], step: str | None = None) -> str:
        """Apply edits and remember them; those of a named step are recorded as repairs."""
        if not edits:
            return text
        if step is not None:
            self.repairs += [
                Repair(step, self.begin_of(start), self.end_of(end)) for start, end, _ in edits
            ]
        text, offsets = edit(text, edits)
        self._maps.append(offsets)
        return text

    def begin_of(self, offset: int) -> int:
        """Return where in the raw text the character at `offset` begins."""
        for offsets in reversed(self._maps):
            offset = offsets.begin_of(offset)
        return self.offset + offset

    def end_of(self, offset: int) -> int:
        """Return where in the raw text the character before the exclusive end `offset` ends."""
        for offsets in reversed(self._maps):
            offset = offsets.end_of(offset)
        return self.offset + offset
