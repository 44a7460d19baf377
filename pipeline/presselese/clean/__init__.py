"""Tells press text from page furniture, line by line, and reads the page's header metadata."""

from __future__ import annotations

from presselese.clean.cleaner import clean, clean_sections
from presselese.clean.lines import Cleaned, CleanLine, Metadata, split_lines

__all__ = ["CleanLine", "Cleaned", "Metadata", "clean", "clean_sections", "split_lines"]
