"""Which editions there are, what each needs, and how one comes to stand in its folder whole.

An edition is made in a hidden folder beside its place and moved there when it is complete.
"""

from __future__ import annotations

import importlib
import importlib.util
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from presselese.config import EDITIONS
from presselese.errors import OutputError, TablesError
from presselese.export.result import Result
from presselese.write.files import MANIFEST, Stamp, is_result, stamp

UNFINISHED = ".presselese-export"


@dataclass(frozen=True, slots=True)
class _Needs:
    """The module that makes an edition, whether it needs texts, and the package it takes."""

    module: str
    texts: bool = False
    package: str | None = None  # as imported
    extra: str | None = None


_NEEDS: dict[str, _Needs] = {
    "csv": _Needs("tables"),
    "parquet": _Needs("tables", package="pyarrow", extra="parquet"),
    "sqlite": _Needs("sqlite", package="sqlite_utils", extra="sqlite"),
    "xlsx": _Needs("excel", package="xlsxwriter", extra="excel"),
    "jsonl": _Needs("jsonl"),
    "gexf": _Needs("network", package="networkx", extra="network"),
    "graphml": _Needs("network", package="networkx", extra="network"),
    "geojson": _Needs("geojson"),
    "uima": _Needs("uima", texts=True, package="cassis", extra="uima"),
    "conll": _Needs("conll", texts=True),
    "labelstudio": _Needs("annotators", texts=True),
    "prodigy": _Needs("annotators", texts=True),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an export wrote, what could not be had, and what its reader should know."""

    files: tuple[Path, ...]
    missing: tuple[tuple[str, str], ...]  # documents without text, and why
    notes: tuple[str, ...]


def require(names: Iterable[str]) -> None:
    """See that the packages of editions are installed; OutputError with the way to get them."""
    for name in names:
        needs = _NEEDS[name]
        if needs.package is not None and importlib.util.find_spec(needs.package) is None:
            raise OutputError(
                f"format {name} needs the package {needs.package.replace('_', '-')}: "
                f"pip install 'presselese[{needs.extra}]'"
            )


def build(result: Result, names: Iterable[str], target: Path) -> None:
    """Write editions of a result into the folder `target`, under their names in EDITIONS."""
    for name in names:
        make = importlib.import_module(f"presselese.export.{_NEEDS[name].module}").make
        make(result, target, name)


def add_editions(
    folder: Path, formats: Iterable[str], stdin: bytes | None = None
) -> tuple[dict[str, Stamp], list[str]]:
    """Make the editions among `formats` in a folder of finished tables; what is canonical is there.

    `stdin` is what was read from standard input. Returns what each file holds, by name, and what
    the user should know.
    """
    result = Result(folder, stdin=stdin)
    names = [name for name in EDITIONS if name in formats]
    build(result, names, folder)
    missing = [f"{doc_id}: without text: {reason}" for doc_id, reason in _distinct(result.missing)]
    stamps = {file: stamp(folder / file) for name in names for file in EDITIONS[name]}
    return stamps, result.notes + missing


def export(
    folder: Path, names: Iterable[str], output: Path | None = None, base: Path | None = None
) -> Outcome:
    """Write editions of a finished result into `output`, by default into its own folder.

    `base` is the folder that relative paths of the raw files count from. Raises TablesError if
    `folder` is no result or no text of it can be had for an edition that needs texts, OutputError
    if a package is missing or the folder cannot be written.
    """
    names = list(dict.fromkeys(names))
    require(names)
    if not is_result(folder):
        raise TablesError(
            f"{folder}: no result of presselese (no {MANIFEST}); "
            "name the folder that `presselese extract --output` wrote"
        )
    output = output or folder
    staging = output / UNFINISHED
    result = Result(folder, base=base)
    try:
        output.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        for name in names:
            build(result, [name], staging)
            _check_texts(result, name)
        return Outcome(_publish(staging, output), _distinct(result.missing), tuple(result.notes))
    except OSError as error:
        raise OutputError(
            f"{output}: cannot be written: {error.strerror or error}; "
            "name a folder that can, with space left"
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _check_texts(result: Result, name: str) -> None:
    """Refuse an edition of texts that found none at all; say why of the first."""
    if not _NEEDS[name].texts or not result.missing:
        return
    readable = sum(document["sha256"] is not None for document in result.rows("documents"))
    if len(_distinct(result.missing)) == readable:
        raise TablesError(
            f"{name} needs the texts, and none can be had; the first: {result.missing[0][1]}. "
            "Run it where extract was run, name the folder of the paths with --base, or keep the "
            "texts in the result: extract --format jsonl"
        )


def _distinct(missing: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(missing))


def _publish(staging: Path, output: Path) -> tuple[Path, ...]:
    """Move what was made to its place; a folder takes the place of an earlier one of ours."""
    made = []
    for path in sorted(staging.iterdir()):
        place = output / path.name
        if place.is_dir():
            _remove_folder(place)
        path.replace(place)
        made.append(place)
    return tuple(made)


def _remove_folder(place: Path) -> None:
    """Remove an earlier UIMA edition; OutputError where the folder holds anything else."""
    strange = [path for path in place.iterdir() if path.suffix != ".xmi"]
    if [path.name for path in strange] != ["TypeSystem.xml"]:
        raise OutputError(f"{place}: holds other files than an earlier edition; move it away")
    shutil.rmtree(place)
