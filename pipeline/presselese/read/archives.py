"""Texts inside `.zip` and `.tar` archives, read in place.

Nothing is unpacked under a name the archive chooses, so no member can leave its folder. Members
that are too long, encrypted or damaged become rows of `errors`; an archive that claims more
than MAX_MEMBERS texts or MAX_UNPACKED bytes is refused as a whole. A zip is read member by
member; a tar, which has no index, is first unpacked into one temporary file that ends with the
process.
"""

from __future__ import annotations

import atexit
import lzma
import os
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from presselese.errors import DocumentError, InputError
from presselese.read.names import PAGES, TEXT
from presselese.read.source import Content, Place

MAX_MEMBERS = 1_000_000
MAX_UNPACKED = 50 * 1024**3
ZIP, TARS = ".zip", (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_ENCRYPTED = 0x1  # flag bit 0 of a zip member (APPNOTE 4.4.4)
_DAMAGED = (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)


def is_archive(path: str) -> bool:
    """Tell by its name whether a file is an archive of texts."""
    return path.lower().endswith((ZIP, *TARS))


@dataclass(frozen=True, slots=True)
class Member:
    """A text of a zip."""

    archive: str
    name: str

    def read(self, limit: int) -> Content:
        """Return the bytes, at most one more than `limit`."""
        try:
            file = _open_zip(self.archive)
            info = file.getinfo(self.name)
            if info.flag_bits & _ENCRYPTED:
                raise DocumentError("read", "encrypted; unpack the archive and pass the folder")
            with file.open(info) as member:
                return Content(member.read(limit + 1))
        except (KeyError, NotImplementedError, *_DAMAGED) as error:
            raise _damaged(error) from error


@dataclass(frozen=True, slots=True)
class Slice:
    """A text between two offsets (bytes) of a file."""

    file: str
    start: int
    size: int

    def read(self, limit: int) -> Content:
        """Return the bytes, at most one more than `limit`."""
        return Content(read_slice(self.file, self.start, min(self.size, limit + 1)))


def members(path: str) -> Iterator[tuple[str, Place]]:
    """Yield name and place of every text in an archive, by name.

    Texts are the visible `.txt` files and HTML pages. Raises InputError for an archive that
    cannot be read, is too large, or holds no text.
    """
    try:
        found = _zip_members(path) if path.lower().endswith(ZIP) else _tar_members(path)
    except _DAMAGED as error:
        raise InputError(f"{path}: cannot be read as an archive: {error}") from error
    if not found:
        raise InputError(f"{path}: no .txt file in this archive")
    yield from sorted(found, key=lambda item: PurePosixPath(item[0]).parts)


def read_slice(file: str, start: int, size: int) -> bytes:
    """Return `size` bytes of a file from offset `start`; DocumentError where that fails."""
    try:
        with Path(file).open("rb") as stream:
            stream.seek(start)
            return stream.read(size)
    except OSError as error:
        raise DocumentError("read", f"cannot be read: {error.strerror}") from error


def _zip_members(path: str) -> list[tuple[str, Place]]:
    with zipfile.ZipFile(path) as archive:
        infos = [
            info for info in archive.infolist() if not info.is_dir() and _wanted(info.filename)
        ]
        _refuse_bombs(path, len(infos), sum(info.file_size for info in infos))
        return [(_name(path, info.filename), Member(path, info.filename)) for info in infos]


def _tar_members(path: str) -> list[tuple[str, Place]]:
    found: list[tuple[str, Place]] = []
    start = 0
    with tarfile.open(path, "r:*") as archive, _spool().open("ab") as spool:
        start = spool.seek(0, os.SEEK_END)
        total = 0
        for info in archive:
            if not info.isfile() or not _wanted(info.name):
                continue
            total += info.size
            _refuse_bombs(path, len(found) + 1, total)
            file = archive.extractfile(info)
            if file is None:
                continue
            shutil.copyfileobj(file, spool)
            found.append((_name(path, info.name), Slice(spool.name, start, info.size)))
            start += info.size
    return found


def _refuse_bombs(path: str, count: int, size: int) -> None:
    if count > MAX_MEMBERS:
        raise InputError(f"{path}: more than {MAX_MEMBERS:,} texts; split the archive")
    if size > MAX_UNPACKED:
        raise InputError(
            f"{path}: more than {MAX_UNPACKED // 1024**3} GiB of text unpacked; split the archive"
        )


def _wanted(name: str) -> bool:
    last = PurePosixPath(name).name
    return last.lower().endswith((TEXT, *PAGES)) and not last.startswith(".")


def _name(path: str, name: str) -> str:
    """Refuse a name that would leave its folder: whoever made the archive meant no good."""
    pure = PurePosixPath(name.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts or ":" in pure.parts[0]:
        raise InputError(f"{path}: the member {name!r} points out of the archive; mind its origin")
    return pure.as_posix()


@lru_cache(maxsize=1)
def _spool() -> Path:
    """Return a temporary file that ends with this process."""
    handle, name = tempfile.mkstemp(prefix="presselese-", suffix=".spool")
    os.close(handle)
    atexit.register(Path(name).unlink, missing_ok=True)
    return Path(name)


@lru_cache(maxsize=4)
def _open_zip(path: str) -> zipfile.ZipFile:
    """Keep archives open: their index is read once a process."""
    return zipfile.ZipFile(path)


def _damaged(error: Exception) -> DocumentError:
    return DocumentError("read", f"cannot be read from its archive: {error}")
