"""Dense word vectors from raw text: a truncated singular value decomposition of neighbours.

A word's row counts what stands one and two words before and after it: each of the most frequent
words, and each Brown cluster. The counts become positive pointwise mutual information with smoothed
contexts (Levy, Goldberg, Dagan 2015) and a discount for rare pairs (Pantel, Lin 2002); the
randomised decomposition (Halko, Martinsson, Tropp 2011) is seeded. The first direction only tells
frequent from rare words and is left out.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse  # type: ignore[import-untyped]
from raw import articles  # type: ignore[import-not-found]
from texts import read_checked  # type: ignore[import-not-found]

WIDTH, LEAST, FREQUENT, REACH = 56, 8, 6000, 2
# Steps of a number to the length 1, and the length that every vector gets.
STEPS, LENGTH = 64, 2
_PROTOCOLS = "bundestag/plpr_txt.tar.gz"
_TOKEN = re.compile(r"[^\W\d_]+(?:[’'.][^\W\d_]+)*|\d+|[^\w\s]")
_CHUNK = 6_000_000


def raw_texts(raw: Path, held_out: list[Path]) -> Iterator[str]:
    """Read the articles that are not in the folders `held_out` and the protocols of `raw`."""
    yield from articles(raw, held_out)
    with tarfile.open(fileobj=BytesIO(read_checked(raw, _PROTOCOLS))) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".txt") else None
            if file is None:
                continue
            content = file.read()
            try:
                text = content.decode("utf-8")
            except UnicodeDecodeError:
                text = content.decode("cp1252", "replace")
            yield re.sub(r"(?<=[a-zäöüß])-\r?\n(?=[a-zäöüß])", "", text)


def _words(raw: Path, held_out: list[Path]) -> tuple[Any, list[str]]:
    """Return the texts as numbers of words, -1 between texts, and the words."""
    vocabulary: dict[str, int] = {}
    texts = []
    for text in raw_texts(raw, held_out):
        words = [
            "0" if word.isdigit() and len(word) != 4 else word for word in _TOKEN.findall(text)
        ]
        numbers = [vocabulary.setdefault(word, len(vocabulary)) for word in words]
        texts.append(np.array(numbers + [-1] * REACH, dtype="i4"))
    return np.concatenate(texts), list(vocabulary)


def _information(rows: Any, columns: Any, shape: tuple[int, int]) -> Any:
    """Return positive pointwise mutual information of pairs as a sparse matrix."""
    counts = scipy.sparse.csr_matrix(shape, dtype="f4")
    for start in range(0, len(rows), _CHUNK):
        part = slice(start, start + _CHUNK)
        ones = np.ones(len(rows[part]), dtype="f4")
        counts = counts + scipy.sparse.coo_matrix((ones, (rows[part], columns[part])), shape=shape)
    of_word = np.asarray(counts.sum(1)).ravel()
    of_context = np.asarray(counts.sum(0)).ravel() ** 0.75
    of_context /= of_context.sum()
    pairs = counts.tocoo()
    values = np.log(pairs.data / (of_word[pairs.row] * of_context[pairs.col]))
    values *= pairs.data / (pairs.data + 1)
    kept = values > 0
    return scipy.sparse.csr_matrix(
        (values[kept].astype("f4"), (pairs.row[kept], pairs.col[kept])), shape=shape
    )


def dense_vectors(
    raw: Path, held_out: list[Path], clusters: dict[str, float], seed: int
) -> tuple[list[str], Any]:
    """Return words, the most frequent first, and their vectors in whole steps (int8)."""
    numbers, words = _words(raw, held_out)
    frequency = np.bincount(numbers[numbers >= 0], minlength=len(words))
    order = np.argsort(-frequency, kind="stable")
    known = order[: int((frequency >= LEAST).sum())]
    rank = np.full(len(words) + 1, -1, dtype="i4")
    rank[known] = np.arange(len(known), dtype="i4")
    paths = {path: row for row, path in enumerate(sorted(set(clusters.values())))}
    cluster = np.array([paths[clusters.get(word, 0)] for word in words] + [0], dtype="i4")
    ranks, groups = rank[numbers], cluster[numbers]
    groups[numbers < 0] = 0
    blocks = []
    for offset in (*range(-REACH, 0), *range(1, REACH + 1)):
        here, there = (
            slice(max(0, -offset), -offset if offset > 0 else None),
            slice(max(0, offset), offset if offset < 0 else None),
        )
        word, neighbour, group = ranks[here], ranks[there], groups[there]
        common = (word >= 0) & (neighbour >= 0) & (neighbour < FREQUENT)
        blocks.append(_information(word[common], neighbour[common], (len(known), FREQUENT)))
        grouped = (word >= 0) & (group > 0)
        blocks.append(_information(word[grouped], group[grouped], (len(known), len(paths))))
    matrix = scipy.sparse.hstack(blocks).tocsr()
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    matrix = scipy.sparse.diags((1 / np.maximum(norms, 1e-6)).astype("f4")) @ matrix
    generator = np.random.default_rng(seed)
    basis = generator.standard_normal((matrix.shape[1], WIDTH + 24), dtype="f4")
    for _ in range(4):
        rows, _ = np.linalg.qr(matrix @ basis)
        basis, _ = np.linalg.qr(matrix.T @ rows)
    left, values, _ = np.linalg.svd(matrix @ basis, full_matrices=False)
    vectors = (left * np.sqrt(values))[:, 1 : WIDTH + 1]
    vectors *= LENGTH * STEPS / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    return [words[index] for index in known], np.clip(np.round(vectors), -127, 127).astype("i1")
