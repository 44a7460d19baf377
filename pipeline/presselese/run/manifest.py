"""What a run tells about itself: counts while it goes, the summary, the manifest, fingerprints.

The only place that reads the clock for what is written: the key `run` of the manifest.
"""

from __future__ import annotations

import hashlib
import importlib.util
import platform
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from time import perf_counter
from typing import Any

from presselese.clean.boilerplate import hash_boilerplate
from presselese.config import Config
from presselese.corrections import hash_corrections
from presselese.records import LABELS, STATUS, Failure
from presselese.run.worker import Load
from presselese.tables import TABLES, ListFingerprint, Row, fingerprint
from presselese.write import Stamp

FAILURES_SHOWN = 10
# Options that decide how a run goes and not what comes out.
MANNERS = {
    "workers",
    "engine",
    "scheduler",
    "timeout",
    "shard_size",
    "keep_shards",
    "copy_to",
}
# Packages whose version may decide what the model finds.
VERSIONED = ("presselese", "spacy", "thinc", "numpy")

_PLACES = {
    (name, column.name): place
    for name, table in TABLES.items()
    for place, column in enumerate(table.columns)
}


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
    resumed: int = 0  # inputs that an earlier run had done

    @property
    def failed(self) -> int:
        """Documents that could not be processed."""
        return self.status["error"]


class Clock:
    """When a run began."""

    def __init__(self) -> None:
        self._started, self._counter = datetime.now(UTC), perf_counter()

    @property
    def seconds(self) -> float:
        """Return the seconds since."""
        return perf_counter() - self._counter

    def told(self, config: Config, resumed: int) -> dict[str, Any]:
        """Return the key `run` of the manifest."""
        return {
            "started": self._started.isoformat(timespec="seconds"),
            "seconds": round(self.seconds, 3),
            "resumed": resumed,
            "engine": config.engine,
            "workers": config.workers,
            "timeout": config.timeout,
            "platform": platform.platform(),
        }


class Tally:
    """Counts what passes by, in little memory."""

    def __init__(self, warn: Callable[[str], None]) -> None:
        self.model = ""
        self.inputs = 0
        self.resumed = 0
        self.documents = 0
        self.status: Counter[str] = Counter()
        self.mentions: Counter[str] = Counter()
        self.failures: list[Failure] = []
        self._prints = ListFingerprint()
        self._warn = warn
        self._warned: set[str] = set()

    def take(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Count the rows of some documents."""
        doc_id, sha256, status, label = (
            _PLACES[place]
            for place in (
                ("documents", "doc_id"),
                ("documents", "sha256"),
                ("documents", "status"),
                ("mentions", "label"),
            )
        )
        for values in rows.get("documents", ()):
            self.documents += 1
            self.status[str(values[status])] += 1
            self._prints.add([values[doc_id], values[sha256]])
        self.mentions.update(str(values[label]) for values in rows.get("mentions", ()))
        for values in rows.get("errors", ()):
            if len(self.failures) < FAILURES_SHOWN:
                names = (column.name for column in TABLES["errors"].columns)
                cells: Any = dict(zip(names, values, strict=True))
                self.failures.append(Failure(**cells))

    def tell(self, warnings: Sequence[str]) -> None:
        """Pass on each distinct warning once."""
        for message in warnings:
            if message not in self._warned:
                self._warned.add(message)
                self._warn(message)

    def manifest(
        self, configuration: dict[str, Any], stamps: dict[str, Stamp], clocked: dict[str, Any]
    ) -> dict[str, Any]:
        """Describe a result; all but the key `run` is the same for the same inputs and versions."""
        return {
            "versions": {
                "presselese": metadata.version("presselese"),
                "model": self.model,
                "spacy": metadata.version("spacy"),
                "python": platform.python_version(),
            },
            "configuration": configuration,
            "inputs": {
                "documents": self.documents,
                "status": {status: self.status[status] for status in STATUS},
                "fingerprint": self._prints.hexdigest(),
            },
            "files": stamps,
            "run": clocked,
        }

    def summary(self, output: Path, seconds: float) -> Summary:
        """Return what a finished run did."""
        return Summary(
            output=output,
            model=self.model,
            documents=self.documents,
            status={status: self.status[status] for status in STATUS},
            mentions={label: self.mentions[label] for label in LABELS},
            seconds=seconds,
            failures=tuple(self.failures),
            resumed=self.resumed,
        )


def configuration_of(config: Config) -> dict[str, Any]:
    """Return the options that decide a result; learned lines by their hash, not their place."""
    options = config.model_dump(mode="json", exclude=MANNERS, exclude_none=True)
    if config.corrections is not None:
        options["corrections"] = f"sha256:{hash_corrections(config.corrections)}"
    if config.boilerplate is not None:
        options["boilerplate"] = f"sha256:{hash_boilerplate(config.boilerplate)}"
    return options


def basis_of(config: Config, load: Load | None) -> str:
    """Return the fingerprint of all that rows depend on, the inputs aside.

    Those are the configuration, the files of this package and of the model, and the versions of
    the packages that compute with them.
    """
    options = {key: value for key, value in configuration_of(config).items() if key != "formats"}
    return fingerprint(
        [
            options,
            {name: metadata.version(name) for name in VERSIONED},
            platform.python_version(),
            _files_print(Path(__file__).parent.parent),
            _files_print(_model_folder(config.model)),
            None if load is None else f"{load.__module__}.{load.__qualname__}",
        ]
    )


def _model_folder(model: str) -> Path | None:
    if Path(model).exists():
        return Path(model)
    try:
        spec = importlib.util.find_spec(model)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def _files_print(folder: Path | None) -> str | None:
    """Return the fingerprint of all files below a folder (or of one file)."""
    if folder is None:
        return None
    files = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    prints = []
    for path in files:
        if path.is_file() and path.suffix != ".pyc":
            with path.open("rb") as file:
                print_ = hashlib.file_digest(file, "sha256").hexdigest()
            prints.append([path.relative_to(folder).as_posix(), print_])
    return fingerprint(prints)
