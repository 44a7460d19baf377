"""Files at an address instead of a path (s3://, gs://, https://, file://), by fsspec."""

from __future__ import annotations

import importlib
from typing import Any

from presselese.errors import InputError


def is_remote(path: str) -> bool:
    """Tell an address from a path."""
    return "://" in path


def import_fsspec() -> Any:
    """Return the module fsspec; InputError with the way to get it where it is absent."""
    try:
        return importlib.import_module("fsspec")
    except ImportError as error:
        raise InputError(
            "an address such as s3://… needs the package fsspec: pip install 'presselese[cluster]'"
        ) from error


def expand_remote(url: str) -> list[str]:
    """Return the addresses that an address with wildcards stands for, sorted."""
    fsspec = import_fsspec()
    try:
        files = fsspec.open_files(url, "rb")
        found = sorted(file.fs.unstrip_protocol(file.path) for file in files)
    except (OSError, ValueError, ImportError) as error:
        raise InputError(f"{url}: cannot be listed: {error}") from error
    if not found:
        raise InputError(f"{url}: matches no file")
    return found


def open_remote(url: str) -> Any:
    """Open a file to be read at any place; OSError or ValueError where that is impossible."""
    return import_fsspec().open(url, "rb").open()
