"""Worker processes: each with a pipe of its own, so that one may die or be killed at any moment.

The pools of the standard library give up when one process dies, and those that do not share
queues whose locks a dying process may hold. Here a process that dies costs its document, one that
hangs is killed, and all end with their parent, even if that is killed. What to do about a unit
whose worker was lost is decided by `attempts`.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any, TypeAlias

from presselese.config import Config
from presselese.errors import PresseleseError
from presselese.run.attempts import Attempt, Gone, Way, attempts
from presselese.run.units import Unit
from presselese.run.worker import Load, Portion, Worker

LOOK_AHEAD = 2  # units a worker that may wait to be written
MAX_DEATHS = 32  # in a row: then it is not the documents
_READY = "ready"
_Serial: TypeAlias = int


@dataclass(frozen=True, slots=True)
class _Raised:
    """An exception on its way to the parent."""

    error: BaseException


class _Process:
    """One worker process, seen by its parent."""

    def __init__(self, config: Config, load: Load | None) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=_serve, args=(theirs, config, load), daemon=True, name="presselese worker"
        )
        with _uninterrupted():
            self.process.start()
        theirs.close()
        self.ready = False
        self.busy: tuple[_Serial, Attempt] | None = None
        self.deadline: float | None = None

    def give(self, serial: _Serial, attempt: Attempt) -> None:
        """Hand over work; a process that died meanwhile is noticed when its answer is read."""
        self.busy = serial, attempt
        self.deadline = None if attempt.seconds is None else monotonic() + attempt.seconds
        try:
            self.pipe.send((attempt.unit, attempt.lost))
        except OSError:
            return

    def end(self, *, patiently: bool = False) -> int | None:
        """End the process and return its exit code; patiently: it has nothing to do any more."""
        self.pipe.close()
        if patiently:
            self.process.join(5)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        return self.process.exitcode


class Pool:
    """Extracts units in `config.workers` processes; a context that ends them."""

    def __init__(
        self, config: Config, load: Load | None, warn: Callable[[str], None] | None = None
    ) -> None:
        self._config = config
        self._load = load
        self._warn = warn or (lambda message: None)
        self._size = config.workers
        self._processes: list[_Process] = []
        self._todo: deque[tuple[_Serial, Attempt]] = deque()
        self._ways: dict[_Serial, Way] = {}
        self._done: dict[_Serial, Portion] = {}
        self._deaths = 0

    def results(self, units: Iterable[Unit]) -> Generator[Portion, None, None]:
        """Yield the portions of units in order; few are in memory. Closing it ends the workers."""
        source: Iterator[Unit] = iter(units)
        taken = given = 0
        exhausted = False
        try:
            while True:
                while not exhausted and taken - given <= self._size * LOOK_AHEAD:
                    unit = next(source, None)
                    if unit is None:
                        exhausted = True
                    else:
                        self._ways[taken] = attempts(unit, self._config.timeout)
                        self._todo.append((taken, next(self._ways[taken])))
                        taken += 1
                self._assign()
                if given in self._done:
                    yield self._done.pop(given)
                    given += 1
                elif given < taken:
                    self._listen()
                else:
                    break
            for process in self._processes:
                process.end(patiently=True)
        finally:
            # after an interrupt or a full disk what they are at is of no use any more
            for process in self._processes:
                process.end()
            self._processes = []

    def _assign(self) -> None:
        """Give work to processes that have none; start one where all are at work."""
        idle = [item for item in self._processes if item.ready and item.busy is None]
        while self._todo and idle:
            idle.pop().give(*self._todo.popleft())
        starting = sum(not item.ready for item in self._processes)
        while len(self._todo) > starting and len(self._processes) < self._size:
            self._processes.append(_Process(self._config, self._load))
            starting += 1

    def _listen(self) -> None:
        """Wait until a process answers, dies or is out of time."""
        deadlines = [item.deadline for item in self._processes if item.deadline is not None]
        left = max(0.0, min(deadlines) - monotonic()) if deadlines else None
        by_pipe: dict[Any, _Process] = {item.pipe: item for item in self._processes}
        heard = wait(list(by_pipe), left)
        for pipe in heard:
            self._hear(by_pipe[pipe])
        now = monotonic()
        for process in list(self._processes):
            late = process.deadline is not None and process.deadline <= now
            if late and not process.pipe.poll():
                self._remove(process)
                self._settle(process, Gone("timeout"))

    def _hear(self, process: _Process) -> None:
        try:
            answer = process.pipe.recv()
        except (EOFError, OSError):
            code = self._remove(process)
            if process.ready:
                self._mourn()
                self._settle(process, Gone("death", code))
            else:
                self._shrink(code)
            return
        if isinstance(answer, _Raised):
            raise answer.error
        process.ready = True
        if answer != _READY:
            self._deaths = 0
            self._settle(process, answer)

    def _remove(self, process: _Process) -> int | None:
        self._processes.remove(process)
        return process.end()

    def _mourn(self) -> None:
        self._deaths += 1
        if self._deaths == MAX_DEATHS:
            raise PresseleseError(
                f"{MAX_DEATHS} worker processes died one after the other, probably for lack of "
                "memory; try fewer --workers"
            )

    def _shrink(self, code: int | None) -> None:
        """Go on without a process that died while it loaded the model."""
        self._size -= 1
        if not self._processes:
            raise PresseleseError(
                f"a worker process died while it loaded the model (exit code {code}), probably "
                "for lack of memory"
            )
        self._warn(
            f"a worker process died while it loaded the model (exit code {code}), probably for "
            f"lack of memory; the run goes on with {len(self._processes)}"
        )
        self._size = len(self._processes)

    def _settle(self, process: _Process, outcome: Portion | Gone) -> None:
        """Tell the way of a unit what came of its attempt, and take its next one or its end."""
        if process.busy is None:
            return
        serial, _ = process.busy
        process.busy = process.deadline = None
        try:
            # units that wait the longest come first: others wait for them to be written
            self._todo.appendleft((serial, self._ways[serial].send(outcome)))
        except StopIteration as end:
            del self._ways[serial]
            self._done[serial] = end.value


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let a process start with interrupts ignored: they are its parent's business."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _serve(pipe: Connection, config: Config, load: Load | None) -> None:
    """Be a worker process: load, say so, and answer until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        worker = Worker(config, load)
        worker.start()
        pipe.send(_READY)
        while True:
            unit, lost = pipe.recv()
            pipe.send(worker.extract(unit, lost))
    except (EOFError, BrokenPipeError):
        return  # the parent is done, or gone
    except MemoryError:
        os._exit(1)  # as the system would do it: the parent tries the documents one by one
    except Exception as error:  # noqa: BLE001 -- it is raised in the parent
        pipe.send(_Raised(_portable(error)))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _portable(error: Exception) -> Exception:
    """Return the error with its traceback as a note, or as text if it cannot be sent."""
    if not isinstance(error, PresseleseError):
        error.add_note(f"in a worker process:\n{traceback.format_exc()}")
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # noqa: BLE001 -- anything may be wrong with a foreign error
        return RuntimeError(f"{type(error).__name__} in a worker process\n{traceback.format_exc()}")
    return error
