"""Gold readers: annotated releases (`.ann`) and stand-off JSON lines become one `GoldDocument`.

The `.ann` format is described in `corpus/README.md`. A malformed file raises `GoldError` with
every problem as `file:line: what is wrong`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from presselese.errors import GoldError
from presselese.records import REASONS_DROPPED, REASONS_KEPT

LABELS = ("DATE", "CITY", "PERSON", "ROLE", "ORG", "LOC", "MISC")
# What may stand inside what; everything else must not nest (guideline, section 0).
MAY_HOLD = {"ORG": {"CITY", "LOC", "ORG"}, "LOC": {"CITY"}, "MISC": {"CITY", "LOC", "ORG"}}
ATTRIBUTES = {
    "DATE": {"v", "mod"},
    "CITY": {"n", "form"},
    "PERSON": {"n", "t"},
    "ROLE": {"n", "p", "generic", "status", "kind", "form"},
    "ORG": {"n", "form", "city", "parent"},
    "LOC": {"n"},
    "MISC": {"n"},
}
_POINT = r"(?:\d{4}|XXXX)(?:-(?:0[1-9]|1[0-2]|2[1-4]|3[3-6])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
EDTF = re.compile(rf"(?:{_POINT}|\d{{3}}X)(?:/(?:{_POINT}|\.\.))?")
_TAG = re.compile(r"<(/?)([A-Z]+)((?:\s+[a-z]+=\"[^\"]*\")*)\s*>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_LINE = re.compile(r"([+-])([a-z_]+)\|(.*)")


@dataclass(frozen=True, slots=True)
class GoldLine:
    """One line of a release: offsets into the raw text, decision and reason."""

    number: int
    start: int
    end: int
    kept: bool
    reason: str


@dataclass(frozen=True, slots=True)
class GoldMention:
    """One annotated span; offsets count code points of the raw text, end exclusive."""

    start: int
    end: int
    text: str
    label: str
    norm: str
    attrs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoldAffiliation:
    """Person, role, organisation and city as normalised names; None where unknown."""

    person: str
    role: str | None
    organisation: str | None
    city: str | None
    basis: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated release with its raw text."""

    doc_id: str
    text: str
    lines: tuple[GoldLine, ...]
    mentions: tuple[GoldMention, ...]
    affiliations: tuple[GoldAffiliation, ...]
    metadata: dict[str, Any]


def read_gold(path: Path) -> list[GoldDocument]:
    """Read a folder of `.ann` files, one `.ann` file, or a `.jsonl` with texts beside it.

    The texts of a `.jsonl` are looked for as `<doc_id>.txt` in its folder. Documents come in
    the order of their ids. Raises GoldError for anything malformed or missing.
    """
    if path.is_dir():
        files = sorted(path.glob("*.ann"))
        if not files:
            raise GoldError(f"{path}: no .ann file in this folder")
        documents = [read_ann(file) for file in files]
    elif path.suffix == ".ann" and path.is_file():
        documents = [read_ann(path)]
    elif path.suffix == ".jsonl" and path.is_file():
        documents = list(_read_jsonl(path))
    else:
        raise GoldError(f"{path}: expected a folder of .ann files, an .ann file or a .jsonl file")
    seen: set[str] = set()
    for document in documents:
        if document.doc_id in seen:
            raise GoldError(f"{path}: two documents have the id {document.doc_id!r}")
        seen.add(document.doc_id)
    return sorted(documents, key=lambda document: document.doc_id)


def read_ann(path: Path) -> GoldDocument:
    """Read one annotated file from disk; see `parse_ann`."""
    try:
        source = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: not UTF-8 (byte {error.start})") from error
    return parse_ann(source, path)


def parse_ann(source: str, path: Path) -> GoldDocument:
    """Parse the text of an annotated file; `path` serves messages and the fallback id."""
    problems: list[str] = []
    metadata: dict[str, Any] | None = None
    lines: list[GoldLine] = []
    mentions: list[GoldMention] = []
    records: list[tuple[int, dict[str, Any]]] = []
    raw: list[str] = []
    offset = 0
    found: list[GoldMention]
    for number, line in enumerate(source.rstrip("\n").split("\n"), 1):
        where = f"{path}:{number}"
        if line.startswith(("#DOC ", "#AFF ")):
            try:
                record = json.loads(line[5:])
            except ValueError as error:
                problems.append(f"{where}: {line[:4]} holds no JSON object: {error}")
                continue
            if not isinstance(record, dict):
                problems.append(f"{where}: {line[:4]} holds no JSON object")
            elif line.startswith("#DOC "):
                metadata = record
            else:
                records.append((number, record))
            continue
        if line == "=":
            kept, reason, text, found = False, "empty", "", []
        elif match := _LINE.fullmatch(line):
            kept, reason = match[1] == "+", match[2]
            if reason not in (REASONS_KEPT if kept else REASONS_DROPPED):
                problems.append(f"{where}: reason {reason!r} does not go with {match[1]!r}")
            text, found = _parse_inline(match[3], offset, kept, where, problems)
        else:
            problems.append(f"{where}: neither #DOC, #AFF, '=' nor '+reason|' or '-reason|'")
            continue
        lines.append(GoldLine(len(lines) + 1, offset, offset + len(text), kept, reason))
        mentions += found
        raw.append(text)
        offset += len(text) + 1
    if metadata is None:
        problems.append(f"{path}:1: no #DOC line")
        metadata = {}
    mentions.sort(key=lambda mention: (mention.start, -mention.end, mention.label))
    affiliations = _check_ties(records, mentions, path, problems)
    if problems:
        raise GoldError("\n".join(problems))
    return GoldDocument(
        doc_id=str(metadata.get("id", path.stem)),
        text="\n".join(raw),
        lines=tuple(lines),
        mentions=tuple(mentions),
        affiliations=affiliations,
        metadata={key: value for key, value in metadata.items() if key != "id"},
    )


def _parse_inline(
    body: str, offset: int, kept: bool, where: str, problems: list[str]
) -> tuple[str, list[GoldMention]]:
    """Take the tags out of one line; `offset` is the line's place in the raw text."""
    text, position = "", 0
    stack: list[tuple[str, dict[str, str], int]] = []
    mentions: list[GoldMention] = []
    for tag in _TAG.finditer(body):
        text += html.unescape(body[position : tag.start()])
        position = tag.end()
        label = tag[2]
        if label not in LABELS:
            problems.append(f"{where}: unknown tag {label}")
        elif not tag[1]:
            attrs = {k: html.unescape(v) for k, v in _ATTRIBUTE.findall(tag[3])}
            if unknown := sorted(attrs.keys() - ATTRIBUTES[label]):
                problems.append(f"{where}: {label} has no attribute {', '.join(unknown)}")
            if stack and label not in MAY_HOLD.get(stack[-1][0], ()):
                problems.append(f"{where}: {label} must not stand inside {stack[-1][0]}")
            stack.append((label, attrs, len(text)))
        elif not stack or stack[-1][0] != label:
            problems.append(f"{where}: </{label}> closes nothing")
        else:
            label, attrs, start = stack.pop()
            span = text[start:]
            if not span or span != span.strip():
                problems.append(f"{where}: {label} {span!r} is empty or has outer blanks")
            if not kept and label != "DATE":
                problems.append(f"{where}: {label} in a dropped line; only DATE may stand there")
            if label == "DATE" and not EDTF.fullmatch(attrs.get("v", "")):
                problems.append(f"{where}: DATE {span!r}: {attrs.get('v')!r} is no EDTF value")
            mentions.append(_mention(offset + start, offset + len(text), span, label, attrs))
    text += html.unescape(body[position:])
    if stray := re.search(r"</?[A-Z]{3,}[^>]*>?", text):
        problems.append(f"{where}: malformed tag {stray[0]!r}")
    problems += [f"{where}: <{label}> is not closed" for label, _, _ in stack]
    return text, mentions


def _mention(start: int, end: int, span: str, label: str, tag: dict[str, str]) -> GoldMention:
    attrs: dict[str, Any] = dict(tag)
    norm = attrs.pop("v", None) or attrs.pop("n", None) or span
    if "t" in attrs:
        attrs["title"] = attrs.pop("t")
    if label == "ROLE":
        attrs["person"] = [name.strip() for name in attrs.pop("p", "").split(";") if name.strip()]
        if "generic" in attrs:
            attrs["generic"] = attrs["generic"] == "1"
    return GoldMention(start, end, span, label, norm, attrs)


def _check_ties(
    records: list[tuple[int, dict[str, Any]]],
    mentions: list[GoldMention],
    path: Path,
    problems: list[str],
) -> tuple[GoldAffiliation, ...]:
    """Turn #AFF records into affiliations; their names must be norms of the document."""
    norms: dict[str, set[str]] = {label: set() for label in LABELS}
    for mention in mentions:
        norms[mention.label].add(mention.norm)
    for mention in mentions:
        if mention.label == "ROLE":
            problems += [
                f"{path}: ROLE {mention.text!r}: person {name!r} is no PERSON of this file"
                for name in mention.attrs["person"]
                if name not in norms["PERSON"]
            ]
    out = []
    for number, record in records:
        affiliation = _affiliation(record)
        if affiliation.person not in norms["PERSON"]:
            problems.append(f"{path}:{number}: person {affiliation.person!r} is no PERSON here")
        if affiliation.role is not None and affiliation.role not in norms["ROLE"]:
            problems.append(f"{path}:{number}: role {affiliation.role!r} is no ROLE here")
        organisation = affiliation.organisation
        if affiliation.basis != "inferred" and organisation and organisation not in norms["ORG"]:
            problems.append(f"{path}:{number}: organisation {organisation!r} is no ORG here")
        out.append(affiliation)
    return tuple(out)


def _affiliation(record: dict[str, Any]) -> GoldAffiliation:
    return GoldAffiliation(
        person=str(record.get("person")),
        role=record.get("role"),
        organisation=record.get("organisation"),
        city=record.get("city"),
        basis=record.get("basis"),
        status=record.get("status"),
    )


def _read_jsonl(path: Path) -> Iterator[GoldDocument]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            record = json.loads(line)
            yield _from_json(record, path.parent, where)
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(f"{where}: not a gold record: {error!r}") from error


def _from_json(record: dict[str, Any], folder: Path, where: str) -> GoldDocument:
    source = folder / f"{record['doc_id']}.txt"
    if not source.is_file():
        raise GoldError(f"{where}: the text {source} is missing")
    text = source.read_bytes().decode("utf-8")
    lines, offset = [], 0
    for decision, raw in zip(record["lines"], text.split("\n"), strict=False):
        lines.append(
            GoldLine(decision["n"], offset, offset + len(raw), decision["keep"], decision["reason"])
        )
        offset += len(raw) + 1
    mentions = []
    for item in record["mentions"]:
        if text[item["start"] : item["end"]] != item["text"]:
            raise GoldError(f"{where}: offsets {item['start']}-{item['end']} do not give the text")
        mentions.append(GoldMention(**item))
    known = {"doc_id", "lines", "mentions", "affiliations", "documents_metadata"}
    metadata = {key: value for key, value in record.items() if key not in known}
    return GoldDocument(
        doc_id=record["doc_id"],
        text=text,
        lines=tuple(lines),
        mentions=tuple(sorted(mentions, key=lambda m: (m.start, -m.end, m.label))),
        affiliations=tuple(_affiliation(item) for item in record["affiliations"]),
        metadata=metadata | record.get("documents_metadata", {}),
    )
