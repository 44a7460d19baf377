"""Reads a newer official list of municipalities: the register GV100AD of Destatis, or a CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from presselese.errors import LexiconError
from presselese.lexicon.gazetteer_areas import Row, county_name


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


# Kinds of the register (Textkennzeichen). What stands behind the comma of a name is a byname
# ("documenta-Stadt", "Tor zur Eifel") or cut ("M", "GKSt"), so the code tells the designation.
_MUNICIPALITIES = {
    "60": "Markt",
    "61": "Kreisfreie Stadt",
    "62": "Kreisfreie Stadt",
    "63": "Stadt",
    "64": "Gemeinde",
    "67": "Stadt",
}
_NO_MUNICIPALITIES = frozenset(("65", "66"))  # areas of no municipality, inhabited or not
_COUNTIES = {"43": "Kreis", "44": "Landkreis", "45": "Regionalverband"}
_KINDS = frozenset(("10", "20", "30", "40", "50", "60"))


def read_gv100ad(path: Path) -> list[dict[str, str]]:
    """Return the municipalities of GV100AD, the fixed-width register that Destatis publishes.

    Records have 220 columns; of them are read, counted from 1: 1-2 kind of record (10 state, 20
    district, 30 region, 40 county, 50 association, 60 municipality), 11-18 key, 23-72 name, 123-124
    code of the kind of unit, 140-150 inhabitants. Raises LexiconError where the file holds no
    municipality or a record that is cut.
    """
    states: dict[str, str] = {}
    counties: dict[str, str] = {}
    out = []
    for number, line in enumerate(_lines(path), 1):
        kind, key, code = line[:2], line[10:18].strip(), line[122:124]
        name = line[22:72].strip().partition(", ")[0]
        if line.strip() and kind not in _KINDS:
            raise LexiconError(f"{path}:{number}: {kind!r} is no kind of record of GV100AD")
        if kind == "10":
            states[key] = name
        elif kind == "40":
            counties[key] = county_name(_COUNTIES[code], name) if code in _COUNTIES else ""
        elif kind == "60" and code not in _NO_MUNICIPALITIES:
            people = line[139:150].strip()
            if not people.isdigit() or not key.isdigit() or len(key) != len("06631001"):
                raise LexiconError(
                    f"{path}:{number}: not a record of GV100AD (key in columns 11-18, "
                    f"inhabitants in 140-150): {line[:72].strip()!r}"
                )
            out.append(
                {
                    "ags": key,
                    "name": name,
                    "designation": _MUNICIPALITIES.get(code, "Gemeinde"),
                    "state": states.get(key[:2], ""),
                    "county": counties.get(key[:5], ""),
                    "population": str(int(people)),
                }
            )
    if not out:
        raise LexiconError(f"{path}: no record of a municipality (60) in this GV100AD file")
    return out


def _degrees(line: Mapping[str, str], *columns: str) -> str:
    value = next((line[column] for column in columns if line.get(column)), "")
    return f"{float(value.replace(',', '.')):.4f}" if value else ""
