"""HTML pages: trafilatura reads them, its text is the raw text that offsets count.

The day of publication is taken where the page's markup states it, never guessed from its text:
finding it there is the cleaner's business.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from presselese.errors import DocumentError, InputError
from presselese.read.names import PAGES
from presselese.read.source import Content


def is_page(path: str) -> bool:
    """Tell whether a path names an HTML page."""
    return path.lower().endswith(PAGES)


def import_trafilatura() -> Any:
    """Return the module; InputError with the way to get it where it is absent."""
    try:
        import trafilatura  # noqa: PLC0415 -- an extra, and slow to import
    except ImportError as error:
        raise InputError(
            "HTML pages need the package trafilatura: pip install 'presselese[html]'"
        ) from error
    return trafilatura


def page_text(content: Content) -> Content:
    """Return the text of a page with its title on top, as UTF-8.

    Raises DocumentError where trafilatura finds no text in it.
    """
    if not content.data.strip():
        return content
    found = import_trafilatura().bare_extraction(
        content.data,
        include_comments=False,
        favor_recall=True,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = (found.text or "").strip() if found is not None else ""
    if not text:
        raise DocumentError("read", "no text was found in this HTML page")
    title = (found.title or "").strip()
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    published = _day(found.date)
    return replace(
        content,
        data=text.encode("utf-8", "replace"),
        encoding="html",
        published=content.published or published,
        published_source=content.published_source or ("html" if published else None),
    )


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
