"""A result on disk: it appears whole or not at all.

Files are written in a hidden folder inside the output folder and moved to their names at the
end, the manifest last, so that a run that fails leaves an earlier result as it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from presselese.config import CANONICAL, EDITIONS
from presselese.tables import SHARED, TABLES, Row, Tables, data_package, rows_of
from presselese.write.files import (
    DATA_PACKAGE,
    MANIFEST,
    UNFINISHED,
    Stamp,
    cannot_write,
    check_folder,
    dump_json,
    sync,
    sync_all,
)
from presselese.write.files import stamp as stamp_of
from presselese.write.shared import SpilledShared
from presselese.write.sinks import SINKS, Sink, import_pyarrow

ROWS_AT_ONCE = 1_000  # that a sink is handed of a shared table


class TablesWriter:
    """Writes one result: `add` documents in the order of their ids, `finish`, then `publish`.

    The folder is checked (OutputError) before any work starts. Leaving the `with` block without
    `publish` leaves no trace.
    """

    def __init__(self, output: Path, formats: Sequence[str] = ("csv",)) -> None:
        self._output = output
        asked = tuple(suffix for suffix in CANONICAL if suffix in formats)
        self._formats = asked or CANONICAL[:1]
        self._counts = dict.fromkeys(TABLES, 0)
        self._sinks: dict[tuple[str, str], Sink] = {}
        self._created: list[Path] = []
        self._folder = output / UNFINISHED
        self._shared = SpilledShared(self._folder)

    @property
    def folder(self) -> Path:
        """The hidden folder; what is put there under a name in EDITIONS is published, too."""
        return self._folder

    def __enter__(self) -> Self:
        if "parquet" in self._formats:
            import_pyarrow()
        self._prepare()
        try:
            for suffix in self._formats:
                for name, table in TABLES.items():
                    self._sinks[name, suffix] = SINKS[suffix](self._path(name, suffix), table)
        except BaseException:
            # an interrupt, too: nothing half-made stays behind
            self._discard()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._discard()
        if isinstance(error, OSError):
            raise cannot_write(self._output, error) from error

    def _prepare(self) -> None:
        """Make the folder and see that it may be written."""
        output = self._output
        check_folder(output)
        missing = [path for path in (output, *output.parents) if not path.exists()]
        try:
            for path in reversed(missing):
                path.mkdir()
                self._created.append(path)
            if self._folder.exists():  # left by a run that was killed
                shutil.rmtree(self._folder)
            self._folder.mkdir()
        except OSError as error:
            self._discard()
            raise cannot_write(self._output, error) from error

    def _path(self, name: str, suffix: str) -> Path:
        return self._folder / f"{name}.{suffix}"

    def add(self, tables: Tables) -> None:
        """Write the records of one document; those of shared tables wait until `finish`."""
        self.add_rows(rows_of(tables))

    def add_rows(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Write the rows of some documents, in the order of the documents, by table."""
        for name, values in rows.items():
            if name in SHARED:
                self._shared.add(name, values)
            else:
                self._write(name, values)

    def _write(self, name: str, rows: Sequence[Row]) -> None:
        self._counts[name] += len(rows)
        for suffix in self._formats:
            self._sinks[name, suffix].add(rows)

    def finish(self) -> dict[str, Stamp]:
        """Write the shared tables and the data package; return what each file holds, by name."""
        for name in SHARED:
            rows = self._shared.rows(name)
            while some := list(islice(rows, ROWS_AT_ONCE)):
                self._write(name, some)
        stamps: dict[str, Stamp] = {}
        for (name, suffix), sink in self._sinks.items():
            sink.close()
            path = self._path(name, suffix)
            stamps[path.name] = {"rows": self._counts[name], **stamp_of(path)}
        suffix = self._formats[0]
        package = data_package({name: stamps[f"{name}.{suffix}"] for name in TABLES}, suffix)
        dump_json(self._folder / DATA_PACKAGE, package)
        return stamps

    def publish(self, manifest: Mapping[str, Any]) -> None:
        """Move the files to their names; remove those of an earlier result.

        Its editions go, too: they would no longer fit the tables. The manifest makes a folder a
        result: the old one goes first, the new one comes last.
        """
        dump_json(self._folder / MANIFEST, manifest)
        known = [f"{name}.{suffix}" for suffix in CANONICAL for name in TABLES]
        known += [name for names in EDITIONS.values() for name in names]
        try:
            made = [
                name for name in (*known, DATA_PACKAGE, MANIFEST) if (self._folder / name).exists()
            ]
            for name in made:
                sync_all(self._folder / name)
            (self._output / MANIFEST).unlink(missing_ok=True)
            for place in (self._output / name for name in known):
                if place.is_dir():
                    shutil.rmtree(place)
                elif place.name not in made:
                    place.unlink(missing_ok=True)
            for name in made:
                (self._folder / name).replace(self._output / name)
            sync(self._output)
        except OSError as error:
            raise cannot_write(self._output, error) from error
        self._created = []

    def _discard(self) -> None:
        """Remove the hidden folder, and the folders this run made if it published nothing."""
        for sink in self._sinks.values():
            try:
                sink.close()
            except OSError:  # a full disk: the file goes anyway
                continue
        self._sinks = {}
        shutil.rmtree(self._folder, ignore_errors=True)
        for path in reversed(self._created):
            try:
                path.rmdir()
            except OSError:  # somebody put something in
                break
        self._created = []
