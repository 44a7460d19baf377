"""The decision of a rule on one line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision on one line; a weak one holds only outside the press text proper."""

    reason: str
    rule: str
    weak: bool = False
    block: bool = False
