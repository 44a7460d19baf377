"""Which inputs there are and what they are called: files, folders, globs, archives, tables."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path, PurePath

from presselese.errors import InputError
from presselese.read.archives import is_archive, members
from presselese.read.columns import PARQUETS, Columns, is_table, rows
from presselese.read.listing import Listing
from presselese.read.names import PAGES, TEXT, Unique, id_of
from presselese.read.pages import import_trafilatura, is_page
from presselese.read.remote import expand_remote, is_remote
from presselese.read.source import INSIDE, STDIN, Input, Place


def find_inputs(paths: Sequence[str], columns: Columns | None = None) -> Listing:
    """Return what the arguments name: files, folders (`*.txt` in all depths), globs, `-`.

    Archives give the texts in them; tables (CSV, JSON Lines, Parquet) one for each row, read
    from `columns`. The order is that of the arguments, inside a folder, glob or archive that of
    the paths; what is named twice comes once. The id is the path relative to the folder, archive
    or the part of a glob without wildcards (for a file: its name) without `.txt`; for a row it
    is the cell of the id column, or the file's name and the number of the row. A second text of
    the same id gets `~2`. An address (`s3://…`) names Parquet files. Hidden files are left out
    unless named. Raises InputError for an argument that leads nowhere.
    """
    return Listing(_found(paths, columns))


def _found(paths: Sequence[str], columns: Columns | None) -> Iterator[Input]:
    unique = Unique()
    seen: set[str] = set()
    for argument in paths:
        for path, name in _expand(argument):
            place = path if path == STDIN or is_remote(path) else os.path.realpath(path)
            if place in seen:
                continue
            seen.add(place)
            if is_archive(path):
                for member, where in members(path):
                    inside = f"{path}{INSIDE}{member}"
                    yield _page(Input(unique(id_of(member)), inside, place=where))
            elif is_table(path):
                for doc_id, inside, row in rows(path, columns):
                    yield Input(unique(id_of(doc_id)), inside, place=row)
            else:
                yield _page(Input(unique(id_of(name)), path))


def _page(source: Input) -> Input:
    """Return the input; that a package for HTML pages is absent is said before any work."""
    if is_page(source.path):
        import_trafilatura()
    return source


def reopen(doc_id: str, path: str) -> Input:
    """Return the input that a row of `documents` was made of, by its path.

    Raises InputError where the archive or table is gone or holds no such text.
    """
    if not lies_inside(path):
        return Input(doc_id, path)
    for place, where in texts_inside(path):
        if place == path:
            return Input(doc_id, path, place=where)
    raise InputError(f"{path}: no such text")


def lies_inside(path: str) -> bool:
    """Tell whether a path names a text inside an archive or table."""
    file, inside, _ = path.partition(INSIDE)
    return bool(inside) and not os.path.lexists(path) and (is_archive(file) or is_table(file))


def texts_inside(path: str) -> Iterator[tuple[str, Place]]:
    """Yield the path and place of every text in the archive, or column of the table, of a path."""
    file, _, rest = path.partition(INSIDE)
    if is_archive(file):
        yield from ((f"{file}{INSIDE}{member}", where) for member, where in members(file))
    else:
        wanted = Columns(rest.rpartition(INSIDE)[0])
        yield from ((name, row) for _, name, row in rows(file, wanted))


def _expand(argument: str) -> Iterator[tuple[str, str]]:
    """Yield the path of every text the argument names, and what its id is made of."""
    path = Path(argument)
    if argument == STDIN:
        yield STDIN, "stdin"
    elif is_remote(argument):
        for url in expand_remote(argument):
            if not url.lower().endswith(PARQUETS):
                raise InputError(f"{url}: of addresses only Parquet files are read")
            yield url, PurePath(url).name
    elif not argument:
        raise InputError("an input is the empty string; name a file, a folder, a glob or -")
    elif _is_folder(argument):
        found = sorted(_walk(argument), key=_by_parts)
        if not found:
            raise InputError(
                f"{argument}: no .txt file in this folder or below it{_hint(argument)}"
            )
        yield from ((item, os.path.relpath(item, argument)) for item in found)
    elif os.path.lexists(argument):
        yield argument, path.name
    elif has_magic(argument):
        # Path.glob would find hidden files too
        matches = sorted(glob(argument, recursive=True), key=_by_parts)  # noqa: PTH207
        files = [file for match in matches for file in _below(match)]
        if not files:
            raise InputError(f"{argument}: matches no file; quote the pattern and mind its folder")
        fixed = list(path.parent.parts)
        while any(has_magic(part) for part in fixed):
            fixed.pop()
        root = str(Path(*fixed))
        yield from ((file, os.path.relpath(file, root)) for file in files)
    else:
        raise InputError(f"{argument}: no such file or folder")


def _is_folder(path: str) -> bool:
    """Tell without raising: Path.is_dir stumbles over a name that is too long."""
    return os.path.isdir(path)  # noqa: PTH112


def _by_parts(path: str) -> tuple[str, ...]:
    return PurePath(path).parts


def _below(match: str) -> list[str]:
    """Return the texts of a folder that a glob matched, or the file itself."""
    if _is_folder(match):
        return sorted(_walk(match), key=_by_parts)
    return [match]


def _walk(folder: str) -> Iterator[str]:
    """Yield the visible `.txt` files below a folder; links are followed, circles are not."""

    def refuse(error: OSError) -> None:
        raise InputError(f"{error.filename}: this folder cannot be listed: {error.strerror}")

    visited = {os.path.realpath(folder)}
    for parent, folders, files in os.walk(folder, onerror=refuse, followlinks=True):
        kept = []
        for name in sorted(folders):
            place = os.path.realpath(Path(parent, name))
            if not name.startswith(".") and place not in visited:
                visited.add(place)
                kept.append(name)
        folders[:] = kept
        for name in files:
            if name.lower().endswith(TEXT) and not name.startswith("."):
                yield str(Path(parent, name))


def _hint(folder: str) -> str:
    """Say what else lies in a folder that holds no text."""
    names = sorted(entry.name for entry in os.scandir(folder) if not entry.name.startswith("."))
    if any(name.lower().endswith(PAGES) for name in names):
        return f"; for its HTML pages write '{folder}/**/*.html'"
    if other := [name for name in names if is_archive(name) or is_table(name)]:
        return f"; archives and tables are named one by one: {Path(folder, other[0])}"
    return ""
