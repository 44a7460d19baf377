"""Inputs nobody would write, run through the whole pipeline: nothing may crash or get lost.

    python -m tests.fuzz --inputs 50000

The inputs depend on the seed alone. Every input must come back as one document (a text that
holds several releases as some more, `id#2` …), every mention must be the characters at its place,
and what cannot be read must say why.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from presselese.config import Config
from presselese.errors import DocumentError
from presselese.read import Input, read_text
from presselese.run import run

ROOT = Path(__file__).parents[1]
Make = Callable[[random.Random, str], bytes]
# Right-to-left and zero-width characters, joiners, combining marks, emoji, odd blanks, controls.
ODD = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad\u0301\u0308\u00a0\u2028\u2029"
    "\u3000\u0085\x0b\x0c\x1c\x00\x07\x1b😀👩‍👩‍👧🏳️‍🌈🇩🇪שלוםمرحبا𝔅ﬁǅİıſß"
)
PIECES = ["am", "3.", "Mai", "2021", "Stadt", "Fulda", "Dr.", "Oberbürgermeister", "(", ")", "„",
          "“", "-", "/", "&", "GmbH", "e.V.", "Uhr", "von", "und", "bis", "Müller", ":", "\n", "\t",
          "|", "+++", "Foto:", "#", "…"]  # fmt: skip


def _bytes(rng: random.Random, _: str) -> bytes:
    return rng.randbytes(rng.randrange(400))


def _cut(rng: random.Random, text: str) -> bytes:
    data = text.encode()
    return data[: rng.randrange(len(data))] + rng.choice([b"", b"\xc3", b"\xe2\x80", b"\xff"])


def _line(rng: random.Random, text: str) -> bytes:
    return " ".join(text.split()).encode() * rng.choice([1, 2, 5])


def _digits(rng: random.Random, _: str) -> bytes:
    alphabet = rng.choice(["0123456789", "0123456789.", "0123456789. -/:", "1."])
    return "".join(rng.choices(alphabet, k=rng.randrange(2_000))).encode()


def _odd(rng: random.Random, text: str) -> bytes:
    chars = list(text[: rng.randrange(1, 800)])
    for _ in range(rng.randrange(1, 60)):
        chars.insert(rng.randrange(len(chars) + 1), rng.choice(ODD))
    return "".join(chars).encode("utf-8", "replace")


def _only_odd(rng: random.Random, _: str) -> bytes:
    return "".join(rng.choices(ODD.replace("\x00", ""), k=rng.randrange(200))).encode()


def _pieces(rng: random.Random, _: str) -> bytes:
    return rng.choice([" ", "", "\n"]).join(rng.choices(PIECES, k=rng.randrange(150))).encode()


def _shuffled(rng: random.Random, text: str) -> bytes:
    lines = text.split("\n")
    rng.shuffle(lines)
    return rng.choice(["\n", "\r\n", "\r"]).join(lines[:30]).encode(rng.choice(CODECS), "replace")


def _capitals(rng: random.Random, text: str) -> bytes:
    return rng.choice([text.upper(), text.lower(), text.swapcase(), text[::-1]])[:1_500].encode()


def _marks(rng: random.Random, _: str) -> bytes:
    return rng.choice('„"(.-–|*#_/:;, \n').encode() * rng.randrange(1_500)


CODECS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "mac_roman", "cp1250")
KINDS: tuple[Make, ...] = (
    _bytes, _cut, _line, _digits, _odd, _only_odd, _pieces, _shuffled, _capitals, _marks,
)  # fmt: skip


def inputs(count: int, seed: int) -> Iterator[Input]:
    """Yield `count` inputs, the same for the same seed."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus/raw").glob("*"))]
    for number in range(count):
        rng = random.Random(f"{seed}-{number}")
        make = KINDS[number % len(KINDS)]
        data = make(rng, rng.choice(texts)[: rng.choice([200, 800, 3_000])])
        yield Input(f"{number:06d}-{make.__name__[1:]}", f"{number}.txt", data)


def fuzz(count: int, seed: int, workers: int = 1) -> Counter[str]:
    """Run the inputs; return how many ended how. Raises AssertionError where one got lost."""
    given = list(inputs(count, seed))
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "run"
        run(given, output, Config(workers=workers, max_chars=100_000))
        rows = {name: _rows(output / f"{name}.csv") for name in ("documents", "mentions", "errors")}
    ids = [row["doc_id"] for row in rows["documents"]]
    assert len(ids) == len(set(ids))
    first = [doc_id for doc_id in ids if "#" not in doc_id]
    assert sorted(first) == sorted(one.doc_id for one in given), "an input got lost or doubled"
    failed = {row["doc_id"] for row in rows["errors"]}
    assert failed == {row["doc_id"] for row in rows["documents"] if row["status"] == "error"}
    broken = [row for row in rows["errors"] if row["stage"] != "read"]
    assert not broken, f"crashed inside: {broken[:3]}"
    by_id = {one.doc_id: one for one in given}
    texts: dict[str, str] = {}
    for row in rows["mentions"]:
        doc_id = row["doc_id"].partition("#")[0]
        if doc_id not in texts:
            texts = {doc_id: _text(by_id[doc_id])}
        assert texts[doc_id][int(row["start"]) : int(row["end"])] == row["text"], row
    return Counter(row["status"] for row in rows["documents"])


def _text(source: Input) -> str:
    try:
        return read_text(source).text
    except DocumentError:
        return ""


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """Fuzz as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--inputs", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    started = time.perf_counter()
    status = fuzz(asked.inputs, asked.seed, asked.workers)
    print(f"{asked.inputs} inputs, seed {asked.seed}: {dict(status)}, no crash, none lost")
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
