"""Text as XML can hold it."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"


def xml_text(text: str) -> str:
    """Put U+FFFD in the place of characters that XML 1.0 forbids; offsets stay what they are."""
    return _FORBIDDEN.sub(REPLACEMENT, text)
