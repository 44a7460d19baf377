"""Measure a NER model on the test texts: strict entity F1 with bootstrap intervals.

    python models/train/evaluate.py --gold corpus/gold/dev --gold <wikinews/dev> \
        --corpora <folder with germeval2014, smartdata and uner-pud>

An entity counts if start, end and label are right. Intervals are percentiles (2.5, 97.5) of
1,000 resamples of the documents, seeded.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

import spacy
import texts  # type: ignore[import-not-found]
from spacy.language import Language

import de_presse_md

RESAMPLES = 1000
NAMES = ("PER", "LOC", "ORG")  # counted together, too


def f1(right: int, found: int, wanted: int) -> float:
    """F1 in per cent, 100 where there is nothing to find and nothing found."""
    return 100.0 if found + wanted == 0 else 200.0 * right / (found + wanted)


def counts(nlp: Language, items: list[texts.Text]) -> list[dict[str, Counter[str]]]:
    """Count for every text and label what is right, found and wanted."""
    out = []
    for item, doc in zip(
        items, nlp.pipe([item.text for item in items], batch_size=16), strict=True
    ):
        wanted = set(item.entities)
        found = {(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents}
        table: dict[str, Counter[str]] = defaultdict(Counter)
        for kind, spans in (
            ("right", wanted & found),
            ("found", found),
            ("wanted", wanted),
        ):
            for _, _, label in spans:
                table[label][kind] += 1
                if label in NAMES:
                    table["names"][kind] += 1
        out.append(table)
    return out


def report(nlp: Language, items: list[texts.Text], labels: tuple[str, ...] = texts.LABELS) -> str:
    """Return a table: label, number wanted, precision, recall, F1 and its interval.

    The last row holds persons, places and organisations together.
    """
    tables = counts(nlp, items)
    generator = random.Random(0)
    samples = [generator.choices(range(len(tables)), k=len(tables)) for _ in range(RESAMPLES)]
    lines = []
    for label in (*labels, "names"):
        rows = [(t[label]["right"], t[label]["found"], t[label]["wanted"]) for t in tables]
        right, found, wanted = (sum(column) for column in zip(*rows, strict=True))
        values = sorted(
            f1(*(sum(rows[i][k] for i in sample) for k in range(3))) for sample in samples
        )
        low, high = values[int(RESAMPLES * 0.025)], values[int(RESAMPLES * 0.975)]
        lines.append(
            f"{label:6}{wanted:6}  P {100 * right / max(found, 1):5.1f}"
            f"  R {100 * right / max(wanted, 1):5.1f}  F {f1(right, found, wanted):5.1f}"
            f"  [{low:.1f}, {high:.1f}]"
        )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--model", type=Path, help="folder; default: the installed package")
    parser.add_argument("--gold", type=Path, action="append", default=[])
    parser.add_argument("--corpora", type=Path)
    args = parser.parse_args(arguments)
    nlp = spacy.load(args.model) if args.model is not None else de_presse_md.load()
    for path in args.gold:
        print(path, report(nlp, texts.gold(path, "gold")), sep="\n", flush=True)
    if args.corpora is not None:
        print(
            "germeval2014 dev",
            report(nlp, texts.germeval(args.corpora, "dev")),
            sep="\n",
        )
        print("uner-pud", report(nlp, texts.uner(args.corpora), NAMES), sep="\n")
        test = texts.smartdata(args.corpora, "test")
        print("smartdata v3-test", report(nlp, test, NAMES), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
