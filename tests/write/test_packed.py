"""Rows go to bytes and come back the same: types, days, numbers to the last bit."""

from __future__ import annotations

from datetime import date

from tests.fake_extractor import FakeExtractor

from presselese.read import RawText
from presselese.records import City, DateValue, Document, Line
from presselese.tables import rows_of
from presselese.write.packed import pack, unpack


def test_rows_come_back() -> None:
    rows = rows_of(
        {
            "documents": [
                Document(
                    doc_id="a", path="=1", title='"\r\n\t\u2028ß😀', published_on=date(1, 1, 1)
                )
            ],
            "lines": [Line(doc_id="a", line=1, start=0, end=2**40, kept=False, reason="empty")],
            "dates": [
                DateValue(mention_id="a#0-9-DATE", doc_id="a", start_on=day)
                for day in (None, date(9999, 12, 31))
            ],
            "cities": [
                City(city_id="ags:1", name="x", country="DE", latitude=0.1 + 0.2, longitude=-0.0)
            ],
        }
    )
    back = unpack(pack(rows))
    assert back == rows
    assert repr(back) == repr(rows)


def test_tables_without_rows_are_left_out() -> None:
    tables = FakeExtractor().extract(RawText("a", "a.txt", "Ort 1")).tables()
    assert unpack(pack(rows_of(tables))).keys() == {
        name for name, records in tables.items() if records
    }
