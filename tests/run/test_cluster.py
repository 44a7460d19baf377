"""A cluster of two worker processes gives the bytes of the local run, and survives a death."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import fake_extractor
from tests.run.helpers import files, run_fake, write_texts

from presselese.config import Config
from presselese.errors import ConfigError, PresseleseError
from presselese.read import find_inputs
from presselese.run import UNIT, cluster, run
from presselese.write import read_tables

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    dask = pytest.importorskip("dask")
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),  # to be quick
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as started,
    ):
        yield started.scheduler_address


def test_the_bytes_are_those_of_the_local_run(scheduler: str, tmp_path: Path) -> None:
    folder = write_texts(tmp_path / "in", 3 * UNIT + 5, "Oberbürgermeisterin Lea Amann in Fulda")
    inputs = find_inputs([str(folder)])
    there = Config(engine="dask", scheduler=scheduler, shard_size=UNIT)
    summary = run(inputs, tmp_path / "there", there)
    assert summary.documents == 3 * UNIT + 5
    assert "Lea Amann" in set(read_tables(tmp_path / "there")["people"]["name"])
    run(inputs, tmp_path / "here")
    assert files(tmp_path / "there") == files(tmp_path / "here")


def test_a_worker_of_the_cluster_that_dies_costs_its_document(
    scheduler: str, tmp_path: Path
) -> None:
    folder = write_texts(tmp_path / "in", 4)
    (folder / "x.txt").write_text("DIE 1")
    summary = run_fake(folder, tmp_path / "out", engine="dask", scheduler=scheduler)
    assert (summary.documents, summary.failed) == (5, 1)
    assert summary.failures[0].stage == "worker"


def test_other_code_on_the_cluster_is_refused(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_texts(tmp_path / "in", 1)
    monkeypatch.setattr(cluster, "basis_of", lambda config, load: "other")
    with pytest.raises(PresseleseError, match="install the same everywhere"):
        run_fake(folder, tmp_path / "out", engine="dask", scheduler=scheduler)


def test_what_a_cluster_cannot_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = find_inputs([str(write_texts(tmp_path / "in", 1))])
    with pytest.raises(ConfigError, match="--timeout"):
        run(inputs, tmp_path / "out", Config(engine="dask", timeout=3), load=fake_extractor.load)
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(ConfigError, match=r"pip install 'presselese\[cluster\]'"):
        run(inputs, tmp_path / "out", Config(engine="dask"), load=fake_extractor.load)
    assert not (tmp_path / "out").exists()
