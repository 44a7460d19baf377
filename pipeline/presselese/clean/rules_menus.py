"""Rules on menus, button bars, share bars, breadcrumbs, lists of pages, and rights."""

from __future__ import annotations

from presselese.clean.cues import Cues, words_of
from presselese.clean.features import Shape
from presselese.clean.signs import (
    BAR,
    BAR_SIGN,
    COPYRIGHT,
    CRUMB,
    FORM,
    HOURS,
    MAKERS,
    RELATED,
    RIGHTS,
    TRAIL_MARK,
    YEARS,
    has_mail,
)
from presselese.clean.verdict import Verdict

#: Share of a line's words that must be phrases of a menu or button bar.
COVER = 0.74
COVER_BAR = 0.5
#: Buttons that nothing hangs on.
INLINE = "widget.inline"


def rights(shape: Shape, _cues: Cues) -> Verdict | None:
    """Copyright: of the page, or of a picture."""
    match = COPYRIGHT.match(shape.core)
    if match is None or shape.prose:
        return None
    rest = shape.core[match.end() :]
    if RIGHTS.search(rest):
        return Verdict("legal", "legal.copyright")
    if MAKERS.search(rest) or rest.startswith(":"):
        return Verdict("photo_credit", "credit.copyright")
    return Verdict("legal", "legal.copyright", weak=True)


def menus(shape: Shape, cues: Cues) -> Verdict | None:
    """Lines made of the phrases of menus, button bars and share bars; breadcrumbs."""
    if shape.prose == 2 or shape.n > 40:
        return None
    core = shape.core
    for hit in shape.hits:
        if hit.start == 0 and hit.cue.id == "nav.crumb":
            return Verdict("navigation", "nav.crumb")
        # "Pressekontakt", "Kontakt für Medien:"; bare "Kontakt" is a menu entry, too.
        whole = hit.start == 0 and hit.cue.id == "contact.press" and hit.length == shape.n
        if whole and (shape.n > 1 or core[-1] == ":"):
            return None
    if (shape.digits and HOURS.search(core)) or has_mail(core):
        return None
    coverage = cues.coverage(shape.words, shape.hits)
    if shape.prose and (coverage is None or coverage.share < 0.95):
        return None
    if shape.stamps and coverage is not None and coverage.cue.weak:
        return None
    bars = [part for part in BAR.split(core) if part] if BAR_SIGN.search(core) else [core]
    crumbs = [part for part in CRUMB.split(core) if part.strip()]
    form = FORM.search(core) is not None
    if shape.notes("widget.newsletter") and (form or shape.n <= 12) and "|" not in core:
        return Verdict("widget", "widget.newsletter", weak=not form, block=True)
    if coverage is not None:
        share = coverage.share
        if share >= COVER or (form and share >= 0.4) or (len(bars) >= 3 and share >= COVER_BAR):
            cue = coverage.cue
            strong_bar = len(bars) >= 3 or len(crumbs) >= 3
            return Verdict(
                cue.reason, cue.id, weak=cue.weak and not strong_bar, block=cue.id != INLINE
            )
        if len(crumbs) >= 3 and not shape.stamps:
            return Verdict("navigation", "nav.trail")
    if form and shape.n <= 14:
        return Verdict("widget", "widget.form")
    if len(crumbs) >= 3 and TRAIL_MARK.search(core) and shape.n <= 30:
        return Verdict("navigation", "nav.trail")
    if (
        len(bars) >= 4
        and "|" in core + ("|" if "·" in core or "•" in core else "")
        and all(len(part.split()) <= 4 for part in bars)
        and not shape.stamps
    ):
        return Verdict("navigation", "nav.bar", weak=True)
    return None


def blocks(shape: Shape, _cues: Cues) -> Verdict | None:
    """Headings of lists of pages, alone or with the list in the same line."""
    if shape.prose:
        return None
    if shape.n <= 9 and RELATED.match(shape.core):
        return Verdict("navigation", "nav.related", weak=True, block=True)
    for hit in shape.hits:
        cue = hit.cue
        if hit.start != 0 or cue.how != "block":
            continue
        extra = shape.n - hit.length
        if extra == 0 or (cue.id == "nav.series" and extra <= 6):
            return Verdict(cue.reason, cue.id, weak=cue.id == "nav.series", block=True)
        after = shape.core.split(":", 1)
        if len(after) == 2 and len(words_of(after[0])) <= hit.length + 4 and after[1].strip():
            if shape.stamps or len(YEARS.findall(after[1])) >= 2:
                return Verdict(cue.reason, cue.id)
        elif cue.id == "nav.related" and extra <= 3 and hit.length >= 2:
            return Verdict(cue.reason, cue.id, weak=True, block=True)
    return None
