"""Rules on lines of dates: stamps with what stands beside them, clocks, numbers of releases."""

from __future__ import annotations

from presselese.clean.cues import Cues, words_of
from presselese.clean.features import Shape
from presselese.clean.signs import CLOCK, COMMENT, DEGREES, EDGE, OPEN_LABEL
from presselese.clean.verdict import Verdict
from presselese.lexicon import load_toml


def dates(shape: Shape, cues: Cues) -> Verdict | None:
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
