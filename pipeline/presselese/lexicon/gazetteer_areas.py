"""Reads the outlines of all German municipalities (BKG, VG250) into rows of the gazetteer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from presselese.errors import LexiconError

Row = dict[str, str]
Ring = list[list[float]]

NOT_CITIES = {"Gemeindefreies Gebiet"}
_NEW_COUNTIES = {"03159": "Landkreis Göttingen"}


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
        counties[properties["AGS"]] = county_name(properties["BEZ"], properties["GEN"])
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


_SAYS_KIND = re.compile(r".*[Kk]reis\b.*|(?:Region|Städteregion|Regionalverband) .*")


def county_name(designation: str, name: str) -> str:
    """Return a county's name as it is spoken: Landkreis Fulda, but Rhein-Sieg-Kreis."""
    return name if _SAYS_KIND.fullmatch(name) else f"{designation} {name}"


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
