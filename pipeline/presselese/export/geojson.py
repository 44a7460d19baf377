"""GeoJSON: the cities as points, with how often and in how many documents they are named."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from presselese.config import EDITIONS
from presselese.export.jsonl import dumps
from presselese.export.result import Result, RowDict
from presselese.tables import CITY_LICENCES, CITY_SOURCES


def make(result: Result, target: Path, name: str) -> None:
    """Write a feature collection (RFC 7946), a feature a line; a city without place has none."""
    mentions: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    issued: Counter[str] = Counter()
    ties: Counter[str] = Counter()
    for document, held in result.documents():
        named = [
            one["entity_id"]
            for one in held["mentions"]
            if one["label"] == "CITY" and one["entity_id"]
        ]
        mentions.update(named)
        documents.update(set(named))
        if document["source_city_id"] is not None:
            issued[document["source_city_id"]] += 1
        ties.update(tie["city_id"] for tie in held["affiliations"] if tie["city_id"])
    with (target / EDITIONS[name][0]).open("w", encoding="utf-8", newline="\n") as file:
        sources = dumps([*CITY_SOURCES, *CITY_LICENCES])
        file.write(f'{{"type":"FeatureCollection","sources":{sources},"features":[')
        between = "\n"
        for city in result.rows("cities"):
            counts = {
                "mentions": mentions[city["city_id"]],
                "documents": documents[city["city_id"]],
                "issued": issued[city["city_id"]],
                "affiliations": ties[city["city_id"]],
            }
            file.write(between + dumps(_feature(city, counts)))
            between = ",\n"
        file.write("\n]}\n")


def _feature(city: RowDict, counts: dict[str, int]) -> RowDict:
    place = (city["longitude"], city["latitude"])
    known = None not in place
    return {
        "type": "Feature",
        "id": city["city_id"],
        "geometry": {"type": "Point", "coordinates": list(place)} if known else None,
        "properties": {
            key: cell for key, cell in city.items() if key not in ("latitude", "longitude")
        }
        | counts,
    }
