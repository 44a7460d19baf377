"""Bytes to text: which inputs there are, what they are called, how they are encoded.

The decoded text is the raw text that all offsets count: newlines stay as they are, only a byte
order mark is no part of it. Nothing is decoded on a guess that does not look like German:
what cannot be read becomes a `DocumentError` that says why.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from glob import glob, has_magic
from pathlib import Path, PurePath

from presselese.config import Config
from presselese.errors import DocumentError, InputError

STDIN = "-"
DEFAULT_MAX_CHARS: int = Config.model_fields["max_chars"].default
BYTES_PER_CHAR = 4  # at most, in UTF-8 and UTF-16: more bytes than that need not be read

# First bytes of what scrapers save under the name of a text; `%PDF` may follow a few blanks.
SIGNATURES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF document"),
)
# Byte order marks, the longer first: that of UTF-16 LE begins that of UTF-32 LE.
MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# Eight-bit encodings that German texts were saved in: Windows, old Macintosh, DOS.
EIGHT_BIT = ["cp1252", "mac_roman", "cp850"]
MAX_MESS = 0.2  # charset-normalizer's measure of disorder; tidy French or Polish stays below
# Letters and signs of German text beyond ASCII.
_GERMAN = frozenset("äöüÄÖÜß„“”‚‘’‹›«»–—…•·€§°²³½¼¾×®©™†´¨\xa0\xad")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
MAX_CONTROL_SHARE = 0.005  # stray control characters of a scraped page stay far below


@dataclass(frozen=True, slots=True)
class Input:
    """One text to be read: its id and its path; `data` holds the bytes of standard input."""

    doc_id: str
    path: str
    data: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RawText:
    """One decoded text; `sha256` is that of its bytes, `encoding` how they were decoded."""

    doc_id: str
    path: str
    text: str
    sha256: str | None = None
    encoding: str | None = None


def find_inputs(paths: Sequence[str]) -> list[Input]:
    """Return what the arguments name: files, folders (`*.txt` in all depths), globs, `-`.

    The order is that of the arguments, inside a folder or glob that of the paths; what is named
    twice comes once. The id is the path relative to the folder (for a glob: to the part without
    wildcards; for a file: its name) without `.txt`; a second text of the same id gets `~2`.
    Hidden files are left out unless named. Raises InputError for an argument that leads nowhere.
    """
    inputs: list[Input] = []
    ids: set[str] = set()
    seen: set[str] = set()
    for argument in paths:
        for path, name in _expand(argument):
            place = path if path == STDIN else os.path.realpath(path)
            if place in seen:
                continue
            seen.add(place)
            doc_id = unique = _doc_id(name)
            number = 1
            while unique in ids:
                number += 1
                unique = f"{doc_id}~{number}"
            ids.add(unique)
            inputs.append(Input(unique, path))
    return inputs


def _expand(argument: str) -> Iterator[tuple[str, str]]:
    """Yield the path of every text the argument names, and what its id is made of."""
    path = Path(argument)
    if argument == STDIN:
        yield STDIN, "stdin"
    elif not argument:
        raise InputError("an input is the empty string; name a file, a folder, a glob or -")
    elif _is_folder(argument):
        found = sorted(_walk(argument), key=_by_parts)
        if not found:
            raise InputError(f"{argument}: no .txt file in this folder or below it")
        yield from ((item, os.path.relpath(item, argument)) for item in found)
    elif os.path.lexists(argument):
        yield argument, path.name
    elif has_magic(argument):
        # Path.glob would find hidden files too
        matches = sorted(glob(argument, recursive=True), key=_by_parts)  # noqa: PTH207
        files = [file for match in matches for file in _below(match)]
        if not files:
            raise InputError(f"{argument}: matches no file; quote the pattern and mind its folder")
        fixed = list(path.parent.parts)
        while any(has_magic(part) for part in fixed):
            fixed.pop()
        root = str(Path(*fixed))
        yield from ((file, os.path.relpath(file, root)) for file in files)
    else:
        raise InputError(f"{argument}: no such file or folder")


def _is_folder(path: str) -> bool:
    """Tell without raising: Path.is_dir stumbles over a name that is too long."""
    return os.path.isdir(path)  # noqa: PTH112


def _by_parts(path: str) -> tuple[str, ...]:
    return PurePath(path).parts


def _below(match: str) -> list[str]:
    """Return the texts of a folder that a glob matched, or the file itself."""
    if _is_folder(match):
        return sorted(_walk(match), key=_by_parts)
    return [match]


def _walk(folder: str) -> Iterator[str]:
    """Yield the visible `.txt` files below a folder; links are followed, circles are not."""

    def refuse(error: OSError) -> None:
        raise InputError(f"{error.filename}: this folder cannot be listed: {error.strerror}")

    visited = {os.path.realpath(folder)}
    for parent, folders, files in os.walk(folder, onerror=refuse, followlinks=True):
        kept = []
        for name in sorted(folders):
            place = os.path.realpath(Path(parent, name))
            if not name.startswith(".") and place not in visited:
                visited.add(place)
                kept.append(name)
        folders[:] = kept
        for name in files:
            if name.lower().endswith(".txt") and not name.startswith("."):
                yield str(Path(parent, name))


def _doc_id(name: str) -> str:
    """Make an id of a relative path; `#` is kept for the ids of what a document holds."""
    name = printable(PurePath(name).as_posix())
    if name.lower().endswith(".txt") and PurePath(name).stem:
        name = name[:-4]
    return name.replace("#", "%23")


def printable(path: str) -> str:
    r"""Return a path that UTF-8 can hold: bytes of a broken file name become `\xfc`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_stdin(max_chars: int = DEFAULT_MAX_CHARS) -> bytes:
    """Return the bytes of standard input, one more than allowed where there are too many."""
    return sys.stdin.buffer.read(max_chars * BYTES_PER_CHAR + 1)


def read_text(source: Input, max_chars: int = DEFAULT_MAX_CHARS) -> RawText:
    """Read and decode one text.

    `max_chars` limits its length in code points; four times as many bytes are not even read.
    Raises DocumentError (stage "read") for a text that is missing, unreadable, too long,
    binary, or in an encoding that makes no German of it.
    """
    data = source.data
    if data is None:
        data = read_stdin(max_chars) if source.path == STDIN else _read_file(source, max_chars)
    if len(data) > max_chars * BYTES_PER_CHAR:
        raise _too_long(f"more than {max_chars * BYTES_PER_CHAR:,} bytes", max_chars)
    text, encoding = decode(data)
    if len(text) > max_chars:
        raise _too_long(f"{len(text):,} characters", max_chars)
    digest = hashlib.sha256(data).hexdigest()
    return RawText(source.doc_id, printable(source.path), text, digest, encoding)


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


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding; DocumentError where there is none.

    UTF-8 with single foreign bytes is named `utf-8+windows-1252`: those bytes were read as
    Windows-1252 where that gives a character of German text, as U+FFFD elsewhere.
    """
    head = data[:1024].lstrip()
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            raise DocumentError("read", f"{kind}, not text; save its text as a .txt file")
    text, encoding = _decode(data)
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or controls > max(1, len(text) * MAX_CONTROL_SHARE):
        raise DocumentError(
            "read", "binary data (control characters), not text; save its text as a .txt file"
        )
    return text, encoding


def _decode(data: bytes) -> tuple[str, str]:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            data = data[len(mark) :]
            if encoding == "utf-8":
                break
            return _decode_wide(data, encoding)
    if b"\x00" in data and (encoding := _wide(data)):
        return _decode_wide(data, encoding)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if mended := _mend(data):
        return mended, "utf-8+windows-1252"
    return _decode_eight_bit(data)


def _decode_wide(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise DocumentError(
            "read",
            f"looks like {encoding.upper()} but is damaged at byte {error.start}; save it as UTF-8",
        ) from error


def _wide(data: bytes) -> str:
    """Name UTF-16 without a mark: in German text nearly every other byte is zero; else empty."""
    half = len(data) // 2
    even, odd = data[::2].count(0), data[1::2].count(0)
    if len(data) % 2 == 0 and odd > 0.7 * half and even <= 0.01 * half:
        return "utf-16-le"
    if len(data) % 2 == 0 and even > 0.7 * half and odd <= 0.01 * half:
        return "utf-16-be"
    return ""


def _mend(data: bytes) -> str | None:
    """Decode UTF-8 that a few foreign bytes strayed into; None if it is another encoding."""
    marked = data.decode("utf-8", "surrogateescape")
    strays = sum("\udc80" <= char <= "\udcff" for char in marked)
    wide = sum("\x7f" < char < "\udc80" or char > "\udcff" for char in marked)
    if wide < strays:  # in an eight-bit text hardly two such bytes follow each other
        return None
    return re.sub("[\udc80-\udcff]", _mend_stray, marked)


def _mend_stray(match: re.Match[str]) -> str:
    char = bytes([ord(match[0]) - 0xDC00]).decode("windows-1252", "replace")
    return char if char in _GERMAN else "\ufffd"


def _decode_eight_bit(data: bytes) -> tuple[str, str]:
    """Take the encoding that charset-normalizer finds possible and that reads as German.

    Its own ranking knows no German and reads "für Köln" as "f¸r Kˆln" where a text is short, so
    among its candidates the one with most letters and signs of German text is taken.
    """
    from charset_normalizer import from_bytes  # noqa: PLC0415 -- rarely needed

    def german(text: str) -> int:
        return sum(char in _GERMAN for char in text)

    candidates = from_bytes(data, cp_isolation=EIGHT_BIT, threshold=1, enable_fallback=False)
    best = max(candidates, key=lambda found: german(str(found)), default=None)
    foreign = sum(char > "\x7f" for char in str(best)) if best else 0
    if best is None or (german(str(best)) * 2 < foreign and best.chaos > MAX_MESS):
        raise DocumentError(
            "read",
            "encoding not recognised (neither UTF-8 nor German in eight bits); save it as UTF-8",
        )
    return str(best), best.encoding.replace("cp1252", "windows-1252").replace("_", "-")
