"""Bytes to text: the encoding of scraped German files.

Newlines stay as they are, only a byte order mark is no part of the text. Nothing is decoded on a
guess that does not look like German: what cannot be read becomes a `DocumentError`.
"""

from __future__ import annotations

import re

from presselese.errors import DocumentError

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
_IN_WORD = re.compile("(?<=[A-Za-z])[äöüÄÖÜß]|[äöüÄÖÜß](?=[A-Za-z])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
MAX_CONTROL_SHARE = 0.005  # stray control characters of a scraped page stay far below


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
    """Take the encoding in which most characters beyond ASCII are those of German text.

    Where they are few (French, Polish), charset-normalizer tells whether it is tidy text at all.
    Its own ranking knows no German: it reads "für Köln" as "f¸r Kˆln" where a text is short.
    """
    texts: dict[str, str] = {}
    for encoding in EIGHT_BIT:
        try:
            texts[encoding] = data.decode(encoding)
        except UnicodeDecodeError:  # Windows-1252 leaves five bytes undefined
            continue
    best = max(texts, key=lambda name: _weight(texts[name]))
    foreign = sum(char > "\x7f" for char in texts[best])
    if _german(texts[best]) * 2 < foreign:
        from charset_normalizer import from_bytes  # noqa: PLC0415 -- rarely needed

        found = from_bytes(data, cp_isolation=EIGHT_BIT, threshold=1, enable_fallback=False)
        tidy = {one.encoding: str(one) for one in found if one.chaos <= MAX_MESS}
        if not tidy:
            raise DocumentError(
                "read",
                "encoding not recognised (neither UTF-8 nor German in eight bits); "
                "save it as UTF-8",
            )
        texts = {name: tidy[name] for name in EIGHT_BIT if name in tidy}
        best = max(texts, key=lambda name: _weight(texts[name]))
    return texts[best], best.replace("cp1252", "windows-1252").replace("_", "-")


def _german(text: str) -> int:
    return sum(char in _GERMAN for char in text)


def _weight(text: str) -> int:
    """Umlauts in words weigh more than signs: those of a Macintosh are daggers in Windows-1252."""
    return _german(text) + len(_IN_WORD.findall(text))
