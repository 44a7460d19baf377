"""What a run reads: inputs, which are cheap to list, and the texts they become."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from presselese.config import Config

STDIN = "-"
INSIDE = "::"  # parts a file from what lies in it: `texts.zip::a.txt`, `texts.csv::text::17`
DEFAULT_MAX_CHARS: int = Config.model_fields["max_chars"].default
BYTES_PER_CHAR = 4  # at most, in UTF-8 and UTF-16: more bytes than that need not be read


@dataclass(frozen=True, slots=True)
class Content:
    """What a place holds: the bytes of a text, and what is known of it beside the text.

    `published` is a day that a column or the page's markup states, `published_source` which;
    `given` are the other columns of a table, by name.
    """

    data: bytes
    published: date | None = None
    published_source: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None  # what `data` was made from, where that was no plain text


class Place(Protocol):
    """A text inside another file: small, and the same in another process."""

    def read(self, limit: int) -> Content:
        """Return the content; of bytes at most one more than `limit`. Raises DocumentError."""


@dataclass(frozen=True, slots=True)
class Input:
    """One text to be read: its id and its path.

    `data` holds the bytes of standard input, `place` says where inside the file the text stands.
    """

    doc_id: str
    path: str
    data: bytes | None = field(default=None, repr=False)
    place: Place | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RawText:
    """One decoded text; `sha256` is that of its bytes, `encoding` how they were decoded.

    `published`, `published_source` and `given` are what was known beside it (see `Content`).
    """

    doc_id: str
    path: str
    text: str
    sha256: str | None = None
    encoding: str | None = None
    published: date | None = None
    published_source: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def given_json(self) -> str | None:
        """What was given beside the text as a JSON object; None where there was nothing."""
        return json.dumps(dict(self.given), ensure_ascii=False) if self.given else None
