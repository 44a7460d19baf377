"""The one way in and out of `doc.spans`: `Found` records become span groups and come back.

A span group is named after what it holds (`dates`, `cities`, `people`, `roles`,
`organisations`). A span's `id_` is the rule that found it (or `model:<name>`); spans may overlap
and nest. Offsets count code points of `doc.text`.

spaCy makes an object of every span and token that is looked at; what one component has written or
read of a document is therefore remembered for the next, and used as long as `doc.spans` and
`doc.ents` are as they were.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from spacy.attrs import ENT_IOB, ENT_TYPE, IDX, LENGTH  # type: ignore[import-not-found]
from spacy.tokens import Doc, Span

from presselese.records import Found

TEXT = "presselese_text"  # key of `doc.user_data`

GROUPS = ("dates", "cities", "people", "roles", "organisations")


@dataclass(slots=True)
class _Memory:
    """What is known of a document: token borders, entities, and groups as they were written."""

    tokens: int = -1
    begins: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    state: bytes = b""
    entities: list[tuple[int, int, str]] = field(default_factory=list)
    groups: dict[str, tuple[Any, int, list[Found]]] = field(default_factory=dict)


_MEMORIES: WeakKeyDictionary[Doc, _Memory] = WeakKeyDictionary()


def _memory(doc: Doc) -> _Memory:
    memory = _MEMORIES.get(doc)
    if memory is None:
        memory = _MEMORIES[doc] = _Memory()
    if memory.tokens != len(doc):
        memory.tokens = len(doc)
        table: Any = doc.to_array([IDX, LENGTH])
        memory.begins, memory.ends = {}, {}
        for number, (start, length) in enumerate(table.tolist()):
            memory.begins[start] = number
            memory.ends[start + length] = number + 1
    return memory


def text_of(doc: Doc) -> str:
    """Return `doc.text`; spaCy joins it from the tokens on every access, so it is kept."""
    if TEXT not in doc.user_data:
        doc.user_data[TEXT] = doc.text
    text: str = doc.user_data[TEXT]
    return text


def entities_of(doc: Doc) -> list[tuple[int, int, str]]:
    """Return start, end and label of each of `doc.ents`, in their order."""
    memory = _memory(doc)
    table: Any = doc.to_array([ENT_IOB, ENT_TYPE])
    state = table.tobytes()
    if state != memory.state:
        memory.entities = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
        memory.state = state
    return memory.entities


def write_spans(doc: Doc, group: str, found: Iterable[Found]) -> None:
    """Set `doc.spans[group]`; a record that does not sit on token borders is left out.

    With the tokenizer of `presselese.match.tokens` that does not happen (a property test holds
    it); with a foreign tokenizer a span inside a token has no place in a spaCy Doc.
    """
    memory = _memory(doc)
    spans, records = [], []
    for record in sorted(found, key=lambda r: (r.start, -r.end, r.label)):
        first, last = memory.begins.get(record.start), memory.ends.get(record.end)
        if first is not None and last is not None and first < last:
            spans.append(Span(doc, first, last, label=record.label, span_id=record.source))
            records.append(record)
    doc.spans[group] = spans
    memory.groups[group] = (doc.spans[group], len(spans), records)


def read_spans(doc: Doc, group: str) -> list[Found]:
    """Return the spans of a group in their order; an absent group is empty."""
    if group not in doc.spans:
        return []
    written, count, records = _memory(doc).groups.get(group, (None, 0, []))
    spans = doc.spans[group]
    if spans is written and len(spans) == count:
        return list(records)
    text = text_of(doc)
    return [
        Found(start, end, text[start:end], span.label_, span.id_)
        for span in spans
        for start, end in [(span.start_char, span.end_char)]
    ]
