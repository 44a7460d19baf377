"""Tables: columns from records, cells, sort order, merged rows, descriptors, the dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from presselese.errors import DocumentError
from presselese.records import Document, Line, Mention, Organisation, Person, Record
from presselese.tables import (
    SHARED,
    SHARED_KEY,
    TABLES,
    Extraction,
    cell,
    collect,
    data_dictionary,
    data_package,
    failed,
    fingerprint,
    merge,
    row,
    schema,
    sort_key,
)

ROOT = Path(__file__).parent.parent


def turned(records: Sequence[Record]) -> list[Record]:
    return list(reversed(records))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (50.1, "50.1"),
        (date(987, 3, 1), "0987-03-01"),
        ("=1+1", "=1+1"),
    ],
)
def test_cells(value: Any, text: str) -> None:
    assert cell(value) == text


def test_rows_have_the_columns_in_order_and_empty_is_none() -> None:
    document = Document(doc_id="a", path="a.txt", title="", published_on=date(2021, 5, 3))
    values = dict(zip((c.name for c in TABLES["documents"].columns), row(document), strict=True))
    assert values["doc_id"] == "a"
    assert values["title"] is None
    assert values["published_on"] == date(2021, 5, 3)


def test_every_reference_leads_to_the_key_of_a_table() -> None:
    for table in TABLES.values():
        assert table.key, table.name
        for column in table.columns:
            if column.references:
                name, _, target = column.references.partition(".")
                assert TABLES[name].key == (target,), f"{table.name}.{column.name}"


def test_rows_sort_by_document_and_place() -> None:
    def mention(doc_id: str, start: int, end: int, label: str = "ORG") -> Mention:
        return Mention(
            mention_id=f"{doc_id}#{start}-{end}-{label}",
            doc_id=doc_id,
            start=start,
            end=end,
            text="x",
            label=label,
            source="s",
        )

    ordered = [
        mention("a", 2, 4, "CITY"),
        mention("a", 2, 4, "ORG"),
        mention("a", 2, 10),
        mention("a", 10, 12),
        mention("a 1", 0, 1),
        mention("b", 0, 1),
    ]
    assert sorted(turned(ordered), key=sort_key) == ordered
    people = [Person(person_id=f"a 1#p{n}", doc_id="a 1", name="N") for n in (2, 10, 11)]
    assert sorted(turned(people), key=sort_key) == people
    lines = [Line(doc_id="a", line=n, start=0, end=0, kept=True, reason="body") for n in (2, 10)]
    assert sorted(turned(lines), key=sort_key) == lines


def test_shared_rows_merge_the_same_in_any_order() -> None:
    records = [
        Organisation(org_id="o", name="Verband", abbreviation="VB"),
        Organisation(org_id="o", name="Verband", kind="association"),
        Organisation(org_id="o", name="Verband", abbreviation="VA"),
    ]
    merged = row(Organisation(org_id="o", name="Verband", abbreviation="VA", kind="association"))
    rows = [row(item) for item in records]
    for first, second, third in permutations(rows):
        assert merge(merge(first, second), third) == merged
    documents = [{"organisations": (item,)} for item in records]
    assert collect(documents)["organisations"] == [merged]


@pytest.mark.parametrize("name", SHARED)
def test_shared_rows_have_their_id_first(name: str) -> None:
    assert TABLES[name].key == (TABLES[name].columns[SHARED_KEY].name,)


def test_a_failed_document_keeps_its_row() -> None:
    document = Document(doc_id="a", path="x/a.txt")
    tables = failed(document, "read", DocumentError("read", "too long"))
    (kept,) = tables["documents"]
    (failure,) = tables["errors"]
    assert row(kept)[0] == "a"
    assert row(kept)[-1] == "error"
    assert row(failure) == ("a", "x/a.txt", "read", "DocumentError", "too long")


def test_an_extraction_gives_all_tables_in_order() -> None:
    extraction = Extraction(document=Document(doc_id="a", path="-"))
    assert list(extraction.tables()) == list(TABLES)


def test_schema_declares_keys_references_and_limits() -> None:
    organisations = schema(TABLES["organisations"])
    assert organisations["primaryKey"] == ["org_id"]
    assert organisations["foreignKeys"][1]["reference"] == {"resource": "", "fields": ["org_id"]}
    documents = {field["name"]: field for field in schema(TABLES["documents"])["fields"]}
    assert documents["status"]["constraints"]["enum"] == ["ok", "empty", "error"]
    assert documents["published_on"]["type"] == "date"


def test_package_names_the_licences_of_the_gazetteer() -> None:
    package = data_package({name: {"bytes": 1, "sha256": "0", "rows": 0} for name in TABLES})
    cities = next(item for item in package["resources"] if item["name"] == "cities")
    assert [licence["name"] for licence in cities["licenses"]] == ["GeoNutzV", "CC-BY-4.0"]


def test_fingerprint_depends_on_content_alone() -> None:
    assert fingerprint({"a": 1, "b": [2]}) == fingerprint({"b": [2], "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})


def test_data_dictionary_is_up_to_date() -> None:
    page = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == data_dictionary(), "python -m presselese.tables > docs/data-dictionary.md"
