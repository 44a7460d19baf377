"""Stocks of names that copies of the training texts draw from."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

_FREQUENT_FIRST_NAMES = 6000


@dataclass(frozen=True, slots=True)
class Names:
    """Stocks of names to draw from."""

    female: tuple[str, ...]
    male: tuple[str, ...]
    surnames: tuple[str, ...]
    cities: tuple[str, ...]


def read_names(first_names: bytes, surnames: bytes, municipalities: Path) -> Names:
    """Read the stocks: a CSV `vorname,m,w,total`, a list of surnames, the gazetteer."""
    table = list(csv.DictReader(first_names.decode().splitlines()))[:_FREQUENT_FIRST_NAMES]
    with municipalities.open(encoding="utf-8", newline="") as file:
        cities = [row["name"] for row in csv.DictReader(file)]
    return Names(
        female=tuple(row["vorname"] for row in table if int(row["w"]) > int(row["m"])),
        male=tuple(row["vorname"] for row in table if int(row["m"]) >= int(row["w"])),
        surnames=tuple(name for name in surnames.decode().split("\n") if len(name) > 2),
        cities=tuple(name for name in cities if re.fullmatch(r"[\w .()/-]+", name)),
    )
