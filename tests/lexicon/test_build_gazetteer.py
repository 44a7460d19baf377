"""The script that builds the place lists, on a country of three municipalities."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from presselese.errors import LexiconError
from presselese.lexicon.build_gazetteer import add_population, distance_km, foreign_rows
from presselese.lexicon.gazetteer_areas import (
    apply_changes,
    county_name,
    read_areas,
    representative_point,
)
from presselese.lexicon.gazetteer_register import read_gv100ad, replace_list

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


@pytest.mark.parametrize(
    ("designation", "name", "spoken"),
    [
        ("Landkreis", "Fulda", "Landkreis Fulda"),
        ("Kreis", "Rhein-Sieg-Kreis", "Rhein-Sieg-Kreis"),
        ("Kreis", "Märkischer Kreis", "Märkischer Kreis"),
        ("Kreis", "Rhein-Kreis Neuss", "Rhein-Kreis Neuss"),
        ("Landkreis", "Eifelkreis Bitburg-Prüm", "Eifelkreis Bitburg-Prüm"),
        ("Landkreis", "Vogelsbergkreis", "Vogelsbergkreis"),
        ("Landkreis", "Regionalverband Saarbrücken", "Regionalverband Saarbrücken"),
        ("Kreis", "Herzogtum Lauenburg", "Kreis Herzogtum Lauenburg"),
        ("Landkreis", "Region Hannover", "Region Hannover"),
    ],
)
def test_county_names(designation: str, name: str, spoken: str) -> None:
    assert county_name(designation, name) == spoken


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


def record(kind: str, key: str, name: str, code: str = "", people: str = "", **more: str) -> str:
    """A record of GV100AD: 220 columns, by the widths of the official description."""
    state, district, county, town = key[:2], key[2:3], key[3:5], key[5:8]
    fields = [
        (kind, 2),
        ("20260630", 8),
        (state, 2),
        (district, 1),
        (county, 2),
        (town, 3),
        (more.get("association", ""), 4),
        (name, 50),
        (more.get("seat", ""), 50),
        (code, 2),
        ("", 4),
        (more.get("area", ""), 11),
        (people, 11),
        ("", 11),
        ("", 4),
        (more.get("postcode", ""), 5),
        ("", 50),
    ]
    line = "".join(f"{value:<{width}}" for value, width in fields)
    assert len(line) == 220
    return line


# One of each kind of record, of towns that are made up.
REGISTER = [
    record("10", "06", "Hessen", seat="Wiesbaden"),
    record("20", "064", "Mitteland, Regierungsbezirk", seat="Großstadt"),
    record("30", "0641", "Musterregion", seat="Großstadt"),
    record("40", "06412", "Großstadt, Stadt", "41", seat="Großstadt"),
    record("50", "06412", "Großstadt, Stadt", "50", association="0000"),
    record("60", "06412000", "Großstadt, documenta-Stadt", "61", "00000201585", association="0000"),
    record("40", "06631", "Fulda", "44", seat="Fulda"),
    record("50", "06631", "Musterverband", "53", association="5001"),
    record("60", "06631001", "Musterstadt am See, Stadt", "63", "00000007500"),
    record("60", "06631002", "Neudorf", "64", "00000000900", association="5001"),
    record("60", "06631003", "Musterforst, gemfr. Gebiet", "66", "00000000000"),
    record("60", "06631004", "Heidebezirk, gemfr. Bezirk", "65", "00000000740"),
    record("60", "06631005", "Altmarkt, M", "60", "00000003100"),
    record("60", "06631006", "Kreisingen, GKSt", "67", "00000031000"),
    record("60", "06631007", "Eifelort, Tor zur Eifel", "64", "00000001000"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_register_of_destatis_is_read(folder: Path, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "GV100AD_30062026.txt"
    path.write_text("\r\n".join(REGISTER) + "\r\n", encoding=encoding, newline="")
    rows = replace_list(read_areas(folder), path)
    columns = ("ags", "name", "designation", "state", "county", "population")
    assert [tuple(row[column] for column in columns) for row in rows] == [
        ("06412000", "Großstadt", "Kreisfreie Stadt", "Hessen", "", "201585"),
        ("06631001", "Musterstadt am See", "Stadt", "Hessen", "Landkreis Fulda", "7500"),
        ("06631002", "Neudorf", "Gemeinde", "Hessen", "Landkreis Fulda", "900"),
        ("06631005", "Altmarkt", "Markt", "Hessen", "Landkreis Fulda", "3100"),
        ("06631006", "Kreisingen", "Stadt", "Hessen", "Landkreis Fulda", "31000"),
        ("06631007", "Eifelort", "Gemeinde", "Hessen", "Landkreis Fulda", "1000"),
    ]


BROKEN = [
    (REGISTER[:5], "no record of a municipality"),
    ([*REGISTER, "61" + REGISTER[5][2:]], ":16: '61' is no kind of record"),
    ([*REGISTER, REGISTER[8][:120]], ":16: not a record of GV100AD"),
    ([REGISTER[0], " " + REGISTER[8]], "is no kind of record"),
]


@pytest.mark.parametrize(("lines", "message"), BROKEN)
def test_a_broken_register_is_refused(tmp_path: Path, lines: list[str], message: str) -> None:
    path = tmp_path / "GV100AD_30062026.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        read_gv100ad(path)


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
