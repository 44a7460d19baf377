"""Base forms of cities' names, the gazetteer, and which namesake a document means."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presselese.normalise.gazetteer import content_words, load_gazetteer, same_affix, same_word
from presselese.normalise.places import base_form, read_cities
from presselese.records import Found

GAZETTEER = load_gazetteer()


def found(text: str, *names: str) -> list[Found]:
    """One record per name, searched from left to right."""
    out, position = [], 0
    for name in names:
        start = text.index(name, position)
        position = start + len(name)
        out.append(Found(start, position, name, "CITY", "test"))
    return out


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("Fulda", "Fulda"),
        ("Krefelds", "Krefeld"),
        ("Halles", "Halle"),
        ("Ludwigsfeldes", "Ludwigsfelde"),
        ("Duisburger", "Duisburg"),
        ("Karlsruher", "Karlsruhe"),
        ("Bremer", "Bremen"),
        ("Münchner", "München"),
        ("Münchener", "München"),
        ("Dresdner", "Dresden"),
        ("Kasseler", "Kassel"),
        ("Basler", "Basel"),
        ("Wiener", "Wien"),
        ("Ingolstädter", "Ingolstadt"),
        ("Barsinghäuser", "Barsinghausen"),
        ("Münsteraner", "Münster"),
        ("Hallesche", "Halle"),
        ("Halleschen", "Halle"),
        ("Hannoversche", "Hannover"),
        ("Tölzer", "Bad Tölz"),
        ("Bad Homburger", "Bad Homburg"),
        ("Schwerter", "Schwerte"),
        ("Möllner", "Mölln"),
        ("Göttinger", "Göttingen"),
        ("Trierer", "Trier"),
        ("Frankfurter", "Frankfurt"),
        ("AACHEN", "Aachen"),
        ("ROSSDORF", "Roßdorf"),
        ("HALLE (SAALE)", "Halle (Saale)"),
        ("BAD HOMBURG", "Bad Homburg"),
        ("Frankfurt/M.", "Frankfurt am Main"),
        ("Frankfurt a. M.", "Frankfurt am Main"),
        ("Frankfurt (Oder)", "Frankfurt (Oder)"),
        ("Mülheim a. d. Ruhr", "Mülheim an der Ruhr"),
        ("Mülheim/Ruhr", "Mülheim an der Ruhr"),
        ("Neustadt a. Rbge.", "Neustadt am Rübenberge"),
        ("Prien a.Chiemsee", "Prien am Chiemsee"),
        ("Au i.d.Hallertau", "Au in der Hallertau"),
        ("Neumarkt i. d. OPf.", "Neumarkt in der Oberpfalz"),
        ("Bad Homburg v. d. Höhe", "Bad Homburg v. d. Höhe"),
        ("Lutherstadt Eisleben", "Lutherstadt Eisleben"),
        ("Kasztelánkút", "Kasztelánkút"),
    ],
)
def test_base_form(form: str, base: str) -> None:
    assert base_form(form) == base


@pytest.mark.parametrize(
    ("name", "city_id"),
    [
        ("Fulda", "ags:06631009"),
        ("Duisburg", "ags:05112000"),
        ("München", "ags:09162000"),
        ("Göttingen", "ags:03159016"),
        ("Berlin", "ags:11000000"),
        ("Frankfurt am Main", "ags:06412000"),
        ("Frankfurt/Oder", "ags:12053000"),
        ("Wittenberg", "ags:15091375"),
        ("Oberzent", "ags:06437016"),
        ("Breslau", "geonames:3081368"),
        ("Wrocław", "geonames:3081368"),
        ("Wroclaw", "geonames:3081368"),
        ("Nizza", "geonames:2990440"),
        ("Straßburg", "geonames:2973783"),
    ],
)
def test_lookup(name: str, city_id: str) -> None:
    assert GAZETTEER.lookup(name)[0].city_id == city_id


@pytest.mark.parametrize("word", ["Sieger", "Lehrer", "und", "", "Wieder", "Trainer", "Xyzheim"])
def test_no_form_of_a_city(word: str) -> None:
    assert GAZETTEER.city_of(word) is None


def test_the_list_is_whole() -> None:
    """The numbers of municipalities agree with the official register."""
    cities = [c for names in GAZETTEER.names for c in GAZETTEER.lookup(names) if c.country == "DE"]
    keys = {city.city_id for city in cities}
    count = {state: sum(k.startswith(f"ags:{state}") for k in keys) for state in ("05", "06", "08")}
    assert count == {"05": 396, "06": 428, "08": 1101}
    assert 11_000 < len(keys) < 11_200
    fulda = GAZETTEER.lookup("Fulda")[0]
    assert (fulda.state, fulda.county, fulda.country) == ("Hessen", "Landkreis Fulda", "DE")
    assert fulda.latitude == pytest.approx(50.55, abs=0.05)
    assert fulda.population
    assert fulda.population > 50_000


@pytest.mark.parametrize(
    ("text", "names", "source", "expected"),
    [
        ("In Fulda.", ["Fulda"], None, [("Fulda", "ags:06631009", "unique")]),
        (
            "Halle feiert in Halle (Saale).",
            ["Halle", "Halle (Saale)"],
            None,
            [
                ("Halle (Saale)", "ags:15002000", "affix"),
                ("Halle (Saale)", "ags:15002000", "affix"),
            ],
        ),
        (
            "Frankfurt am Main und Frankfurt (Oder).",
            ["Frankfurt am Main", "Frankfurt (Oder)"],
            None,
            [
                ("Frankfurt am Main", "ags:06412000", "affix"),
                ("Frankfurt (Oder)", "ags:12053000", "affix"),
            ],
        ),
        ("In Frankfurt.", ["Frankfurt"], None, [("Frankfurt", "ags:06412000", "population")]),
        (
            "Die Frankfurter an der Oder.",
            ["Frankfurter"],
            None,
            [("Frankfurt", "ags:12053000", "context")],
        ),
        (
            "In Rotenburg und Bebra.",
            ["Rotenburg", "Bebra"],
            None,
            [("Rotenburg", "ags:06632018", "near"), ("Bebra", "ags:06632003", "unique")],
        ),
        (
            "In Rotenburg an der Wümme.",
            ["Rotenburg"],
            None,
            [("Rotenburg", "ags:03357039", "context")],
        ),
        (
            "In Neustadt.",
            ["Neustadt"],
            "Neustadt an der Weinstraße",
            [("Neustadt", "ags:07316000", "source")],
        ),
        ("Bath (England) grüßt.", ["Bath"], None, [("Bath", "geonames:2656173", "country")]),
        ("Rom und Prag.", ["Rom"], None, [("Rom", "geonames:3169070", "unique")]),
        ("In Magugnano.", ["Magugnano"], None, [("Magugnano", None, "unlisted")]),
    ],
)
def test_readings(
    text: str,
    names: list[str],
    source: str | None,
    expected: list[tuple[str, str | None, str]],
) -> None:
    readings = read_cities(text, found(text, *names), source_city=source)
    got = [(r.norm, r.city.city_id if r.city else None, r.evidence) for r in readings]
    assert got == expected


def test_undecided_names_keep_their_candidates() -> None:
    text = "In Neuenkirchen."
    (reading,) = read_cities(text, found(text, "Neuenkirchen"))
    assert reading.city is None
    assert reading.evidence == "ambiguous"
    assert len(reading.candidates) > 5
    assert all(candidate.startswith("ags:") for candidate in reading.candidates)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("m.", "main", True),
        ("rbge.", "rübenberge", True),
        ("opf.", "oberpfalz", True),
        ("oder", "main", False),
        ("o.", "main", False),
        ("main", "main", True),
    ],
)
def test_cut_words(one: str, other: str, same: bool) -> None:
    assert same_word(one, other) is same
    assert same_word(other, one) is same


def test_affixes() -> None:
    assert content_words("a. d. Ruhr") == ("ruhr",)
    assert content_words("(Saale)") == ("saale",)
    assert same_affix(("ruhr",), ("ruhr",))
    assert not same_affix(("ruhr",), ("ruhr", "see"))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=30), st.sampled_from(sorted(GAZETTEER.names)[::53])))
def test_base_form_is_idempotent_and_never_fails(text: str) -> None:
    base = base_form(text)
    assert base_form(base) == base_form(base_form(base))
    GAZETTEER.lookup(text)
    GAZETTEER.city_of(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(GAZETTEER.names)[::201]), min_size=1, max_size=8))
def test_one_reading_per_mention_in_any_order(names: list[str]) -> None:
    text = " und ".join(names)
    records = found(text, *names)
    readings = read_cities(text, records)
    assert len(readings) == len(records)
    assert all(r.norm and (r.city is None or not r.candidates) for r in readings)
    backwards = read_cities(text, records[::-1])
    assert [r.city for r in backwards[::-1]] == [r.city for r in readings]


@pytest.mark.parametrize(
    ("text", "name", "evidence", "detail"),
    [
        ("Die Stadt Fulda plant.", "Fulda", "unique", None),
        ("Post aus Frankfurt/M. kam.", "Frankfurt/M.", "affix", "Frankfurt/M."),
        ("Die Partnerstadt Bath (England) grüßt.", "Bath", "country", "GB"),
        ("Rottenburg am Neckar: Der Neckar steigt.", "Rottenburg am Neckar", "affix", None),
        ("Die Stadt Frankfurt plant.", "Frankfurt", "population", None),
        ("Die Stadt Neustadt plant.", "Neustadt", "ambiguous", None),
    ],
)
def test_the_reading_names_its_evidence(
    text: str, name: str, evidence: str, detail: str | None
) -> None:
    reading = read_cities(text, found(text, name))[0]
    assert reading.evidence == evidence
    assert reading.detail == (name if evidence == "affix" else detail)
    assert bool(reading.candidates) == (evidence == "ambiguous")
    assert (reading.city is None) == (evidence == "ambiguous")
