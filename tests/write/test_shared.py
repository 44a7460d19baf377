"""Shared rows in bounded memory come out as if they had been held together."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presselese.records import Organisation
from presselese.tables import Row, Shared, row
from presselese.write import shared
from presselese.write.shared import SpilledShared

ORGANISATIONS = st.builds(
    lambda number, short: row(Organisation(org_id=f"o{number}", name="Ä\n", abbreviation=short)),
    st.integers(0, 30),
    st.sampled_from([None, "A", "B", "ß"]),
)


@given(st.lists(ORGANISATIONS, max_size=60), st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_the_limit_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], limit: int
) -> None:
    held, spilled = Shared(), SpilledShared(tmp_path_factory.mktemp("parts"), limit)
    for values in rows:
        held.add("organisations", [values])
        spilled.add("organisations", [values])
    assert list(spilled.rows("organisations")) == held.rows("organisations")


def test_few_files_are_open_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "MAX_PARTS", 3)
    spilled = SpilledShared(tmp_path, 0)
    for number in range(20):
        spilled.add("organisations", [row(Organisation(org_id=f"o{number % 7}", name="x"))])
    assert [values[0] for values in spilled.rows("organisations")] == [f"o{n}" for n in range(7)]
