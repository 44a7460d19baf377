"""What a run has done so far, on disk: finished shards, and what each was made of.

In the work folder, inside the output folder, lie for each shard its packed rows and a *marker*,
written after them. The marker holds a fingerprint of all that decided the rows: the inputs (ids,
paths, bytes), the configuration, the model, the code. A shard counts as done only if its
fingerprint is what it would be now and its rows are whole.
"""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from presselese.config import Config
from presselese.errors import OutputError
from presselese.run.units import Shard
from presselese.run.worker import Portion, digest
from presselese.tables import fingerprint
from presselese.write.files import WORK, cannot_write, replace_file, stamp, sync

STATE = "run.json"
_LENGTH = struct.Struct("<Q")  # bytes of the portion that follows


@dataclass(frozen=True, slots=True)
class Marker:
    """What a finished shard was made of and what its file must be."""

    fingerprint: str
    bytes: int
    sha256: str
    model: str
    warnings: tuple[str, ...]
    lost: int  # inputs that died or took too long …
    under: tuple[int, float | None]  # … with this many workers and this timeout


class Work:
    """The work folder of one output folder.

    `basis` is the fingerprint of what all shards depend on.
    """

    def __init__(self, output: Path, basis: str, config: Config) -> None:
        self._output = output
        self._folder = output / WORK
        self._basis = basis
        self._max_chars = config.max_chars
        self._under = (config.workers, config.timeout)

    def begin(self, *, resume: bool | None) -> None:
        """Make the folder ready.

        Work of an earlier run is kept with `resume`, thrown away with False; None refuses to
        decide (OutputError) where a run was not finished.
        """
        done = self.done
        if resume is None and done and not self._state().get("finished"):
            raise OutputError(
                f"{self._output}: holds an unfinished run ({_shards(done)} done); "
                "go on with --resume or start afresh with --no-resume"
            )
        try:
            if not resume:
                shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(exist_ok=True)
            for part in self._folder.glob("*.part"):
                part.unlink()
            self._note(finished=False)
        except OSError as error:
            raise cannot_write(self._output, error) from error

    @property
    def done(self) -> int:
        """How many shards lie here finished, whatever they were made of."""
        return sum(1 for _ in self._folder.glob("shard-*.json"))

    @property
    def hint(self) -> str:
        """What is kept, and how to go on."""
        return f"{_shards(self.done)} kept: go on with the same command and --resume"

    def end(self, *, keep: bool = False, shards: int = 0) -> None:
        """Remove the folder after a finished run, or keep it for the next."""
        if not keep:
            shutil.rmtree(self._folder, ignore_errors=True)
            return
        for number in count(shards):
            paths = self._paths(number)
            if not any(path.exists() for path in paths):
                break
            for path in paths:
                path.unlink(missing_ok=True)
        self._note(finished=True)

    def _note(self, *, finished: bool) -> None:
        replace_file(self._folder / STATE, json.dumps({"finished": finished}).encode())

    def _state(self) -> dict[str, Any]:
        try:
            state = json.loads((self._folder / STATE).read_bytes())
        except (OSError, ValueError):
            return {}
        return state if isinstance(state, dict) else {}

    def _paths(self, number: int) -> tuple[Path, Path]:
        return self._folder / f"shard-{number:06}.rows", self._folder / f"shard-{number:06}.json"

    def kept(self, shard: Shard) -> Marker | None:
        """Return the marker of a shard that need not be done again; its inputs are read anew."""
        rows, path = self._paths(shard.number)
        try:
            found = json.loads(path.read_bytes())
            marker = Marker(**found | {key: tuple(found[key]) for key in ("warnings", "under")})
            if marker.lost and marker.under != self._under:
                return None
            digests = [digest(source, self._max_chars) for source in shard.inputs]
            if marker.fingerprint != self._print(shard, digests):
                return None
            whole = stamp(rows) == {"bytes": marker.bytes, "sha256": marker.sha256}
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return marker if whole else None

    def _print(self, shard: Shard, digests: list[str]) -> str:
        # where in its file a text stands is no matter, but every text is named by its path
        inputs = [[source.doc_id, source.path] for source in shard.inputs]
        return fingerprint([self._basis, list(zip(inputs, digests, strict=True))])

    def rows(self, shard: Shard) -> Iterator[bytes]:
        """Yield the packed rows of the units of a shard that is kept."""
        with self._paths(shard.number)[0].open("rb") as file:
            while head := file.read(_LENGTH.size):
                yield file.read(_LENGTH.unpack(head)[0])

    def keep(self, shard: Shard) -> Keeper:
        """Return the context in which the portions of a shard are written."""
        rows, marker = self._paths(shard.number)
        return Keeper(self, shard, rows, marker)

    def marker(self, shard: Shard, summed: Portion, part: Path) -> Marker:
        """Describe a shard whose rows lie in `part`; `summed` says what its portions say."""
        found = stamp(part)
        return Marker(
            fingerprint=self._print(shard, list(summed.digests)),
            bytes=int(found["bytes"]),
            sha256=str(found["sha256"]),
            model=summed.model,
            warnings=summed.warnings,
            lost=summed.lost,
            under=self._under,
        )


class Keeper:
    """Writes one shard: it counts as done when the context is left without an exception."""

    def __init__(self, work: Work, shard: Shard, rows: Path, marker: Path) -> None:
        self._work, self._shard = work, shard
        self._rows, self._marker = rows, marker
        self._part = rows.with_suffix(".part")
        self._model = ""
        self._digests: list[str] = []
        self._warnings: dict[str, None] = {}
        self._lost = 0

    def __enter__(self) -> Self:
        self._marker.unlink(missing_ok=True)
        self._file: BinaryIO = self._part.open("wb")
        return self

    def add(self, portion: Portion) -> None:
        """Append the rows of the next unit."""
        self._file.write(_LENGTH.pack(len(portion.packed)) + portion.packed)
        self._model = portion.model
        self._digests += portion.digests
        self._warnings.update(dict.fromkeys(portion.warnings))
        self._lost += portion.lost

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._file.close()
            if error is None:
                sync(self._part)
                summed = Portion(
                    model=self._model,
                    digests=tuple(self._digests),
                    packed=b"",
                    warnings=tuple(self._warnings),
                    lost=self._lost,
                )
                marker = self._work.marker(self._shard, summed, self._part)
                self._part.replace(self._rows)
                replace_file(self._marker, json.dumps(asdict(marker)).encode())
        finally:
            # of an unfinished shard nothing stays: a full disk needs the space
            self._part.unlink(missing_ok=True)


def _shards(number: int) -> str:
    return f"{number} shard{'' if number == 1 else 's'}"
