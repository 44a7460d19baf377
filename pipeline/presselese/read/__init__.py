"""Bytes to text: which inputs there are, what they are called, how they are encoded."""

from presselese.read.columns import Columns
from presselese.read.decode import decode
from presselese.read.find import find_inputs, lies_inside, reopen, texts_inside
from presselese.read.listing import Listing
from presselese.read.names import printable
from presselese.read.source import (
    BYTES_PER_CHAR,
    DEFAULT_MAX_CHARS,
    STDIN,
    Content,
    Input,
    Place,
    RawText,
)
from presselese.read.text import read_content, read_stdin, read_text

__all__ = [
    "BYTES_PER_CHAR",
    "DEFAULT_MAX_CHARS",
    "STDIN",
    "Columns",
    "Content",
    "Input",
    "Listing",
    "Place",
    "RawText",
    "decode",
    "find_inputs",
    "lies_inside",
    "printable",
    "read_content",
    "read_stdin",
    "read_text",
    "reopen",
    "texts_inside",
]
