"""Quoting a raw text: the sentence around spans, and the text that a result was made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from presselese.errors import DocumentError, InputError
from presselese.read import DEFAULT_MAX_CHARS, STDIN, Input, read_text, reopen

WIDEST = 600  # characters of a sentence on either side of what it is quoted for
_SENTENCE_END = re.compile(
    r"(?<=[.!?:;“”\"])(?<![\s(.]\w\.)(?<!\d\.)(?<!\bDr\.)(?<!\bProf\.)(?<!\bIng\.)(?<!\bmed\.)(?<!\bSt\.)"
    r"(?<!\bNr\.)(?<!\bCo\.)\s+(?=[„\"»(]?[A-ZÄÖÜ])|\n"
)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of the sentences that hold `start:end`; a line break ends one too.

    At most 600 code points are taken on either side.
    """
    furthest = max(0, start - WIDEST)
    borders = (match.end() for match in _SENTENCE_END.finditer(text, furthest, start + 1))
    begin = max((border for border in borders if border <= start), default=furthest)
    after = _SENTENCE_END.search(text, end)
    return begin, min(after.start() if after else len(text), end + WIDEST)


def marked(text: str, spans: list[tuple[int, int, str]]) -> str:
    """Return the sentences that hold the spans, each span as [words]LABEL; nested ones nest."""
    first, last = min(start for start, _, _ in spans), max(end for _, end, _ in spans)
    begin, end = sentence(text, first, last)
    opening = sorted({(start, -stop) for start, stop, _ in spans})
    closing = sorted({(stop, -start, label) for start, stop, label in spans})
    out = []
    for place in range(begin, end + 1):
        out += [f"]{label}" for stop, _, label in closing if stop == place]
        out += ["[" for start, _ in opening if start == place]
        if place < end:
            out.append(" " if text[place] == "\n" else text[place])
    return "".join(out).strip()


def raw_text(document: Mapping[str, Any], source: Input | None = None) -> tuple[str | None, str]:
    """Return the raw text of a document, or None and why it cannot be had.

    `source` is where it is read, for a caller who knows; else its path tells.
    """
    path = document["path"]
    if path == STDIN and source is None:
        return None, "it came from standard input"
    try:
        longest = max(DEFAULT_MAX_CHARS, document["n_chars"] or 0)
        raw = read_text(source or reopen(document["doc_id"], path), longest)
    except DocumentError as error:
        return None, f"{path}: {error}"
    except InputError as error:
        return None, str(error)
    if raw.sha256 != document["sha256"]:
        return None, f"{path} is not the file that was extracted (its SHA-256 differs)"
    return raw.text, ""
