"""What the annotation tools Label Studio and Prodigy load: texts with mentions as suggestions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from presselese.config import EDITIONS
from presselese.export.jsonl import dumps
from presselese.export.result import Held, Result, RowDict
from presselese.export.tokens import tokens_of


def make(result: Result, target: Path, name: str) -> None:
    """Write Label Studio's tasks as one JSON array or Prodigy's as JSON Lines."""
    with (target / EDITIONS[name][0]).open("w", encoding="utf-8", newline="\n") as file:
        if name == "prodigy":
            for document, held, text in result.texts():
                file.write(dumps(_prodigy(document, held, text)) + "\n")
        else:
            file.writelines(_array(result))


def _array(result: Result) -> Iterator[str]:
    """Yield the pieces of a JSON array, a task at a time."""
    between = "[\n"
    for document, held, text in result.texts():
        yield between + dumps(_label_studio(document, held, text))
        between = ",\n"
    yield "\n]\n" if between == ",\n" else "[]\n"


def _label_studio(document: RowDict, held: Held, text: str) -> RowDict:
    """Make a task with a prediction; the labelling interface calls its parts `label` and `text`.

    A carriage return becomes a blank, since a browser would drop it and shift what follows.
    """
    regions = [
        {
            "id": mention["mention_id"],
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": mention["start"],
                "end": mention["end"],
                "text": mention["text"].replace("\r", " "),
                "labels": [mention["label"]],
            },
            "meta": {"text": [mention["norm"]] if mention["norm"] is not None else []},
        }
        for mention in held["mentions"]
    ]
    return {
        "data": {
            "text": text.replace("\r", " "),
            "doc_id": document["doc_id"],
            "title": document["title"],
            "published_on": document["published_on"],
        },
        "predictions": [{"model_version": "presselese", "result": regions}],
    }


def _prodigy(document: RowDict, held: Held, text: str) -> RowDict:
    """Make a task for `spans.manual`: spans may overlap; they end with their last token."""
    tokens = tokens_of(text, ((one["start"], one["end"]) for one in held["mentions"]))
    by_start = {token.start: number for number, token in enumerate(tokens)}
    by_end = {token.end: number for number, token in enumerate(tokens)}
    return {
        "text": text,
        "tokens": [
            {
                "text": text[token.start : token.end],
                "start": token.start,
                "end": token.end,
                "id": number,
                "ws": token.space,
            }
            for number, token in enumerate(tokens)
        ],
        "spans": [
            {
                "start": mention["start"],
                "end": mention["end"],
                "token_start": by_start[mention["start"]],
                "token_end": by_end[mention["end"]],
                "label": mention["label"],
                "norm": mention["norm"],
            }
            for mention in held["mentions"]
        ],
        "meta": {"doc_id": document["doc_id"], "title": document["title"]},
    }
