"""Speed of the whole pipeline against its own NER and against what a user would pick instead.

Every round takes the processor time of all contestants on the same texts, one after the other, and
the ratios are formed round by round, so that a machine that gets slower slows them all.

    python benchmarks/throughput.py [--texts FOLDER] [--rounds N] [--documents N]
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Callable

import presselese
from presselese.clean import clean
from presselese.extract import BATCH, EMBEDDED, _load_model
from presselese.read import RawText, find_inputs, read_text


def main() -> None:
    """Print words and documents per second, and the ratios to bare NER."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", default="corpus/raw", help="folder of .txt files")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--documents", type=int, default=200, help="texts are repeated up to this")
    options = parser.parse_args()
    sources = [read_text(source) for source in find_inputs([options.texts])]
    texts = [
        RawText(f"{number}", "-", sources[number % len(sources)].text)
        for number in range(options.documents)
    ]
    raw = [text.text for text in texts]
    kept = [_kept(text) for text in raw]
    ner = _load_model(EMBEDDED)
    extractor = presselese.load()

    contestants: dict[str, tuple[Callable[[], object], list[str]]] = {
        "bare NER, kept text": (lambda: list(ner.pipe(kept, batch_size=BATCH)), kept),
        "bare NER, raw text": (lambda: list(ner.pipe(raw, batch_size=BATCH)), raw),
        "bare NER, raw text, default batches": (lambda: list(ner.pipe(raw)), raw),
        "presselese, raw text": (lambda: list(extractor.pipe(texts)), kept),
    }
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for action, _ in contestants.values():
        action()  # warm caches: the tokenizer's is filled on the first round
    for _ in range(options.rounds):
        for name, (action, _) in contestants.items():
            start = time.process_time()
            action()
            seconds[name].append(time.process_time() - start)

    print(f"{len(texts)} documents, {options.rounds} rounds, medians")
    for name, (_, counted) in contestants.items():
        words = sum(len(re.findall(r"\w+", text)) for text in counted)
        median = statistics.median(seconds[name])
        print(f"{name:38} {len(texts) / median:8.1f} documents/s {words / median:9.0f} words/s")
    ours = seconds["presselese, raw text"]
    for name in list(contestants)[:3]:
        ratio = statistics.median(b / a for a, b in zip(ours, seconds[name], strict=True))
        print(f"speed of presselese as a share of {name}: {ratio:.2f}")


def _kept(text: str) -> str:
    return "\n".join(text[line.start : line.end] for line in clean(text).lines if line.kept)


if __name__ == "__main__":
    main()
