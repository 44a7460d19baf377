"""Decides the lines of a page together: where the press text lies, and what stands around it.

The way: every line is judged by itself (`rules`); long runs of sentences mark the press text
proper, the *core*; weak verdicts fall inside the core; headings take the lines of their block
with them; what is still open is settled by its place (before, inside or after the core).
A line of sentences is kept unless a strong cue speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median_low

from presselese.clean.cues import default_cues
from presselese.clean.features import Shape, shape_of
from presselese.clean.fences import BOX, COMMENTS, END, OPEN, fence_of, find_core
from presselese.clean.header import settle_header
from presselese.clean.lines import Metadata
from presselese.clean.metadata import gather
from presselese.clean.rows import FURNITURE, Core, Row
from presselese.clean.rules import decide
from presselese.clean.rules_stamps import beside_stamp
from presselese.clean.verdict import Verdict
from presselese.records import REASONS_KEPT

_NAME = re.compile(
    r"(?:(?:Dr|Prof)\. )?[A-ZÄÖÜ][a-zäöüßéèçğıİş]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?"
    r"(?: (?:von|van|de|al|zu|der|[A-Z]\.))*"
    r"(?: [A-ZÄÖÜŞİ][a-zäöüßéèçğış]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?){1,2}"
)
_TEASER_END = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|mehr|weiterlesen|mehr lesen|»|›)\s*$", re.I)
#: What stood before a line that is dropped for it, by the height of the fence.
_ENDED = {BOX: "box", END: "end", COMMENTS: "comments"}
#: How many lines of furniture a page of a portal has at least.
_PORTAL = 25
#: How many rows may stand between the text and a sentence on a portal's page that goes on with it.
_APART = 2
#: Words of a line that on such a page may stay without being a sentence or heading one.
_LONG = 7
#: How many rows below a heading its text begins.
_INTRODUCED = 2
#: Words of an entry in a table of contents, which may be a question.
_ENTRY = 16
#: How many lines a heading can take along.
_BLOCK = 80


@dataclass(frozen=True, slots=True)
class Judged:
    """The decisions on the lines of a text: (kept, reason, rule) each, and the metadata."""

    lines: list[tuple[bool, str, str | None]]
    metadata: Metadata


@lru_cache(maxsize=16_384)
def _look(line: str) -> tuple[Shape, Verdict | None, int]:
    """Look at a line by itself: its shape, its own verdict, its height as a fence.

    Lines come again: on every pass, and a site's menu on every page.
    """
    cues = default_cues()
    shape = shape_of(line, cues)
    verdict = decide(shape, cues)
    return shape, verdict, fence_of(shape, verdict)


def judge(
    text: str,
    spans: Sequence[tuple[int, int]],
    numbers: Sequence[int],
    learned: frozenset[str] = frozenset(),
) -> Judged:
    """Decide every line of a text; `spans` are its lines, `numbers` what metadata call them.

    `learned` are lines known to repeat across the pages of the site.
    """
    rows: list[Row] = []
    lines: list[tuple[bool, str, str | None]] = []
    places: list[int] = []
    gap = 0
    for place, (start, end) in enumerate(spans):
        line = text[start:end]
        lines.append((False, "empty", "empty"))
        if not line or line.isspace():
            gap += 1
            continue
        shape, verdict, fence = _look(line)
        if verdict is None and learned and not shape.prose and line.strip() in learned:
            verdict = Verdict("navigation", "learned")
        rows.append(Row(numbers[place], start, end, shape, verdict, gap, fence=fence))
        places.append(place)
        gap = 0
    _mark_paragraphs(rows)
    # On pages with much furniture, what is no sentence needs a better reason to stay.
    portal = sum(not row.shape.prose for row in rows) >= _PORTAL
    core = find_core(rows)
    _settle_neighbours(rows, core)
    _drop_weak(rows, core, portal=portal)
    _take_blocks(rows, core, portal=portal)
    title = settle_header(rows, core, portal=portal)
    if core.last < 0 and title is None and any(row.furniture for row in rows):
        _nothing_here(rows)
    _settle_tail(rows, core, portal=portal)
    _settle_core(rows, core, portal=portal)
    for place, row in zip(places, rows, strict=True):
        reason = row.reason or "body"
        lines[place] = (reason in REASONS_KEPT, reason, row.rule)
    return Judged(lines, gather(rows, core, title))


def _mark_paragraphs(rows: list[Row]) -> None:
    """Mark where paragraphs begin; on double-spaced pages a single blank line is none."""
    if not rows:
        return
    usual = median_low([row.gap for row in rows[1:]] or [0])
    for row in rows:
        row.opens = row.gap > min(usual, 2)
    rows[0].opens = True


def _drop_weak(rows: list[Row], core: Core, *, portal: bool) -> None:
    """Open weak verdicts inside the core again, unless a strong neighbour agrees."""
    for index in range(core.first, core.last + 1):
        verdict = rows[index].verdict
        if verdict is None or not verdict.weak:
            continue
        agree = False
        for other, touching in ((index - 1, not rows[index].opens), (index + 1, True)):
            if not 0 <= other < len(rows) or not touching:
                continue
            if other > index and rows[other].opens:
                continue
            near = rows[other].verdict
            agree |= near is not None and near.reason == verdict.reason and not near.weak
        if not agree and verdict.rule == "legal.copyright" and portal:
            # The page's own notice stands below its text; this one signs a picture in it.
            rows[index].verdict = Verdict("photo_credit", "credit.copyright")
        elif not agree and verdict.rule not in {"nav.series", "nav.related"}:
            rows[index].verdict = None


def _nothing_here(rows: list[Row]) -> None:
    """Drop what is left of a page that has neither sentences nor a headline: its menus."""
    for row in rows:
        if row.reason is None and row.verdict is None:
            row.verdict = Verdict("navigation", "page.menu")


def _settle_neighbours(rows: list[Row], core: Core) -> None:
    """Correct verdicts that the row above or below makes clear."""
    _numbered_trail(rows[: core.first])
    for index, row in enumerate(rows):
        verdict = row.verdict
        before = rows[index - 1] if index and not row.opens else None
        if verdict is None:
            if row.shape.stamps and index < core.first and beside_stamp(row.shape):
                row.verdict = Verdict("metadata", "meta.place", weak=True)
        elif verdict.rule in {"nav.menu", "nav.back"} and before is not None and before.verdict:
            near = before.verdict
            if near.reason == "press_contact" and verdict.weak and index > core.last:
                row.verdict = Verdict("press_contact", "contact.with")
            elif near.rule == "widget.buttons" and verdict.rule == "nav.back":
                row.verdict = Verdict("widget", "widget.buttons")
        elif verdict.rule == "nav.menu" and row.shape.words[0].startswith("kontakt"):
            after = rows[index + 1] if index + 1 < len(rows) else None
            below = after.verdict if after is not None and not after.opens else None
            if below is not None and below.reason == "press_contact":
                row.verdict = Verdict("press_contact", "contact.with", block=True)


def _numbered_trail(rows: list[Row]) -> None:
    """Drop a breadcrumb trail printed as a list: "1. Startseite", "2. Presse", "3. Headline"."""
    run: list[Row] = []
    for row in [*rows, None]:
        if row is not None and row.shape.core.startswith(f"{len(run) + 1}. "):
            run.append(row)
            continue
        if len(run) >= 2 and run[0].verdict is not None:
            for step in run:
                step.verdict = Verdict("navigation", "nav.trail")
        run = []


def _listlike(row: Row) -> bool:
    """Whether a row looks like an entry of a list of pages."""
    shape = row.shape
    if shape.prose == 2 or shape.n > 22:
        return False
    return not shape.ends or bool(shape.stamps) or shape.core[-1] in ")?!…"


def _take_blocks(rows: list[Row], core: Core, *, portal: bool) -> None:
    """Let headings of blocks take the lines below them along."""
    for index, row in enumerate(rows):
        verdict = row.verdict
        if verdict is None or not verdict.block or index < core.first:
            continue
        inside = index <= core.last
        contents = row.shape.notes("nav.contents")
        taken, marked = [], 0
        for other in range(index + 1, min(index + _BLOCK, len(rows))):
            near = rows[other]
            if near.opens and other > index + 1 and inside:
                break
            if near.verdict is not None:
                if near.verdict.reason in {verdict.reason, "metadata"}:
                    marked += 1
                    continue
                break
            listed = contents and near.shape.n <= _ENTRY
            if (
                near.shape.prose == 2
                or (inside and near.shape.prose and not listed)
                or near.caption
            ):
                break
            if verdict.reason == "navigation":
                if not _listlike(near):
                    break
            elif near.opens or near.shape.n > 14:
                break
            taken.append(other)
            numbered = contents and near.shape.core[0].isdigit()
            marked += bool(near.shape.stamps) or near.shape.bullet or numbered
        if inside and not marked:
            pictures = index + 1 < len(rows) and rows[index + 1].verdict is not None
            related = portal and verdict.rule == "nav.related"
            if (verdict.weak or verdict.reason == "navigation") and not pictures and not related:
                row.verdict = None
            continue
        for other in taken:
            rows[other].verdict = Verdict(verdict.reason, f"{verdict.rule}+")


def _settle_tail(rows: list[Row], core: Core, *, portal: bool) -> None:
    """Decide what stands after the press text."""
    furniture = related = False
    bare = not any(row.furniture for row in rows)
    ended, ending = OPEN, ""
    last = core.last
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.shape.core] = counts.get(row.shape.core, 0) + 1
    for index in range(max(core.last + 1, 0), len(rows)):
        row = rows[index]
        if row.fence > ended:
            ended, ending = row.fence, row.verdict.reason if row.verdict else "navigation"
        if row.verdict is not None:
            furniture |= row.verdict.reason in FURNITURE and not row.separator
            related |= row.related
            continue
        if row.reason is not None:
            continue
        shape = row.shape
        before = rows[index - 1] if index else None
        after = rows[index + 1] if index + 1 < len(rows) else None
        if core.last < 0:
            continue
        near = [v.verdict for v in (before, after) if v is not None and v.verdict is not None]
        if (
            counts[shape.core] > 1
            and shape.n <= 12
            and not shape.ends
            and not set(":,") & set(shape.core)
            and any(verdict.reason == "photo_credit" for verdict in near)
        ):
            row.verdict = Verdict("image_name", "image.repeated")
        elif (
            shape.stamps
            and not shape.prose
            and shape.n <= 25
            and (furniture or shape.stamps[0].start == 0 or before is None or not before.kept)
        ):
            lone = not furniture and beside_stamp(shape)
            reason = "metadata" if lone else "navigation"
            row.verdict = Verdict(reason, "tail.dated")
        elif row.caption or (
            shape.prose and any(v.reason in {"photo_credit", "image_name"} for v in near)
        ):
            row.settle("caption", "tail.caption")
        elif related and shape.prose and _teaser(row, after):
            row.verdict = Verdict("navigation", "tail.teaser")
        elif portal and ended == OPEN and index - last == 1 and _goes_on(rows, index):
            row.settle("body", "tail.goes_on")
            last = index
        elif portal and index - last > _APART:
            row.verdict = Verdict("navigation", "tail.apart")
        elif ended > OPEN:
            row.verdict = Verdict(ending, f"tail.{_ENDED[ended]}")
        elif shape.prose == 2 or (shape.prose and not _TEASER_END.search(shape.core)):
            row.settle("body", "prose")
            last = index
        elif (
            not furniture
            and _NAME.fullmatch(shape.core)
            and row.gap
            and (after is None or after.gap)
        ):
            row.verdict = Verdict("byline", "tail.name")
        elif (
            before is not None
            and not row.opens
            and before.verdict is not None
            and before.verdict.reason in {"press_contact", "share", "widget"}
            and not before.separator
            and shape.n <= 12
        ):
            row.verdict = Verdict(before.verdict.reason, "tail.with")
        elif furniture:
            if shape.n <= 18:
                row.verdict = Verdict("navigation", "tail.list")
            else:
                row.settle("body", "tail.long")
        elif (
            after is not None
            and not after.opens
            and (row.opens or before is None or not before.kept)
            and after.verdict is not None
            and after.verdict.reason in FURNITURE | {"link"}
            and shape.n <= 6
        ):
            row.verdict = Verdict(after.verdict.reason, "tail.heading")
        elif portal:
            row.verdict = Verdict("navigation", "tail.list")
        elif before is not None and before.kept and (shape.n > 3 or shape.bullet):
            row.settle("caption" if not shape.bullet else "body", "tail.text")
        elif after is not None and after.verdict is None and not after.opens:
            row.settle("heading", "tail.text")
        elif shape.n <= 6 and not bare:
            row.verdict = Verdict("navigation", "tail.list")
        else:
            row.settle("caption", "tail.text")
        furniture |= row.verdict is not None and row.verdict.reason in FURNITURE


def _goes_on(rows: list[Row], index: int) -> bool:
    """Tell whether a line right below the text belongs to it: to its list, or by its length."""
    shape, above = rows[index].shape, rows[index - 1].shape
    if shape.bullet:
        return above.bullet or above.core.endswith(":")
    return shape.n >= _LONG


def _teaser(row: Row, after: Row | None) -> bool:
    """Tell whether a sentence opens another page: it breaks off, or "mehr" follows."""
    if _TEASER_END.search(row.shape.core):
        return True
    return after is not None and after.verdict is not None and after.verdict.rule == "link.more"


def _settle_core(rows: list[Row], core: Core, *, portal: bool) -> None:
    """Name the rows of the press text and whatever is still open."""
    repeated: dict[str, int] = {}
    for row in rows:
        repeated[row.shape.core] = repeated.get(row.shape.core, 0) + 1
    for index, row in enumerate(rows):
        if row.reason is not None:
            continue
        if row.verdict is not None:
            row.settle(row.verdict.reason, row.verdict.rule)
            continue
        shape = row.shape
        near = [rows[i].verdict for i in (index - 1, index + 1) if 0 <= i < len(rows)]
        pictured = any(v is not None and v.reason in {"photo_credit", "image_name"} for v in near)
        if (
            pictured
            and repeated[shape.core] > 1
            and shape.n <= 12
            and not shape.prose
            and not set(":,") & set(shape.core)
            and not shape.ends
            and not row.caption
        ):
            row.settle("image_name", "image.repeated")
        elif row.caption or (pictured and shape.prose < 2):
            row.settle("caption", "caption")
        elif shape.prose == 1 and shape.n <= 9 and shape.core[-1] in "?!":
            row.settle("heading", "core.heading")
        elif shape.prose or shape.n > 14 or shape.bullet or shape.core[-1] in ".:,;":
            row.settle("body", "prose" if shape.prose else "core.text")
        elif repeated[shape.core] > 1 and shape.n >= 4 and not shape.stamps:
            if portal and (_doubled(rows, index) or not _introduces(rows, index)):
                row.settle("image_name", "image.repeated")
            elif portal:
                row.settle("heading", "core.heading")
            else:
                row.settle("caption", "caption.repeated")
        elif portal and shape.n < _LONG and not _introduces(rows, index):
            row.settle("navigation", "core.alone")
        else:
            row.settle("heading", "core.heading")


def _doubled(rows: list[Row], index: int) -> bool:
    """Whether a row's wording stands again right above or below: a picture's title and its text."""
    text = rows[index].shape.core
    near = (*range(max(0, index - _APART), index), *range(index + 1, index + 1 + _APART))
    return any(rows[i].shape.core == text for i in near if i < len(rows))


def _introduces(rows: list[Row], index: int) -> bool:
    """Tell whether a heading has a text to introduce: sentences or a list, at most one row on."""
    for row in rows[index + 1 : index + _INTRODUCED]:
        if row.verdict is None and (row.shape.prose or row.shape.bullet or row.reason == "body"):
            return True
    return False
