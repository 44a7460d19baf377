"""What stands in the rows of dates beside the value: clock times, weekdays, evidence, stamps."""

from __future__ import annotations

import re
from datetime import date

import pytest

from presselese.assemble import Page, assemble
from presselese.clean import clean
from presselese.match.places import PlaceFinder
from presselese.normalise.date_grammar import find_dates
from presselese.normalise.dates import DateReading, read_dates
from presselese.read import RawText
from presselese.records import DateValue, Mention

PUBLISHED = date(2021, 5, 3)


def read(text: str) -> list[DateReading]:
    return read_dates(text, find_dates(text), published=PUBLISHED)


TIMES = [
    ("am 3. Mai, 14 Uhr", "14:00", None),
    ("am 3. Mai um 19.30 Uhr", "19:30", None),
    ("am 3. Mai ab 18 Uhr", "18:00", None),
    ("am 3. Mai, 14 bis 16 Uhr", "14:00", "16:00"),
    ("am 3. Mai von 9.30 bis 12 Uhr", "09:30", "12:00"),
    ("am 3. Mai zwischen 16 und 17 Uhr", "16:00", "17:00"),
    ("am 3. Mai, 10-18 Uhr", "10:00", "18:00"),
    ("am 3. Mai von 10 Uhr bis 18 Uhr", "10:00", "18:00"),
    ("am 3. Mai bis 12 Uhr", None, "12:00"),
    ("am 3. Mai, jeweils ab 18 Uhr", "18:00", None),
    ("am Montag, 3. Mai 2021, 18:00", "18:00", None),
    ("am Montag, 3. Mai 2021, 18:00–20:00", "18:00", "20:00"),
    ("am Dienstag (4.5., 18 Uhr)", "18:00", None),
    ("am Dienstag (4.5.), 18 Uhr", "18:00", None),
    ("heute um 11 Uhr", "11:00", None),
    ("um 19 Uhr am Dienstag", "19:00", None),
    ("ab 18.30 Uhr am 4. Mai", "18:30", None),
    ("von 9 bis 12 Uhr am 4. Mai", "09:00", "12:00"),
    ("am 3. Mai um acht Uhr", None, None),  # in the morning or in the evening
    ("am 3. Mai 2021 in Fulda", None, None),
    ("am 3. Mai, 25 Uhr", None, None),
    ("am 3. Mai kamen 14 Kinder", None, None),
]


@pytest.mark.parametrize(("text", "start", "stop"), TIMES, ids=[case[0] for case in TIMES])
def test_clock_times(text: str, start: str | None, stop: str | None) -> None:
    reading = read(text)[0]
    assert (reading.time_from, reading.time_to) == (start, stop)


def test_a_time_between_two_dates_belongs_to_the_first() -> None:
    readings = read("Am 3. Mai um 14 Uhr am 4. Mai um 15 Uhr, am 5. Mai.")
    assert [reading.time_from for reading in readings] == ["14:00", "15:00", None]


WEEKDAYS = [
    ("am Montag, 3. Mai 2021", True, "2021-05-03"),
    ("am Dienstag, 3. Mai 2021", False, "2021-05-03"),
    ("von Montag, 3., bis Freitag, 7. Mai 2021", True, "2021-05-03/2021-05-07"),
    ("von Montag, 3., bis Samstag, 7. Mai 2021", False, "2021-05-03/2021-05-07"),
    # printed without a year: no Freitag, 10. Mai near the release, so the weekday is the slip
    ("Das Fest beginnt am Freitag, 10. Mai.", False, "2021-05-10"),
    ("am 3. Mai 2021", None, "2021-05-03"),
    ("am kommenden Montag", None, "2021-05-10"),
]


@pytest.mark.parametrize(("text", "agrees", "edtf"), WEEKDAYS, ids=[case[0] for case in WEEKDAYS])
def test_weekday_beside_a_day(text: str, agrees: bool | None, edtf: str) -> None:
    reading = read(text)[0]
    assert (reading.weekday_agrees, reading.edtf) == (agrees, edtf)


# The release; in it, in square brackets, what completed the value of the last date.
EVIDENCE = [
    "Am [3. Mai 2020] kam er, tags darauf ging er.",
    "Im [vergangenen Jahr], am 19. November, kam er.",
    "Vom [14. bis 16. Mai] wird gefeiert, am Samstag auch.",
    "[Nächste Woche] am Dienstag wird gefeiert.",
    "Am 13. Mai kam er und am 14. Mai ging er.",
]


@pytest.mark.parametrize("marked", EVIDENCE)
def test_evidence_in_the_text(marked: str) -> None:
    text = re.sub(r"[\[\]]", "", marked)
    expected = re.findall(r"\[(.*?)\]", marked)
    at = read(text)[-1].evidence
    assert ([text[at.start : at.end]] if at else []) == expected


def rows(text: str) -> tuple[list[tuple[Mention, DateValue]], str]:
    page = Page(RawText("a", "-", text), clean(text))
    page.spans["dates"] = find_dates(page.kept)
    records = assemble(page)
    by_id = {value.mention_id: value for value in records["dates"]}
    return [(m, by_id[m.mention_id]) for m in records["mentions"] if m.label == "DATE"], text


CALENDAR = """Startseite > Rathaus > Presse
Februar 2018
Mo Di Mi Do Fr Sa So
Rat beschließt den Haushalt der Stadt Fulda

Der Rat der Stadt Fulda hat am Freitag (2.2.) nach langer Beratung den Haushalt beschlossen.
"""


def test_evidence_in_a_dropped_line_has_raw_offsets() -> None:
    found, text = rows(CALENDAR)
    value = found[-1][1]
    assert value.edtf == "2018-02-02"
    assert value.evidence_start is not None
    assert text[value.evidence_start : value.evidence_end] == "Februar 2018"


STAMPS = """Veröffentlicht am 03.05.2021, 10:15 Uhr
Stand: 05.05.2021
Rat beschließt den Haushalt der Stadt Fulda

Der Rat der Stadt Fulda hat am Montag nach langer Beratung den Haushalt beschlossen.
"""


def test_stamps_are_told_apart() -> None:
    found, _ = rows(STAMPS)
    stamps = [(v.edtf, v.stamp, v.time_from) for _, v in found if v.context == "metadata"]
    assert stamps == [("2021-05-03", "published", "10:15"), ("2021-05-05", "modified", None)]
    assert all(value.stamp is None for _, value in found if value.context == "body")


def test_stamp_that_sticks_to_the_headline() -> None:
    text = "07.02.2019Gemeinsam stark für Fulda\n\nDer Rat der Stadt Fulda hat am Montag getagt.\n"
    mention, value = rows(text)[0][0]
    assert (mention.text, value.context, value.stamp) == ("07.02.2019", "metadata", "published")


PRINTED = """Veröffentlicht am 03.05.2021
Rat beschließt den Haushalt der Stadt Fulda

Der Rat der Stadt Fulda tagt am Dienstag, 3. Mai 2021, von 18 bis 20.30 Uhr im großen Saal. Am
15. November 2020 hatte er zuletzt beraten, tags darauf lag der Plan aus.
"""


def test_row_of_a_printed_weekday_that_disagrees() -> None:
    found, _ = rows(PRINTED)
    (mention, value) = next((m, v) for m, v in found if m.text.startswith("Dienstag"))
    # the weekday is said to be wrong, the printed day stays, and the hours stand outside the span
    assert mention.text == "Dienstag, 3. Mai 2021"
    assert (value.edtf, value.resolved_by, value.weekday_agrees) == ("2021-05-03", "stated", False)
    assert (value.time_from, value.time_to) == ("18:00", "20:30")
    assert (value.evidence_start, value.evidence_end) == (None, None)


def test_row_of_a_date_that_another_completes() -> None:
    found, text = rows(PRINTED)
    (mention, value) = found[-1]
    assert (mention.text, value.edtf, value.resolved_by) == ("tags darauf", "2020-11-16", "context")
    assert text[value.evidence_start : value.evidence_end] == "15. November 2020"


CITIES = """Neue Linie

Die Linie fährt von Neuenkirchen nach Fulda. In Rotenburg an der Fulda hält sie nicht.
"""


def test_rows_of_cities_say_what_decided() -> None:
    page = Page(RawText("a", "-", CITIES), clean(CITIES))
    page.spans["cities"] = PlaceFinder()(page.kept)
    mentions = [m for m in assemble(page)["mentions"] if m.label == "CITY"]
    undecided, plain, affixed = mentions
    assert (undecided.entity_id, undecided.decided_by) == (None, "ambiguous")
    assert undecided.candidates is not None
    assert "ags:" in undecided.candidates
    assert (plain.entity_id, plain.decided_by, plain.candidates) == ("ags:06631009", "unique", None)
    assert (affixed.entity_id, affixed.decided_by) == ("ags:06632018", "affix")
    assert affixed.evidence == "Rotenburg an der Fulda"
