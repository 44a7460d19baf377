"""The run itself: shards that are done are read back, others are extracted; all go to the tables.

There is one way for all: the rows of each unit, in the order of the inputs, go packed to the work
folder and unpacked to the tables. Memory stays flat, since few units are in it at a time.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from presselese.config import Config
from presselese.errors import Interrupted, PresseleseError
from presselese.export import add_editions, require
from presselese.read import Input
from presselese.read.remote import import_fsspec
from presselese.run.cluster import Cluster
from presselese.run.folder import claimed
from presselese.run.manifest import Clock, Summary, Tally, basis_of, configuration_of
from presselese.run.pool import Pool
from presselese.run.units import Shard, Unit, count_shards, in_order, shards
from presselese.run.work import Marker, Work
from presselese.run.worker import Load, Portion, Worker
from presselese.write import TablesWriter
from presselese.write.copy import copy_result
from presselese.write.packed import unpack


class Progress(Protocol):
    """Is told how many documents are done, of how many, and in words where the run stands."""

    def __call__(self, done: int, total: int, stage: str, /) -> None:
        """Show it."""


def run(
    inputs: Sequence[Input],
    output: Path,
    config: Config | None = None,
    progress: Progress | None = None,
    *,
    warn: Callable[[str], None] | None = None,
    load: Load | None = None,
    resume: bool | None = None,
) -> Summary:
    """Extract all inputs and write the tables to the folder `output`.

    `resume` takes over what an earlier run left of its work, if it is still true; False throws
    it away; None takes a folder without such work. `progress` is told how far the run is, `warn`
    each distinct warning. A document that fails becomes a row with status error; the run goes
    on. Raises OutputError before any work if the folder cannot serve, ModelError for a model
    that cannot, Interrupted for Ctrl-C. `load` takes the place of `load_extractor`; for worker
    processes it must be importable by name.
    """
    clock = Clock()
    config = config or Config()
    configuration = configuration_of(config)
    require(config.formats)
    if config.copy_to is not None:
        import_fsspec()  # said before any work
    inputs = in_order(inputs, config.max_chars)
    tally = Tally(warn or (lambda message: warnings.warn(message, stacklevel=3)))
    with claimed(output):
        work = Work(output, basis_of(config, load), config)
        work.begin(resume=resume)
        try:
            with TablesWriter(output, config.formats) as writer:
                _Batch(inputs, config, load, work, tally, progress).write(writer)
                stamps = writer.finish()
                read = [source.data for source in inputs if source.data is not None]
                made, notes = add_editions(writer.folder, config.formats, *read[:1])
                tally.tell(notes)
                clocked = clock.told(config, tally.resumed)
                writer.publish(tally.manifest(configuration, stamps | made, clocked))
        except BaseException as error:
            if not work.done:
                work.end()
            elif isinstance(error, KeyboardInterrupt):
                raise Interrupted(work.hint) from error
            elif isinstance(error, PresseleseError):
                raise type(error)(f"{error}\n{work.hint}") from error
            raise
        if config.copy_to is not None:
            copy_result(output, config.copy_to)
        work.end(keep=config.keep_shards, shards=count_shards(inputs, config.shard_size))
    return tally.summary(output, clock.seconds)


@dataclass(frozen=True, slots=True)
class _Batch:
    """What a run works with."""

    inputs: Sequence[Input]
    config: Config
    load: Load | None
    work: Work
    tally: Tally
    progress: Progress | None

    def write(self, writer: TablesWriter) -> None:
        """Hand the rows of all shards to the writer, in order."""
        plan = _Plan(self.inputs, self.config, self.work)
        self._show(None)
        # closed at once if writing fails: the workers must not outlive the run
        with closing(self._portions(plan.units())) as portions:
            for shard, marker in plan.shards():
                if marker is not None:
                    self._resume(shard, marker, writer)
                    continue
                with self.work.keep(shard) as keeper:
                    for _ in shard.units():
                        portion = next(portions)
                        keeper.add(portion)
                        self._take(portion.packed, writer)
                        self.tally.model = portion.model
                        self.tally.tell(portion.warnings)
                        self.tally.inputs += len(portion.digests)
                        self._show(shard)

    def _resume(self, shard: Shard, marker: Marker, writer: TablesWriter) -> None:
        for packed in self.work.rows(shard):
            self._take(packed, writer)
        self.tally.model = marker.model
        self.tally.tell(marker.warnings)
        self.tally.inputs += len(shard.inputs)
        self.tally.resumed += len(shard.inputs)
        self._show(shard)

    def _take(self, packed: bytes, writer: TablesWriter) -> None:
        rows = unpack(packed)
        writer.add_rows(rows)
        self.tally.take(rows)

    def _show(self, shard: Shard | None) -> None:
        if self.progress is None:
            return
        stage = "documents"
        if shard is not None:
            total = count_shards(self.inputs, self.config.shard_size)
            resumed = f", {self.tally.resumed} resumed" if self.tally.resumed else ""
            stage += f" (shard {shard.number + 1} of {total}{resumed})"
        self.progress(self.tally.inputs, len(self.inputs), stage)

    def _portions(self, units: Iterable[Unit]) -> Generator[Portion, None, None]:
        """Yield the portions of all units in order, from here or from worker processes."""
        if self.config.engine == "dask":
            yield from Cluster(self.config, self.load).results(units)
        elif self.config.workers == 1 and self.config.timeout is None:
            worker = Worker(self.config, self.load)
            yield from map(worker.extract, units)
        else:
            pool = Pool(self.config, self.load, lambda message: self.tally.tell([message]))
            yield from pool.results(units)


class _Plan:
    """Which shards are to be done; looked up once, by whoever comes first to a shard.

    The workers are given units ahead of the shard that is being written.
    """

    def __init__(self, inputs: Sequence[Input], config: Config, work: Work) -> None:
        self._inputs, self._size, self._work = inputs, config.shard_size, work
        self._markers: dict[int, Marker | None] = {}

    def _marker(self, shard: Shard) -> Marker | None:
        if shard.number not in self._markers:
            self._markers[shard.number] = self._work.kept(shard)
        return self._markers[shard.number]

    def shards(self) -> Iterator[tuple[Shard, Marker | None]]:
        """Yield all shards in order, with a marker where the rows are kept."""
        for shard in shards(self._inputs, self._size):
            yield shard, self._marker(shard)

    def units(self) -> Iterator[Unit]:
        """Yield the units of the shards that are to be done."""
        for shard in shards(self._inputs, self._size):
            if self._marker(shard) is None:
                yield from shard.units()
