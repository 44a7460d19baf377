"""What an earlier run left of its work is taken over where it is still true, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests import fake_extractor
from tests.run.helpers import files, run_fake, write_texts

from presselese.config import Config
from presselese.errors import Interrupted, OutputError
from presselese.read import find_inputs
from presselese.run import UNIT, run
from presselese.run.units import shard_length
from presselese.write.files import WORK

COUNT = 5 * UNIT + 3  # six shards of one unit


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_texts(tmp_path / "in", COUNT)


def interrupted(texts: Path, output: Path, after: int = 3 * UNIT, **options: Any) -> str:
    """Run until so many documents are done; return what the user is told."""

    def progress(done: int, total: int, stage: str) -> None:
        if done > after:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        run(
            find_inputs([str(texts)]),
            output,
            Config(shard_size=UNIT, **options),
            progress,
            load=fake_extractor.load,
            resume=True,
        )
    return str(caught.value)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupted_run_goes_on_where_it_stood(
    texts: Path, tmp_path: Path, workers: int
) -> None:
    hint = interrupted(texts, tmp_path / "out", workers=workers)
    assert hint == "3 shards kept: go on with the same command and --resume"
    assert [path.name for path in (tmp_path / "out").iterdir()] == [WORK]
    summary = run_fake(texts, tmp_path / "out", resume=True, shard_size=UNIT)
    assert (summary.resumed, summary.documents) == (3 * UNIT, COUNT)
    run_fake(texts, tmp_path / "whole")
    assert files(tmp_path / "out") == files(tmp_path / "whole")
    assert not (tmp_path / "out" / WORK).exists()


@pytest.mark.parametrize("size", [1, 7, 16, 40, 1000])
def test_bytes_do_not_depend_on_the_size_of_shards(texts: Path, tmp_path: Path, size: int) -> None:
    run_fake(texts, tmp_path / "whole")
    run_fake(texts, tmp_path / "out", shard_size=size)
    assert files(tmp_path / "out") == files(tmp_path / "whole")


@pytest.mark.parametrize(("size", "length"), [(1, 16), (16, 16), (17, 32), (1000, 1008)])
def test_shards_are_whole_units(size: int, length: int) -> None:
    assert shard_length(size) == length


def change_a_text(texts: Path) -> dict[str, Any]:
    (texts / f"n{UNIT + 2:04}.txt").write_text("Jetzt 77")
    return {}


def remove_the_last(texts: Path) -> dict[str, Any]:
    (texts / f"n{COUNT - 1:04}.txt").unlink()
    return {}


def add_one_in_front(texts: Path) -> dict[str, Any]:
    (texts / "a.txt").write_text("Neu 5")
    return {}


@pytest.mark.parametrize(
    ("change", "resumed"),
    [
        (lambda _: {}, COUNT),
        (lambda _: {"formats": ["parquet"]}, COUNT),  # the rows are the same
        (lambda _: {"workers": 2}, COUNT),
        (change_a_text, COUNT - UNIT),
        (remove_the_last, COUNT - 3),
        (add_one_in_front, 0),  # all move on by one place
        (lambda _: {"max_chars": 500}, 0),
        (lambda _: {"shard_size": 2 * UNIT}, 0),
    ],
)
def test_only_what_changed_is_done_again(
    texts: Path, tmp_path: Path, change: Any, resumed: int
) -> None:
    run_fake(texts, tmp_path / "out", shard_size=UNIT, keep_shards=True)
    options = {"shard_size": UNIT} | change(texts)
    summary = run_fake(texts, tmp_path / "out", resume=True, **options)
    assert summary.resumed == resumed
    run_fake(texts, tmp_path / "whole", **options)
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def test_another_code_or_model_does_all_again(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from presselese.run import manifest

    run_fake(texts, tmp_path / "out", keep_shards=True)
    true_print = manifest._files_print
    for other in (None, "de_presse_md"):
        monkeypatch.setattr(
            manifest,
            "_files_print",
            lambda folder, other=other: (
                "other"
                if (folder and folder.name) == (other or "presselese")
                else true_print(folder)
            ),
        )
        assert run_fake(texts, tmp_path / "out", resume=True, keep_shards=True).resumed == 0
        assert run_fake(texts, tmp_path / "out", resume=True, keep_shards=True).resumed == COUNT


@pytest.mark.parametrize("name", ["shard-000001.rows", "shard-000001.json"])
@pytest.mark.parametrize("damage", ["cut", "flipped", "gone"])
def test_damaged_work_is_done_again(texts: Path, tmp_path: Path, name: str, damage: str) -> None:
    interrupted(texts, tmp_path / "out")
    path = tmp_path / "out" / WORK / name
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-5] if damage == "cut" else data[:9] + b"x" + data[10:])
    assert run_fake(texts, tmp_path / "out", resume=True, shard_size=UNIT).resumed == 2 * UNIT
    run_fake(texts, tmp_path / "whole")
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def test_an_unfinished_run_is_not_thrown_away_unasked(texts: Path, tmp_path: Path) -> None:
    interrupted(texts, tmp_path / "out")
    with pytest.raises(OutputError, match=r"unfinished run \(3 shards done\); go on with --resume"):
        run_fake(texts, tmp_path / "out")
    summary = run_fake(texts, tmp_path / "out", resume=False)
    assert summary.resumed == 0
    assert not (tmp_path / "out" / WORK).exists()
    assert run_fake(texts, tmp_path / "out", resume=True).resumed == 0  # nothing to go on with


def test_an_earlier_result_stays_until_the_new_one_is_whole(texts: Path, tmp_path: Path) -> None:
    run_fake(texts, tmp_path / "out")
    before = files(tmp_path / "out")
    change_a_text(texts)
    interrupted(texts, tmp_path / "out")
    assert files(tmp_path / "out") == before


def test_warnings_and_failures_are_told_again(texts: Path, tmp_path: Path) -> None:
    (texts / "a.txt").write_text("WARN")
    (texts / "b.txt").write_text("BOOM")
    with pytest.warns(UserWarning, match="odd"):
        first = run_fake(texts, tmp_path / "out", keep_shards=True)
    with pytest.warns(UserWarning, match="odd"):
        again = run_fake(texts, tmp_path / "out", keep_shards=True, resume=True)
    assert again.resumed == COUNT + 2
    assert again.failures == first.failures
    assert (again.status, again.mentions) == (first.status, first.mentions)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["run"]["resumed"] == COUNT + 2


def test_shards_left_over_of_a_longer_run_go(texts: Path, tmp_path: Path) -> None:
    run_fake(texts, tmp_path / "out", shard_size=UNIT, keep_shards=True)
    for path in sorted(texts.iterdir())[UNIT:]:
        path.unlink()
    run_fake(texts, tmp_path / "out", shard_size=UNIT, keep_shards=True, resume=True)
    kept = {path.name for path in (tmp_path / "out" / WORK).iterdir()}
    assert kept == {"run.json", "shard-000000.rows", "shard-000000.json"}
