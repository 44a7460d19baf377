"""The tutorials do what they say: their blocks run in order, in one folder, and print what they show.

In a page of docs/tutorials/ a block of `bash`, `python` or `r` is run. `# exit code N` in a block of
bash says how it ends (else 0), `# Ctrl+C` that it is interrupted once a part of the run is saved.
A block of `text` directly behind it is what it prints, in this order: blanks count as one, and so
do dashes; `…` on a line of its own stands for lines left out, at the end of a line for its rest.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
BLOCK = re.compile(r"^```(bash|python|r)\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", re.M | re.S)
SAVED = ".presselese-run/shard-*.json"  # a part of a run that is done
PATIENCE = 300  # seconds for one block, on a busy machine
NO_R = "R with readr is not installed (apt install r-base-core r-cran-readr); all else passed"


@pytest.mark.skipif(os.name == "nt", reason="the blocks are for bash")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_tutorial(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    names: dict[str, Any] = {"__name__": "tutorial"}
    without_r = False
    for line, language, code, shown in blocks(page):
        where = f"{page.name}, line {line}"
        if language == "r" and not has_r():
            without_r = True
            continue
        printed = {"bash": run_bash, "python": run_python, "r": run_r}[language](code, where, names)
        missing = not_printed(shown, printed)
        assert missing is None, f"{where}: not printed: {missing!r}\nprinted:\n{printed}"
    if without_r:
        pytest.skip(NO_R)


def blocks(page: Path) -> Iterator[tuple[int, str, str, str]]:
    """Yield line, language, code and what is shown as printed, for each block that is run."""
    text = page.read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, found[1], found[2], found[3] or ""


def run_bash(code: str, where: str, names: dict[str, Any]) -> str:
    process = subprocess.Popen(
        ["bash", "-e", "-o", "pipefail", "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
        # a test run in the background may ignore interrupts, and its children with it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    if "# Ctrl+C" in code:
        interrupt(process)
    printed, _ = process.communicate(timeout=PATIENCE)
    expected = re.search(r"#.*\bexit code (\d+)", code)
    assert process.returncode == (int(expected[1]) if expected else 0), f"{where}:\n{printed}"
    return printed


def interrupt(process: subprocess.Popen[str]) -> None:
    """Press Ctrl+C as soon as a part of the run is saved."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        if any(Path.cwd().glob(f"*/{SAVED}")):
            os.killpg(process.pid, signal.SIGINT)
            return
        time.sleep(0.01)


def run_python(code: str, where: str, names: dict[str, Any]) -> str:
    """Run it in this process; the blocks of a page share their names."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, where, "exec"), names)
    return out.getvalue()


def has_r() -> bool:
    program = shutil.which("Rscript")
    check = ["-e", "library(readr)"]
    return (
        program is not None
        and not subprocess.run([program, *check], capture_output=True, check=False).returncode
    )


def run_r(code: str, where: str, names: dict[str, Any]) -> str:
    done = subprocess.run(
        ["Rscript", "-e", code],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, f"{where}:\n{done.stderr}"
    return done.stdout


def not_printed(shown: str, printed: str) -> str | None:
    """Return the first line shown that was not printed where it should have been, if any."""
    lines = [plain(line) for line in printed.splitlines()]
    at, anywhere = 0, True  # a part may begin anywhere, its lines follow each other
    for line in map(plain, shown.splitlines()):
        if line == "…":
            anywhere = True
            continue
        here = range(at, len(lines)) if anywhere else range(at, min(at + 1, len(lines)))
        place = next((n for n in here if same(line, lines[n])), None)
        if place is None:
            return line
        at, anywhere = place + 1, False
    return None


def plain(line: str) -> str:
    return re.sub("--+", "--", " ".join(line.split()))


def same(shown: str, line: str) -> bool:
    return line.startswith(shown[:-1].rstrip()) if shown.endswith("…") else line == shown


@pytest.mark.parametrize(
    ("shown", "printed", "missing"),
    [
        ("a\nb", "x\na\nb\nc", None),
        ("a\nc", "x\na\nb\nc", "c"),
        ("a\n…\nc", "x\na\nb\nc", None),
        ("a  b", "a\tb", None),
        ("sha 25…", "sha 256", None),
        ("b\n…\na", "a\nb", "a"),
        ("", "anything", None),
    ],
)
def test_what_is_shown_must_be_printed(shown: str, printed: str, missing: str | None) -> None:
    assert not_printed(shown, printed) == missing


def test_there_is_a_tutorial_for_each_user() -> None:
    assert {page.stem for page in PAGES} == {"political-scientist", "analyst", "ci"}
