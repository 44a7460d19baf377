"""The one way in and out of `doc.spans`: `Found` records become span groups and come back.

A span group is named after what it holds (`dates`, `cities`, `people`, `roles`,
`organisations`). A span's `id_` is the rule that found it (or `model:<name>`); spans may overlap
and nest. Offsets count code points of `doc.text`.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc

from presselese.records import Found

TEXT = "presselese_text"  # key of `doc.user_data`

GROUPS = ("dates", "cities", "people", "roles", "organisations")


def text_of(doc: Doc) -> str:
    """Return `doc.text`; spaCy joins it from the tokens on every access, so it is kept."""
    if TEXT not in doc.user_data:
        doc.user_data[TEXT] = doc.text
    text: str = doc.user_data[TEXT]
    return text


def write_spans(doc: Doc, group: str, found: Iterable[Found]) -> None:
    """Set `doc.spans[group]`; a record that does not sit on token borders is left out.

    With the tokenizer of `presselese.match.tokens` that does not happen (a property test holds
    it); with a foreign tokenizer a span inside a token has no place in a spaCy Doc.
    """
    spans = []
    for record in sorted(found, key=lambda r: (r.start, -r.end, r.label)):
        span = doc.char_span(record.start, record.end, label=record.label)
        if span is not None:
            span.id_ = record.source
            spans.append(span)
    doc.spans[group] = spans


def read_spans(doc: Doc, group: str) -> list[Found]:
    """Return the spans of a group in their order; an absent group is empty."""
    if group not in doc.spans:
        return []
    text = text_of(doc)
    return [
        Found(start, end, text[start:end], span.label_, span.id_)
        for span in doc.spans[group]
        for start, end in [(span.start_char, span.end_char)]
    ]
