"""The rows of a page while it is decided: its lines that are not empty."""

from __future__ import annotations

import re
from dataclasses import dataclass

from presselese.clean.features import Shape
from presselese.clean.verdict import Verdict
from presselese.records import REASONS_KEPT

_POSITION = re.compile(
    r"\((?:\d{1,2}\. ?)?(?:v\. ?[lr]\.|l\.|r\.|links|rechts|Mitte|vorne|hinten)[^()]{0,20}\)|"
    r"^v\. ?[lr]\.|, v\. ?l\.:|\bv\. ?l\. ?n\. ?r\.|\bvlnr\b|\bvon links(?: nach rechts)?:",
    re.I,
)
_END_CREDIT = re.compile(
    r"(?:\(?\b(?:Fotos?|Bild|Bilder|Grafik|Aufnahme)\s?: ?[^():]{2,60}\)?|"
    r"\(?©[^()]{2,60}\)?)\.?\s*$"
)
_CREDIT_SIGNS = ("Foto", "foto", "FOTO", "Bild", "bild", "Grafik", "Aufnahme", "©")
_OPENING = re.compile(
    r"(?:Bildunterschrift|Bildtext|BU:|Im Bild|Auf dem (?:Foto|Bild)|Unser (?:Foto|Bild)|"
    r"Das (?:Foto|Bild) zeigt|Zum (?:Foto|Bild):)"
)

#: Reasons of lines that are the page's, not the release's.
FURNITURE = frozenset({"navigation", "widget", "share", "legal", "press_contact"})


@dataclass(frozen=True, slots=True)
class Core:
    """The press text proper: rows `first` to `last`, both included; empty if last < first."""

    first: int
    last: int


@dataclass(slots=True)
class Row:
    """One line that is not empty.

    `gap` counts the empty lines before it, `opens` says that a paragraph begins here. `verdict`
    holds what the rules think, `fence` how much speaks against text going on here, `reason` and
    `rule` are the final decision.
    """

    number: int
    start: int
    end: int
    shape: Shape
    verdict: Verdict | None
    gap: int
    opens: bool = False
    fence: int = 0
    reason: str | None = None
    rule: str | None = None
    _caption: bool | None = None

    def settle(self, reason: str, rule: str) -> None:
        """Make the final decision."""
        self.reason, self.rule = reason, rule

    @property
    def kept(self) -> bool:
        """Whether the row counts as press text so far."""
        if self.reason is not None:
            return self.reason in REASONS_KEPT
        return self.verdict is None

    @property
    def separator(self) -> bool:
        """Whether the row only separates others."""
        return self.verdict is not None and self.verdict.rule.startswith("separator")

    @property
    def furniture(self) -> bool:
        """Whether the row surely is no press text."""
        verdict = self.verdict
        return (
            verdict is not None
            and verdict.reason in FURNITURE
            and not verdict.weak
            and not self.separator
        )

    @property
    def related(self) -> bool:
        """Whether the row is the heading of a list of other pages."""
        verdict = self.verdict
        return verdict is not None and verdict.rule == "nav.related" and self.shape.n >= 2

    @property
    def caption(self) -> bool:
        """Whether the row names positions in a picture or ends in a credit, as captions do."""
        if self._caption is None:
            self._caption = _is_caption(self.shape)
        return self._caption


def _is_caption(shape: Shape) -> bool:
    core = shape.core
    if shape.n > 70 or len(core) > 900:
        return False
    hints = "(" in core or "v." in core or "V." in core or "von links" in core or "vlnr" in core
    if (hints and _POSITION.search(core)) or _OPENING.match(core):
        return True
    credited = shape.n > 5 and any(sign in core for sign in _CREDIT_SIGNS)
    return credited and _END_CREDIT.search(core) is not None
