"""Why a row stands in the tables: its sentence with the spans marked, its rule, its values' origin.

Reads a written result and, where it is still what it was, the raw text. Nothing is extracted
anew. Offsets shown are those of the tables: code points of the decoded raw text.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from presselese.errors import TablesError
from presselese.lexicon import load_toml
from presselese.quote import marked, raw_text
from presselese.write import frame_rows, read_tables

Row = dict[str, Any]
NEAR = 5  # ids named where the one asked for is unknown
_RESOLVED = {
    "stated": "stated in the span",
    "published": "from the day of publication",
    "weekday": "the weekday selects the year",
    "context": "from other dates in the text",
    "corrected": "by the correction of a reader",
    "none": "not found: no day of publication and no other evidence",
}


def explain(folder: str | Path, asked: str) -> list[str]:
    """Return the lines that explain one row of a result.

    `asked` is the id of a mention, person or affiliation. Raises TablesError where the folder is
    no result or no such row is in it; the message then names the nearest ids.
    """
    return list(_Result(folder).explain(asked))


def rule_text(kind: str, rule: str) -> str:
    """Return what `lexicon/rules.toml` says of a rule; `kind` is mention, line or affiliation."""
    if rule.startswith("model:"):
        return f"the statistical model {rule.removeprefix('model:')} proposed the span"
    rules = load_toml("rules")[kind]
    known: str | None = rules.get(rule) or rules.get(rule.removesuffix("+"))
    if known is None:
        return "lexicon/rules.toml does not explain this rule"
    return f"{known}; spread from its neighbours" if rule.endswith("+") else known


def rule_words(kind: str, rule: str) -> str | None:
    """Return the file where a rule's words stand; None for the statistical model."""
    if rule.startswith("model:"):
        return None
    words: dict[str, str] = load_toml("rules")["words"]
    return words["line"] if kind == "line" else words.get(rule.partition(".")[0])


class _Result:
    """The tables of one result as rows by their ids."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        frames = read_tables(folder)
        self.rows: dict[str, list[Row]] = {
            name: frame_rows(frame) for name, frame in frames.items()
        }
        self.documents = {row["doc_id"]: row for row in self.rows["documents"]}

    def explain(self, asked: str) -> Iterator[str]:
        for table, key, show in (
            ("mentions", "mention_id", self._mention),
            ("affiliations", "affiliation_id", self._affiliation),
            ("people", "person_id", self._person),
        ):
            for row in self.rows[table]:
                if row[key] == asked:
                    yield f"{asked} (table {table})"
                    yield from show(row)
                    return
        raise TablesError(self._unknown(asked))

    def _unknown(self, asked: str) -> str:
        ids = [row["mention_id"] for row in self.rows["mentions"]]
        ids += [row["affiliation_id"] for row in self.rows["affiliations"]]
        ids += [row["person_id"] for row in self.rows["people"]]
        document = asked.partition("#")[0]
        of_document = [one for one in ids if one.partition("#")[0] == document]
        near = difflib.get_close_matches(asked, of_document or ids, n=NEAR, cutoff=0.0)
        shown = f"; near ones: {', '.join(near)}" if near else ""
        return f"{self.folder}: no mention, person or affiliation has the id {asked!r}{shown}"

    # -- rows -------------------------------------------------------------------------------------

    def _mention(self, row: Row) -> Iterator[str]:
        yield from self._where(row)
        yield from self._quote(row["doc_id"], [(row["start"], row["end"], row["label"])])
        yield from self._rule("mention", row["source"])
        if row["norm"] is not None:
            yield f"value: {row['norm']}"
        if row["label"] == "DATE":
            yield from self._date(row)
        else:
            yield from self._entity(row)

    def _date(self, row: Row) -> Iterator[str]:
        for value in self.rows["dates"]:
            if value["mention_id"] != row["mention_id"]:
                continue
            if value["resolved_by"] == "stated" and value["context"] == "metadata":
                yield "value from: the stamp of the page, in a dropped line"
            else:
                yield f"value from: {_RESOLVED[value['resolved_by']]}"
            if value["resolved_by"] in {"published", "weekday", "context"} or value["relative"]:
                yield f"published: {self._published(row['doc_id'])}"
            days = {str(value[name])[:10] for name in ("start_on", "end_on") if value[name]}
            if days:
                yield f"days: {' to '.join(sorted(days))}"
            for name in ("precision", "modifier", "part_of_day"):
                if value[name] is not None:
                    yield f"{name.replace('_', ' ')}: {value[name]}"

    def _published(self, doc_id: str) -> str:
        document = self.documents[doc_id]
        if document["published_on"] is None:
            return "not known"
        source = document["published_source"]
        return str(document["published_on"])[:10] + (f" ({source})" if source else "")

    def _entity(self, row: Row) -> Iterator[str]:
        table, key = {
            "CITY": ("cities", "city_id"),
            "PERSON": ("people", "person_id"),
            "ROLE": ("roles", "role_id"),
            "ORG": ("organisations", "org_id"),
        }[row["label"]]
        if row["entity_id"] is None:
            yield f"entity: none; no row of {table} was told for sure"
        for entity in self.rows[table]:
            if row["entity_id"] is not None and entity[key] == row["entity_id"]:
                yield f"entity: {_cells(entity, table)}"
                if row["label"] == "PERSON":
                    yield from self._ties(row["entity_id"])

    def _person(self, row: Row) -> Iterator[str]:
        yield _cells(row, "people")
        mentions = [m for m in self.rows["mentions"] if m["entity_id"] == row["person_id"]]
        for mention in mentions:
            yield f"{mention['mention_id']}: {mention['source']}"
            yield from self._quote(
                row["doc_id"], [(mention["start"], mention["end"], mention["label"])]
            )
        yield from self._ties(row["person_id"])

    def _ties(self, person_id: str) -> Iterator[str]:
        for tie in self.rows["affiliations"]:
            if tie["person_id"] == person_id:
                yield f"affiliation: {tie['affiliation_id']}: {_tie(tie)}"

    def _affiliation(self, row: Row) -> Iterator[str]:
        yield from self._where(row)
        wanted = {row["person_id"], row["role_id"], row["org_id"], row["city_id"]} - {None}
        spans = [
            (m["start"], m["end"], m["label"])
            for m in self.rows["mentions"]
            if m["doc_id"] == row["doc_id"]
            and m["entity_id"] in wanted
            and row["start"] <= m["start"]
            and m["end"] <= row["end"]
        ]
        yield from self._quote(row["doc_id"], spans or [(row["start"], row["end"], "EVIDENCE")])
        yield f"says: {_tie(row)}"
        for rule in row["rule"].split("+"):
            yield from self._rule("affiliation", rule)
        basis = {
            "explicit": "explicit: the sentence ties them",
            "inferred": "inferred: from the whole document, not from the sentence",
        }
        yield f"basis: {basis[row['basis']]}"
        for name, table, key in (
            ("person_id", "people", "person_id"),
            ("role_id", "roles", "role_id"),
            ("org_id", "organisations", "org_id"),
            ("city_id", "cities", "city_id"),
        ):
            for entity in self.rows[table]:
                if row[name] is not None and entity[key] == row[name]:
                    yield _cells(entity, table)

    # -- what rows share --------------------------------------------------------------------------

    def _where(self, row: Row) -> Iterator[str]:
        document = self.documents[row["doc_id"]]
        for line in self.rows["lines"]:
            if line["doc_id"] == row["doc_id"] and line["start"] <= row["start"] <= line["end"]:
                kept = "kept" if line["kept"] else "dropped"
                yield f"text: {document['path']}, line {line['line']} ({kept}: {line['reason']})"
                if line["rule"] is not None:
                    yield f"line rule: {line['rule']}: {rule_text('line', line['rule'])}"
                return
        yield f"text: {document['path']}"

    def _rule(self, kind: str, rule: str) -> Iterator[str]:
        yield f"rule: {rule}: {rule_text(kind, rule)}"
        if words := rule_words(kind, rule):
            yield f"words: {words}"

    def _quote(self, doc_id: str, spans: list[tuple[int, int, str]]) -> Iterator[str]:
        """The sentence around spans, read from the raw text if that is still the same."""
        document = self.documents[doc_id]
        text, reason = raw_text(document)
        if text is None:
            yield f"the raw text cannot be shown: {reason}; the tables hold:"
            for start, end, label in spans:
                known = [
                    m["text"]
                    for m in self.rows["mentions"]
                    if (m["doc_id"], m["start"], m["end"]) == (doc_id, start, end)
                ]
                yield f"  [{known[0] if known else '…'}]{label} at {start}-{end}"
            return
        yield f"  {marked(text, spans)}"


def _tie(row: Row) -> str:
    parts = [row["person"], row["role"] or "no role", row["organisation"] or "no organisation"]
    parts += [row["city"]] if row["city"] else []
    return " | ".join(parts) + (f" ({row['status']})" if row["status"] else "")


def _cells(row: Row, table: str) -> str:
    cells = [f"{name} {value}" for name, value in row.items() if value is not None]
    return f"{table}: " + ", ".join(cells)
