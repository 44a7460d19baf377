"""Static vectors of Brown clusters: words that occur in the same surroundings share rows.

The clusters come from spacy-lookups-data (MIT). A cluster is a path in a binary tree, read from
the low bits; its vector joins one seeded random vector for each of five prefixes of the path, so
that near clusters have near vectors. Where raw text is given, dense vectors learned from it
(dense.py) stand beside them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import numpy as np
import spacy_lookups_data
from spacy.strings import get_string_id
from spacy.vocab import Vocab

from de_presse_md.brown import BrownVectors

# Bits of the path and the width of the random vector that stands for them; 0 = the whole path.
BLOCKS = ((4, 24), (6, 32), (8, 40), (10, 48), (0, 56))
SHA256 = {
    "cluster": "ebf93419f43c9ddde15e56b5b816efc8c579a1e4d0d7fe1fb1f766ba0bd5834c",
    "prob": "928dc76f46810864f0325255488057263dd55e1ceb8cf7ac084a4987186a4aa9",
}


def _table(name: str) -> dict[str, float]:
    path = Path(spacy_lookups_data.__file__).parent / "data" / f"de_lexeme_{name}.json.gz"
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise ValueError(f"{path}: SHA-256 differs; spacy-lookups-data 1.0.5 is expected")
    table: dict[str, float] = json.loads(gzip.decompress(content))
    return table


def make_vectors(
    words: int,
    tails: int,
    seed: int,
    raw: Path | None = None,
    held_out: list[Path] | None = None,
) -> BrownVectors:
    """Make the table of the `words` most frequent words; the first `tails` serve compounds.

    Dense vectors come from `raw`, less the articles annotated in the folders `held_out`.
    """
    clusters, frequency = _table("cluster"), _table("prob")
    known = sorted(
        (word for word, cluster in clusters.items() if cluster),  # 0 stands for none
        key=lambda word: (-frequency[word], word),
    )[:words]
    paths = sorted({int(clusters[word]) for word in known})
    row = {path: index for index, path in enumerate(paths)}
    generator = np.random.default_rng(seed)
    data = np.zeros((len(paths), sum(width for _, width in BLOCKS)), dtype="f4")
    column = 0
    for bits, width in BLOCKS:
        prefixes = [path & ((1 << bits) - 1) if bits else path for path in paths]
        drawn = {p: generator.standard_normal(width) for p in sorted(set(prefixes))}
        data[:, column : column + width] = [drawn[p] / np.linalg.norm(drawn[p]) for p in prefixes]
        column += width
    # Of words whose low 32 bits agree the most frequent one counts.
    entries: dict[int, tuple[int, bool]] = {}
    for rank, word in enumerate(known):
        entries.setdefault(
            get_string_id(word) & 0xFFFFFFFF, (row[int(clusters[word])], rank < tails)
        )
    keys = np.array(sorted(entries), dtype="u4")
    values = [entries[int(key)] for key in keys]
    vectors = BrownVectors(Vocab())
    vectors.fill(
        keys,
        np.array([row for row, _ in values], dtype="u2"),
        np.array([tail for _, tail in values], dtype="?"),
        data,
    )
    if raw is not None:
        from dense import dense_vectors  # type: ignore[import-not-found] # noqa: PLC0415 -- scipy

        names, rows = dense_vectors(raw, held_out or [], clusters, seed)
        first: dict[int, int] = {}
        for index, word in enumerate(names):
            first.setdefault(get_string_id(word) & 0xFFFFFFFF, index)
        low = sorted(first)
        vectors.fill_dense(np.array(low, dtype="u4"), rows[[first[key] for key in low]])
    return vectors
