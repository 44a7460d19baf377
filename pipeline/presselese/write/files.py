"""Files of a result: its names, JSON as we write it, size and hash, and how to tell one."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from presselese.errors import OutputError

MANIFEST = "manifest.json"
DATA_PACKAGE = "datapackage.json"
UNFINISHED = ".presselese-unfinished"  # the tables on their way
WORK = ".presselese-run"  # what a run has done so far
Stamp: TypeAlias = dict[str, int | str]  # rows, bytes and sha256 of one file


def stamp(path: Path) -> Stamp:
    """Return size and hash of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "sha256": digest}


def dump_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a JSON file: two blanks, UTF-8, a line feed at the end."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write a JSON file; OutputError where that is impossible."""
    try:
        dump_json(path, value)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error


def is_result(folder: Path) -> bool:
    """Tell whether a folder holds a result of presselese (by its manifest)."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and "presselese" in manifest.get("versions", {})


def check_folder(output: Path) -> None:
    """Raise OutputError for a path that cannot be the folder of a result.

    It may be missing, empty, hold a result, or what a run left that was killed.
    """
    if output.exists() and not output.is_dir():
        raise OutputError(f"{output}: is a file; name a folder for the tables")
    if output.is_dir() and not (output / WORK).is_dir():
        names = {path.name for path in output.iterdir() if not path.name.startswith(".")}
        if names and not is_result(output):
            raise OutputError(
                f"{output}: holds other files ({min(names)}) and no result of presselese; "
                "name a new or empty folder"
            )


def cannot_write(output: Path, error: OSError) -> OutputError:
    """Say why a folder cannot be written, and what to do."""
    return OutputError(
        f"{output}: cannot be written: {error.strerror or error}; "
        "name a folder that can, with space left"
    )


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk, so that a name never outlives its content."""
    if path.is_dir() and os.name == "nt":  # Windows opens no folders
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_all(path: Path) -> None:
    """Wait until a file, or a folder with all that is in it, is on the disk."""
    for inside in path.rglob("*") if path.is_dir() else ():
        sync(inside)
    sync(path)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all, also after a power cut."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    sync(part)
    part.replace(path)
    sync(path.parent)
