"""Tells where one file holds several releases: each begins with a header of its own.

Only clear cases are split: headers that name the kind of text with a number or a date
("Pressemitteilung Nr. 12/2023 vom …"), or date stamps below a separator, each followed by a text
as long as a release. A list of earlier releases on a page has no such texts.
"""

from __future__ import annotations

import re

from presselese.clean.features import shape_of
from presselese.clean.lines import split_lines

_KIND = (
    r"(?:Presse|Medien)(?:mitteilung|meldung|information|info|notiz|dienst|erklärung|text)|"
    r"Pressemitteilungen|PM|Meldung vom"
)
_HEADER = re.compile(
    rf"[\W_]{{0,6}}(?:{_KIND})\b[ :|–-]{{0,4}}(?:(?:Nr|Nummer)\b\.?|vom|\d)[^\r\n]{{0,90}}",
    re.I,
)
_HEADERS = re.compile(rf"^[ \t]*[^\w\r\n]{{0,6}}(?:{_KIND})\b[^\r\n]*\d", re.M | re.I)
_SEPARATOR = re.compile(r"[ \t]*(?:([-=_*#~+])(?:[ \t]?\1){7,}|\f)[ \t]*")
_SEPARATORS = re.compile(r"^[ \t]*([-=_*#~+])(?:[ \t]?\1){7,}[ \t]*$|\f", re.M)
#: Characters of sentences that every section holds at least.
_LEAST = 300
#: Lines that are not empty in which a header stands below its separator.
_NEAR = 3


def sections(text: str) -> list[tuple[int, int]]:
    """Return the parts of a raw text that are releases of their own; mostly the whole text.

    The parts tile the text and begin at lines; offsets are code points.
    """
    whole = [(0, len(text))]
    headers = len(_HEADERS.findall(text))
    if headers < 2 and _SEPARATORS.search(text) is None:
        return whole
    spans = split_lines(text)
    starts = _starts(text, spans)
    if not starts:
        return whole
    cuts = _long_enough(text, spans, starts)
    return list(zip([0, *cuts], [*cuts, len(text)], strict=True)) if cuts else whole


def _starts(text: str, spans: list[tuple[int, int]]) -> list[int]:
    """Return the offsets where a section may begin, in order."""
    starts: list[int] = []
    separated: int | None = None  # lines since a separator
    at = 0
    names: set[str] = set()
    for start, end in spans:
        line = text[start:end]
        if not line.strip("\f \t\xa0") and "\f" not in line:
            continue
        if _SEPARATOR.match(line):
            separated, at = 0, start
            if "\f" not in line or not line.strip():
                continue
        name = line.strip().casefold()
        if len(line) <= 140 and name not in names:
            if _HEADER.fullmatch(line.strip()):
                names.add(name)
                starts.append(at if separated is not None else start)
                separated = None
                continue
            if separated is not None and any(c.isdigit() for c in line):
                shape = shape_of(line)
                if shape.stamps and not shape.prose and shape.n <= 14:
                    names.add(name)
                    starts.append(at)
                    separated = None
                    continue
        if separated is not None:
            separated += 1
            if separated >= _NEAR:
                separated = None
    return starts


def _long_enough(text: str, spans: list[tuple[int, int]], starts: list[int]) -> list[int]:
    """Return the starts that have a text of their own after them, and one before them."""
    cuts: list[int] = []
    before = after = 0  # characters of sentences in the open section, and since its rival
    rival: int | None = None
    pending = iter([*starts, len(text) + 1])
    upcoming = next(pending)
    for start, end in spans:
        if start >= upcoming:
            # A header whose text was too short begins no section; the text goes on.
            if rival is not None:
                if before >= _LEAST and after >= _LEAST:
                    cuts.append(rival)
                    before = after
                else:
                    before += after
            rival, after = upcoming, 0
            upcoming = next(pending)
        if end - start > 40 and shape_of(text[start:end]).prose:
            if rival is None:
                before += end - start
            else:
                after += end - start
    if rival is not None and before >= _LEAST and after >= _LEAST:
        cuts.append(rival)
    return [cut for cut in cuts if cut > 0]
