"""CoNLL: a token a line with an IOB2 tag, a blank line after each sentence of the press text.

Tags cannot nest, so of mentions that overlap the outermost is written: the longest, then the
first, then the first of DATE, CITY, PERSON, ROLE, ORG. Dropped lines are left out, and with them
the dates of the page's stamps.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from presselese.config import EDITIONS
from presselese.export.result import Held, Result, RowDict
from presselese.export.tokens import Token, tokens_of
from presselese.quote import sentence
from presselese.records import LABELS


def make(result: Result, target: Path, name: str) -> None:
    """Write all documents: token, start, end, tag, parted by tabs; -DOCSTART- before each."""
    with (target / EDITIONS[name][0]).open("w", encoding="utf-8", newline="\n") as file:
        for document, held, text in result.texts():
            file.write(f"-DOCSTART-\t{document['doc_id']}\t-\tO\n\n")
            for block in _blocks(text, held):
                file.write("".join(block) + "\n")


def outermost(mentions: Iterable[RowDict]) -> list[RowDict]:
    """Return mentions that do not overlap, in their order; see above which ones stay."""
    ranked = sorted(
        mentions,
        key=lambda one: (one["start"] - one["end"], one["start"], LABELS.index(one["label"])),
    )
    taken: list[RowDict] = []
    for mention in ranked:
        place = bisect_left(taken, mention["end"], key=_start)  # those before start before its end
        if place == 0 or taken[place - 1]["end"] <= mention["start"]:
            taken.insert(place, mention)
    return taken


def _start(mention: RowDict) -> int:
    start: int = mention["start"]
    return start


def _blocks(text: str, held: Held) -> Iterator[list[str]]:
    """Yield the lines of each sentence."""
    mentions = outermost(held["mentions"])
    tokens = [
        token
        for token in tokens_of(text, ((one["start"], one["end"]) for one in mentions))
        if not text[token.start : token.end].isspace()
    ]
    place = 0
    for start, end in _sentences(text, held["lines"], mentions):
        while place < len(tokens) and tokens[place].end <= start:
            place += 1
        first = place
        while place < len(tokens) and tokens[place].start < end:
            place += 1
        if place > first:
            yield _tagged(text, tokens[first:place], mentions)


def _sentences(
    text: str, lines: Sequence[RowDict], mentions: Sequence[RowDict]
) -> list[tuple[int, int]]:
    """Return the sentences of the kept lines; one that a mention runs out of joins the next."""
    found: list[tuple[int, int]] = []
    for line in lines:
        start = line["start"]
        while line["kept"] and start < line["end"]:
            end = max(start + 1, min(sentence(text, start, start)[1], line["end"]))
            place = bisect_left(mentions, found[-1][1], key=_start) if found else 0
            if place and mentions[place - 1]["end"] > start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
            rest = text[end : line["end"]]
            start = end + len(rest) - len(rest.lstrip())
    return found


def _tagged(text: str, tokens: Sequence[Token], mentions: Sequence[RowDict]) -> list[str]:
    lines, place = [], 0
    for token in tokens:
        while place < len(mentions) and mentions[place]["end"] <= token.start:
            place += 1
        tag = "O"
        if place < len(mentions) and mentions[place]["start"] <= token.start:
            first = token.start == mentions[place]["start"]
            tag = f"{'B' if first else 'I'}-{mentions[place]['label']}"
        lines.append(f"{text[token.start : token.end]}\t{token.start}\t{token.end}\t{tag}\n")
    return lines
