"""One input becomes one decoded text; the raw text that all offsets count."""

from __future__ import annotations

import hashlib
import stat
import sys
from pathlib import Path

from presselese.errors import DocumentError
from presselese.read.decode import decode
from presselese.read.names import printable
from presselese.read.pages import is_page, page_text
from presselese.read.source import (
    BYTES_PER_CHAR,
    DEFAULT_MAX_CHARS,
    STDIN,
    Content,
    Input,
    RawText,
)


def read_stdin(max_chars: int = DEFAULT_MAX_CHARS) -> bytes:
    """Return the bytes of standard input, one more than allowed where there are too many."""
    return sys.stdin.buffer.read(max_chars * BYTES_PER_CHAR + 1)


def read_text(source: Input, max_chars: int = DEFAULT_MAX_CHARS) -> RawText:
    """Read and decode one text.

    `max_chars` limits its length in code points; four times as many bytes are not even read.
    Raises DocumentError (stage "read") for a text that is missing, unreadable, too long,
    binary, or in an encoding that makes no German of it.
    """
    content = read_content(source, max_chars)
    digest = hashlib.sha256(content.data).hexdigest()
    if is_page(source.path):
        content = page_text(content)
    text, encoding = decode(content.data)
    if len(text) > max_chars:
        raise _too_long(f"{len(text):,} characters", max_chars)
    return RawText(
        doc_id=source.doc_id,
        path=printable(source.path),
        text=text,
        sha256=digest,
        encoding=content.encoding or encoding,
        published=content.published,
        published_source=content.published_source,
        given=content.given,
    )


def read_content(source: Input, max_chars: int = DEFAULT_MAX_CHARS) -> Content:
    """Return the bytes of one text and what is known beside it; DocumentError as `read_text`."""
    limit = max_chars * BYTES_PER_CHAR
    if source.place is not None:
        content = source.place.read(limit)
    elif source.data is not None:
        content = Content(source.data)
    elif source.path == STDIN:
        content = Content(read_stdin(max_chars))
    else:
        content = Content(_read_file(source, max_chars))
    if len(content.data) > limit:
        raise _too_long(f"more than {limit:,} bytes", max_chars)
    return content


def _read_file(source: Input, max_chars: int) -> bytes:
    path = Path(source.path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise DocumentError("read", "not a regular file; pass its content with -")
        if status.st_size > max_chars * BYTES_PER_CHAR:
            raise _too_long(f"{status.st_size:,} bytes", max_chars)
        return path.read_bytes()
    except OSError as error:
        raise DocumentError("read", f"cannot be read: {error.strerror}") from error


def _too_long(length: str, max_chars: int) -> DocumentError:
    return DocumentError(
        "read",
        f"too long: {length}, allowed are {max_chars:,} characters; "
        "split the text or raise --max-chars",
    )
