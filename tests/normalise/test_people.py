"""Persons: names taken apart, titles read, mentions of one person joined."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presselese.normalise.people import read_people, split_name, title_before
from presselese.records import Found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lea Amann", ("Lea", "Amann")),
        ("Amann", (None, "Amann")),
        ("Hans-Peter Vohwinkel", ("Hans-Peter", "Vohwinkel")),
        ("Maya von der Heide", ("Maya", "von der Heide")),
        ("Ralf zu Löwenstein", ("Ralf", "zu Löwenstein")),
        ("Ludwig van Beethoven", ("Ludwig", "van Beethoven")),
        ("Aladin El-Mafaalani", ("Aladin", "El-Mafaalani")),
        ("Lee Al-Khatib", ("Lee", "Al-Khatib")),
        ("Anna Maria de la Cruz", ("Anna Maria", "de la Cruz")),
        ("von der Heide", (None, "von der Heide")),
        ("Elif Wiese-Dohse", ("Elif", "Wiese-Dohse")),
        ("Hubert H. Burda", ("Hubert H.", "Burda")),
    ],
)
def test_split_name(name: str, expected: tuple[str | None, str]) -> None:
    assert split_name(name) == expected


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Dr. |Amann", "Dr."),
        ("Prof. Dr. |Amann", "Prof. Dr."),
        ("Professor Dr. |Amann", "Prof. Dr."),
        ("Professorin |Amann", "Prof."),
        ("Prof. Dr. Dr. h. c. |Amann", "Prof. Dr. Dr. h. c."),
        ("Dr. med. |Amann", "Dr. med."),
        ("Dr.-Ing. |Amann", "Dr.-Ing."),
        ("Dipl.-Ing. |Amann", "Dipl.-Ing."),
        ("die Leiterin PD Dr. |Amann", "PD Dr."),
        ("der Bürgermeister |Amann", None),
        ("Frau |Amann", None),
        ("|Amann", None),
    ],
)
def test_title_before(text: str, title: str | None) -> None:
    start = text.index("|")
    assert title_before(text.replace("|", ""), start)[1] == title


def people(marked: str) -> list[str]:
    """Read the persons marked [so] and return the name each mention stands for."""
    text, found, offset = "", [], 0
    for part in re.split(r"(\[[^\]]+\])", marked):
        if part.startswith("["):
            name = part[1:-1]
            found.append(Found(offset, offset + len(name), name, "PERSON", "test"))
            part = name  # noqa: PLW2901
        text += part
        offset = len(text)
    return [reading.name for reading in read_people(text, found)]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("[Lea Amann] kam. [Amann] ging.", ["Lea Amann", "Lea Amann"]),
        ("[Amann] lobt den Bau: [Lea Amann] kam.", ["Lea Amann", "Lea Amann"]),
        ("[Amanns] Rede, [Lea Amann] sprach.", ["Lea Amann", "Lea Amann"]),
        ("[Lea Amanns] Rede.", ["Lea Amann"]),
        ("[Jens Peters] kam.", ["Jens Peters"]),
        ("[Jens Peters] und [Peters] kamen.", ["Jens Peters", "Jens Peters"]),
        ("[Anna] und [Max Muster] kamen.", ["Anna Muster", "Max Muster"]),
        ("[Kufen] und [Max Muster] kamen, Frau [Kufen] sprach.", ["Kufen", "Max Muster", "Kufen"]),
        (
            "[Hans Müller], [Ute Müller]. [Müller] ging.",
            ["Hans Müller", "Ute Müller", "Ute Müller"],
        ),
        ("[C. Kromberg] und [Christian Kromberg]", ["Christian Kromberg", "Christian Kromberg"]),
        ("[Maya von der Heide]. [Von der Heide] sagt", ["Maya von der Heide"] * 2),
        ("[Maya von der Heide]. [von der Heide] sagt", ["Maya von der Heide"] * 2),
        ("[Kevin NdemeMatuke] kam", ["Kevin NdemeMatuke"]),
        ("[Johannes’] Idee", ["Johannes"]),
        ("[Amann, Lea]; [Ott, Max]. [Amann] kam.", ["Lea Amann", "Max Ott", "Lea Amann"]),
        (
            "[Pjotr Kusnetzow] und [Birgit Kusnetzow]. Herr [Kusnetzow] kam.",
            ["Pjotr Kusnetzow", "Birgit Kusnetzow", "Birgit Kusnetzow"],
        ),
    ],
)
def test_read_people(marked: str, names: list[str]) -> None:
    assert people(marked) == names


def test_title_and_gender_belong_to_the_person() -> None:
    text = "Frau Dr. Lea Amann. Amann ging."
    found = [Found(9, 18, "Lea Amann", "PERSON", "t"), Found(20, 25, "Amann", "PERSON", "t")]
    readings = read_people(text, found)
    assert [r.title for r in readings] == ["Dr.", "Dr."]
    assert [r.gender for r in readings] == ["f", "f"]
    assert [r.person for r in readings] == [0, 0]


@given(
    st.lists(st.from_regex(r"[A-Z][a-z]{1,6}( [A-Z][a-z]{1,6}){0,2}", fullmatch=True), max_size=8)
)
def test_one_reading_a_mention_and_names_are_printed_forms(names: list[str]) -> None:
    text, found = "", []
    for name in names:
        found.append(Found(len(text), len(text) + len(name), name, "PERSON", "t"))
        text += name + ". "
    readings = read_people(text, found)
    assert len(readings) == len(found)
    assert all(reading.name in text for reading in readings)
