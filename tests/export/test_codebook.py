"""The codebook: every table and column in German and English."""

from __future__ import annotations

import pytest

from presselese.export.codebook import entries
from presselese.lexicon import load_toml
from presselese.tables import TABLES


@pytest.mark.parametrize("name", list(TABLES))
def test_every_column_is_told_in_german(name: str) -> None:
    told = load_toml("codebook")[name]
    assert set(told) == {"about", *(column.name for column in TABLES[name].columns)}, (
        f"lexicon/codebook.toml: table {name}"
    )


def test_no_table_is_told_that_is_none() -> None:
    assert set(load_toml("codebook")) == {"notes", *TABLES}


def test_entries_are_in_the_order_of_the_tables() -> None:
    named = [entry.table for entry in entries() if entry.table != "*" and not entry.column]
    assert named == list(TABLES)
    assert any("Textkennzeichen" in entry.german for entry in entries())
