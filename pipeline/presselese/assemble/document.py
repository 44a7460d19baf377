"""One page's records: the document, its lines, what stands in it and who belongs to whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from presselese.assemble.entities import (
    cities_of,
    organisations_of,
    people_of,
    roles_of,
)
from presselese.assemble.mentions import mentions_of, stamps_of
from presselese.assemble.page import Page
from presselese.assemble.readings import read_page, source_of
from presselese.assemble.ties import affiliations_of
from presselese.records import Document, Line


def assemble(page: Page) -> dict[str, Any]:
    """Return the records of a page by the names of the fields of `Extraction`."""
    raw, metadata = page.raw, page.cleaned.metadata
    lines = tuple(
        Line(
            doc_id=raw.doc_id,
            line=line.number,
            start=line.start,
            end=line.end,
            kept=line.kept,
            reason=line.reason,
            rule=line.rule,
        )
        for line in page.cleaned.lines
    )
    document = Document(
        doc_id=raw.doc_id,
        path=raw.path,
        sha256=raw.sha256,
        encoding=raw.encoding,
        title=metadata.title,
        subtitle=metadata.subtitle,
        published_on=metadata.published_on,
        modified_on=metadata.modified_on,
        published_source=metadata.published_source,
        issuer=metadata.issuer,
        press_contact=metadata.press_contact,
        author=metadata.author,
        photographers="; ".join(metadata.photographers) or None,
        read_from=metadata.read_from,
        n_chars=len(raw.text),
        n_lines=len(lines),
        n_lines_kept=sum(line.kept for line in lines),
        given=raw.given_json,
        status="ok" if page.kept else "empty",
    )
    if not page.kept:
        return {"document": document, "lines": lines, **stamps_of(page)}
    readings, source_city = read_page(page)
    home = source_of(source_city, readings)
    document = replace(document, source_city_id=home.city_id if home else None)
    mentions, dates = mentions_of(page, readings)
    organisations = organisations_of(readings)
    return {
        "document": document,
        "lines": lines,
        "mentions": mentions,
        "dates": dates,
        "cities": cities_of(readings, home),
        "people": people_of(raw.doc_id, readings),
        "roles": roles_of(readings),
        "organisations": organisations,
        "affiliations": affiliations_of(page, readings, source_city, home),
    }
