"""Finds the headline and settles what stands before the press text."""

from __future__ import annotations

import re

from presselese.clean.fences import END
from presselese.clean.rows import Core, Row
from presselese.clean.verdict import Verdict

#: "Kulturstiftung an der Donauquelle – Aktuelles", "Stadt Kassel | Startseite".
_SITE_TITLE = re.compile(
    r"(?:^|[–|:-] ?)(?:Aktuelles|Presse|Pressemitteilungen|Meldungen|Nachrichten|News|"
    r"Startseite|Home|Presseportal)$"
)
#: How far before the press text a headline is looked for, in rows.
_REACH = 60


def settle_header(rows: list[Row], core: Core, *, portal: bool) -> Row | None:
    """Decide the rows before the core and return the headline's row, if there is one."""
    end = core.first if core.last >= 0 else len(rows)
    if end == len(rows):
        end = min(end, _REACH)
    candidates = [i for i in range(max(0, end - _REACH), end) if rows[i].verdict is None]
    if not candidates and core.last >= 0:
        return _headline_in_core(rows, core)
    # The last row before the text at which another text surely ended.
    fence = max((i for i in range(end) if rows[i].fence >= END), default=-1)
    counts: dict[str, int] = {}
    for row in rows:
        counts[plain(row)] = counts.get(plain(row), 0) + 1
    scores = {i: _score(rows, i, end, counts) for i in candidates}
    best = _first_of(rows, candidates, scores)
    if core.last >= 0 and (best is None or scores[best] < 0):
        headline = _headline_in_core(rows, core)
        if headline is not None:
            for i in range(end):
                if rows[i].verdict is None:
                    _before(rows[i], fenced=i < fence, portal=portal)
            return headline
    if best is None or scores[best] < -1.5:
        return None
    headline = rows[best]
    headline.settle("title", "header.title")
    text = plain(headline)
    for i in range(end):
        row = rows[i]
        if row.reason is not None:
            continue
        if plain(row) == text and row.verdict is None and not row.shape.bullet:
            row.settle("title", "header.title_again")
        elif row.verdict is not None:
            continue
        elif (
            i == best - 1
            and not headline.opens
            and _kicker(row)
            and _run_of_short(rows, i, end) < 3
        ):
            row.settle("heading", "header.kicker")
        elif i < best:
            _before(row, fenced=i < fence, portal=portal)
        else:
            _after(rows, i, best)
    for row in rows[end:]:
        if plain(row) == text and row.verdict is None and row.reason is None:
            row.settle("title", "header.title_again")
    return headline


def plain(row: Row) -> str:
    """Return a row's text without ticker marks, to see repetitions."""
    return row.shape.core.strip("+* ")


def _first_of(rows: list[Row], candidates: list[int], scores: dict[int, float]) -> int | None:
    """Return the best candidate, or a fair one above it: a subtitle may read better than its title.

    A line directly above counts as fair with far less than one beyond a blank line.
    """
    if not candidates:
        return None
    best = max(candidates, key=lambda i: (scores[i], -i))
    top = scores[best]
    for i in reversed(candidates[: candidates.index(best)]):
        if any(rows[k].verdict is None for k in range(i + 1, best)):
            break
        near = not any(rows[k].opens for k in range(i + 1, best + 1))
        fair = 1.6 if near and not _kicker(rows[i]) else 0.7
        if scores[i] < top - fair or scores[i] < 0.5:
            break
        best = i
    return best


def _kicker(row: Row) -> bool:
    """Tell whether a row may be the topic line over a headline ("Stadtentwicklung Nord")."""
    shape = row.shape
    return shape.n <= 3 and not shape.verbs and not set(',:!?–„"') & set(shape.core)


def _headline_in_core(rows: list[Row], core: Core) -> Row | None:
    """Take a short first sentence for the headline where nothing else precedes the text."""
    row = rows[core.first]
    if row.shape.prose == 1 and core.last > core.first and row.shape.n <= 18:
        row.settle("title", "header.sentence")
        return row
    return None


def _score(rows: list[Row], i: int, end: int, counts: dict[str, int]) -> float:
    """Weigh a row as headline."""
    row = rows[i]
    shape = row.shape
    n = shape.n
    score = {0: -3.0, 1: -2.0, 2: -0.4, 3: 0.6}.get(n, 1.5 if n <= 20 else 0.3)
    if n > 32:
        score -= 1.5
    score += 0.4 * (shape.verbs > 0) + 0.5 * (shape.function > 0)
    if shape.core[-1] in ".:;,":
        score -= 1.8 if shape.prose else 0.9
    if i and (verdict := rows[i - 1].verdict) and verdict.reason in {"photo_credit", "image_name"}:
        score -= 1.2
    if shape.core[-1] in '!?”“"«':
        score += 0.2
    if counts[plain(row)] > 1 and n >= 3 and shape.core[-1] != ".":
        score += 1.5
    if shape.core.startswith(("+++", "***")):
        score -= 1.2
    if shape.bullet:
        score -= 1.5
    if _SITE_TITLE.search(shape.core):
        score -= 1.5
    if row.caption:
        score -= 2.5
    if shape.stamps:
        # A stamp glued to the headline; a list entry has the same form but comes in numbers.
        others = sum(
            bool(rows[k].shape.stamps) and rows[k].verdict is None for k in range(end) if k != i
        )
        score += 0.4 if others < 2 else -1.5
        if n <= 6:
            score -= 1.0
    for k in (i - 1, i + 1):
        if 0 <= k < len(rows):
            verdict = rows[k].verdict
            if verdict is not None and verdict.reason in {"metadata", "byline"}:
                score += 0.6
    run = _run_of_short(rows, i, end)
    if run >= 4 and n <= 4:
        score -= 2.0
    distance = sum(rows[k].verdict is None for k in range(i + 1, end))
    return score - 0.12 * min(distance, 12)


def _run_of_short(rows: list[Row], i: int, end: int) -> int:
    """Count the short rows around row `i` that follow one another."""
    count = 1
    for step in (-1, 1):
        k = i + step
        while 0 <= k < end and rows[k].shape.n <= 4 and rows[k].shape.prose == 0 and count < 9:
            count += 1
            k += step
    return count


def _before(row: Row, *, fenced: bool, portal: bool) -> None:
    """Settle a row before the headline: menus, site titles, texts of other pages."""
    shape = row.shape
    if fenced:
        row.verdict = Verdict("navigation", "header.fenced")
    elif shape.prose == 2:
        row.settle("body", "prose")
    elif row.caption:
        row.settle("caption", "caption")
    elif not portal and shape.n >= 7 and (shape.verbs or shape.prose):
        row.settle("heading", "header.line")
    else:
        row.verdict = Verdict("navigation", "header.menu")


def _after(rows: list[Row], i: int, best: int) -> None:
    """Settle a row between headline and text."""
    row = rows[i]
    shape = row.shape
    between = any(rows[k].verdict is None and rows[k].reason != "title" for k in range(best + 1, i))
    above = rows[i - 1].verdict if i else None
    pictured = above is not None and above.reason == "image_name"
    if row.caption or pictured:
        row.settle("caption", "caption")
    elif shape.prose:
        row.settle("body" if shape.ends and shape.core[-1] == "." else "subtitle", "prose")
    elif not between and shape.n >= 3 and not shape.bullet:
        row.settle("subtitle", "header.subtitle")
    elif shape.n <= 2 and _run_of_short(rows, i, len(rows)) >= 3:
        row.verdict = Verdict("navigation", "header.menu")
    elif rows[i].shape.bullet or shape.core[-1] in ".:,;":
        row.settle("body", "core.text")
    else:
        row.settle("heading", "core.heading")
