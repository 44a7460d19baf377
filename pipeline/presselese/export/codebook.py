"""What tables and columns mean, in German and English: the codebook that goes with an edition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from presselese.lexicon import load_toml
from presselese.tables import TABLES, Column, Table


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the codebook; `column` is empty where it speaks of a whole table or of all."""

    table: str
    column: str
    kind: str
    german: str
    english: str
    values: str = ""
    key: str = ""
    refers_to: str = ""


def german(table: str, column: str = "about") -> str:
    """Return what a column (or, by default, a table) means, in German; else in English."""
    told: str | None = load_toml("codebook").get(table, {}).get(column)
    return told or _english(TABLES[table], column)


def _english(table: Table, column: str) -> str:
    if column == "about":
        return table.about
    return next(one.description for one in table.columns if one.name == column)


def entries() -> Iterator[Entry]:
    """Yield the codebook: notes on all tables, then each table and its columns."""
    for note in load_toml("codebook")["notes"]:
        yield Entry("*", "", "", note["de"], note["en"])
    for table in TABLES.values():
        yield Entry(table.name, "", "", german(table.name), table.about)
        for column in table.columns:
            yield _entry(table, column)


def _entry(table: Table, column: Column) -> Entry:
    return Entry(
        table=table.name,
        column=column.name,
        kind=column.type,
        german=german(table.name, column.name),
        english=column.description,
        values=", ".join(column.enum or ()),
        key="key" if column.key else "required" if column.required else "",
        refers_to=column.references or "",
    )
