"""What the page knows of one document: its text, its lines and what was found in it.

Offsets count code points of the decoded raw text, as in the tables; a document that is one of
several in a file carries only its part, and `offset` says where that begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from presselese.explain import rule_text
from presselese.report.result import Result, Row
from presselese.report.review import city_names
from presselese.report.texts import Found

PER_CHUNK = 64  # documents that are unpacked together; few enough to be quick
_DATE = (
    *("edtf", "start_on", "end_on", "precision", "modifier", "part_of_day", "resolved_by"),
    *("evidence_start", "evidence_end", "weekday_agrees", "time_from", "time_to", "stamp"),
)
_MENTION = ("start", "end", "label", "norm", "source", "score", "decided_by", "evidence")
_LINE = ("start", "end", "kept", "reason", "rule")


def chunks(result: Result, texts: Sequence[Found]) -> Iterator[list[dict[str, Any]]]:
    """Yield the documents in chunks, in the order of the table; `texts` go with them."""
    source = _Source(result)
    documents = zip(result.tables["documents"], texts, strict=True)
    while chunk := list(islice(documents, PER_CHUNK)):
        yield [source.document(row, text) for row, text in chunk]


def rules(result: Result) -> dict[str, dict[str, str]]:
    """Return what the rules that occur say, by kind (mention, line, affiliation) and id."""
    found = {
        "mention": {row["source"] for row in result.tables["mentions"]},
        "line": {row["rule"] for row in result.tables["lines"] if row["rule"]},
        "affiliation": {
            rule for row in result.tables["affiliations"] for rule in row["rule"].split("+")
        },
    }
    return {
        kind: {rule: rule_text(kind, rule) for rule in sorted(ids)} for kind, ids in found.items()
    }


class _Source:
    """The tables by document."""

    def __init__(self, result: Result) -> None:
        self._lines = result.by_document("lines")
        self._mentions = result.by_document("mentions")
        self._dates = result.by_key("dates", "mention_id")
        self._cities = city_names(result)

    def document(self, row: Row, text: Found) -> dict[str, Any]:
        """Return one document; empty parts are left out."""
        lines = self._lines.get(row["doc_id"], [])
        offset = min((line["start"] for line in lines), default=0)
        end = max((line["end"] for line in lines), default=None)
        return {
            "text": None if text.text is None else text.text[offset:end],
            "offset": offset,
            "first": lines[0]["line"] if lines else 1,
            "lines": [[line[name] for name in _LINE] for line in lines],
            "mentions": [
                self._mention(mention, known=text.text is not None)
                for mention in self._mentions.get(row["doc_id"], [])
            ],
        }

    def _mention(self, mention: Row, *, known: bool) -> dict[str, Any]:
        out = {name: mention[name] for name in _MENTION}
        if not known:
            out["text"] = mention["text"]
        if mention["label"] == "CITY":
            out["city"] = self._cities.get(mention["entity_id"])
            out["candidates"] = self._named(mention["candidates"])
        if (date := self._dates.get(mention["mention_id"])) is not None:
            out["date"] = _known({name: date[name] for name in _DATE})
        return _known(out)

    def _named(self, candidates: str | None) -> str | None:
        ids = (candidates or "").split("; ")
        return "; ".join(self._cities.get(city, city) for city in ids if city) or None


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
