"""Word vectors from Brown clusters and raw text, with a fallback to the end of a German compound.

A word's vector joins that of its Brown cluster and a dense one learned from its neighbours in raw
text; each comes from a table of its own. For a word that a table does not hold other spellings
are tried ("AUGSBURG": "Augsburg", "Fuldas": "Fulda"), then the longest known ending
("Hochwasserpartnerschaft": "Partnerschaft"): the end of a German compound says what kind of thing
it is. Two columns behind those of the cluster tell such guesses from a word of the table; what has
no guess is zero.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from spacy.strings import get_string_id
from spacy.util import registry
from spacy.vectors import BaseVectors  # type: ignore[import-not-found]
from spacy.vocab import Vocab

_FILE = "brown.npz"
_SHORTEST_TAIL, _SHORTEST_HEAD, _LONGEST_WORD = 4, 3, 40
_CACHE_SIZE = 20_000
# What one step of a dense number is worth: their rows are about as long as those of the clusters.
_STEP = np.float32(1 / 64)


class BrownVectors(BaseVectors):  # type: ignore[misc]
    """A read-only table from words to vectors.

    Words are kept as the low 32 bits of spaCy's hash, so one unknown word in some thousands is
    taken for a known one. What is cached never changes a result.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.strings: Any = vocab.strings
        self.name = "de_presse_brown"
        self.mode = "default"
        self.attr = "ORTH"
        self.fill(np.zeros(0, "u4"), np.zeros(0, "u2"), np.zeros(0, "?"), np.zeros((0, 0), "f4"))
        self.fill_dense(np.zeros(0, "u4"), np.zeros((0, 0), "i1"))

    def fill(self, keys: Any, rows: Any, tails: Any, clusters: Any) -> None:
        """Set the table of the clusters.

        `keys` are ascending hashes, `rows` their rows in `clusters`, `tails` says which of the
        words may stand for compounds that end with them.
        """
        self._keys, self._rows, self._tails, self._clusters = keys, rows, tails, clusters
        count, width = clusters.shape
        # Three copies of the clusters, for words, spellings and tails, then the zero row.
        self._table = np.zeros((3 * count + 1, width + 2 if width else 0), dtype="f4")
        for kind in range(3):
            self._table[kind * count : (kind + 1) * count, :width] = clusters
            if kind and width:
                self._table[kind * count : (kind + 1) * count, width + kind - 1] = 1.0
        self._cache: dict[int, tuple[int, int]] = {}

    def fill_dense(self, keys: Any, dense: Any) -> None:
        """Set the dense vectors: ascending hashes and one row of -127..127 for each."""
        self._dense_keys = keys
        self._dense = np.vstack([dense, np.zeros((1, dense.shape[1]), "i1")])
        self._cache = {}

    def _find(self, key: int, tail: bool = False) -> int:
        """Return the row of a hash in the clusters, -1 if it is unknown (as a tail)."""
        low = key & 0xFFFFFFFF
        index = int(np.searchsorted(self._keys, np.uint32(low)))
        if index == len(self._keys) or self._keys[index] != low:
            return -1
        return int(self._rows[index]) if not tail or self._tails[index] else -1

    def _row(self, key: int) -> int:
        """Return the row of a word's hash in the table."""
        count = len(self._clusters)
        row = self._find(key)
        if row >= 0:
            return row
        word = self.strings[key] if key in self.strings else ""  # noqa: SIM401 -- it has no get
        if len(word) <= _LONGEST_WORD:
            for spelling in _spellings(word):
                row = self._find(get_string_id(spelling))
                if row >= 0:
                    return count + row
            for tail in _tails(word):
                row = self._find(get_string_id(tail), tail=True)
                if row >= 0:
                    return 2 * count + row
        return 3 * count

    def _dense_row(self, key: int) -> int:
        """Return the row of a word's hash, of another spelling or of its end in the dense table."""
        word = self.strings[key] if key in self.strings else ""  # noqa: SIM401 -- it has no get
        for hashed in _readings(key, word):
            low = hashed & 0xFFFFFFFF
            index = int(np.searchsorted(self._dense_keys, np.uint32(low)))
            if index < len(self._dense_keys) and self._dense_keys[index] == low:
                return index
        return len(self._dense_keys)

    def get_batch(self, keys: Iterable[Any]) -> Any:
        """Return an array of one vector for each word hash."""
        if len(self._cache) > _CACHE_SIZE:
            self._cache.clear()
        cache, rows, dense = self._cache, [], []
        for key in keys.tolist() if hasattr(keys, "tolist") else keys:
            row = cache.get(key)
            if row is None:
                row = cache[key] = (self._row(key), self._dense_row(key))
            rows.append(row[0])
            dense.append(row[1])
        return np.hstack([self._table[rows], self._dense[dense] * _STEP])

    def __getitem__(self, key: int | str) -> Any:
        return self.get_batch([get_string_id(key) if isinstance(key, str) else key])[0]

    def __contains__(self, key: int | str) -> bool:
        return self._find(get_string_id(key) if isinstance(key, str) else key) >= 0

    def __len__(self) -> int:
        return len(self._clusters)

    @property
    def n_keys(self) -> int:
        """Number of words in the table."""
        return len(self._keys)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._table.shape[0], self._table.shape[1] + self._dense.shape[1]

    @property
    def vectors_length(self) -> int:
        """Columns."""
        return self.shape[1]

    @property
    def size(self) -> int:
        """Numbers in the table."""
        return int(self._table.size + self._dense.size)

    @property
    def is_full(self) -> bool:
        """No word can be added."""
        return True

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Return the table as a compressed numpy archive."""
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            steps=np.diff(self._keys, prepend=np.uint32(0)),
            rows=self._rows,
            tails=np.packbits(self._tails),
            clusters=self._clusters,
            dense_steps=np.diff(self._dense_keys, prepend=np.uint32(0)),
            dense=self._dense[:-1],
        )
        return buffer.getvalue()

    def from_bytes(self, data: bytes, **kwargs: Any) -> BrownVectors:
        """Fill the table from `to_bytes`."""
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            keys = np.cumsum(archive["steps"], dtype="u4")
            tails = np.unpackbits(archive["tails"], count=len(keys)).astype("?")
            self.fill(keys, archive["rows"], tails, archive["clusters"])
            self.fill_dense(np.cumsum(archive["dense_steps"], dtype="u4"), archive["dense"])
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Write the table into the folder `path`."""
        (Path(path) / _FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **kwargs: Any) -> BrownVectors:
        """Read the table from the folder `path`."""
        return self.from_bytes((Path(path) / _FILE).read_bytes())


def _readings(key: int, word: str) -> Iterator[int]:
    yield key
    if len(word) <= _LONGEST_WORD:
        for spelling in _spellings(word):
            yield get_string_id(spelling)
        for tail in _tails(word):
            yield get_string_id(tail)


def _spellings(word: str) -> Iterator[str]:
    if len(word) > 3 and word.isupper():
        yield word.capitalize()
    if len(word) > 3 and word.endswith("s"):
        yield word[:-1]
    if word[:1].isupper():
        yield word.lower()


def _tails(word: str) -> Iterator[str]:
    if not word.isalpha():
        return
    if word.isupper():
        word = word.capitalize()
    capital = word[0].isupper()
    for start in range(_SHORTEST_HEAD, len(word) - _SHORTEST_TAIL + 1):
        tail = word[start:]
        yield tail.capitalize() if capital else tail


@registry.vectors("presselese.BrownVectors.v1")  # type: ignore[untyped-decorator]
def make_brown_vectors() -> Callable[[Vocab], BrownVectors]:
    """Return the maker that spaCy calls for a new vocabulary."""
    return BrownVectors
