"""Tells press text from page furniture, line by line, and reads the page's header metadata."""

from __future__ import annotations

from presselese.clean.lines import Cleaned, CleanLine, Metadata, split_lines
from presselese.clean.page import clean

__all__ = ["CleanLine", "Cleaned", "Metadata", "clean", "split_lines"]
