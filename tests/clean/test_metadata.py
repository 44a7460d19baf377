"""Header metadata: titles, stamps, issuers, people behind a release."""

from __future__ import annotations

from datetime import date

import pytest

from presselese.clean import Metadata, clean

BODY = (
    "Der neue Busbahnhof soll im Frühjahr fertig sein. Rund 120 Menschen kamen zur Vorstellung "
    "und stellten viele Fragen zu Kosten und Zeitplan.",
    "Der Rat entscheidet im Herbst über den Entwurf, danach beginnt die Ausschreibung.",
)
TITLE = "Neuer Busbahnhof nimmt Gestalt an"


def metadata(*above: str, below: tuple[str, ...] = (), title: str = TITLE) -> Metadata:
    """Read the metadata of a page with these lines above and below its text."""
    return clean("\n".join([*above, title, "", *BODY, "", *below])).metadata


@pytest.mark.parametrize(
    "line",
    [
        "Archiv-Beitrag vom 07.02.2019Neuer Busbahnhof nimmt Gestalt an",
        "07.02.2019Neuer Busbahnhof nimmt Gestalt an",
        "07.02.2019 | Neuer Busbahnhof nimmt Gestalt an",
        "7. Februar 2019 – 13:07 UhrNeuer Busbahnhof nimmt Gestalt an",
        "Neuer Busbahnhof nimmt Gestalt an07.02.2019",
        "Neuer Busbahnhof nimmt Gestalt an | 07.02.2019",
    ],
)
def test_stamp_glued_to_the_title(line: str) -> None:
    found = metadata(title=line)
    assert (found.title, found.published_on) == (TITLE, date(2019, 2, 7))


def test_the_date_of_an_event_stays_in_the_title() -> None:
    found = metadata(title="Markt der Vereine am 07.02.2019")
    assert (found.title, found.published_on) == ("Markt der Vereine am 07.02.2019", None)


@pytest.mark.parametrize(
    ("above", "below", "published", "modified"),
    [
        (["12.05.2023"], [], date(2023, 5, 12), None),
        (["Freitag, 12. Mai 2023"], [], date(2023, 5, 12), None),
        (["Kassel, 12. Mai 2023"], [], date(2023, 5, 12), None),
        ([], ["12.05.2023"], date(2023, 5, 12), None),
        ([], ["Stand: 13.05.2023"], date(2023, 5, 13), None),
        (["12.05.2023"], ["Stand: 13.05.2023"], date(2023, 5, 12), date(2023, 5, 13)),
        (
            ["Archiv-Beitrag vom 07.02.2019"],
            ["Zuletzt geändert am 08.02.2019"],
            date(2019, 2, 7),
            date(2019, 2, 8),
        ),
        (["11.05.2023", "Veröffentlicht am 12.05.2023"], [], date(2023, 5, 12), None),
        (["Von der Redaktion · 3. April 2025 · Lesezeit 2 Min."], [], date(2025, 4, 3), None),
        (["Pressemitteilung Nr. 118/2023"], [], None, None),
        (["Heute: So, 03.01.2016 | 17:20 Uhr"], [], None, None),
        (["Mi, 04.03.2020 | 7 °C, bewölkt"], [], None, None),
        ([], ["Weitere Meldungen", "03.04.2021 Freibad öffnet"], None, None),
        ([], ["Heinz schrieb am 14.05.2023 um 21:14: Endlich!"], None, None),
        ([], ["Veranstaltungskalender", "« Mai 2023 »"], None, None),
    ],
)
def test_stamps(
    above: list[str], below: list[str], published: date | None, modified: date | None
) -> None:
    found = metadata(*above, below=tuple(below))
    assert (found.published_on, found.modified_on) == (published, modified)


def test_the_source_of_the_date_is_named() -> None:
    assert metadata("Zum Inhalt", "Meldung vom 12.05.2023").published_source == (
        "line 2: Meldung vom"
    )


@pytest.mark.parametrize(
    ("lines", "issuer", "city"),
    [
        (["© 2023 Stadt Kassel"], "Stadt Kassel", "Kassel"),
        (["© Stadt Halle (Saale) 2023 · Impressum"], "Stadt Halle (Saale)", "Halle (Saale)"),
        (["© 2014 Stadtwerke Voerde GmbH · Impressum"], "Stadtwerke Voerde GmbH", "Voerde"),
        (["Pressekontakt:", "Gemeinde Hude, Parkstraße 53, 27798 Hude"], "Gemeinde Hude", "Hude"),
        (
            ["Rückfragen an: Pressestelle der Stadt Verden, Tel. 04231 12-0"],
            "Stadt Verden",
            "Verden",
        ),
        (["Parkstraße 53, 27798 Hude"], None, "Hude"),
        (["Drucken"], None, None),
    ],
)
def test_issuer_and_city(lines: list[str], issuer: str | None, city: str | None) -> None:
    found = metadata(below=tuple(lines))
    assert (found.issuer, found.source_city) == (issuer, city)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Pressekontakt: Simone Scharnke", "Simone Scharnke"),
        ("Rückfragen an: Falk Steinkamp, Stadt Duisburg, Telefon 0203 283-0", "Falk Steinkamp"),
        ("Pressestelle: Frau Dr. Eva von der Heide, Tel. 0561 787-0", "Eva von der Heide"),
        ("Pressestelle der Stadt Verden, Klaus Al-Khatib, Tel. 04231 12-0", "Klaus Al-Khatib"),
        ("Kontakt: Amt für Soziales, Tel. 0208 825-0", None),
    ],
)
def test_press_contact(line: str, name: str | None) -> None:
    assert metadata(below=(line,)).press_contact == name


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Foto: Harry Soremski", ("Harry Soremski",)),
        ("©  Stadt Kassel/Harry Soremski", ("Harry Soremski",)),
        ("Fotos: Lea Amann, Max Muster", ("Lea Amann", "Max Muster")),
        ("Foto: B. Wiegand", ("B. Wiegand",)),
        ("Foto: Stadt Kassel", ()),
        ("Bild: privat", ()),
        ("Eva Lindner (links) vor dem Modell. Foto: Harry Soremski", ("Harry Soremski",)),
    ],
)
def test_photographers(line: str, names: tuple[str, ...]) -> None:
    page = "\n".join([TITLE, "", BODY[0], "", line, "", BODY[1]])
    assert clean(page).metadata.photographers == names


@pytest.mark.parametrize(
    ("line", "name"),
    [("Autorin: Lea Amann", "Lea Amann"), ("Von Max Muster · Lesezeit 2 Min.", "Max Muster")],
)
def test_author(line: str, name: str) -> None:
    assert metadata(line).author == name


def test_it_is_said_what_each_field_was_read_from() -> None:
    page = [
        "Startseite",
        "12.05.2023",
        TITLE,
        "Baubeginn ist im Frühjahr",
        "",
        BODY[0],
        "Foto: Harry Soremski",
        BODY[1],
        "",
        "Autorin: Lea Amann",
        "Pressekontakt: Simone Scharnke",
        "Stand: 13.05.2023",
        "© 2023 Stadt Kassel",
    ]
    found = clean("\n".join(page)).metadata
    assert found.subtitle == "Baubeginn ist im Frühjahr"
    assert found.published_source == "line 2: metadata"
    assert found.read_from == (
        "title: line 3; subtitle: line 4; modified_on: line 12; issuer: line 13; "
        "source_city: line 13; press_contact: line 11; author: line 10; photographers: line 7"
    )


def test_an_empty_text_has_no_metadata() -> None:
    assert clean("").metadata == Metadata()
