"""Rules on contacts, pictures, files, links, bylines: the details around a text."""

from __future__ import annotations

import re

from presselese.clean.cues import Cues, words_of
from presselese.clean.features import Shape
from presselese.clean.signs import (
    ATTRIBUTE,
    BRACKETED,
    COMMENT,
    DOCUMENT,
    HOURS,
    IMAGE_FILE,
    INITIALS,
    PHONE,
    POSTCODE,
    SIZE,
    STREET,
    UNDERSCORES,
    URL,
    has_mail,
)
from presselese.clean.verdict import Verdict

#: Longest line, in words, that only signs a picture ("APA/Erika Muster").
_SIGNED = 8
#: "Alle Termine »": not a quotation that opens with « or ends with › close to its word.
_ARROW = re.compile(r"^[^«‹]+\s(?:»|›|→|➔|>|>>|»»)$")
_STROKE = re.compile(r"\S ?[/|] ?\S")


def files(shape: Shape, _cues: Cues) -> Verdict | None:
    """Names of pictures and documents, sizes of downloads."""
    core = shape.core
    if shape.prose and not SIZE.search(core):
        return None
    if shape.n <= 16 and IMAGE_FILE.search(core):
        return Verdict("image_name", "image.file")
    if DOCUMENT.search(core) or (shape.digits and shape.n <= 16 and SIZE.search(core)):
        return Verdict("link", "link.file")
    return None


def contacts(shape: Shape, _cues: Cues) -> Verdict | None:
    """Press contacts, addresses, opening hours."""
    core = shape.core
    if shape.prose:
        return None
    mail, digits = has_mail(core), shape.digits
    phone = (digits or "☎" in core or "☏" in core) and PHONE.search(core)
    post = digits and POSTCODE.search(core)
    place = post or (digits and STREET.search(core))
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
    if post and shape.n <= 30:
        return Verdict("press_contact", "contact.address", weak=not STREET.search(core))
    if digits and HOURS.search(core) and not shape.stamps and shape.function <= 4:
        return Verdict("press_contact", "contact.hours", weak=True)
    if place and shape.n <= 12 and shape.function <= 2 and not (shape.stamps or shape.verbs):
        return Verdict("press_contact", "contact.address", weak=True)
    return None


def pictures(shape: Shape, _cues: Cues) -> Verdict | None:
    """Picture credits, alternative texts and media titles."""
    core = shape.core
    bare = core.strip("()[]")
    if BRACKETED.fullmatch(core) or ATTRIBUTE.match(core):
        return Verdict("image_name", "image.markup")
    if "_" in core and UNDERSCORES.fullmatch(core) and shape.n <= 20:
        return Verdict("image_name", "image.underscore")
    if (
        shape.n <= _SIGNED
        and not shape.prose
        and not shape.stamps
        and shape.notes("credit.agency")
        and _STROKE.search(core)
    ):
        return Verdict("photo_credit", "credit.agency")
    for hit in shape.hits:
        cue = hit.cue
        if not cue.allows(shape.n, shape.prose > 0):
            continue
        if cue.id == "credit.open" and hit.start == 0:
            label, colon, maker = bare.partition(":")
            if colon and len(words_of(label)) <= 6 and maker.strip():
                return _credit_or_title(shape, maker)
        if cue.id == "credit.by" and hit.start == 0 and not (shape.verbs or shape.ends):
            return Verdict("photo_credit", cue.id)
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


def openings(shape: Shape, _cues: Cues) -> Verdict | None:
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


def rest(shape: Shape, cues: Cues) -> Verdict | None:
    """Comments, initials, bare addresses, and cues that may stand anywhere in a line."""
    core = shape.core
    if COMMENT.match(core):
        return Verdict("widget", "widget.comment")
    if shape.prose:
        return None
    if core[0] == "(" and INITIALS.fullmatch(core):
        return Verdict("byline", "byline.initials")
    if shape.n <= 14 and URL.match(core) and URL.sub("", core).strip(" ,;|") == "":
        return Verdict("link", "link.url")
    if shape.n <= _SIGNED and _ARROW.search(core):
        return Verdict("link", "link.arrow")
    for hit in shape.hits:
        cue = hit.cue
        if cue.how == "contain" and not cue.sentence and cue.allows(shape.n, False):
            return Verdict(cue.reason, cue.id, weak=cue.weak, block=cue.reason == "widget")
    return None
