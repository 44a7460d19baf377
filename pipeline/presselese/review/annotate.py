"""A result, with corrections laid over it, as annotated releases (`.ann`, see corpus/README.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from presselese.corrections import Correction
from presselese.evaluate.gold import MAY_HOLD
from presselese.quote import raw_text
from presselese.write import frame_rows, read_tables

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotated release, or the reason why there is none; `left_out` mentions do not nest."""

    doc_id: str
    content: str | None
    reason: str = ""
    left_out: tuple[str, ...] = ()


def annotated(folder: Path, corrections: Sequence[Correction]) -> Iterator[Annotated]:
    """Yield the documents that corrections touch, corrected, in the order of their ids.

    Raises TablesError where the folder is no result. What is exported was found by a model and
    looked at by a reader: it is gold as far as the reader looked.
    """
    tables = {name: frame_rows(frame) for name, frame in read_tables(folder).items()}
    by_document: dict[str, list[Correction]] = {}
    for one in corrections:
        by_document.setdefault(one.doc_id, []).append(one)
    for document in tables["documents"]:
        doc_id = document["doc_id"]
        if doc_id not in by_document:
            continue
        text, reason = raw_text(document)
        if text is None:
            yield Annotated(doc_id, None, reason)
            continue
        rows = {
            name: [row for row in members if row.get("doc_id") == doc_id]
            for name, members in tables.items()
            if name in {"lines", "mentions", "dates", "people", "affiliations"}
        }
        cities = {row["city_id"]: row["name"] for row in tables["cities"]}
        yield _Release(document, text, rows, cities, by_document[doc_id]).annotated()


class _Release:
    """One document with its rows, corrected."""

    def __init__(
        self,
        document: Row,
        text: str,
        rows: Mapping[str, list[Row]],
        cities: Mapping[str, str],
        corrections: Iterable[Correction],
    ) -> None:
        self._document, self._text, self._rows, self._cities = document, text, rows, cities
        changes = {one.key: one for one in corrections}
        self._renamed: dict[tuple[str, str], str] = {}
        self._mentions: list[Row] = []
        for mention in rows["mentions"]:
            one = changes.get((mention["start"], mention["end"], mention["label"]))
            if one is None:
                self._mentions.append(mention)
            elif one.action == "change":
                norm = one.new_norm or (mention["text"] if one.new_label else mention["norm"])
                if not one.new_label and mention["norm"]:
                    self._renamed[one.label, mention["norm"]] = norm
                self._mentions.append({**mention, "label": one.target, "norm": norm})
        self._mentions.sort(key=lambda one: (one["start"], -one["end"]))
        self._left_out: list[str] = []

    def annotated(self) -> Annotated:
        lines = [self._head()]
        for line in self._rows["lines"]:
            lines.append(self._line(line))
        lines += self._ties()
        return Annotated(
            self._document["doc_id"], "\n".join(lines) + "\n", "", tuple(self._left_out)
        )

    def _head(self) -> str:
        days = {
            name: str(self._document[f"{name}_on"])[:10] if self._document[f"{name}_on"] else None
            for name in ("published", "modified")
        }
        city = self._cities.get(self._document["source_city_id"])
        return "#DOC " + _json({"id": self._document["doc_id"], **days, "source_city": city})

    def _line(self, line: Row) -> str:
        start, end = line["start"], line["end"]
        if line["reason"] == "empty" or start == end:
            return "="
        inside = [one for one in self._mentions if start <= one["start"] and one["end"] <= end]
        body = self._tagged(start, end, inside if line["kept"] else _dates(inside))
        return f"{'+' if line['kept'] else '-'}{line['reason']}|{body}"

    def _tagged(self, start: int, end: int, mentions: Sequence[Row]) -> str:
        """Write a stretch of text with its tags; what would cross or may not nest is left out."""
        out, place = [], start
        stack: list[Row] = []
        for mention in mentions:
            while stack and stack[-1]["end"] <= mention["start"]:
                out.append(_escaped(self._text[place : stack[-1]["end"]]))
                place = stack[-1]["end"]
                out.append(f"</{stack.pop()['label']}>")
            if not self._fits(mention, stack):
                self._left_out.append(mention["mention_id"])
                continue
            out.append(_escaped(self._text[place : mention["start"]]))
            place = mention["start"]
            out.append(f"<{mention['label']}{self._attributes(mention)}>")
            stack.append(mention)
        while stack:
            out.append(_escaped(self._text[place : stack[-1]["end"]]))
            place = stack[-1]["end"]
            out.append(f"</{stack.pop()['label']}>")
        out.append(_escaped(self._text[place:end]))
        return "".join(out)

    def _fits(self, mention: Row, stack: Sequence[Row]) -> bool:
        if mention["label"] == "DATE" and not mention["norm"]:
            return False  # gold has a value for every date
        if not stack:
            return True
        outer = stack[-1]
        return mention["end"] <= outer["end"] and mention["label"] in MAY_HOLD.get(
            outer["label"], ()
        )

    def _attributes(self, mention: Row) -> str:
        named: dict[str, str | None] = {}
        if mention["label"] == "DATE":
            named["v"] = mention["norm"]
            for value in self._rows["dates"]:
                if value["mention_id"] == mention["mention_id"]:
                    named["mod"] = value["modifier"]
        elif mention["norm"] and mention["norm"] != mention["text"]:
            named["n"] = mention["norm"]
        if mention["label"] == "PERSON":
            named["t"] = self._title(mention)
        if mention["label"] == "ROLE":
            named |= self._holders(mention)
        return "".join(f' {name}="{escape(value)}"' for name, value in named.items() if value)

    def _title(self, mention: Row) -> str | None:
        """The academic title, where it stands before this mention."""
        before = self._text[: mention["start"]].rstrip()
        for person in self._rows["people"]:
            if person["person_id"] == mention["entity_id"] and person["title"]:
                return str(person["title"]) if before.endswith(person["title"]) else None
        return None

    def _holders(self, role: Row) -> dict[str, str | None]:
        names = self._norms("PERSON")
        holders, status = [], None
        for tie in self._rows["affiliations"]:
            person = self._renamed.get(("PERSON", tie["person"]), tie["person"])
            if (
                tie["role_id"] == role["entity_id"]
                and tie["start"] <= role["start"]
                and role["end"] <= tie["end"]
                and person in names
            ):
                holders.append(person)
                status = status or tie["status"]
        if not holders:
            return {"generic": "1"}
        return {"p": "; ".join(dict.fromkeys(holders)), "status": status}

    def _norms(self, label: str) -> set[str]:
        return {one["norm"] or one["text"] for one in self._mentions if one["label"] == label}

    def _ties(self) -> Iterator[str]:
        """Yield the ties whose names still stand in the document."""
        known = {label: self._norms(label) for label in ("PERSON", "ROLE", "ORG")}
        for tie in self._rows["affiliations"]:
            person = self._renamed.get(("PERSON", tie["person"]), tie["person"])
            role = self._renamed.get(("ROLE", tie["role"]), tie["role"])
            organisation = self._renamed.get(("ORG", tie["organisation"]), tie["organisation"])
            if person not in known["PERSON"] or (role and role not in known["ROLE"]):
                continue
            if tie["basis"] == "explicit" and organisation not in known["ORG"]:
                organisation = None
            yield "#AFF " + _json(
                {
                    "person": person,
                    "role": role,
                    "organisation": organisation,
                    "city": self._renamed.get(("CITY", tie["city"]), tie["city"]),
                    "basis": tie["basis"],
                    **({"status": tie["status"]} if tie["status"] else {}),
                }
            )


def _dates(mentions: Iterable[Row]) -> list[Row]:
    """Dropped lines carry only the page's own stamps."""
    return [mention for mention in mentions if mention["label"] == "DATE"]


def _escaped(text: str) -> str:
    return escape(text.replace("\r", ""), quote=False)


def _json(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)
