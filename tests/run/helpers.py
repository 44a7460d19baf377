"""What tests of a run share: inputs, results as bytes, a run in a process that may be killed."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tests import fake_extractor

from presselese.config import Config
from presselese.read import find_inputs
from presselese.run import Summary, run
from presselese.write.files import MANIFEST


def write_texts(folder: Path, count: int, text: str = "Ort 12, am 3. Mai 2021") -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"n{number:04}.txt").write_text(f"{text}\nNummer {number}\n", encoding="utf-8")
    return folder


def run_fake(folder: Path, output: Path, *, resume: bool | None = None, **options: Any) -> Summary:
    config = Config(**options)
    return run(find_inputs([str(folder)]), output, config, load=fake_extractor.load, resume=resume)


def files(folder: Path) -> dict[str, bytes]:
    """Return a result as it must be in any case: the manifest without its key `run`."""
    found = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    manifest = json.loads(found[MANIFEST])
    del manifest["run"]
    found[MANIFEST] = json.dumps(manifest).encode()
    return found


def assert_whole(folder: Path) -> None:
    """See that a folder is no result, or one whose files are what its manifest says."""
    if not (folder / MANIFEST).exists():
        return
    for name, stamp in json.loads((folder / MANIFEST).read_text())["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == stamp["sha256"], name


def forked(work: Callable[..., object], *arguments: object) -> BaseProcess:
    """Start a process that need not import anything; it may be killed."""
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    process.start()
    return process
