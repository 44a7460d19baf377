"""Nothing is lost and nothing is half: real kills, full disks, dying and hanging workers."""

from __future__ import annotations

import itertools
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import fake_extractor
from tests.run.helpers import assert_whole, files, forked, run_fake, write_texts

from presselese.config import Config
from presselese.errors import OutputError, PresseleseError
from presselese.read import find_inputs
from presselese.run import UNIT, Summary, batch, run
from presselese.write import read_tables
from presselese.write.files import MANIFEST, WORK

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, mounts and limits")


def work(folder: Path, output: Path, **options: Any) -> Summary:
    """Go on with a run; to be quick, code and model are taken for unchanged."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "basis_of", lambda config, load: "unchanged")
        return run_fake(folder, output, resume=True, shard_size=UNIT, **options)


def next_marker(output: Path) -> Path:
    """Return the first marker that is not there: a kill while a folder is removed leaves gaps."""
    paths = (output / WORK / f"shard-{number:06}.json" for number in itertools.count())
    return next(path for path in paths if not path.exists())


def test_a_run_that_is_killed_again_and_again_ends_with_the_same_bytes(tmp_path: Path) -> None:
    """Killed at random: before its first shard, soon after one, while it merges the old ones."""
    folder, output = write_texts(tmp_path / "in", 30 * UNIT, "NAP 12"), tmp_path / "out"
    run_fake(folder, tmp_path / "whole", shard_size=1000)
    run_fake(write_texts(tmp_path / "old", 1), output)
    chance = random.Random(7)
    kills, code = 0, None
    while code != 0:
        fresh = next_marker(output)
        process = forked(lambda: work(folder, output))
        if chance.random() < 0.9:  # else it may come to nothing
            while not fresh.exists() and process.is_alive():
                time.sleep(0.005)
        process.join(chance.uniform(0, 0.02))
        process.kill()
        process.join()
        code = process.exitcode
        kills += code != 0
        assert code in {0, -signal.SIGKILL}
        assert_whole(output)
    assert kills >= 20
    assert files(output) == files(tmp_path / "whole")
    assert not [path for path in output.iterdir() if path.name.startswith(".")]


def test_a_run_with_workers_that_is_killed_leaves_none_behind(tmp_path: Path) -> None:
    folder = write_texts(tmp_path / "in", 8 * UNIT)
    (folder / "a.txt").write_text("HANG")
    process = forked(lambda: work(folder, tmp_path / "out", workers=2))
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        pytest.skip("no /proc with children")
    workers: list[str] = []
    while len(workers) < 2 and process.is_alive():
        time.sleep(0.05)
        workers = children.read_text().split()
    time.sleep(0.5)
    process.kill()
    process.join()
    until = time.monotonic() + 10
    while any(map(runs, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert len(workers) >= 2
    assert not any(map(runs, workers))


def runs(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_kill_before_any_renaming_leaves_nothing_half(tmp_path: Path) -> None:
    """Every moment at which a name appears: each shard, its marker, each table, the manifest."""
    folder = write_texts(tmp_path / "in", 2 * UNIT)
    run_fake(folder, tmp_path / "whole")

    def killed(after: int) -> None:
        replace, left = Path.replace, after

        def dying(path: Path, target: Path) -> Path:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return replace(path, target)

        Path.replace = dying  # type: ignore[assignment, method-assign]
        work(folder, tmp_path / "out")

    for after in range(100):
        run_fake(write_texts(tmp_path / "old", 1), tmp_path / "out", resume=False)
        process = forked(killed, after)
        process.join()
        assert_whole(tmp_path / "out")
        if process.exitcode == 0:
            break
        work(folder, tmp_path / "out")
        assert files(tmp_path / "out") == files(tmp_path / "whole"), after
    assert after > len(files(tmp_path / "out"))


def test_the_real_extractor_is_killed_too(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3 * UNIT):
        text = f"Oberbürgermeisterin Lea Amann kam am {number % 28 + 1}. Mai 2021 nach Fulda.\n"
        (folder / f"{number:02}.txt").write_text(text * 3, encoding="utf-8")
    inputs = find_inputs([str(folder)])
    run(inputs, tmp_path / "whole")
    program = (
        "import sys; from pathlib import Path; from presselese.config import Config\n"
        "from presselese.read import find_inputs; from presselese.run import run\n"
        "run(find_inputs([sys.argv[1]]), Path('out'), Config(shard_size=16),\n"
        "    lambda done, total, stage: print(done, flush=True), resume=True)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= 2 * UNIT:  # so the first shard is kept
            process.kill()
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    assert run(inputs, tmp_path / "out", Config(shard_size=16), resume=True).resumed >= UNIT
    assert files(tmp_path / "out") == files(tmp_path / "whole")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 300 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"no mount: {error}")
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_ends_the_run_and_keeps_what_is_done(tmp_path: Path, small_disk: Path) -> None:
    folder = write_texts(tmp_path / "in", 20 * UNIT, "Zeile 1\n" * 5)
    run_fake(folder, tmp_path / "whole")
    with pytest.raises(OutputError, match=r"No space left on device(.|\n)*kept: .*--resume"):
        work(folder, small_disk / "out")
    assert [path.name for path in (small_disk / "out").iterdir()] == [WORK]
    assert not list((small_disk / "out" / WORK).glob("*.part"))
    subprocess.run(["mount", "-o", "remount,size=9m", str(small_disk)], check=True)
    assert work(folder, small_disk / "out").resumed > 0
    assert files(small_disk / "out") == files(tmp_path / "whole")


def test_a_limit_on_the_size_of_files_ends_the_run(tmp_path: Path) -> None:
    """The same without a mount: `lines.csv` grows over the limit, the shards do not."""
    folder = write_texts(tmp_path / "in", 20 * UNIT, "Zeile 1\n" * 20)
    run_fake(folder, tmp_path / "whole")

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        with pytest.raises(OutputError, match=r"File too large(.|\n)*kept: .*--resume"):
            work(folder, tmp_path / "out")

    process = forked(limited)
    process.join()
    assert process.exitcode == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == [WORK]
    assert work(folder, tmp_path / "out").resumed > UNIT
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def errors(output: Path) -> dict[str, tuple[str, str]]:
    rows = read_tables(output)["errors"]
    return {row["doc_id"]: (row["stage"], row["message"]) for row in rows.to_dict("records")}


def test_a_worker_that_dies_costs_its_document(tmp_path: Path) -> None:
    folder = write_texts(tmp_path / "in", 2 * UNIT)
    run_fake(folder, tmp_path / "healthy")
    (folder / "n0003x.txt").write_text("DIE 1")
    (folder / "n0030x.txt").write_text("KILLED 1")
    summary = run_fake(folder, tmp_path / "out", workers=2)
    assert (summary.documents, summary.failed) == (2 * UNIT + 2, 2)
    assert errors(tmp_path / "out") == {
        "n0003x": (
            "worker",
            "the process that worked on it ended itself (exit code 1); if it lacked memory, try "
            "fewer --workers or split the text",
        ),
        "n0030x": (
            "worker",
            "the process that worked on it was killed by SIGKILL; if it lacked memory, try "
            "fewer --workers or split the text",
        ),
    }
    whole = read_tables(tmp_path / "healthy")["mentions"]
    assert read_tables(tmp_path / "out")["mentions"].equals(whole)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_hangs_is_given_up(tmp_path: Path, workers: int) -> None:
    folder = write_texts(tmp_path / "in", UNIT + 2)
    (folder / "n0003x.txt").write_text("HANG")
    summary = run_fake(folder, tmp_path / "out", workers=workers, timeout=0.5)
    assert (summary.documents, summary.failed) == (UNIT + 3, 1)
    assert errors(tmp_path / "out") == {
        "n0003x": (
            "worker",
            "takes longer than 0.5 seconds; raise --timeout or split the text",
        )
    }


def test_what_was_given_up_is_tried_again_with_more_time(tmp_path: Path) -> None:
    folder = write_texts(tmp_path / "in", UNIT)
    (folder / "n9.txt").write_text("SLOW 1")
    first = run_fake(folder, tmp_path / "out", timeout=0.2, shard_size=UNIT, keep_shards=True)
    assert first.failed == 1
    again: dict[str, Any] = {"resume": True, "shard_size": UNIT, "keep_shards": True}
    same = run_fake(folder, tmp_path / "out", timeout=0.2, **again)
    assert (same.failed, same.resumed) == (1, UNIT + 1)
    more = run_fake(folder, tmp_path / "out", timeout=5, **again)
    assert (more.failed, more.resumed) == (0, UNIT)


def test_workers_that_die_at_once_end_the_run(tmp_path: Path) -> None:
    folder = write_texts(tmp_path / "in", 3 * UNIT)
    with (
        pytest.raises(PresseleseError, match=r"died while it loaded the model \(exit code 3\)"),
        pytest.warns(UserWarning, match="the run goes on with 1"),
    ):
        run(find_inputs([str(folder)]), tmp_path / "out", Config(workers=2), load=die_at_once)
    assert not (tmp_path / "out").exists()


def die_at_once(config: Config) -> Any:
    os._exit(3)


def test_an_error_in_a_worker_is_told_with_its_place(tmp_path: Path) -> None:
    folder = write_texts(tmp_path / "in", 1)
    with pytest.raises(ZeroDivisionError) as caught:
        run(find_inputs([str(folder)]), tmp_path / "out", Config(workers=2), load=stumble)
    assert "in stumble" in "".join(caught.value.__notes__)


def stumble(config: Config) -> Any:
    return 1 / 0


def test_inputs_that_cannot_be_read_are_rows(tmp_path: Path) -> None:
    folder = write_texts(tmp_path / "in", 3)
    inputs = find_inputs([str(folder)])
    (folder / "n0001.txt").unlink()  # after it was listed
    (folder / "n0002.txt").unlink()
    (folder / "n0002.txt").mkdir()
    for workers in (1, 2):
        output = tmp_path / f"out{workers}"
        summary = run(inputs, output, Config(workers=workers), load=fake_extractor.load)
        assert (summary.documents, summary.failed) == (3, 2)
        found = errors(output)
        assert found["n0001"] == ("read", "cannot be read: No such file or directory")
        assert found["n0002"][0] == "read"


def test_an_output_in_use_is_refused_and_a_dead_holder_is_not_minded(tmp_path: Path) -> None:
    folder = write_texts(tmp_path / "in", 2)
    (folder / "z.txt").write_text("HANG")
    holder = forked(lambda: work(folder, tmp_path / "out"))
    while not (tmp_path / "out" / WORK).exists():
        time.sleep(0.02)
    with pytest.raises(OutputError, match=rf"another run is writing here \(process {holder.pid} "):
        run_fake(folder, tmp_path / "out")
    assert (tmp_path / "out" / WORK).exists()
    holder.kill()
    holder.join()
    (folder / "z.txt").unlink()
    run_fake(folder, tmp_path / "out")
    assert (tmp_path / "out" / MANIFEST).exists()
    assert not [path for path in (tmp_path / "out").iterdir() if path.name.startswith(".")]
