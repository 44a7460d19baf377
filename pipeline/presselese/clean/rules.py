"""Rules that decide a line by itself; what they leave open the page decides.

A rule's id is its cue's id, or names the shape it saw ("calendar.days").
"""

from __future__ import annotations

from dataclasses import dataclass

from presselese.clean.cues import Cues, default_cues, words_of
from presselese.clean.features import LONGEST, Shape
from presselese.clean.signs import (
    ATTRIBUTE,
    BAR,
    BRACKETED,
    CLOCK,
    COMMENT,
    COPYRIGHT,
    CRUMB,
    DAYS_ONLY,
    DEGREES,
    DOCUMENT,
    EDGE,
    FORM,
    HOURS,
    IMAGE_FILE,
    INITIALS,
    MAKERS,
    NUMBER,
    OPEN_LABEL,
    PHONE,
    PLUSES,
    POSTCODE,
    RIGHTS,
    SEPARATOR,
    SIZE,
    STREET,
    TICKER,
    TRAIL_MARK,
    UNDERSCORES,
    URL,
    WEEKDAYS,
    WEEKDAYS_INSIDE,
    YEARS,
    has_mail,
)
from presselese.lexicon import load_toml

#: Longer lines are no furniture, and patterns need not cope with them.
_LONGEST_CHARS = 1200
#: Share of a line's words that must be phrases of a menu or button bar.
COVER = 0.74
COVER_BAR = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision on one line; a weak one holds only outside the press text proper."""

    reason: str
    rule: str
    weak: bool = False
    block: bool = False


def decide(shape: Shape, cues: Cues | None = None) -> Verdict | None:
    """Decide a line by itself, or leave it open with None."""
    core = shape.core
    if not core or core.isspace():
        return Verdict("empty", "empty")
    return (
        _signs(shape)
        or _sentences(shape)
        or (
            None
            if shape.prose == 2 or shape.n > LONGEST or len(core) > _LONGEST_CHARS
            else _short(shape, cues or default_cues())
        )
    )


def _signs(shape: Shape) -> Verdict | None:
    """Lines without words: separators, tickers, calendar rows."""
    text = shape.text.strip()
    if SEPARATOR.fullmatch(text):
        return Verdict("widget", "separator")
    # "+++ Headline +++" may be the headline itself; "+++ Ticker +++ Text +++" is not.
    if (
        text[0] in "+*"
        and TICKER.fullmatch(text)
        and not shape.prose
        and (shape.n < 3 or len(PLUSES.findall(text)) > 2)
    ):
        return Verdict("widget", "separator.ticker")
    if DAYS_ONLY.fullmatch(text) and all(int(day) <= 53 for day in NUMBER.findall(text)[:40]):
        return Verdict("widget", "calendar.days")
    if shape.n <= 60 and (WEEKDAYS.match(text) or (shape.n >= 7 and WEEKDAYS_INSIDE.search(text))):
        return Verdict("widget", "calendar.weekdays")
    if 14 <= shape.n <= 90 and not shape.function:
        numbers = sum(word.isdigit() and len(word) <= 2 for word in shape.words)
        if numbers >= 14 and numbers >= 0.8 * shape.n:
            return Verdict("widget", "calendar.days")
    return None


def _sentences(shape: Shape) -> Verdict | None:
    """Cues that outweigh full sentences."""
    n, prose = shape.n, shape.prose > 0
    for hit in shape.hits:
        cue = hit.cue
        if not cue.sentence or not cue.allows(n, prose):
            continue
        if cue.how == "contain":
            return Verdict(cue.reason, cue.id, weak=cue.weak, block=cue.reason == "widget")
        if cue.how == "start" and hit.start == 0:
            core = shape.core
            if cue.id == "contact.ask" and (PHONE.search(core) or has_mail(core)):
                return Verdict(cue.reason, cue.id)
            if cue.id == "link.here" and (
                (core.startswith(("Hier ", "Zum ", "Zur ", "Link", "Klicken")) and n <= 16)
                or URL.search(core)
                or n <= 12
            ):
                return Verdict(cue.reason, cue.id)
    return None


def _short(shape: Shape, cues: Cues) -> Verdict | None:
    """Lines that are no long sentences."""
    for rule in (_files, _dates, _rights, _blocks, _menus, _contact, _pictures, _starts, _rest):
        verdict = rule(shape, cues)
        if verdict is not None:
            return verdict
    return None


def _files(shape: Shape, _cues: Cues) -> Verdict | None:
    core = shape.core
    if shape.prose and not SIZE.search(core):
        return None
    if shape.n <= 16 and IMAGE_FILE.search(core):
        return Verdict("image_name", "image.file")
    if DOCUMENT.search(core) or (SIZE.search(core) and shape.n <= 16):
        return Verdict("link", "link.file")
    return None


def _dates(shape: Shape, cues: Cues) -> Verdict | None:
    """Date stamps with nothing but the words of a stamp around them."""
    core = shape.core
    if DEGREES.search(core) and shape.n <= 14:
        return Verdict("widget", "widget.weather")
    if shape.notes("byline.reading") and shape.n <= 16:
        return Verdict("byline", "byline.reading")
    if not shape.stamps:
        for hit in shape.hits:
            if (
                hit.start == 0
                and hit.cue.id == "meta.number"
                and shape.n <= hit.cue.words
                and not shape.prose
                and (any(c.isdigit() for c in core) or hit.length == shape.n)
            ):
                return Verdict("metadata", "meta.number")
        return None
    if shape.prose:
        return None
    if shape.words[0] == "heute":
        return Verdict("widget", "widget.clock")
    if COMMENT.match(core):
        return Verdict("widget", "widget.comment")
    rest = residue(shape)
    words = [word for word in words_of(rest) if not word.isdigit() and len(word) > 1]
    known = cues.words_in("meta.stamp")
    if not words:
        return Verdict("metadata", "meta.date", weak=True)
    if all(word in known for word in words):
        return Verdict("metadata", "meta.stamp")
    if OPEN_LABEL.search(rest):
        return None
    meta = sum(word in known for word in words)
    if shape.stamps[0].start == 0:
        # "06.08.2022, Stadt Dettelbach" or an entry of a list of pages; the page tells them apart.
        return None
    if meta and words[0] in known and len(words) - meta <= 4:
        return Verdict("metadata", "meta.stamp")
    return None


def residue(shape: Shape) -> str:
    """Return what is left of a line without its dates and clock times."""
    parts, end = [], 0
    for stamp in shape.stamps:
        parts.append(shape.core[end : stamp.start])
        end = stamp.end
    parts.append(shape.core[end:])
    rest = CLOCK.sub(" ", " ".join(parts))
    return EDGE.sub("", rest)


def beside_stamp(shape: Shape) -> bool:
    """Tell whether a place, an organisation or a section stands beside the stamp.

    "Kassel, 12. Mai 2023" and "06.08.2022 | Stadt Dettelbach" are metadata; a headline glued to
    its stamp has no mark between the two, an entry of a list of pages is longer.
    """
    stamp = shape.stamps[0]
    rest = residue(shape)
    words = rest.split()
    if shape.prose or shape.verbs or not words or rest[-1] == ":" or ": " in rest or shape.bullet:
        return False
    if stamp.start:
        marked = shape.core[: stamp.start].rstrip().endswith((",", "|", "–", "-", "·", ", den"))
    else:
        marked = shape.core[stamp.end :].lstrip()[:1] in set(",|–-·/")
    known = words[0] in load_toml("boilerplate")["issuer"]["heads"]
    return marked and (len(words) <= 4 or (known and len(words) <= 8))


def _rights(shape: Shape, _cues: Cues) -> Verdict | None:
    match = COPYRIGHT.match(shape.core)
    if match is None or shape.prose:
        return None
    rest = shape.core[match.end() :]
    if RIGHTS.search(rest):
        return Verdict("legal", "legal.copyright")
    if MAKERS.search(rest):
        return Verdict("photo_credit", "credit.copyright")
    return Verdict("legal", "legal.copyright", weak=True)


def _menus(shape: Shape, cues: Cues) -> Verdict | None:
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
    if HOURS.search(core) or has_mail(core):
        return None
    coverage = cues.coverage(shape.words, shape.hits)
    if shape.prose and (coverage is None or coverage.share < 0.95):
        return None
    if shape.stamps and coverage is not None and coverage.cue.weak:
        return None
    bars = [part for part in BAR.split(core) if part]
    crumbs = [part for part in CRUMB.split(core) if part.strip()]
    form = FORM.search(core) is not None
    if shape.notes("widget.newsletter") and (form or shape.n <= 12) and "|" not in core:
        return Verdict("widget", "widget.newsletter", weak=not form, block=True)
    if coverage is not None:
        share = coverage.share
        if share >= COVER or (form and share >= 0.4) or (len(bars) >= 3 and share >= COVER_BAR):
            cue = coverage.cue
            strong_bar = len(bars) >= 3 or len(crumbs) >= 3
            return Verdict(cue.reason, cue.id, weak=cue.weak and not strong_bar, block=True)
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


def _blocks(shape: Shape, _cues: Cues) -> Verdict | None:
    """Headings of lists of pages, alone or with the list in the same line."""
    if shape.prose:
        return None
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


def _contact(shape: Shape, _cues: Cues) -> Verdict | None:
    """Press contacts, addresses, opening hours."""
    core = shape.core
    if shape.prose:
        return None
    phone, mail = PHONE.search(core), has_mail(core)
    place = POSTCODE.search(core) or STREET.search(core)
    starts = [
        h.cue
        for h in shape.hits
        if h.start == 0 and h.cue.how == "start" and h.cue.allows(shape.n, False)
    ]
    for cue in starts:
        if cue.id == "contact.hours" and (any(c.isdigit() for c in core) or shape.n <= 3):
            return Verdict("press_contact", cue.id, block=True)
        if cue.id == "contact.label" and (phone or mail or place):
            return Verdict("press_contact", cue.id)
        if cue.id == "contact.press":
            if phone or mail or place:
                return Verdict("press_contact", cue.id, block=True)
            if ":" in core and shape.n <= 20:
                return Verdict("press_contact", cue.id, block=True)
            first = shape.words[0]
            if first.startswith(("presse", "rückfrag", "medien")) and (
                core.istitle() or shape.n <= 6
            ):
                return Verdict("press_contact", cue.id, block=True, weak=shape.n > 3)
            if shape.n <= 4:
                return Verdict("press_contact", cue.id, block=True, weak=True)
    if (phone or mail) and shape.n <= 40 and shape.function <= 4:
        return Verdict("press_contact", "contact.phone" if phone else "contact.mail")
    if POSTCODE.search(core) and shape.n <= 30:
        return Verdict("press_contact", "contact.address", weak=not STREET.search(core))
    if HOURS.search(core) and not shape.stamps and shape.function <= 4:
        return Verdict("press_contact", "contact.hours", weak=True)
    if place and shape.n <= 12 and shape.function <= 2 and not shape.stamps:
        return Verdict("press_contact", "contact.address", weak=True)
    return None


def _pictures(shape: Shape, _cues: Cues) -> Verdict | None:
    """Picture credits, alternative texts and media titles."""
    core = shape.core
    bare = core.strip("()[]")
    if BRACKETED.fullmatch(core) or ATTRIBUTE.match(core):
        return Verdict("image_name", "image.markup")
    if UNDERSCORES.fullmatch(core) and shape.n <= 20:
        return Verdict("image_name", "image.underscore")
    for hit in shape.hits:
        cue = hit.cue
        if not cue.allows(shape.n, shape.prose > 0):
            continue
        if cue.id == "credit.open" and hit.start == 0:
            label, colon, maker = bare.partition(":")
            if colon and len(words_of(label)) <= 6 and maker.strip():
                return _credit_or_title(shape, maker)
        if cue.id == "image.alt" and hit.start == 0 and not shape.ends:
            return Verdict("image_name", cue.id, weak=":" not in core and shape.n > 5)
        if cue.id == "image.contain":
            return Verdict("image_name", cue.id)
    return None


def _credit_or_title(shape: Shape, maker: str) -> Verdict:
    """After "Foto:" stands who took the picture, or what it shows."""
    words = words_of(maker)
    descriptive = any(hit.cue.id == "image.describe" and hit.start > 0 for hit in shape.hits)
    lower = sum(token[:1].islower() for token in maker.split())
    if "_" in maker or ((descriptive or lower >= 2) and "/" not in maker and words != ["privat"]):
        return Verdict("image_name", "image.title")
    return Verdict("photo_credit", "credit.open")


def _starts(shape: Shape, _cues: Cues) -> Verdict | None:
    """Decide by openings that name the kind of line."""
    core = shape.core
    if shape.prose and shape.n > 9:
        return None
    for hit in shape.hits:
        cue = hit.cue
        if hit.start != 0 or cue.how != "start" or not cue.allows(shape.n, shape.prose > 0):
            continue
        label = ":" in core[: len(core) // 2 + 14]
        if cue.id == "byline.open" and (label or hit.length > 1 or shape.n <= 4):
            if label or "von" in shape.words[:2] or shape.n <= 4:
                return Verdict("byline", cue.id, weak=not label)
        elif cue.id == "link.bare":
            after = core[core.index(":") + 1 :] if label else ""
            if hit.length == shape.n:
                return Verdict("link", cue.id, weak=True, block=True)
            if label:
                return Verdict("link", cue.id, block=not after.strip())
        elif cue.id == "link.here":
            return Verdict("link", cue.id, weak=not URL.search(core))
        elif cue.id == "share.follow":
            return Verdict("share", cue.id, weak=True, block=True)
        elif cue.id == "nav.section":
            return Verdict("navigation", cue.id, weak=True)
    return None


def _rest(shape: Shape, cues: Cues) -> Verdict | None:
    core = shape.core
    if COMMENT.match(core):
        return Verdict("widget", "widget.comment")
    if shape.prose:
        return None
    if core[0] == "(" and INITIALS.fullmatch(core):
        return Verdict("byline", "byline.initials")
    if shape.n <= 14 and URL.match(core) and URL.sub("", core).strip(" ,;|") == "":
        return Verdict("link", "link.url")
    for hit in shape.hits:
        cue = hit.cue
        if cue.how == "contain" and not cue.sentence and cue.allows(shape.n, False):
            return Verdict(cue.reason, cue.id, weak=cue.weak, block=cue.reason == "widget")
    return None
