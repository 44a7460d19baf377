"""Speed of the whole pipeline against its own NER; start-up, workers and memory of the command.

Processor time, not the clock: texts are taken in batches of 16, and every batch goes through all
contestants one after the other, so that a machine that gets slower slows them all. Each pass of
each process gives one ratio; medians are printed. In the *first pass* nobody has seen a text
before (words are tokenised anew); later passes meet the same texts again.

    python benchmarks/throughput.py [--texts corpus/gold/train] [--processes 3] [--passes 3]
    python benchmarks/throughput.py --memory 1000,10000,100000

Contestants: presselese on the raw text; the bare NER of the same model as its package loads it, on
the kept and on the raw text; and that NER on the kept text with what presselese does to its
network (`presselese.network`). Memory and start-up are those of `presselese extract` in a process
of its own; short documents of invented words are generated for it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dateparser
import ftfy

import de_presse_md
import presselese
from presselese.assemble import assemble
from presselese.clean import clean
from presselese.evaluate.gold import read_gold
from presselese.extract import BATCH, EMBEDDED, _Job, _load_model
from presselese.match.spans import GROUPS, read_spans
from presselese.network import one_thread, speed_up
from presselese.read import RawText, find_inputs, read_text

OURS, BARE, RAW, SAME = "presselese", "NER, kept text", "NER, raw text", "NER sped up, kept text"
WARM_UP = (
    "Fulda, 3. Mai 2021. Oberbürgermeisterin Dr. Lea Amann (SPD), Vorsitzende des Vereins "
    "Lesen e. V., dankte am Montag der Stadt Kassel."
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", default="corpus/raw", help="folder of .txt or .ann files")
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--passes", type=int, default=3, help="passes in each process")
    parser.add_argument("--memory", help="numbers of documents, with commas: only measure memory")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(read_texts(options.texts), options.passes)))
    elif options.memory:
        memory([int(number) for number in options.memory.split(",")])
    else:
        speed(options.texts, options.processes, options.passes)
        command(read_texts(options.texts))


def read_texts(folder: str) -> list[RawText]:
    if sorted(Path(folder).glob("*.ann")):
        return [
            RawText(document.doc_id, "-", document.text) for document in read_gold(Path(folder))
        ]
    return [read_text(source) for source in find_inputs([folder])]


# -- speed ----------------------------------------------------------------------------------------


def measure(texts: list[RawText], passes: int) -> dict[str, Any]:
    """Return, for one process, the words, the seconds of each pass and those of each stage."""
    extractor = presselese.load()
    kept_ner, raw_ner, same_ner = de_presse_md.load(), de_presse_md.load(), _load_model(EMBEDDED)
    speed_up(same_ner)
    wide = {"ner": {"batch_size": 4 * BATCH}}
    list(extractor.pipe([WARM_UP]))
    # Loaded at the first text that needs it, once a process: 0.3 s, so no matter of speed.
    dateparser.parse("1 april 2020", languages=["de"])
    ftfy.fix_text("fÃ¼r")
    for ner in (kept_ner, raw_ner, same_ner):
        list(ner.pipe([WARM_UP]))

    def same(batch: list[str]) -> None:
        with one_thread():
            list(same_ner.pipe(batch, batch_size=BATCH, component_cfg=wide))

    words: Counter[str] = Counter()
    seconds: list[dict[str, float]] = []
    for number in range(passes):
        took: dict[str, float] = defaultdict(float)
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            with stopwatch(took, OURS):
                for extraction in extractor.pipe(batch):
                    extraction.tables()
            raw = [text.text for text in batch]
            kept = [clean(text).text for text in raw]
            with stopwatch(took, BARE):
                list(kept_ner.pipe(kept, batch_size=BATCH))
            with stopwatch(took, RAW):
                list(raw_ner.pipe(raw, batch_size=BATCH))
            with stopwatch(took, SAME), one_thread():
                list(same_ner.pipe(kept, batch_size=BATCH, component_cfg=wide))
            if number == 0:
                words["kept"] += sum(len(re.findall(r"\w+", text)) for text in kept)
                words["raw"] += sum(len(re.findall(r"\w+", text)) for text in raw)
        seconds.append(took)
    return {
        "documents": len(texts),
        "words": words,
        "seconds": seconds,
        "stages": stages(extractor, texts),
    }


@contextmanager
def stopwatch(took: dict[str, float], name: str) -> Iterator[None]:
    start = time.process_time()
    yield
    took[name] += time.process_time() - start


def stages(extractor: presselese.Extractor, texts: list[RawText]) -> dict[str, float]:
    """Return the seconds of each stage on texts that are known by now."""
    took: dict[str, float] = defaultdict(float)
    for start in range(0, len(texts), BATCH):
        with stopwatch(took, "clean"):
            jobs = [
                job for text in texts[start : start + BATCH] for job in extractor._parts(_Job(text))
            ]
        pages = [job.page for job in jobs if job.page is not None and job.page.kept]
        with stopwatch(took, "tokenise"):
            docs: Any = list(extractor._made([page.kept for page in pages]))
        with one_thread():
            for name, pipe in extractor.nlp.pipeline:
                part: Any = pipe
                with stopwatch(took, name.replace("presselese_", "match ")):
                    if not hasattr(part, "pipe"):
                        docs = [part(doc) for doc in docs]
                    else:
                        docs = list(part.pipe(docs, batch_size=BATCH))
        for page, doc in zip(pages, docs, strict=True):
            page.spans.update((group, read_spans(doc, group)) for group in GROUPS)
        with stopwatch(took, "assemble"):
            for page in pages:
                assemble(page)
    return took


def speed(texts: str, processes: int, passes: int) -> None:
    runs = []
    for _ in range(processes):
        call = [sys.executable, __file__, "--measure", "--texts", texts, "--passes", str(passes)]
        runs.append(json.loads(subprocess.run(call, check=True, capture_output=True).stdout))
    documents, words = runs[0]["documents"], runs[0]["words"]
    print(f"{documents} texts of {texts}, {words['kept'] // documents} kept words each")
    parts = {
        "first pass": [run["seconds"][0] for run in runs],
        "later passes": [seconds for run in runs for seconds in run["seconds"][1:]],
    }
    for title, rows in parts.items():
        if not rows:
            continue
        print(f"\n{title}, medians of {len(rows)}")
        for name in (OURS, BARE, RAW, SAME):
            median = statistics.median(row[name] for row in rows)
            count = words["raw" if name == RAW else "kept"]
            print(f"  {name:24}{documents / median:7.1f} documents/s {count / median:8.0f} words/s")
        for name in (BARE, RAW, SAME):
            ratio = statistics.median(row[name] / row[OURS] for row in rows)
            print(f"  speed of presselese as a share of {name}: {ratio:.2f}")
    print("\nstages, share of the time and milliseconds a document, least of the processes")
    least = {name: min(run["stages"][name] for run in runs) for name in runs[0]["stages"]}
    for name, seconds in sorted(least.items(), key=lambda item: -item[1]):
        share = seconds / sum(least.values())
        print(f"  {name:24}{share:7.1%} {1000 * seconds / documents:7.2f}")


# -- the command ----------------------------------------------------------------------------------


def run(folder: Path, *more: str) -> tuple[float, float, float]:
    """Extract a folder by the command; return wall time, processor time and peak memory (MB)."""
    with tempfile.TemporaryDirectory() as out:
        call = [sys.executable, "-m", "presselese", "extract", str(folder), "-q", *more, "-o", out]
        start = time.perf_counter()
        child = subprocess.Popen(call, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"presselese extract ended with {child.returncode}")
    peak = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return wall, usage.ru_utime + usage.ru_stime, peak


def command(texts: list[RawText]) -> None:
    """Print start-up and what a second worker gives."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "one.txt").write_text(WARM_UP, encoding="utf-8")
        wall, processor, _ = min(run(folder) for _ in range(3))
        print(f"\nstart-up to the tables of one text: {wall:.1f} s, {processor:.1f} s of processor")
        for number in range(max(400, len(texts))):
            path = folder / f"{number:04}.txt"
            path.write_text(texts[number % len(texts)].text, encoding="utf-8", newline="")
        one, two = run(folder), run(folder, "--workers", "2")
        print(f"{number + 1} texts, one worker: {one[0]:.1f} s, {one[1]:.1f} s of processor")
        print(f"{number + 1} texts, two workers: {two[0]:.1f} s, {two[1]:.1f} s of processor")
        print(f"  {one[0] / two[0]:.2f} times as fast for {two[1] / one[1]:.2f} of the processor")


def memory(counts: list[int]) -> None:
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            for number, text in enumerate(short_documents(count)):
                # Folders of a thousand: a file system is slow with very large ones.
                folder = Path(name, f"{number // 1000:04}")
                folder.mkdir(exist_ok=True)
                (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")
            wall, _, peak = run(Path(name))
        print(f"{count:7} short documents: peak memory {peak:6.0f} MB, {wall:.0f} s", flush=True)


def short_documents(count: int) -> Iterator[str]:
    """Yield releases of two sentences with three words each that no other text has."""
    rng = random.Random(1848)
    syllables = [first + second for first in "bdfgklmnrst" for second in "aeiou"]

    def word() -> str:
        return "".join(rng.choices(syllables, k=5)).capitalize()

    for number in range(count):
        yield (
            f"Fulda, {1 + number % 28}. Mai 2021. {word()}\n"
            f"Bürgermeisterin Lea {word()} hat am Montag die {word()}straße eröffnet. "
            "Die Stadt Fulda dankt dem Förderverein.\n"
        )


if __name__ == "__main__":
    main()
