"""Units on the machines of a cluster, by Dask: the same tasks, the same rows, the same bytes.

The rows come back to the machine that runs the command, which keeps the shards and writes the
tables as in any other run; so a run on a cluster is resumed like one without. A worker that dies
over a document is replaced by Dask, and the document found out as on one machine.
"""

from __future__ import annotations

import importlib
import logging
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack
from typing import Any

from presselese.config import Config
from presselese.errors import ConfigError, PresseleseError
from presselese.run.attempts import Attempt, Gone, Way, attempts
from presselese.run.manifest import basis_of
from presselese.run.units import Unit
from presselese.run.worker import Load, Lost, Portion, Worker

LOOK_AHEAD = 3  # units a worker: one at work, one that waits there, one that waits to be written


def import_distributed() -> Any:
    """Return the module distributed; ConfigError with the way to get it where it is absent."""
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise ConfigError(
            "--engine dask needs the package distributed: pip install 'presselese[cluster]'"
        ) from error


class Cluster:
    """Extracts units on the workers of `config.scheduler`, or of a cluster on this machine."""

    def __init__(self, config: Config, load: Load | None) -> None:
        if config.timeout is not None:
            raise ConfigError(
                "--timeout ends worker processes of this machine and cannot with --engine dask; "
                "leave one of them out"
            )
        self._config = config
        self._load = load
        self._dask = import_distributed()

    def results(self, units: Iterable[Unit]) -> Generator[Portion, None, None]:
        """Yield the portions of units in order; few are in memory or on the way."""
        source: Iterator[Unit] = iter(units)
        ways: dict[int, Way] = {}
        running: dict[Any, int] = {}
        done: dict[int, Portion] = {}
        taken = given = 0
        exhausted = False
        with ExitStack() as stack:
            client = self._connect(stack)
            submit = self._submitter(client)
            while True:
                ahead = LOOK_AHEAD * max(1, len(client.nthreads()))
                while not exhausted and taken - given < ahead:
                    unit = next(source, None)
                    if unit is None:
                        exhausted = True
                        break
                    ways[taken] = attempts(unit, None)
                    running[submit(next(ways[taken]), taken)] = taken
                    taken += 1
                if given in done:
                    yield done.pop(given)
                    given += 1
                    continue
                if not running:
                    break
                answered = self._dask.wait(list(running), return_when="FIRST_COMPLETED").done
                for future in answered:
                    serial = running.pop(future)
                    try:
                        attempt = ways[serial].send(self._outcome(future))
                    except StopIteration as end:
                        del ways[serial]
                        done[serial] = end.value
                    else:
                        running[submit(attempt, serial)] = serial

    def _connect(self, stack: ExitStack) -> Any:
        address: Any = self._config.scheduler
        if address is None:
            address = stack.enter_context(
                self._dask.LocalCluster(
                    n_workers=self._config.workers,
                    threads_per_worker=1,
                    dashboard_address=None,
                    silence_logs=logging.ERROR,
                )
            )
        try:
            return stack.enter_context(self._dask.Client(address))
        except (OSError, ValueError) as error:
            raise ConfigError(f"--scheduler {address}: no Dask scheduler answers there") from error

    def _submitter(self, client: Any) -> Callable[[Attempt, int], Any]:
        basis = basis_of(self._config, self._load)

        def submit(attempt: Attempt, serial: int) -> Any:
            return client.submit(
                extract_there,
                attempt.unit,
                attempt.lost,
                self._config,
                self._load,
                basis,
                pure=False,  # every attempt counts, also one that was made before
                priority=-serial,  # the first in order is waited for
            )

        return submit

    def _outcome(self, future: Any) -> Portion | Gone:
        if future.status == "finished":
            portion: Portion = future.result()
            return portion
        error = future.exception()
        if isinstance(error, self._dask.KilledWorker):
            return Gone("death")
        if isinstance(error, BaseException):
            raise error
        raise PresseleseError("the Dask cluster gave up a task; go on with --resume")


_lock = threading.Lock()
_workers: dict[str, Worker] = {}


def extract_there(unit: Unit, lost: Lost, config: Config, load: Load | None, basis: str) -> Portion:
    """Extract a unit in a process of the cluster, which keeps its extractor for the next one.

    Raises PresseleseError where code, model or files named by the configuration are others than
    on the machine that asks (`basis`, see `basis_of`).
    """
    with _lock:  # a worker may have several threads, a pipeline serves one at a time
        if basis not in _workers:
            if basis_of(config, load) != basis:
                raise PresseleseError(
                    "a worker of the cluster has another version of Python, presselese, spaCy, "
                    "numpy, the model, or of the files of the configuration; install the same "
                    "everywhere"
                )
            _workers.clear()
            _workers[basis] = Worker(config, load)
        return _workers[basis].extract(unit, lost)
