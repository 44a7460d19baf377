"""The output folder belongs to one run at a time."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from presselese.errors import OutputError
from presselese.write.files import cannot_write, check_folder

LOCK = ".presselese-lock"


@contextmanager
def claimed(output: Path) -> Iterator[None]:
    """Hold the folder for this process; make it where it is missing, remove it if it stays empty.

    The lock is the system's: it ends with its process, however that ends. Raises OutputError for
    a folder that cannot serve or that another run holds.
    """
    check_folder(output)
    made: list[Path] = []
    lock = FileLock(output / LOCK, timeout=0)
    try:
        for path in reversed([path for path in (output, *output.parents) if not path.exists()]):
            path.mkdir(exist_ok=True)
            made.append(path)
        lock.acquire()
        with suppress(OSError):  # only to be told: Windows lets nobody write a locked file
            (output / LOCK).write_text(f"process {os.getpid()} on {platform.node()}")
    except Timeout as error:
        raise OutputError(
            f"{output}: another run is writing here ({_holder(output)}); "
            "wait for its end or name another folder"
        ) from error
    except OSError as error:
        _leave(output, lock, made)
        raise cannot_write(output, error) from error
    try:
        yield
    finally:
        _leave(output, lock, made)


def _holder(output: Path) -> str:
    try:
        return (output / LOCK).read_text() or "starting"
    except OSError:
        return "ending"


def _leave(output: Path, lock: FileLock, made: list[Path]) -> None:
    if lock.is_locked and os.name != "nt":  # Windows removes no open file
        (output / LOCK).unlink(missing_ok=True)
    lock.release()
    with suppress(OSError):  # gone already, or taken by the next one
        if os.name == "nt":
            (output / LOCK).unlink(missing_ok=True)
    for path in reversed(made):
        try:
            path.rmdir()
        except OSError:  # there is something in it
            break
