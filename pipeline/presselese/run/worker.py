"""What is done with a unit, wherever that happens: read its texts, extract them, pack the rows."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from presselese.config import Config
from presselese.errors import DocumentError
from presselese.read import Input, RawText, printable, read_content, read_text
from presselese.records import Document, Failure
from presselese.run.units import Unit
from presselese.tables import Extraction, Row, Tables, failed, rows_of
from presselese.write.packed import pack, unpack


class Extracts(Protocol):
    """What a run needs of an extractor (see `presselese.extract`)."""

    name: str

    def pipe(self, texts: Iterable[RawText]) -> Iterator[Extraction]:
        """Yield an extraction for each release of each text, in order, also for texts that fail.

        The first of a text has its id, any other its id with `#2`, `#3` …
        """


Load: TypeAlias = Callable[[Config], Extracts]
# Inputs that cannot be processed, by id, with the reason.
Lost: TypeAlias = Mapping[str, Failure]


@dataclass(frozen=True, slots=True)
class Portion:
    """What a unit gives: packed rows of its documents, in order, and what was met on the way.

    There are at least as many documents as inputs, since a text may hold several releases.
    `digests` are those of the inputs (see `digest`), in their order.
    """

    model: str
    digests: tuple[str, ...]
    packed: bytes
    warnings: tuple[str, ...] = ()
    lost: int = 0  # inputs that cost a worker its life, or took too long


def load_extractor(config: Config) -> Extracts:
    """Load the extractor of a configuration; only here, so that the parent of workers does not."""
    from presselese.extract import load  # noqa: PLC0415 -- spaCy is slow to import

    return load(config.model, config)


def digest(source: Input, max_chars: int) -> str:
    """Return the SHA-256 of what an input holds, or why it has none.

    That is its bytes, and where it is a row of a table, what stands beside them.
    """
    try:
        content = read_content(source, max_chars)
    except DocumentError as error:
        return str(error)
    beside = [str(content.published), content.published_source, sorted(content.given.items())]
    found = hashlib.sha256(content.data)
    if source.place is not None:
        found.update(json.dumps(beside).encode())
    return found.hexdigest()


class Worker:
    """Holds the extractor of one process, loaded when it is first needed."""

    def __init__(self, config: Config, load: Load | None = None) -> None:
        self._config = config
        self._load = load or load_extractor
        self._extractor: Extracts | None = None
        self._warnings: list[str] = []

    def start(self) -> Extracts:
        """Load the extractor unless that was done."""
        if self._extractor is None:
            with warnings.catch_warnings(record=True) as caught:
                self._extractor = self._load(self._config)
            self._warnings = [str(warning.message) for warning in caught]
        return self._extractor

    def extract(self, unit: Unit, lost: Lost | None = None) -> Portion:
        """Read and extract one unit; every input gives the rows of at least one document.

        Those in `lost` are not tried, but get the row of a document that failed.
        """
        extractor = self.start()
        config, lost = self._config, lost or {}
        digests: list[str] = []
        rows: list[Tables | None] = []
        texts: list[RawText] = []
        with warnings.catch_warnings(record=True) as caught:
            for source in unit:
                document = Document(doc_id=source.doc_id, path=printable(source.path))
                if source.doc_id in lost:
                    digests.append(digest(source, config.max_chars))
                    document = replace(document, status="error")
                    rows.append({"documents": [document], "errors": [lost[source.doc_id]]})
                    continue
                try:
                    text = read_text(source, config.max_chars)
                except DocumentError as error:
                    digests.append(digest(source, config.max_chars))
                    rows.append(failed(document, error.stage, error))
                else:
                    known = text.sha256 if source.place is None else None
                    digests.append(known or digest(source, config.max_chars))
                    texts.append(text)
                    rows.append(None)
            found = iter(_by_text(extractor.pipe(texts), texts))
        documents = (
            tables for item in rows for tables in (next(found) if item is None else [item])
        )
        met = [*self._warnings, *(str(warning.message) for warning in caught)]
        return Portion(
            model=extractor.name,
            digests=tuple(digests),
            packed=pack(_joined(map(rows_of, documents))),
            warnings=tuple(dict.fromkeys(met)),
            lost=sum(source.doc_id in lost for source in unit),
        )


def join(portions: Sequence[Portion]) -> Portion:
    """Make one portion of several that follow each other."""
    return Portion(
        model=portions[0].model,
        digests=tuple(digest for portion in portions for digest in portion.digests),
        packed=pack(_joined(unpack(portion.packed) for portion in portions)),
        warnings=tuple(dict.fromkeys(text for portion in portions for text in portion.warnings)),
        lost=sum(portion.lost for portion in portions),
    )


def _joined(parts: Iterable[Mapping[str, Sequence[Row]]]) -> dict[str, list[Row]]:
    joined: dict[str, list[Row]] = {}
    for part in parts:
        for name, rows in part.items():
            joined.setdefault(name, []).extend(rows)
    return joined


def _by_text(extractions: Iterable[Extraction], texts: Sequence[RawText]) -> list[list[Tables]]:
    """Put the rows of the releases of each text together."""
    found: list[list[Tables]] = []
    for extraction in extractions:
        doc_id = extraction.document.doc_id
        if len(found) < len(texts) and doc_id == texts[len(found)].doc_id:
            found.append([])
        elif not found or doc_id != f"{texts[len(found) - 1].doc_id}#{len(found[-1]) + 1}":
            raise RuntimeError(f"the extractor gave the document {doc_id} for another text")
        found[-1].append(extraction.tables())
    if len(found) != len(texts):
        raise RuntimeError(f"the extractor gave nothing for {texts[len(found)].doc_id}")
    return found
