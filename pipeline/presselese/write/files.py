"""Files of a result: its names, JSON as we write it, size and hash, and how to tell one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from presselese.errors import OutputError

MANIFEST = "manifest.json"
DATA_PACKAGE = "datapackage.json"
UNFINISHED = ".presselese-unfinished"
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
