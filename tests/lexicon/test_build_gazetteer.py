"""The script that builds the place lists, on a country of three municipalities."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from presselese.errors import LexiconError
from presselese.lexicon.build_gazetteer import (
    add_population,
    apply_changes,
    distance_km,
    foreign_rows,
    read_areas,
    replace_list,
    representative_point,
)

SQUARE = [[10.0, 50.0], [10.2, 50.0], [10.2, 50.2], [10.0, 50.2], [10.0, 50.0]]
# A horseshoe open to the east: its centroid lies in the gap.
HORSESHOE = [
    [0.0, 0.0],
    [10.0, 0.0],
    [10.0, 1.0],
    [1.0, 1.0],
    [1.0, 9.0],
    [10.0, 9.0],
    [10.0, 10.0],
    [0.0, 10.0],
    [0.0, 0.0],
]


def area(key: str, name: str, kind: str, **more: Any) -> dict[str, Any]:
    properties = {"AGS": key, "GEN": name, "BEZ": kind, "GF": 4, "BEM": "--", **more}
    geometry = {"type": "Polygon", "coordinates": [SQUARE]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lake = area("06631001", "Musterstadt am See", "Stadt", GF=2)
    town = area("06631001", "Musterstadt am See", "Stadt")
    areas = {
        "laender": [area("06", "Hessen", "Land")],
        "kreise": [area("06631", "Fulda", "Landkreis")],
        "gemeinden": [
            {"type": "FeatureCollection", "features": [lake, town]},
            area("06412000", "Großstadt", "Stadt", BEM="kreisfrei"),
            area("06631999", "Musterforst", "Gemeindefreies Gebiet"),
        ],
    }
    for name, features in areas.items():
        (tmp_path / f"{name}.geo.json").write_text(json.dumps(features), encoding="utf-8")
    return tmp_path


def place(name: str, people: int, country: str = "DE", **more: Any) -> dict[str, Any]:
    return {
        "geonameid": people,
        "name": name,
        "countrycode": country,
        "latitude": 50.1,
        "longitude": 10.1,
        "population": people,
        "alternatenames": [],
        **more,
    }


def test_read_areas(folder: Path) -> None:
    rows = read_areas(folder)
    assert [(r["ags"], r["name"], r["designation"], r["county"]) for r in rows] == [
        ("06412000", "Großstadt", "Kreisfreie Stadt", ""),
        ("06631001", "Musterstadt am See", "Stadt", "Landkreis Fulda"),
    ]
    assert (rows[1]["state"], rows[1]["latitude"], rows[1]["longitude"]) == (
        "Hessen",
        "50.1000",
        "10.1000",
    )


def test_missing_package_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"laender\.geo\.json"):
        read_areas(tmp_path)


def test_population_is_joined_by_name_and_nearness(folder: Path) -> None:
    rows = read_areas(folder)
    far = place("Großstadt", 900_000, latitude=53.0)
    near = place("Big Town", 500_000, alternatenames=["Großstadt"])
    add_population(rows, [far, near, place("Musterstadt", 7_000), place("Musterstadt", 90, "AT")])
    assert [row["population"] for row in rows] == ["500000", "7000"]


def test_a_point_of_its_own() -> None:
    longitude, latitude = representative_point({"type": "Polygon", "coordinates": [HORSESHOE]})
    assert longitude == pytest.approx(0.5)
    assert latitude == pytest.approx(5.0)


def test_changes(folder: Path) -> None:
    changes: dict[str, dict[str, Any]] = {
        "keys": {"06631001": "06632001"},
        "names": {"06412000": "Großstadt (Hessen)"},
        "new": {"06632002": ["Neustadt", "Stadt", "Landkreis Fulda", 50.5, 9.5, 4000]},
    }
    rows = apply_changes(read_areas(folder), changes)
    assert [(row["ags"], row["name"]) for row in rows] == [
        ("06412000", "Großstadt (Hessen)"),
        ("06632001", "Musterstadt am See"),
        ("06632002", "Neustadt"),
    ]


def test_a_newer_list_replaces_the_package(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "ags,name,designation,land,kreis,population,lat,lon\n"
        "6631001,Musterstadt am See,Stadt,Hessen,Fulda,7500,50.3,10.3\n"
        "06631002,Neudorf,,Hessen,Fulda,900,50.4,10.4\n"
        "06631003,Musterforst,gemfr. Gebiet,Hessen,Fulda,0,,\n",
        encoding="utf-8",
    )
    rows = replace_list(read_areas(folder), path)
    assert [(row["ags"], row["latitude"], row["population"]) for row in rows] == [
        ("06631001", "50.1000", "7500"),
        ("06631002", "50.4000", "900"),
    ]


def test_the_register_of_destatis_is_read(folder: Path, tmp_path: Path) -> None:
    def record(kind: str, key: str, name: str, code: str = "", people: str = "") -> str:
        line = f"{kind}20260630{key:<8}    {name:<50}{'':<50}{code:<2}"
        return f"{line:<139}{people:>11}{'':<70}"

    path = tmp_path / "GV100AD_30062026.txt"
    path.write_text(
        "\n".join(
            [
                record("10", "06", "Hessen"),
                record("40", "06631", "Fulda", "44"),
                record("60", "06631001", "Musterstadt am See, Stadt", "63", "00000007500"),
                record("60", "06631002", "Neudorf", "64", "00000000900"),
                record("60", "06631003", "Musterforst, gemfr. Gebiet", "66", "00000000000"),
            ]
        ),
        encoding="utf-8",
    )
    rows = replace_list(read_areas(folder), path)
    assert [(row["name"], row["designation"], row["state"], row["population"]) for row in rows] == [
        ("Musterstadt am See", "Stadt", "Hessen", "7500"),
        ("Neudorf", "Gemeinde", "Hessen", "900"),
    ]


def test_a_list_without_keys_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name\nFulda\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="lacks the column ags"):
        replace_list([], path)


def test_foreign_rows_bear_german_names() -> None:
    places = [
        place("Wrocław", 600_000, "PL"),
        place("Wieś", 40, "PL"),
        place("Fulda", 1_200, "US"),
        place("Dorf", 700, "AT"),
    ]
    rows = foreign_rows(places, {"PL": {"Breslau": "Wrocław"}})
    assert [(row["name"], row["aliases"]) for row in rows] == [
        ("Dorf", ""),
        ("Breslau", "Wroclaw;Wrocław"),
    ]


def test_unknown_exonyms_are_named() -> None:
    with pytest.raises(LexiconError, match="PL Wrocław"):
        foreign_rows([], {"PL": {"Breslau": "Wrocław"}})


def test_distance() -> None:
    assert distance_km(50.55, 9.68, 50.11, 8.68) == pytest.approx(86, abs=2)  # Fulda, Frankfurt
