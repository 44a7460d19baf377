"""Presselese harvests tables of people, roles, organisations, cities and dates.

>>> import presselese
>>> extractor = presselese.load()
>>> extraction = extractor.extract("Oberbürgermeisterin Lea Amann kam am 3. Mai 2021 nach Fulda.")
>>> [mention.norm for mention in extraction.mentions]
['Oberbürgermeisterin', 'Lea Amann', '2021-05-03', 'Fulda']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from presselese.extract import Extraction, Extractor, load
    from presselese.write import read_tables

__all__ = ["Extraction", "Extractor", "load", "read_tables"]

_HOMES = {
    "Extraction": "presselese.extract",
    "Extractor": "presselese.extract",
    "load": "presselese.extract",
    "read_tables": "presselese.write",
}


def __getattr__(name: str) -> Any:
    """Import the public names on first use: spaCy and pandas take seconds."""
    if name in _HOMES:
        from importlib import import_module  # noqa: PLC0415

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
