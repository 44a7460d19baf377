r"""Finds the line breaks that only a fixed width brought into a paragraph.

Where text was wrapped, the first word of a line had no room on the line above: that line's length
plus a blank plus the word exceeds the width. Lists, menus and headlines do not behave so for
several lines running.
"""

from __future__ import annotations

import re
from itertools import pairwise

from presselese.clean.offsets import Edit

#: Widths that mail programs, PDF converters and text browsers wrap at.
_NARROWEST, _WIDEST = 45, 110
#: How far lines may stay behind the width: hyphenation and proportional type leave ragged ends.
_RAGGED = 3
_FIRST_WORD = re.compile(r"\S+")
_NEW_ITEM = re.compile(r"\s*(?:[-–—•*·»›▪►+>■□●○◦✓|]|\(?\d{1,3}[.)]\s|o\s|©|https?:|www\.|\[)")
#: The hyphen goes first and what must stand before it second: so a text is searched fast.
_DIVIDED = re.compile(
    r"[-\u00ad](?:(?<=[a-zäöüß]{2}.)[ \t]*(?:\r\n|\n|\r)[ \t]*(?=[a-zäöüß]{2})|"
    r"(?<=\w\u00ad)[ \t]*(?:\r\n|\n|\r)[ \t]*(?=\w))"
)
#: After a hyphen that ends a line these words do not go on with it: "Wald-", "und Wiesen".
_CONJUNCTIONS = re.compile(r"(?:und|oder|sowie|bzw|bis|als|aber|wie|noch|beziehungsweise)\b")
_NEWLINE = re.compile(r"\r\n|\n|\r")
#: A line that begins with a small letter, which wrapped text abounds in.
_FLOWING = re.compile(r"(?:\r\n|\n|\r)[ \t]*[a-zäöüß]")
_CLOSED = (".", "!", "?", ":", ";", "|", "…", ">", "»")


def joints(text: str, *, divided: bool) -> list[Edit]:
    """Return the edits that join lines: at divided words, else between the lines of paragraphs."""
    if "\n" not in text and "\r" not in text:
        return []
    return _words(text) if divided else _lines(text)


def _words(text: str) -> list[Edit]:
    if "-" not in text and "\u00ad" not in text:
        return []
    return [
        (found.start(), found.end(), "")
        for found in _DIVIDED.finditer(text)
        if not _CONJUNCTIONS.match(text, found.end())
    ]


def _lines(text: str) -> list[Edit]:
    if len(_FLOWING.findall(text)) < 2:
        return []
    spans, start = [], 0
    for newline in _NEWLINE.finditer(text):
        spans.append((start, newline.start()))
        start = newline.end()
    spans.append((start, len(text)))
    # Runs of lines that are neither empty nor longer than any width.
    runs: list[list[tuple[int, int]]] = [[]]
    for start, end in spans:
        if end - start > _WIDEST + 1 or end == start or text[start:end].isspace():
            if runs[-1]:
                runs.append([])
        else:
            runs[-1].append((start, end))
    widths = [width for run in runs if (width := _width(text, run))]
    if not widths:
        return []
    # A narrower column than the usual one has its own width; a run that cannot tell takes it.
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    edits: list[Edit] = []
    for run in runs:
        width = _width(text, run) or usual
        for (start, end), (after, after_end) in pairwise(run):
            line, below = text[start:end].rstrip(), text[after:after_end].lstrip()
            if _soft(line, below, width):
                tail, head = start + len(line), after_end - len(below)
                edits.append((tail, head, "" if _hyphen(line, below) else " "))
    return edits


def _width(text: str, run: list[tuple[int, int]]) -> int:
    """Return the width that a run of lines was wrapped at, 0 if it was not."""
    if len(run) < 3:
        return 0
    lines = [text[start:end].strip() for start, end in run]
    width = max(end - start for start, end in run)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    soft = flowing = 0
    for line, below in pairwise(lines):
        if _soft(line, below, width):
            soft += 1
            flowing += below[0].islower() and not line.endswith(_CLOSED)
    # Half of the words of German text are lower-case; entries of lists do not begin with one.
    return width if soft >= 0.6 * (len(run) - 1) and flowing >= max(2, 0.3 * soft) else 0


def _soft(line: str, below: str, width: int) -> bool:
    """Tell whether the break between two lines is there for want of room."""
    word = _FIRST_WORD.match(below)
    if word is None or len(line) > width or _NEW_ITEM.match(below):
        return False
    return len(line) + 1 + len(word[0]) > width - _RAGGED and " " in line


def _hyphen(line: str, below: str) -> bool:
    """Tell whether a hyphen at the end of a line belongs to a compound ("Baden-", "Baden")."""
    return line[-1] == "-" and line[-2:-1].isalnum() and not _CONJUNCTIONS.match(below)
