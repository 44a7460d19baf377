"""Predictions in the shape the scorer compares: from an extraction or from written tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from presselese.records import Affiliation, Document, Line, Mention
from presselese.write import frame_rows

Item = tuple[Any, ...]


class HasRecords(Protocol):
    """What the scorer needs of an extraction."""

    @property
    def document(self) -> Document: ...  # noqa: D102
    @property
    def lines(self) -> tuple[Line, ...]: ...  # noqa: D102
    @property
    def mentions(self) -> tuple[Mention, ...]: ...  # noqa: D102
    @property
    def affiliations(self) -> tuple[Affiliation, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Prediction:
    """What one document's extraction says, as sets of plain values."""

    doc_id: str
    mentions: tuple[tuple[int, int, str, str, str | None], ...]
    ties: tuple[tuple[str, str | None, str | None], ...]
    dropped: tuple[int, ...]
    metadata: dict[str, str | None] = field(default_factory=dict)

    def items(self) -> dict[str, set[Item]]:
        """Return the items by figure name (see `score`)."""
        items: dict[str, set[Item]] = {"lines/dropped": {(number,) for number in self.dropped}}
        for start, end, text, label, norm in self.mentions:
            items.setdefault(f"span/{label}", set()).add((start, end, text))
            if norm is not None:
                items.setdefault(f"value/{label}", set()).add((norm,))
        for person, role, organisation in self.ties:
            if role is not None:
                items.setdefault("tie/person-role", set()).add((person, role))
            items.setdefault("tie/person-role-organisation", set()).add(
                (person, role, organisation)
            )
        return items


def from_extraction(extraction: HasRecords) -> Prediction:
    """Return the prediction that an extraction makes."""
    document = extraction.document
    return Prediction(
        doc_id=document.doc_id,
        mentions=tuple((m.start, m.end, m.text, m.label, m.norm) for m in extraction.mentions),
        ties=tuple((a.person, a.role, a.organisation) for a in extraction.affiliations),
        dropped=_dropped(extraction.lines),
        metadata={
            "title": document.title,
            "published": document.published_on.isoformat() if document.published_on else None,
            "modified": document.modified_on.isoformat() if document.modified_on else None,
        },
    )


def to_json(prediction: Prediction) -> dict[str, Any]:
    """Return a prediction as plain JSON values; see `from_json`."""
    return {
        "doc_id": prediction.doc_id,
        "mentions": [list(mention) for mention in prediction.mentions],
        "ties": [list(tie) for tie in prediction.ties],
        "dropped": list(prediction.dropped),
        "metadata": dict(prediction.metadata),
    }


def from_json(record: dict[str, Any]) -> Prediction:
    """Return the prediction that `to_json` wrote. Raises KeyError, TypeError, ValueError."""
    mentions = [(s, e, text, label, norm) for s, e, text, label, norm in record["mentions"]]
    ties = [(person, role, organisation) for person, role, organisation in record["ties"]]
    return Prediction(
        doc_id=record["doc_id"],
        mentions=tuple(mentions),
        ties=tuple(ties),
        dropped=tuple(record["dropped"]),
        metadata=dict(record["metadata"]),
    )


def from_frames(frames: dict[str, Any]) -> list[Prediction]:
    """Return the predictions that written tables hold (frames as `read_tables` gives them)."""
    by_table: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for table in ("lines", "mentions", "affiliations"):
        groups = by_table.setdefault(table, {})
        for row in frame_rows(frames[table]):
            groups.setdefault(row["doc_id"], []).append(row)
    out = []
    for document in frame_rows(frames["documents"]):
        doc_id = document["doc_id"]
        lines = by_table["lines"].get(doc_id, ())
        mentions = by_table["mentions"].get(doc_id, ())
        ties = by_table["affiliations"].get(doc_id, ())
        out.append(
            Prediction(
                doc_id=doc_id,
                mentions=tuple(
                    (m["start"], m["end"], m["text"], m["label"], m["norm"]) for m in mentions
                ),
                ties=tuple((a["person"], a["role"], a["organisation"]) for a in ties),
                dropped=tuple(
                    line["line"] for line in lines if not line["kept"] and line["reason"] != "empty"
                ),
                metadata={
                    "title": document["title"],
                    "published": _day(document["published_on"]),
                    "modified": _day(document["modified_on"]),
                },
            )
        )
    return out


def _dropped(lines: Iterable[Line]) -> tuple[int, ...]:
    return tuple(line.line for line in lines if not line.kept and line.reason != "empty")


def _day(value: Any) -> str | None:
    return None if value is None else str(value)[:10]
