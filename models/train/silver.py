"""Names that several models agree on in articles nobody annotated (silver annotation).

    python models/train/silver.py --raw <folder with wikinews> --held-out <wikinews/train> \
        --held-out <wikinews/dev> --model <folder> --model <folder> … --output silver.jsonl

A span that four in five models mark is a name, one that fewer than two in five mark is none; of the
tokens of the spans between nobody says what they are. The file holds offsets and a digest of each
article, no text.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

import spacy
from raw import articles  # type: ignore[import-not-found]
from texts import Text, outermost  # type: ignore[import-not-found]
from thinc.api import NumpyOps, set_current_ops

import de_presse_md  # noqa: F401 -- registers the vectors and the network

FILE = Path(__file__).with_name("silver.jsonl")
SURE, NONE = 0.8, 0.4
Span = tuple[int, int, str]


def vote(found: list[set[Span]]) -> tuple[tuple[Span, ...], tuple[tuple[int, int], ...]]:
    """Return the names that the readings `found` of one text agree on, and the doubtful places."""
    counts = Counter(span for spans in found for span in spans)
    sure = {span for span, count in counts.items() if count >= SURE * len(found)}
    doubtful = {
        span[:2]
        for span, count in counts.items()
        if NONE * len(found) <= count < SURE * len(found)
        and not any(span[0] < end and start < span[1] for start, end, _ in sure)
    }
    return outermost(sorted(sure)), tuple(sorted(doubtful))


def label(texts: list[str], models: list[Path]) -> list[Text]:
    """Let the models read the texts and vote."""
    found: list[list[set[Span]]] = [[] for _ in texts]
    for model in models:
        nlp = spacy.load(model)
        for spans, doc in zip(found, nlp.pipe(texts, batch_size=16), strict=True):
            spans.append({(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents})
    return [Text(text, *_both(vote(spans))) for text, spans in zip(texts, found, strict=True)]


def _both(
    voted: tuple[tuple[Span, ...], tuple[tuple[int, int], ...]],
) -> tuple[tuple[Span, ...], str, tuple[tuple[int, int], ...]]:
    return voted[0], "silver", voted[1]


def digest(text: str) -> str:
    """Return what tells that a text is the one that was read."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def write(items: list[Text], path: Path) -> None:
    """Write offsets, one line of JSON for each text."""
    lines = [
        json.dumps([digest(item.text), item.entities, item.unknown], separators=(",", ":"))
        for item in items
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(path: Path, texts: list[str]) -> list[Text]:
    """Read the offsets of `path` for those of the texts that it names."""
    table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        key, entities, unknown = json.loads(line)
        table[key] = (
            tuple((start, end, label) for start, end, label in entities),
            tuple((start, end) for start, end in unknown),
        )
    return [
        Text(text, table[key][0], "silver", table[key][1])
        for text in texts
        if (key := digest(text)) in table
    ]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--held-out", type=Path, action="append", required=True)
    parser.add_argument("--model", type=Path, action="append", required=True)
    parser.add_argument("--output", type=Path, required=True)
    args = parser.parse_args(arguments)
    set_current_ops(NumpyOps(use_blis=False))
    items = label(articles(args.raw, args.held_out), args.model)
    write(items, args.output)
    sure, doubtful = sum(len(i.entities) for i in items), sum(len(i.unknown) for i in items)
    print(f"{len(items)} texts, {sure} names, {doubtful} doubtful places")
    return 0


if __name__ == "__main__":
    sys.exit(main())
