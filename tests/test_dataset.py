"""The flat table: a row per affiliation, or one for a document that has none."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from tests.fake_extractor import FakeExtractor

from presselese.dataset import flatten
from presselese.errors import DocumentError
from presselese.extract import load
from presselese.read import RawText
from presselese.records import City, DateValue, Document, Mention
from presselese.tables import failed

TEXT = """Neue Amtsleiterin in Fulda

Pressemitteilung vom 3. Mai 2021

Die Leiterin des Jugendamts der Stadt Fulda, Dr. Lea Amann, spricht am 7. Mai 2021 in Kassel.
Seit 2015 arbeitet sie in Fulda.
Am 9. Mai 2021 kommt Max Muster, Bürgermeister von Hünfeld, dazu.
"""


def test_a_row_per_affiliation_with_all_that_belongs_to_it() -> None:
    found = flatten(load().extract(TEXT, doc_id="a").tables())
    rows = [dataclasses.asdict(row) for row in found]
    shown: dict[str, Any] = next(row for row in rows if row["person"] == "Lea Amann")
    assert (
        shown
        | {
            "doc_id": "a",
            "published_on": date(2021, 5, 3),
            "event_on": date(2021, 5, 7),
            "event_until": None,
            "event_dates": "2021-05-07; 2021-05-09",
            "cities": "Fulda; Kassel; Hünfeld",
            "academic_title": "Dr.",
            "role": "Leiterin",
            "organisation": "Jugendamt der Stadt Fulda",
            "basis": "explicit",
            "document_status": "ok",
        }
        == shown
    )
    assert shown["sentence"].startswith("Die Leiterin des Jugendamts")
    assert shown["sentence"].endswith("in Kassel.")
    assert [row["row"] for row in rows] == list(range(1, len(rows) + 1))


def test_documents_without_affiliation_have_one_row() -> None:
    document = Document(doc_id="a", path="a.txt", title="T", source_city_id="ags:1")
    city = City(city_id="ags:1", name="Fulda", country="DE", state="Hessen")
    (row,) = flatten({"documents": [document], "cities": [city]})
    assert (row.row, row.title, row.source_city, row.source_state) == (1, "T", "Fulda", "Hessen")
    assert row.affiliation_id is None
    for tables in (
        failed(document, "read", DocumentError("read", "too long")),
        FakeExtractor().extract(RawText("b", "b.txt", "BOOM")).tables(),
    ):
        (row,) = flatten(tables)
        assert list(tables["dataset"]) == [row]
        assert (row.document_status, row.affiliation_id) == ("error", None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({}, ("2021-05-03", date(2021, 5, 3), None)),
        ({"end_on": date(2021, 5, 5)}, ("2021-05-03", date(2021, 5, 3), date(2021, 5, 5))),
        ({"modifier": "since"}, (None, None, None)),
        ({"context": "metadata"}, (None, None, None)),
        ({"precision": "month"}, (None, None, None)),
        ({"start_on": None, "end_on": None}, (None, None, None)),
    ],
)
def test_event_days(value: dict[str, Any], expected: tuple[Any, ...]) -> None:
    cells: dict[str, Any] = {
        "edtf": "2021-05-03",
        "start_on": date(2021, 5, 3),
        "end_on": date(2021, 5, 3),
        "precision": "day",
        "resolved_by": "stated",
    }
    day = DateValue(mention_id="a#1-2-DATE", doc_id="a", **(cells | value))
    mention = Mention(
        mention_id=day.mention_id, doc_id="a", start=1, end=2, text="x", label="DATE", source="s"
    )
    document = Document(doc_id="a", path="a.txt")
    (row,) = flatten({"documents": [document], "mentions": [mention], "dates": [day]})
    assert (row.event_dates, row.event_on, row.event_until) == expected
