"""What is tried when a worker is lost: told by a worker that only pretends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import fake_extractor

from presselese.config import Config
from presselese.errors import PresseleseError
from presselese.read import Input
from presselese.run.attempts import Attempt, Gone, attempts
from presselese.run.worker import Portion, Worker
from presselese.write.packed import unpack

UNIT = [Input(name, f"{name}.txt", data=f"Text {name} 1".encode()) for name in "abcdefgh"]


def go(
    fate: Callable[[Attempt, int], Gone | None], timeout: float | None = None
) -> tuple[Portion, list[tuple[str, float | None]]]:
    """Return what comes of the unit, and what was tried: ids of inputs, seconds."""
    worker, way, tried = Worker(Config(), fake_extractor.load), attempts(UNIT, timeout), []
    attempt = next(way)
    while True:
        names = "".join(item.doc_id for item in attempt.unit if item.doc_id not in attempt.lost)
        tried.append((names, attempt.seconds))
        outcome = fate(attempt, len(tried)) or worker.extract(attempt.unit, attempt.lost)
        try:
            attempt = way.send(outcome)
        except StopIteration as end:
            return end.value, tried


def statuses(portion: Portion) -> dict[str, str]:
    return {str(row[0]): str(row[-1]) for row in unpack(portion.packed)["documents"]}


@given(st.sets(st.sampled_from("abcdefgh")))
def test_the_guilty_are_found_and_the_others_stay_together(guilty: set[str]) -> None:
    def fate(attempt: Attempt, number: int) -> Gone | None:
        tried = {item.doc_id for item in attempt.unit} - set(attempt.lost)
        return Gone("death", -9) if tried & guilty else None

    portion, tried = go(fate)
    assert statuses(portion) == {name: "error" if name in guilty else "ok" for name in "abcdefgh"}
    assert list(statuses(portion)) == list("abcdefgh")
    assert portion.lost == len(guilty)
    assert tried[-1] == ("".join(sorted(set("abcdefgh") - guilty)), None)
    assert len(tried) == (10 if guilty else 1)
    errors = unpack(portion.packed).get("errors", [])
    assert {row[2:4] for row in errors} <= {("worker", "ChildProcessError")}
    assert all("SIGKILL" in str(row[4]) for row in errors)


def test_a_death_that_nobody_is_guilty_of_costs_nothing() -> None:
    portion, tried = go(lambda attempt, number: Gone("death", 1) if number == 1 else None)
    assert set(statuses(portion).values()) == {"ok"}
    assert tried[-1] == ("abcdefgh", None)
    assert portion == go(lambda attempt, number: None)[0]


def test_a_slow_unit_has_the_time_of_all_its_inputs() -> None:
    portion, tried = go(lambda _, number: Gone("timeout") if number == 1 else None, timeout=2)
    assert (tried[0], tried[1], tried[-1]) == (("abcdefgh", 2), ("a", 2), ("abcdefgh", 16))
    assert portion.lost == 0


def test_what_only_together_is_too_much_is_taken_alone() -> None:
    def fate(attempt: Attempt, number: int) -> Gone | None:
        alone = len(attempt.unit) == 1
        guilty = attempt.unit[0].doc_id == "c" and not attempt.lost
        return None if alone and not guilty else Gone("death", -9)

    portion, _ = go(fate)
    assert statuses(portion) == dict.fromkeys("abcdefgh", "ok") | {"c": "error"}
    assert len(portion.digests) == 8


def test_a_machine_that_kills_everything_ends_the_run() -> None:
    with pytest.raises(PresseleseError, match="nothing to do"):
        go(lambda attempt, number: Gone("death", -9))
