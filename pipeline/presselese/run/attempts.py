"""What is tried with a unit until every input has its rows, though workers die or hang over it.

First the whole unit is extracted as one batch. Where that costs a worker, every input is tried
alone, to find out whose fault it was; then the others are extracted as one batch again. Rows
found alone are not used: in a batch of another shape a borderline name may come out differently,
and what an input gives must not depend on whether a worker died of something else. So the rows
depend on the inputs and on which of them are at fault, and on nothing else.

One case is left: a unit that is too much for a worker though none of its inputs is alone (very
long texts and little memory). Its inputs keep the rows found alone.
"""

from __future__ import annotations

import signal
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from presselese.errors import PresseleseError
from presselese.read import Input, printable
from presselese.records import Failure
from presselese.run.units import Unit
from presselese.run.worker import Lost, Portion, join

STAGE = "worker"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a worker is given: a unit, inputs in it not to try, and how many seconds it may take."""

    unit: Unit
    seconds: float | None
    lost: Lost = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gone:
    """A worker that did not come back: it died (with which exit code), or its time was out."""

    by: Literal["death", "timeout"]
    code: int | None = None


Way: TypeAlias = Generator[Attempt, Portion | Gone, Portion]


def attempts(unit: Unit, timeout: float | None) -> Way:
    """Yield what to try next, be sent what came of it, return the rows of the unit.

    The first attempt has as long as one input may take: that is more than all of a unit usually
    need, and a hanging one is found soon.
    """
    outcome = yield Attempt(unit, timeout)
    if isinstance(outcome, Portion):
        return outcome
    alone: list[Portion | None] = []
    lost: dict[str, Failure] = {}
    for source in unit:
        outcome = yield Attempt([source], timeout)
        if isinstance(outcome, Gone):
            lost[source.doc_id] = _failure(source, outcome, timeout)
            alone.append(None)
        else:
            alone.append(outcome)
    outcome = yield Attempt(unit, None if timeout is None else timeout * len(unit), lost)
    if isinstance(outcome, Portion):
        return outcome
    portions = []
    for source, portion in zip(unit, alone, strict=True):
        outcome = portion or (yield Attempt([source], None, lost))
        if isinstance(outcome, Gone):
            raise PresseleseError(f"a worker process {_how(outcome)} though it had nothing to do")
        portions.append(outcome)
    return join(portions)


def _failure(source: Input, gone: Gone, timeout: float | None) -> Failure:
    if gone.by == "timeout":
        error = TimeoutError.__name__
        reason = f"takes longer than {timeout:g} seconds; raise --timeout or split the text"
    else:
        error = ChildProcessError.__name__
        reason = (
            f"the process that worked on it {_how(gone)}; if it lacked memory, try fewer "
            "--workers or split the text"
        )
    path = printable(source.path)
    return Failure(doc_id=source.doc_id, path=path, stage=STAGE, error=error, message=reason)


def _how(gone: Gone) -> str:
    if gone.by == "timeout":
        return "took too long"
    if gone.code is not None and gone.code < 0:
        return f"was killed by {signal.Signals(-gone.code).name}"
    return f"ended itself (exit code {gone.code})"
