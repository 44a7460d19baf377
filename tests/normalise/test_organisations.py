"""Organisations: nominative names, abbreviations and short forms."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presselese.normalise.organisations import kind_of, nominative, read_organisations
from presselese.records import Found


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("Deutschen Roten Kreuzes", "Deutsches Rotes Kreuz"),
        ("Deutschen Städtetages", "Deutscher Städtetag"),
        ("Deutschen Städtetags", "Deutscher Städtetag"),
        ("Hessischen Volkshochschulverband", "Hessischer Volkshochschulverband"),
        ("Freiwilligen Feuerwehr Küps", "Freiwillige Feuerwehr Küps"),
        ("Technische Hilfswerk", "Technisches Hilfswerk"),
        ("Technischen Universität Chemnitz", "Technische Universität Chemnitz"),
        ("Bayerischen Staatsministeriums für Kultus", "Bayerisches Staatsministerium für Kultus"),
        ("Umweltamtes", "Umweltamt"),
        ("Umweltamts", "Umweltamt"),
        ("Tiefbauamtes der Stadt Fulda", "Tiefbauamt der Stadt Fulda"),
        ("Landkreises Gießen", "Landkreis Gießen"),
        ("Göttinger Verkehrsbetrieben GmbH", "Göttinger Verkehrsbetriebe GmbH"),
        ("Stadtwerken Halle", "Stadtwerke Halle"),
        ("Städtebündnisses für Vereinbarkeit", "Städtebündnis für Vereinbarkeit"),
        ("Deutschen Städte- und Gemeindebundes", "Deutscher Städte- und Gemeindebund"),
        ("Heimat- und Verschönerungsvereins", "Heimat- und Verschönerungsverein"),
        ("Grünen", "Grüne"),
        ("Freien Wähler", "Freie Wähler"),
        ("Leipziger Verkehrsbetriebe", "Leipziger Verkehrsbetriebe"),
        ("Stadt Fulda", "Stadt Fulda"),
        ("Diakonie", "Diakonie"),
        ("Malteser Hilfsdienstes", "Malteser Hilfsdienst"),
        ("Deutschen Pétanque Verbands", "Deutscher Pétanque Verband"),
        ("Städtischen Wohnbau Backnang GmbH", "Städtische Wohnbau Backnang GmbH"),
        ("Kommunistischen Partei Frankreichs", "Kommunistische Partei Frankreichs"),
        ("Gesundheitsamt der Stadt Bonn", "Gesundheitsamt der Stadt Bonn"),
        ("DRK-Kreisverbandes Reutlingen", "DRK-Kreisverband Reutlingen"),
        ("Europäischen Union", "Europäische Union"),
        ("Vereinten Nationen", "Vereinte Nationen"),
        ("Kassenärztlichen Vereinigung Nordrhein", "Kassenärztliche Vereinigung Nordrhein"),
        ("Verwaltungs\u00adwissenschaften", "Verwaltungswissenschaften"),
        ("SPD", "SPD"),
        ("Mayors for Peace", "Mayors for Peace"),
    ],
)
def test_nominative(span: str, expected: str) -> None:
    assert nominative(span) == expected
    assert nominative(expected) == expected


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Stadt Fulda", "municipality"),
        ("Große Kreisstadt Backnang", "municipality"),
        ("Markt Rimpar", "municipality"),
        ("Landkreis Gießen", "county"),
        ("Schwalm-Eder-Kreis", "county"),
        ("SPD", "party"),
        ("Umweltamt", "authority"),
        ("Stadtrat", "council"),
        ("Caritasverband Krefeld", "association"),
        ("Technische Universität Chemnitz", "education"),
        ("Stadtwerke Halle GmbH", "company"),
        ("Heimatmuseum", "culture"),
        ("Efus", None),
    ],
)
def test_kind_of(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def names(marked: str) -> list[str]:
    """Read the organisations marked [so] and return the name each mention stands for."""
    text, found = "", []
    for part in re.split(r"(\[[^\]]+\])", marked):
        if part.startswith("["):
            name = part[1:-1]
            found.append(Found(len(text), len(text) + len(name), name, "ORG", "test"))
            text += name
        else:
            text += part
    return [reading.name for reading in read_organisations(text, found)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "das [Bundesnetzwerk Bürgerschaftliches Engagement] ([BBE]). Die [BBE]-Arbeit",
            ["Bundesnetzwerk Bürgerschaftliches Engagement"] * 3,
        ),
        ("die [Weltgesundheitsorganisation] ([WHO])", ["Weltgesundheitsorganisation"] * 2),
        ("das [Technische Hilfswerk]. Das [THW] kam", ["Technisches Hilfswerk"] * 2),
        ("das [THW] kam", ["THW"]),
        ("[Lea] ([SPD])", ["Lea", "SPD"]),
        ("die [Stadtwerke Nidda] laden ein. Die [Stadtwerke]", ["Stadtwerke Nidda"] * 2),
        ("die [Stadtwerke] laden ein", ["Stadtwerke"]),
        (
            "des [Städtebündnisses Sicherer Hafen], das [Städte-Bündnis]",
            ["Städtebündnis Sicherer Hafen"] * 2,
        ),
        (
            "die [Stadt Radolfzell] und die [Stadt Radolfzell am Bodensee]",
            ["Stadt Radolfzell am Bodensee"] * 2,
        ),
        ("das [Amt für Umwelt der Stadt Fulda] ([AfU])", ["Amt für Umwelt der Stadt Fulda"] * 2),
    ],
)
def test_read_organisations(marked: str, expected: list[str]) -> None:
    assert names(marked) == expected


def test_the_city_is_written_as_it_is_normalised() -> None:
    found = [Found(4, 16, "Stadt Fuldas", "ORG", "t")]
    readings = read_organisations("die Stadt Fuldas", found, {(10, 16): "Fulda"})
    assert [r.name for r in readings] == ["Stadt Fulda"]


@given(st.text(min_size=1, max_size=60))
def test_nominative_never_fails_and_is_idempotent(span: str) -> None:
    once = nominative(span)
    assert nominative(once) == once
