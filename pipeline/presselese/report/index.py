"""What the page knows of all documents at once: documents, ties, cities, doubts, errors.

Tables go column by column, and documents are named by their number in the table `documents`:
both keep the page small.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, fields
from typing import Any

from presselese.report.result import Result, Row
from presselese.report.review import Doubt, doubts
from presselese.report.texts import Found

DAYS = 3  # of the days a text names, shown beside its day of publication
_DOCUMENT = {
    "id": "doc_id",
    "path": "path",
    "sha256": "sha256",
    "encoding": "encoding",
    "title": "title",
    "published": "published_on",
    "source": "published_source",
    "modified": "modified_on",
    "issuer": "issuer",
    "status": "status",
    "chars": "n_chars",
    "lines": "n_lines",
    "kept": "n_lines_kept",
}
_TIE = ("person", "role", "status", "organisation", "city", "start", "end", "basis", "rule")
_CITY = ("name", "state", "county", "country", "latitude", "longitude", "population")

Columns = dict[str, list[Any]]


def index(result: Result, texts: Sequence[Found]) -> dict[str, Any]:
    """Return the data of the page's tables; `texts` go with the documents in their order."""
    documents = result.tables["documents"]
    numbers = {row["doc_id"]: number for number, row in enumerate(documents)}
    cities = _cities(result, numbers)
    places = {city: number for number, city in enumerate(cities["id"])}
    return {
        "documents": _documents(result, texts, places),
        "ties": _ties(result, numbers, places),
        "cities": cities,
        "doubts": _doubts(doubts(result), numbers),
        "errors": [
            {**row, "document": numbers.get(row["doc_id"])} for row in result.tables["errors"]
        ],
    }


def counts(result: Result) -> dict[str, int]:
    """Return the key figures of the run."""
    tables = result.tables
    return {
        "documents": len(tables["documents"]),
        "affiliations": len(tables["affiliations"]),
        "people": len(tables["people"]),
        "organisations": len(tables["organisations"]),
        "cities": len(tables["cities"]),
        "dates": len(tables["dates"]),
    }


def _documents(result: Result, texts: Sequence[Found], places: Mapping[str, int]) -> Columns:
    documents = result.tables["documents"]
    mentions = Counter(row["doc_id"] for row in result.tables["mentions"])
    ties = Counter(row["doc_id"] for row in result.tables["affiliations"])
    days: dict[str, set[str]] = defaultdict(set)
    for row in result.tables["dates"]:
        if row["context"] == "body" and row["precision"] == "day" and row["start_on"]:
            days[row["doc_id"]].add(row["start_on"])
    columns: Columns = {key: [row[name] for row in documents] for key, name in _DOCUMENT.items()}
    columns["city"] = [places.get(row["source_city_id"]) for row in documents]
    columns["mentions"] = [mentions[row["doc_id"]] for row in documents]
    columns["ties"] = [ties[row["doc_id"]] for row in documents]
    columns["days"] = [sorted(days[row["doc_id"]])[:DAYS] for row in documents]
    columns["text"] = [text.state for text in texts]
    return columns


def _ties(result: Result, numbers: Mapping[str, int], places: Mapping[str, int]) -> Columns:
    ties = result.tables["affiliations"]
    roles = result.by_key("roles", "role_id")
    organisations = result.by_key("organisations", "org_id")
    columns: Columns = {name: [row[name] for row in ties] for name in _TIE}
    columns["document"] = [numbers[row["doc_id"]] for row in ties]
    columns["place"] = [places.get(row["city_id"]) for row in ties]
    columns["lemma"] = [roles.get(row["role_id"], {}).get("lemma") for row in ties]
    columns["category"] = [roles.get(row["role_id"], {}).get("category") for row in ties]
    columns["kind"] = [organisations.get(row["org_id"], {}).get("kind") for row in ties]
    return columns


def _cities(result: Result, numbers: Mapping[str, int]) -> Columns:
    cities = result.tables["cities"]
    mentions: Counter[str] = Counter()
    documents: dict[str, set[int]] = defaultdict(set)
    for row in result.tables["mentions"]:
        if row["label"] == "CITY" and row["entity_id"] is not None:
            mentions[row["entity_id"]] += 1
            documents[row["entity_id"]].add(numbers[row["doc_id"]])
    columns: Columns = {name: [row[name] for row in cities] for name in _CITY}
    columns["id"] = [row["city_id"] for row in cities]
    columns["mentions"] = [mentions[row["city_id"]] for row in cities]
    columns["documents"] = [sorted(documents[row["city_id"]]) for row in cities]
    return columns


def on_the_map(cities: Columns) -> list[Row]:
    """Return the points of the map: cities in Germany that a text names."""
    return [
        {
            "name": cities["name"][number],
            "latitude": cities["latitude"][number],
            "longitude": cities["longitude"][number],
            "documents": len(cities["documents"][number]),
            "n": cities["mentions"][number],
            "city": number,
        }
        for number, country in enumerate(cities["country"])
        if country == "DE"
        and cities["latitude"][number] is not None
        and cities["longitude"][number] is not None
        and cities["mentions"][number]
    ]


def _doubts(found: Iterable[Doubt], numbers: Mapping[str, int]) -> Columns:
    names = [field.name for field in fields(Doubt)]
    rows = [astuple(doubt) for doubt in found]
    columns: Columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    columns["document"] = [numbers[doc_id] for doc_id in columns.pop("doc_id")]
    return columns
