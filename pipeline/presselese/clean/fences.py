"""Finds the press text among the other texts of a page: fences divide it from them.

A *fence* is a line that articles do not go on after: the heading of comments, of related pages, of
the author's portrait; more weakly a share bar, a newsletter box or an advertisement, which may
stand inside an article, too. Between fences lie *stretches* of running text. The longest is the
press text; its neighbours join it if the fence between is low and they read like a continuation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from presselese.clean.features import Shape
from presselese.clean.rows import Core, Row
from presselese.clean.signs import RELATED
from presselese.clean.verdict import Verdict

#: Heights of fences: none, inside articles too, at the end of articles, before comments.
OPEN, BOX, END, COMMENTS = range(4)
#: Lines that are no sentences may lie between two stretches of one press text.
_GAP = 14
#: How much text, in characters, an article has at least before comments on it begin.
_ARTICLE = 150
#: Share of the text so far that a stretch below a fence of each height must have to go on with it,
#: and one above it: a box between the lead and the rest of an article is common.
AFTER = {OPEN: 0.03, BOX: 0.3, END: 0.9, COMMENTS: 9.0}
BEFORE = {OPEN: 0.03, BOX: 0.03, END: 0.03, COMMENTS: 9.0}
#: So many rows above the text an END no longer stands inside the article.
NEAR = 25
#: What a sentence in a list counts for beside one of running text: menus explain their entries.
BULLETED = 0.25
#: How many such paragraphs, and which share of all, make a page of teasers.
LISTED = (5, 0.8)
#: Longest teaser, in characters.
_TEASER = 300
#: How many rows that are no sentences may stand before a short one that still goes on.
WINDOW = 3
_COMMENT_HEAD = re.compile(
    r"(?:\d+[.)]\s)?[^.!?:„“\"]{2,40}\s(?:sagt|schreibt|meint|says|said|schrieb|kommentierte)"
    r"(?:\s(?:am|vor|um|on)\b.{0,40})?\s?:?|"
    r"(?:Kommentar|Comment|Antwort) (?:von|by) .{2,60}|"
    r".{0,20}\b\d+\s+(?:Kommentare?|Antworten|Gedanken|Responses?|Comments?|Reaktionen|"
    r"Leserkommentare?|Trackbacks?)\b.{0,80}|"
    r"(?:Kommentare?|Antworten|Leserkommentare|Comments)\s*[(\[:]?\s?\d*\s?[)\]]?"
)
_COMMENT_WORDS = ("komment", "comment", "leserbrief", "trackback", "pingback", "antwort", "repl")
_END_CUES = {
    "end.tags": END,
    "end.author": END,
    "end.post": END,
    "end.comments": COMMENTS,
    "end.box": BOX,
}
_TEASER_END = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\bmehr|\bweiterlesen|\bmehr lesen|»|›|→)\W{0,3}$", re.I
)


def fence_of(shape: Shape, verdict: Verdict | None) -> int:
    """Return the height of the fence that a line is, OPEN for none."""
    n = shape.n
    if verdict is not None and verdict.rule == "end.pitch":
        return BOX
    if n > 40 or shape.prose == 2:
        return COMMENTS if verdict is not None and verdict.rule == "widget.comment" else OPEN
    height = OPEN
    for hit in shape.hits:
        if hit.start == 0 and hit.cue.id in _END_CUES and _labelled(shape, hit.length):
            height = max(height, _END_CUES[hit.cue.id])
    if n <= 9 and not shape.prose and RELATED.match(shape.core):
        height = END
    if n <= 16 and _COMMENT_HEAD.fullmatch(shape.core):
        return COMMENTS
    if verdict is None:
        return height
    rule = verdict.rule
    if rule.startswith("widget.comment") or rule == "widget.consent":
        named = any(word.startswith(_COMMENT_WORDS) for word in shape.words)
        return COMMENTS if named else max(height, BOX)
    if rule == "nav.related" and shape.notes("nav.contents"):
        return height
    if rule.startswith("nav.related") and n >= 1:
        return max(height, END)
    if rule.startswith(("share.", "widget.newsletter", "widget.subscribe", "widget.buttons")):
        return max(height, BOX)
    if rule.startswith("legal.") and not verdict.weak:
        return max(height, END)
    return height


def _labelled(shape: Shape, length: int) -> bool:
    """Tell whether an opening phrase is the whole line or its label ("Tags: …")."""
    if shape.n <= length:
        return True
    label, colon, _ = shape.core.partition(":")
    return bool(colon) and len(label.split()) <= length + 1


@dataclass(slots=True)
class _Stretch:
    """Rows with running text that no fence divides."""

    first: int
    last: int
    weight: int
    long: int
    broken: int
    comments: bool
    alone: int = 0

    @property
    def teasers(self) -> bool:
        """Whether it looks like teasers: paragraphs that break off, or each under a headline."""
        broken = self.broken > 0 and self.broken >= 0.5 * self.long
        return broken or (self.alone >= LISTED[0] and self.alone >= LISTED[1] * self.long)


def find_core(rows: Sequence[Row]) -> Core:
    """Return the stretch of rows that is the press text."""
    for grade in (2, 1):
        stretches, heights = _stretches(rows, grade)
        if stretches:
            return _grown(rows, stretches, heights)
    return Core(len(rows), -1)


def _stretches(rows: Sequence[Row], grade: int) -> tuple[list[_Stretch], list[int]]:
    """Return the stretches, and the height of the fence before each."""
    stretches: list[_Stretch] = []
    heights: list[int] = []
    height, text, commented = OPEN, 0, False
    counts = Counter(row.shape.core for row in rows)
    for index, row in enumerate(rows):
        if row.verdict is None and row.shape.prose >= grade:
            # What stands twice on a page is a teaser, or the page's own.
            size = len(row.shape.core) if counts[row.shape.core] == 1 else 0
            if row.shape.bullet:
                size = int(size * BULLETED)
            if not stretches or height > OPEN or index - stretches[-1].last > _GAP:
                stretches.append(_Stretch(index, index, 0, 0, 0, commented))
                heights.append(height)
            stretch = stretches[-1]
            stretch.last = index
            stretch.weight += size
            stretch.long += 1
            stretch.broken += _breaks_off(rows, index)
            stretch.alone += _alone(rows, index)
            text += size
            height = OPEN
        else:
            height = max(height, row.fence)
            # "12 Kommentare" stands over an article, too: a link to those below it.
            commented |= row.fence == COMMENTS and text >= _ARTICLE
    return stretches, heights


def _alone(rows: Sequence[Row], index: int) -> bool:
    """Whether a short paragraph stands below a headline and above furniture, as teasers do."""
    if len(rows[index].shape.core) > _TEASER or not 0 < index < len(rows) - 1:
        return False
    above, below = rows[index - 1], rows[index + 1]
    return above.verdict is None and not above.shape.prose and below.verdict is not None


def _breaks_off(rows: Sequence[Row], index: int) -> bool:
    """Tell whether a paragraph opens another page: it breaks off, or "mehr" follows."""
    if _TEASER_END.search(rows[index].shape.core):
        return True
    after = rows[index + 1].verdict if index + 1 < len(rows) else None
    return after is not None and after.rule == "link.more"


def _grown(rows: Sequence[Row], stretches: list[_Stretch], heights: list[int]) -> Core:
    """Join the neighbours of the longest stretch."""
    weights = [
        stretch.weight * (0.3 if stretch.teasers else 1) * (0.2 if stretch.comments else 1)
        for stretch in stretches
    ]
    best = weights.index(max(weights))
    first = last = best
    total = weights[best]
    while last + 1 < len(stretches):
        share = AFTER[heights[last + 1]]
        if stretches[last + 1].teasers or weights[last + 1] < share * total:
            break
        last += 1
        total += weights[last]
    while first:
        height = heights[first]
        if height == COMMENTS and not stretches[first].comments:
            height = END
        far = stretches[first].first - stretches[first - 1].last > NEAR
        share = AFTER[END] if height == END and far else BEFORE[height]
        if stretches[first - 1].teasers or weights[first - 1] < share * total:
            break
        first -= 1
        total += weights[first]
    return _with_short(rows, stretches[first].first, stretches[last].last)


def _with_short(rows: Sequence[Row], first: int, last: int) -> Core:
    """Take short sentences right after the core into it."""
    index = last + 1
    while index < len(rows) and index - last <= WINDOW:
        row = rows[index]
        if row.fence > OPEN:
            break
        if row.verdict is None and row.shape.prose:
            last = index
        elif row.verdict is not None and row.furniture:
            break
        index += 1
    return Core(first, last)
