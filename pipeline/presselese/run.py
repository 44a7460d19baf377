"""A batch: inputs in units of fixed size, one or more worker processes, tables on disk.

Inputs are taken in the order of their ids and cut into units of 16; a unit is processed as one
batch, so its rows depend on nothing but the inputs, the configuration and the model: not on the
number of workers. Between processes travel records, never spaCy documents. Memory stays flat:
units come back in order, few ahead, and go straight to disk.

This is the only module that reads the clock, for the key `run` of the manifest.
"""

from __future__ import annotations

import multiprocessing
import platform
import signal
import warnings
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol, TypeAlias

from presselese.clean.boilerplate import hash_boilerplate
from presselese.config import Config
from presselese.corrections import hash_corrections
from presselese.errors import DocumentError, InputError, PresseleseError
from presselese.export import add_editions, require
from presselese.read import STDIN, Input, RawText, printable, read_stdin, read_text
from presselese.records import LABELS, STATUS, Document, Failure, Mention
from presselese.tables import Extraction, Tables, failed, fingerprint
from presselese.write import Stamp, TablesWriter

UNIT = 16  # documents a batch: near the best speed of spaCy, and little memory
LOOK_AHEAD = 2  # units a worker that may wait to be written
FAILURES_SHOWN = 10

Progress: TypeAlias = Callable[[int, int], None]


class Extracts(Protocol):
    """What a run needs of an extractor (see `presselese.extract`)."""

    name: str

    def pipe(self, texts: Iterable[RawText]) -> Iterator[Extraction]:
        """Yield an extraction for each release of each text, in order, also for texts that fail.

        The first of a text has its id, any other its id with `#2`, `#3` …
        """


Load: TypeAlias = Callable[[Config], Extracts]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: counts of documents by status, of mentions by label, and the rest."""

    output: Path
    model: str
    documents: int
    status: dict[str, int]
    mentions: dict[str, int]
    seconds: float
    failures: tuple[Failure, ...]  # the first few

    @property
    def failed(self) -> int:
        """Documents that could not be processed."""
        return self.status["error"]


@dataclass(frozen=True, slots=True)
class _Result:
    """What a unit gives back: the rows of each document, and warnings met on the way.

    There are at least as many documents as `inputs`: a text may hold several releases.
    """

    model: str
    inputs: int
    documents: list[Tables]
    warnings: tuple[str, ...]


def load_extractor(config: Config) -> Extracts:
    """Load the extractor of a configuration; only here, so that the parent of workers does not."""
    from presselese.extract import load  # noqa: PLC0415 -- spaCy is slow to import

    return load(config.model, config)


def run(
    inputs: Sequence[Input],
    output: Path,
    config: Config | None = None,
    progress: Progress | None = None,
    *,
    warn: Callable[[str], None] | None = None,
    load: Load | None = None,
) -> Summary:
    """Extract all inputs and write the tables to the folder `output`.

    `progress` is told documents done and in total, `warn` each distinct warning. A document that
    fails becomes a row with status error; the run goes on. Raises OutputError before any work if
    the folder cannot serve, ModelError for a model that cannot. `load` takes the place of
    `load_extractor`; for more than one worker it must be importable by name.
    """
    started, clock = datetime.now(UTC), perf_counter()
    config = config or Config()
    configuration = _configuration(config)
    inputs = _in_order(inputs)
    require(config.formats)
    tally = _Tally(warn or (lambda message: warnings.warn(message, stacklevel=3)))
    with TablesWriter(output, config.formats) as writer:
        inputs = [_with_stdin(source, config) for source in inputs]
        if progress is not None:
            progress(0, len(inputs))
        # closed at once if writing fails: the workers must not outlive the run
        with closing(_results(inputs, config, load or load_extractor)) as results:
            for result in results:
                for tables in result.documents:
                    writer.add(tables)
                tally.take(result)
                if progress is not None:
                    progress(tally.inputs, len(inputs))
        stamps = writer.finish()
        read = [source.data for source in inputs if source.data is not None]
        made, notes = add_editions(writer.folder, config.formats, read[0] if read else None)
        tally.warn(notes)
        seconds = perf_counter() - clock
        clocked = {
            "started": started.isoformat(timespec="seconds"),
            "seconds": round(seconds, 3),
            "workers": config.workers,
            "platform": platform.platform(),
        }
        writer.publish(_manifest(configuration, tally, stamps | made, clocked))
    return Summary(
        output=output,
        model=tally.model,
        documents=tally.documents,
        status={status: tally.status[status] for status in STATUS},
        mentions={label: tally.mentions[label] for label in LABELS},
        seconds=seconds,
        failures=tuple(tally.failures),
    )


def _in_order(inputs: Sequence[Input]) -> list[Input]:
    """Sort by id: rows are sorted, however the shell sorts its arguments."""
    ordered = sorted(inputs, key=lambda source: source.doc_id)
    for first, second in pairwise(ordered):
        if first.doc_id == second.doc_id:
            raise InputError(
                f"two inputs have the id {first.doc_id!r}: {first.path}, {second.path}"
            )
    return ordered


def _with_stdin(source: Input, config: Config) -> Input:
    """Read standard input here: a worker has none."""
    if source.path == STDIN and source.data is None:
        return replace(source, data=read_stdin(config.max_chars))
    return source


class _Tally:
    """Counts what passes by."""

    def __init__(self, warn: Callable[[str], None]) -> None:
        self.model = ""
        self.inputs = 0
        self.documents = 0
        self.status: Counter[str] = Counter()
        self.mentions: Counter[str] = Counter()
        self.failures: list[Failure] = []
        self.prints: list[tuple[str, str | None]] = []
        self._warn = warn
        self._warned: set[str] = set()

    def warn(self, messages: Iterable[str]) -> None:
        """Pass on each distinct warning once."""
        for message in messages:
            if message not in self._warned:
                self._warned.add(message)
                self._warn(message)

    def take(self, result: _Result) -> None:
        """Count one unit."""
        self.model = result.model
        self.inputs += result.inputs
        self.warn(result.warnings)
        for tables in result.documents:
            self.documents += 1
            for document in tables["documents"]:
                assert isinstance(document, Document)
                self.status[document.status] += 1
                self.prints.append((document.doc_id, document.sha256))
            self.mentions.update(
                mention.label
                for mention in tables.get("mentions", ())
                if isinstance(mention, Mention)
            )
            for failure in tables.get("errors", ()):
                if isinstance(failure, Failure) and len(self.failures) < FAILURES_SHOWN:
                    self.failures.append(failure)


def _configuration(config: Config) -> dict[str, Any]:
    """Return the options that decide a result; learned lines by their hash, not their place."""
    options = config.model_dump(mode="json", exclude={"workers"}, exclude_none=True)
    if config.corrections is not None:
        options["corrections"] = f"sha256:{hash_corrections(config.corrections)}"
    if config.boilerplate is not None:
        options["boilerplate"] = f"sha256:{hash_boilerplate(config.boilerplate)}"
    return options


def _manifest(
    configuration: dict[str, Any], tally: _Tally, stamps: dict[str, Stamp], clocked: dict[str, Any]
) -> dict[str, Any]:
    """Describe a result; all but the key `run` is the same for the same inputs and versions."""
    return {
        "versions": {
            "presselese": metadata.version("presselese"),
            "model": tally.model,
            "spacy": metadata.version("spacy"),
            "python": platform.python_version(),
        },
        "configuration": configuration,
        "inputs": {
            "documents": tally.documents,
            "status": {status: tally.status[status] for status in STATUS},
            "fingerprint": fingerprint(tally.prints),
        },
        "files": stamps,
        "run": clocked,
    }


def _results(inputs: Sequence[Input], config: Config, load: Load) -> Generator[_Result, None, None]:
    """Yield the results of all units in order."""
    units = [inputs[start : start + UNIT] for start in range(0, len(inputs), UNIT)]
    workers = min(config.workers, len(units))
    if workers <= 1:
        worker = _Worker(config, load)
        yield from map(worker.extract, units)
    else:
        yield from _pooled(units, workers, config, load)


def _pooled(
    units: Sequence[Sequence[Input]], workers: int, config: Config, load: Load
) -> Generator[_Result, None, None]:
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context("spawn"), initializer=_start, initargs=(config, load)
    )
    waiting: deque[Future[_Result]] = deque()
    todo = iter(units)
    try:
        for unit in todo:
            waiting.append(pool.submit(_work, unit))
            if len(waiting) > workers * LOOK_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise PresseleseError(
            "a worker process died, probably for lack of memory; try fewer --workers"
        ) from error
    except BaseException:
        # an interrupt or a full disk: what the workers are at is of no use any more
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _Worker:
    """Holds the extractor of one process, loaded with the first unit."""

    def __init__(self, config: Config, load: Load) -> None:
        self._config = config
        self._load = load
        self._extractor: Extracts | None = None

    def extract(self, unit: Sequence[Input]) -> _Result:
        """Read and extract one unit; every input gives the rows of at least one document."""
        with warnings.catch_warnings(record=True) as caught:
            if self._extractor is None:
                self._extractor = self._load(self._config)
            rows: list[Tables | None] = []
            texts: list[RawText] = []
            for source in unit:
                try:
                    texts.append(read_text(source, self._config.max_chars))
                    rows.append(None)
                except DocumentError as error:
                    document = Document(doc_id=source.doc_id, path=printable(source.path))
                    rows.append(failed(document, error.stage, error))
            found = iter(_by_text(self._extractor.pipe(texts), texts))
        return _Result(
            model=self._extractor.name,
            inputs=len(unit),
            documents=[
                tables for item in rows for tables in (next(found) if item is None else [item])
            ],
            warnings=tuple(str(warning.message) for warning in caught),
        )


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


_worker: _Worker | None = None


def _start(config: Config, load: Load) -> None:
    """Prepare a worker process; an interrupt is the parent's business."""
    global _worker  # noqa: PLW0603 -- a worker process has one extractor
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = _Worker(config, load)


def _work(unit: Sequence[Input]) -> _Result:
    assert _worker is not None
    return _worker.extract(unit)
