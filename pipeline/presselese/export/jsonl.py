"""JSON Lines: one object a document with its text and all that was found in it, by offsets."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from presselese.config import EDITIONS
from presselese.export.result import Held, Result, RowDict


def make(result: Result, target: Path, name: str) -> None:
    """Write an object a document; a text that cannot be had is null, with the reason beside it."""
    with (target / EDITIONS[name][0]).open("w", encoding="utf-8", newline="\n") as file:
        for document, held, text, reason in result.with_texts():
            file.write(dumps(_object(document, held, text, reason)) + "\n")


def _object(document: RowDict, held: Held, text: str | None, reason: str) -> RowDict:
    found = dict(document)
    if document["given"] is not None:
        found["given"] = json.loads(document["given"])  # columns of the input's table
    if text is None:
        found["text_missing"] = reason
    values = {
        value["mention_id"]: {
            key: cell
            for key, cell in value.items()
            if key not in ("mention_id", "doc_id") and cell is not None
        }
        for value in held["dates"]
    }
    mentions = []
    for mention in held["mentions"]:
        value = values.get(mention["mention_id"])
        mentions.append(_plain(mention) | ({"date": value} if value else {}))
    return found | {
        "text": text,
        "lines": [_plain(line) for line in held["lines"]],
        "mentions": mentions,
        "people": [_plain(person) for person in held["people"]],
        "affiliations": [_plain(tie) for tie in held["affiliations"]],
        "errors": [_plain(error) for error in held["errors"]],
    }


def _plain(row: RowDict) -> RowDict:
    """Leave out what is not known and the id of the document, which stands above."""
    return {key: cell for key, cell in row.items() if key != "doc_id" and cell is not None}


def dumps(value: Any) -> str:
    """Write one object in one line; days as ISO 8601."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_day)


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is no cell")
