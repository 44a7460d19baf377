"""A page on its way to records: its raw text, what cleaning decided, the spans found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from presselese.clean import Cleaned
from presselese.corrections import Correction, Key
from presselese.read import RawText
from presselese.records import Found


@dataclass(slots=True)
class Page:
    """One text with its lines decided: `kept` is the mended press text that spans are counted in.

    Values are read from `kept`; mentions stand in the tables with offsets and wording of the raw
    text, which may have a soft hyphen or a line break more.
    """

    raw: RawText
    cleaned: Cleaned
    spans: dict[str, list[Found]] = field(default_factory=dict)
    corrections: Mapping[Key, Correction] = field(default_factory=dict)

    @property
    def kept(self) -> str:
        """The kept lines, mended and joined by newlines."""
        return self.cleaned.text

    def to_raw(self, offset: int) -> int:
        """Return the offset in the raw text of an offset in the kept text."""
        return self.cleaned.begin_of(offset)

    def to_raw_end(self, offset: int) -> int:
        """Return the end offset in the raw text: that of the last character inside, plus one."""
        return self.cleaned.end_of(offset)
