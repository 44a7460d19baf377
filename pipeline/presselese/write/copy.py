"""A finished result goes to an address (s3://, gs://, file://), by fsspec; the manifest last."""

from __future__ import annotations

import json
from pathlib import Path

from presselese.errors import OutputError
from presselese.read.remote import import_fsspec
from presselese.write.files import DATA_PACKAGE, MANIFEST


def copy_result(output: Path, url: str) -> None:
    """Copy all files of the result in `output` below `url`, those of an earlier one are replaced.

    Raises OutputError where that is impossible; the result in `output` is whole in any case.
    """
    files = json.loads((output / MANIFEST).read_text(encoding="utf-8"))["files"]
    try:
        system, root = import_fsspec().core.url_to_fs(url)
        root = root.rstrip("/")
        system.makedirs(root, exist_ok=True)
        if system.exists(f"{root}/{MANIFEST}"):  # without it a folder is no result
            system.rm(f"{root}/{MANIFEST}")
        for name in (*files, DATA_PACKAGE, MANIFEST):
            path = output / name
            system.put(str(path), f"{root}/{name}", recursive=path.is_dir())
    except (OSError, ValueError, ImportError) as error:
        raise OutputError(
            f"{url}: cannot be written: {error}; the result stands in {output}, "
            "--resume copies it again"
        ) from error
