"""Cleans a text: mends its characters, decides its lines, and does so until nothing changes."""

from __future__ import annotations

from presselese.clean.boilerplate import Boilerplate
from presselese.clean.lines import Cleaned, CleanLine, Metadata, split_lines
from presselese.clean.offsets import Edit
from presselese.clean.page import judge
from presselese.clean.repair import LAST_STEP, STEPS, Trail, doubled
from presselese.clean.sections import sections


def clean(text: str, boilerplate: Boilerplate | None = None) -> Cleaned:
    """Decide every line of a raw text, mend what is kept, and gather the page's metadata.

    The lines tile the raw text but for the newlines. The result depends on the text alone (and
    on what was learned of its site), and cleaning the cleaned text changes nothing: the steps are
    repeated until they leave it alone. Every change takes characters, line breaks or odd blanks
    away, so that is soon the case.
    """
    return _clean(text, 0, 1, boilerplate)


def clean_sections(text: str, boilerplate: Boilerplate | None = None) -> tuple[Cleaned, ...]:
    """Clean each release of a raw text by itself; there is nearly always but one.

    Line numbers and offsets count the whole text.
    """
    parts = sections(text)
    if len(parts) == 1:
        return (clean(text, boilerplate),)
    found, number = [], 1
    for start, end in parts:
        # The newline before the next section is no line of this one.
        body = text[start:end]
        if end < len(text):
            body = body[: -2 if body.endswith("\r\n") else -1]
        found.append(_clean(body, start, number, boilerplate))
        number += len(found[-1].lines)
    return tuple(found)


def _clean(text: str, offset: int, first: int, boilerplate: Boilerplate | None) -> Cleaned:
    """Clean the part of a raw text that begins at `offset`, with the line of number `first`."""
    spans = split_lines(text)
    decided: list[tuple[bool, str, str | None]] = [(False, "empty", "empty")] * len(spans)
    # owners[i]: the raw lines that line i of the current text was made of.
    owners = [[number] for number in range(len(spans))]
    trail = Trail(offset=offset)
    learned = frozenset[str]()
    metadata: Metadata | None = None
    current, places = text, spans
    while True:
        mended = current
        for name, step in STEPS:
            edits = step(mended)
            if edits:
                owners = _joined(mended, edits, owners)
                mended = trail.take(mended, edits, name)
                places = split_lines(mended)
        if boilerplate is not None and metadata is None:
            learned = boilerplate.lines_on(line.strip() for line in mended.splitlines())
        judged = judge(mended, places, [own[0] + first for own in owners], learned)
        for own, decision in zip(owners, judged.lines, strict=True):
            for number in own:
                # Later passes may drop a line, but do not name a kept one anew.
                if metadata is None or not decision[0]:
                    decided[number] = decision
        kept = trail.take(mended, _selection(mended, places, judged.lines))
        owners = [own for own, line in zip(owners, judged.lines, strict=True) if line[0]]
        kept = trail.take(kept, doubled(kept), LAST_STEP)
        metadata = metadata or judged.metadata
        if kept == current or not kept:
            break
        current, places = kept, split_lines(kept)
    lines = tuple(
        CleanLine(number, offset + start, offset + end, *decision)
        for number, ((start, end), decision) in enumerate(zip(spans, decided, strict=True), first)
    )
    return Cleaned(lines, metadata, kept, trail)


def _joined(text: str, edits: list[Edit], owners: list[list[int]]) -> list[list[int]]:
    """Put the owners of lines together that edits join."""
    joins = [(a, b) for a, b, _ in edits if "\n" in text[a:b] or "\r" in text[a:b]]
    if not joins:
        return owners
    merged: list[list[int]] = []
    pending = iter(joins)
    join = next(pending, None)
    before = -1
    for (start, end), own in zip(split_lines(text), owners, strict=True):
        while join is not None and join[1] < start:
            join = next(pending, None)
        if join is not None and join[0] <= before and start <= join[1]:
            merged[-1] += own
        else:
            merged.append(list(own))
        before = end
    return merged


def _selection(
    text: str, spans: list[tuple[int, int]], lines: list[tuple[bool, str, str | None]]
) -> list[Edit]:
    """Return the edits that leave the kept lines, stripped, with one newline between them."""
    edits: list[Edit] = []
    at, glue = 0, ""
    for (start, end), (kept, _, _) in zip(spans, lines, strict=True):
        if kept:
            line = text[start:end]
            head = start + len(line) - len(line.lstrip())
            if at < head and (text[at:head] != glue):
                edits.append((at, head, glue))
            at, glue = start + len(line.rstrip()), "\n"
    if at < len(text):
        edits.append((at, len(text), ""))
    return edits
