"""Measures the cleaner on real pages and annotated releases, beside jusText's classifier.

    python benchmarks/cleaning.py PAGES.jsonl --split dev --gold corpus/gold/dev

Each line of PAGES.jsonl is a page: `lines`, `silver_keep` (1 for lines to keep), `must_have` and
`must_not_have` (strings to keep and to drop) and `split`. jusText (pip install justext) classifies
the same lines as paragraphs, without links or tags, which it was made to see.
"""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from types import SimpleNamespace
from typing import Any

from presselese.clean import clean
from presselese.evaluate.gold import read_gold
from presselese.evaluate.score import gold_metadata

Page = dict[str, Any]
Keep = Callable[[list[str]], Sequence[bool]]


def ours(lines: list[str]) -> list[bool]:
    return [line.kept for line in clean("\n".join(lines)).lines]


def everything(lines: list[str]) -> list[bool]:
    return [True] * len(lines)


def justext_keep() -> Keep | None:
    """Return jusText's decision on lines as paragraphs, None where it is not installed."""
    try:
        core = importlib.import_module("justext.core")
        words = importlib.import_module("justext.utils").get_stoplist("German")
        new = importlib.import_module("justext.paragraph").Paragraph
    except ImportError:
        return None
    stopwords = frozenset(word.lower() for word in words)
    # What a paragraph asks of its place in the HTML: there is none.
    place_in_html = SimpleNamespace(dom="body.p", xpath="/html/body/p")

    def keep(lines: list[str]) -> list[bool]:
        paragraphs, places = [], []
        for place, line in enumerate(lines):
            if line.strip():
                paragraph = new(place_in_html)
                paragraph.append_text(line)
                paragraphs.append(paragraph)
                places.append(place)
        core.classify_paragraphs(
            paragraphs,
            stopwords,
            core.LENGTH_LOW_DEFAULT,
            core.LENGTH_HIGH_DEFAULT,
            core.STOPWORDS_LOW_DEFAULT,
            core.STOPWORDS_HIGH_DEFAULT,
            core.MAX_LINK_DENSITY_DEFAULT,
            no_headings=True,
        )
        core.revise_paragraph_classification(paragraphs, core.MAX_HEADING_DISTANCE_DEFAULT)
        kept = [False] * len(lines)
        for place, paragraph in zip(places, paragraphs, strict=True):
            kept[place] = not paragraph.is_boilerplate
        return kept

    return keep


def measure(pages: list[Page], name: str, keep: Keep | None) -> None:
    """Print F1 of kept characters against silver and the shares of strings decided right."""
    right = spurious = missed = lines = 0
    have = [0, 0]
    have_not = [0, 0]
    seconds = 0.0
    for page in pages:
        begin = process_time()
        kept = page["silver_keep"] if keep is None else keep(page["lines"])
        seconds += process_time() - begin
        lines += len(kept)
        for line, decision, silver in zip(page["lines"], kept, page["silver_keep"], strict=True):
            size = len(line)
            right += size * bool(decision and silver)
            spurious += size * bool(decision and not silver)
            missed += size * bool(silver and not decision)
        text = "\n".join(line for line, k in zip(page["lines"], kept, strict=True) if k)
        have[0] += sum(string in text for string in page["must_have"])
        have[1] += len(page["must_have"])
        have_not[0] += sum(string not in text for string in page["must_not_have"])
        have_not[1] += len(page["must_not_have"])
    print(
        f"{name:12} F1 {2 * right / (2 * right + spurious + missed):.3f}"
        f"  precision {right / (right + spurious):.3f}  recall {right / (right + missed):.3f}"
        f"  must-have kept {have[0] / have[1]:.3f}"
        f"  must-not-have dropped {have_not[0] / have_not[1]:.3f}"
        f"  {1e5 * seconds / lines:.1f} s per 100,000 lines"
    )


def releases(folder: Path) -> None:
    """Print the figures on annotated releases."""
    right = spurious = missed = reasons = lost = kept_chars = titles = published = lines = 0
    documents = read_gold(folder)
    begin = process_time()
    results = [clean(document.text) for document in documents]
    seconds = process_time() - begin
    for document, result in zip(documents, results, strict=True):
        lines += len(result.lines)
        for gold, line in _lines(document, result):
            size = line.end - line.start
            kept_chars += size * gold.kept
            if not gold.kept and not line.kept:
                right += 1
                reasons += gold.reason == line.reason
            elif gold.kept and not line.kept:
                spurious += 1
                lost += size
            elif line.kept and not gold.kept:
                missed += 1
        facts = gold_metadata(document)
        day = result.metadata.published_on
        titles += facts["title"] == result.metadata.title
        published += facts["published"] == (day.isoformat() if day else None)
    print(
        f"{folder}: dropped F1 {2 * right / (2 * right + spurious + missed):.3f}"
        f"  reasons {reasons / right:.3f}  kept characters lost {100 * lost / kept_chars:.2f} %"
        f"  title {titles / len(documents):.3f}  published {published / len(documents):.3f}"
        f"  {1e5 * seconds / lines:.1f} s per 100,000 lines"
    )


def _lines(document: Any, result: Any) -> Iterator[tuple[Any, Any]]:
    for gold, line in zip(document.lines, result.lines, strict=True):
        if gold.reason != "empty":
            yield gold, line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, nargs="?", help="pages as JSON lines")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="annotated releases")
    arguments = parser.parse_args()
    if arguments.pages is not None:
        with arguments.pages.open(encoding="utf-8") as file:
            pages = [page for page in map(json.loads, file) if page["split"] == arguments.split]
        print(f"{len(pages)} pages, split {arguments.split}")
        measure(pages, "presselese", ours)
        justext = justext_keep()
        if justext is None:
            print("jusText is not installed")
        else:
            measure(pages, "jusText", justext)
        measure(pages, "everything", everything)
        measure(pages, "silver", None)
    for folder in arguments.gold:
        releases(folder)


if __name__ == "__main__":
    main()
