"""The date grammar and its values: one German wording per line.

A case is a text with the DATE spans in square brackets; where values are tested, they follow in
the order of the spans. Releases are dated Monday, 3 May 2021, unless a case says otherwise.
"""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presselese.evaluate.gold import EDTF
from presselese.normalise.date_calendar import bounds
from presselese.normalise.date_grammar import find_dates
from presselese.normalise.dates import DateReading, read_dates
from presselese.records import MODIFIERS, PARTS_OF_DAY, PRECISIONS, RESOLVED_BY, Found

PUBLISHED = date(2021, 5, 3)


def unmark(marked: str) -> tuple[str, list[str]]:
    """Return the text without its brackets, and what stood in them."""
    spans = re.findall(r"\[([^\]]*)\]", marked)
    return re.sub(r"[\[\]]", "", marked), spans


def read(
    text: str, published: date | None = PUBLISHED, evidence: tuple[str, ...] = ()
) -> tuple[list[Found], list[DateReading]]:
    found = find_dates(text)
    return found, read_dates(text, found, published=published, evidence=evidence)


SPANS = [
    # days
    "am [3. Mai 2021] in Fulda",
    "am [3.Mai] in Fulda",
    "am [03. Mai] in Fulda",
    "am [3. Sept. 2021] in Fulda",
    "am [12. Mai '21] in Fulda",
    "am [3 Mai 2021] in Fulda",
    "am [dritten Mai] in Fulda",
    "am [9.4.], 18 Uhr",
    "am [09.04.2019] um 18 Uhr",
    "am [9. 4. 2019] um 18 Uhr",
    "am [07. 06. 18] in Fulda",
    "am [06.05.20] in Fulda",
    "am [11.10 2020] in Fulda",
    "am [2014-03-05] beschlossen",
    "am [9.4] in Fulda",
    "[07.02.2019]Gemeinsam stark für Integration",
    "[03. März 2008]Sicherheitspartnerschaft in Herzberg",
    "Volkshochschule startet ins Semester[23.09.2023]",
    # weekday, date and bracket are one
    "am [Dienstag (9.4.)] hat der Rat",
    "am [Montag (3. Mai 2021)] hat der Rat",
    "am [Donnerstag, 7. Dezember], gefasst",
    "am [Sonnabend, dem 12. April], gemeinsam",
    "am [Mittwoch, den 5. Mai 2021], um 19.30 Uhr",
    "am [Mo., 3. Mai], und [Di, 4.5.2021], 18 Uhr",
    "am [Donnerstagabend (25. Mai 2023)] hat sich",
    "am [kommenden Montag (11.05.20)] öffnet der Zoo",
    "am [kommenden Wochenende, 9./10. November], in Ulm",
    "am [Wochenende (8./9. Mai)] in Ulm",
    "am [Mittwoch dieser Woche (9. Januar)] wurde",
    "[Samstag, 5. November 2005]:",
    "[MONTAG, 3. MAI 2021]",
    # deictic day with its date
    "hat [gestern (26. Oktober)] im Rathaus",
    "Eröffnet wird [morgen, Freitag, 12. August], mit Musik",
    "[Morgen, Sonnabend, 24. Februar], treffen sich alle",
    "am [heutigen Montag, 7. Mai], werden",
    "[heute, Montag, den 3. Mai 2021], um 11 Uhr",
    "für [morgen, den 20. September], geplant",
    # ranges and ellipsis
    "vom [3. bis 5. Mai 2021] in Ulm",
    "vom [3. bis zum 5. Mai] in Ulm",
    "vom [28. September bis 3. Oktober 2008], mit",
    "vom [25. März bis zum 1. April] in Ulm",
    "vom [3. bis einschließlich 5. Mai] in Ulm",
    "vom [09.-11.06.2020] in Ulm",
    "vom [31.5.-2.6.] in Ulm",
    "vom [28.12.2020 bis 3.1.2021] in Ulm",
    "von [Freitag, 3., bis Sonntag, 5. Mai 2024], in Ulm",
    "am [9./10. Juni] in Ulm",
    "am [30. 4./1. 5. 2021] in Ulm",
    "am [Donnerstag/Freitag, 6./7. Mai 2021], in Ulm",
    "zwischen [3. und 5. Mai] in Ulm",
    "zwischen dem [16. Dezember] und dem [10. Januar] sank",
    "am [13.] und [14. Juni] in Ulm",
    "am [3.] oder am [10. Mai] in Ulm",
    "am [7.], [14.], [21.] und [28. März] in Ulm",
    "am [1.] und [2.] sowie [8.] und [9. Mai] in Ulm",
    "am [Samstag, 13.], und [Sonntag, 14. Juni], in Ulm",
    # months
    "im [Mai] beginnt",
    "[Ende März] beginnt",
    "[Anfang Oktober 2007] begann",
    "[Mitte Juni 2005], die Ferien stehen bevor",
    "bis [März 2024] neue Rohre",
    "im [September vergangenen Jahres] lag",
    "im [Mai kommenden Jahres] soll",
    "im [September des vergangenen Jahres] lag",
    "im [Februar des Jahres] stieg",
    "in [diesem Juli] fiel",
    "von [Januar bis September 2010] zählte",
    "im [Juni/Juli 2021] zählte",
    "zwischen [September 1943 und Mai 1945] wurden",
    "im [April] und [Mai 2012] finden",
    "von [Mitte Juni] bis [Ende August] gesperrt",
    "[Ende September], [Anfang Oktober] festgelegt",
    # quarters, halves, seasons
    "im [ersten Quartal 2024] folgte",
    "im [1. Quartal 2022] folgte",
    "im [letzten Quartal des Jahres 2007] hatte",
    "im [letzten Quartal diesen Jahres] soll",
    "im [ersten Halbjahr] hatte",
    "die [zweite Jahreshälfte 2021] über",
    "in [Q3 2021] stieg",
    "Seit [Sommer 2018] lernen",
    "Schon im [Winter 2017/18] war",
    "im [Winter 1944/45] nicht",
    "im [Herbst] zu Besuch",
    "im [vergangenen Herbst] hatte",
    "im [Herbst letzten Jahres] hatte",
    "vom [Herbst 2005 bis August 2007] dauerte",
    "vor dem [Winter] noch schützen",
    # years, spans, decades
    "im Jahr [2005] hatte",
    "im Jahr [1250] hatte",
    "seit [2019] auf 125 Mitglieder",
    "das Geld fließt [2016] in Kabel",
    "nach der Wahl ([2013]) kam",
    "Die WM [2006] war",
    "Haushalt [2013] – 41 Millionen fehlen",
    "[2018] Regensburg, [2019] Essen",
    "[Ende 2008] hatte",
    "von [2019 bis 2022] läuft",
    "zwischen [1933 und 1938] wurden",
    "Linke Gewalt in Berlin [2009-2013]",
    "die Jahre [2019], [2020] und [2021]",
    "Für das Schuljahr [2009/10] hat",
    "Im Wintersemester [2017/18]. Danach",
    "Saison [2006/2007] kann",
    "Bundesligasaison [2005-06]",
    "in den [1990er-Jahren], als",
    "in den [90-er Jahren] war",
    "in den [60er Jahren des 20. Jahrhunderts] zu",
    "ab [Ende der 1990er Jahre] wieder",
    "seit den [neunziger Jahren] mit",
    "Grundrisse der [Fünfzigerjahre] ohne",
    # deictic
    "Der Rat hat [heute] entschieden",
    "bis [heute Nachmittag] tauschen sich alle aus",
    "Die Partei wurde [heute] um 18 Uhr gegründet",
    "Ab [heute] gilt die neue Ordnung",
    "wie sie [gestern] mitteilte",
    "[gestern Abend] und [heute früh] fiel Schnee",
    "denn [übermorgen] um 8 Uhr beginnt",
    "„Kommen Sie [morgen Abend] zum Übungsdienst“",
    "[Übermorgen] ziehen die Bagger ab",
    "am [heutigen Morgen] kam",
    "in der [gestrigen Nacht] kam",
    "an [diesem Nachmittag] kam",
    "beim [gestrigen] Remis",
    "Der [heutige] Beschluss ist",
    "am [Dienstagabend] haben",
    "am [Donnerstag Nachmittag] nach",
    "am [kommenden Samstag] um 17 Uhr",
    "vom [vergangenen Sonntag] haben",
    "[diesen Samstag] auf dem Markt",
    "Im Verlauf des [Montags] kam",
    "waren zwischen [Mittwoch und Samstag] viele",
    "In der [kommenden Woche] beginnt",
    "[nächste Woche] und [übernächste Woche] ist frei",
    "[Ende der nächsten Woche] ist",
    "im Laufe der [Woche] kommen",
    "am [Wochenende] in Chemnitz",
    "am [kommenden Wochenende] in Chemnitz",
    "[Ende des Monats] kommt",
    "zu [Beginn des neuen Jahres] kommt",
    "[Ende des Jahres 2008] kam",
    "in [diesem Jahr] auch",
    "[nächstes Jahr] in den Ruhestand",
    "im [selben Jahr] trat",
    "mehr als im [Vorjahr]",
    "Das [diesjährige] Lindenfest",
    "bis zum [Jahresende] veröffentlicht",
    "Seit [Jahresbeginn] sprudelt es",
    "am [selben Tag] und am [nächsten Morgen]",
    # feasts
    "an [Heiligabend] und zu [Weihnachten] offen",
    "Kurz vor [Ostern] hatte",
    "am [zweiten Weihnachtstag], liest",
    "In der [Silvesternacht] gab es",
    "von [Freitag bis Sonntag, 3. bis 5. Mai], in Ulm",
    "Saison [Herbst/Winter 2021/2022]",
    "Die [heute] vorgestellte Studie wurde gelobt",
    # no dates
    "Die 20. Mitgliederversammlung und die 3. Bürgermeisterin",
    "10 Jahre, 30 Tage, in den letzten fünf Jahren, seit sieben Wochen",
    "Dr. Lea Amann (45), 78-Jährige, 50-jähriges Bestehen",
    "2000 Besucher, 1850 Euro, rund 1900 Menschen, 2000 zahlende Gäste",
    "Tel. 0228 2015, 53111 Bonn, Postfach 1850, § 2012",
    "Vorlage 2013/041, Nr. 4/2007, Pressemitteilung Nr. 2019/33",
    "um 19.30 Uhr, 8.30 bis 12.00 Uhr, 10:15 Uhr",
    "Die Partie endete 2:1 und 21:19.",
    "Abschnitt 2.3. und Kapitel 4.1. regeln das",
    "2.3. Ziele des Programms",
    "Prof. Ute Mai und Florence August, Herr Sonntag, Frau März",
    "Mai sagte, August habe recht.",
    "bis heute, noch heute, heute noch, wie heute",
    "Wer heute baut, denkt an morgen.",
    "Die Stadt von morgen",
    "Brasilia ist heute eine Metropole.",
    "montags, freitags, jeden Dienstag, jeweils am Mittwoch",
    "am ersten Dienstag im Monat",
    "Geöffnet ist von Dienstag bis Sonntag.",
    "nach heutigem Maßstab",
    "Welt am Sonntag, „der Freitag“",
    "Montag bis Freitag von 9-12 Uhr, Montag bis Donnerstag, 13 bis 16 Uhr",
    "Die heute üblichen Formen werden fehlen",
    "© 2021 Stadt Fulda",
    "jedes Jahr, jeden Morgen, am frühen Morgen",
    "Agenda 2030, Vision 2050, „Zelle 2030“",
    "VfL Bochum 1848, TSV 1860 München",
    "Straße des 17. Juni, Platz des 4. Juli",
    "Mai-Kundgebung, Juli-Sitzung, Augusthitze, Freitagsgebet",
    "am 31.02.2021 und am 30. Februar",
    "am letzten Tag der Messe, dieser Tag, an diesen Tagen",
    "das Ende der Welt, am Ende des Tages",
    "August-Bebel-Straße 3, Kurz-August",
    "Im Rathaus ist Advent, das Jahresende hat Spuren hinterlassen",
]


@pytest.mark.parametrize("marked", SPANS)
def test_spans(marked: str) -> None:
    text, expected = unmark(marked)
    assert [span.text for span in find_dates(text)] == expected


VALUES = [
    # complete
    ("am [3. Mai 2021]", "2021-05-03"),
    ("am [07. 06. 18]", "2018-06-07"),
    ("vom [3. bis 5. Mai 2021]", "2021-05-03/2021-05-05"),
    ("vom [28. Dezember bis 3. Januar 2021]", "2020-12-28/2021-01-03"),
    ("[9./10. Juni 2020]", "2020-06-09/2020-06-10"),
    ("[Mai 2021]", "2021-05"),
    ("von [Januar bis September 2010]", "2010-01/2010-09"),
    ("[Sommer 2018]", "2018-22"),
    ("[Winter 2017/18]", "2017-24"),
    ("[Herbst 2005 bis August 2007]", "2005-23/2007-08"),
    ("im [ersten Quartal 2024]", "2024-33"),
    ("im [letzten Quartal des Jahres 2007]", "2007-36"),
    ("in [Q3 2021]", "2021-35"),
    ("im [ersten Halbjahr 2017]", "2017-01/2017-06"),
    ("Schuljahr [2017/18]", "2017/2018"),
    ("Saison [1999/00]", "1999/2000"),
    ("von [1964 bis 1984]", "1964/1984"),
    ("in den [1990er-Jahren]", "199X"),
    ("in den [60er Jahren]", "196X"),
    ("in den [Fünfzigerjahren]", "195X"),
    ("[Ende des Jahres 2008]", "2008"),
    # the tense gives the year
    ("Der Rat hatte das am [4. Juli] beschlossen.", "2020-07-04"),
    ("Der Rat wird das am [4. Juli] beschließen.", "2021-07-04"),
    ("Der Rat wird das am [4. Februar] beschließen.", "2022-02-04"),
    ("Das Fest findet am [4. Februar], 19.30 Uhr, statt.", "2022-02-04"),
    ("Bewerbungen sind bis zum [31.03.] möglich.", "2022-03-31"),
    ("Im [Oktober] wurde gebaut.", "2020-10"),
    ("Im [Oktober] wird gebaut.", "2021-10"),
    ("Seit [November] wird gebaut.", "2020-11"),
    ("Die Brücke soll im [Frühjahr] fertig werden.", "2021-21"),
    ("Im [Winter] war die Brücke gesperrt.", "2020-24"),
    ("Sie wurde auf den [28. Mai] vertagt.", "2021-05-28"),
    # the weekday gives the year: 7 April was a Sunday in 2019
    ("Zuletzt waren am [Sonntag, 7. April], die Türen offen.", "2019-04-07"),
    ("Das Festival beginnt am [Samstag, 18. Juni].", "2022-06-18"),
    # deictic
    ("Der Rat hat [heute] entschieden.", "2021-05-03"),
    ("wie sie [gestern] mitteilte", "2021-05-02"),
    ("[Übermorgen] wird gebaut.", "2021-05-05"),
    ("wie sie [vorgestern] mitteilte", "2021-05-01"),
    ("am [heutigen Montag]", "2021-05-03"),
    ("am [gestrigen Sonntag]", "2021-05-02"),
    ("Der Rat hat am [Freitag] entschieden.", "2021-04-30"),
    ("Der Rat wird am [Freitag] entscheiden.", "2021-05-07"),
    ("Der Unfall vom [Donnerstag] wird untersucht.", "2021-04-29"),
    ("am [kommenden Montag]", "2021-05-10"),
    ("am [vergangenen Montag]", "2021-04-26"),
    ("In der [kommenden Woche] wird gebaut.", "2021-05-10/2021-05-16"),
    ("In der [vergangenen Woche] wurde gebaut.", "2021-04-26/2021-05-02"),
    ("[übernächste Woche]", "2021-05-17/2021-05-23"),
    ("Am [Wochenende] wurde gefeiert.", "2021-05-01/2021-05-02"),
    ("Am [Wochenende] wird gefeiert.", "2021-05-08/2021-05-09"),
    ("am [vergangenen Wochenende]", "2021-05-01/2021-05-02"),
    ("am [kommenden Wochenende]", "2021-05-08/2021-05-09"),
    ("[Ende des Monats]", "2021-05"),
    ("im [nächsten Monat]", "2021-06"),
    ("in [diesem Jahr]", "2021"),
    ("im [vergangenen Jahr]", "2020"),
    ("im [übernächsten Jahr]", "2023"),
    ("im [Vorjahr]", "2020"),
    ("das [diesjährige] Fest", "2021"),
    ("im [September vergangenen Jahres]", "2020-09"),
    ("im [Mai kommenden Jahres]", "2022-05"),
    ("im [vergangenen Herbst]", "2020-23"),
    ("im [letzten September]", "2020-09"),
    ("im [letzten Quartal diesen Jahres]", "2021-36"),
    ("Das [erste Quartal] war gut.", "2021-33"),
    ("An [Heiligabend] wurde gefeiert.", "2020-12-24"),
    ("An [Heiligabend] wird gefeiert.", "2021-12-24"),
    ("Am [zweiten Weihnachtstag] wird gefeiert.", "2021-12-26"),
    ("Zu [Ostern] wurde gefeiert.", "2021"),
    # from what stands before
    ("Im [vergangenen Jahr], am [Donnerstag, 19. November], kam", "2020 2020-11-19"),
    ("[1933] kam er, im [August desselben Jahres] ging er.", "1933 1933-08"),
    ("Der [8. Mai 1945] war ein Dienstag. Am [nächsten Tag] war", "1945-05-08 1945-05-09"),
    ("Am [13.] und [14. Juni] wird gefeiert.", "2021-06-13 2021-06-14"),
    ("Am [Montag] und [Dienstag] wird gefeiert.", "2021-05-03 2021-05-04"),
    ("Vom [14. bis 16. Mai] wird gefeiert, am [Samstag] auch.", "2021-05-14/2021-05-16 2021-05-15"),
]


@pytest.mark.parametrize(("marked", "expected"), VALUES, ids=[marked for marked, _ in VALUES])
def test_values(marked: str, expected: str) -> None:
    text, spans = unmark(marked)
    found, readings = read(text)
    assert [span.text for span in found] == spans
    assert [reading.edtf for reading in readings] == expected.split()


LIMITS = [
    ("seit [2015]", "since"),
    ("seit dem [1. Januar 2020]", "since"),
    ("ab [1.1.2022]", "since"),
    ("Mit Wirkung vom [1. Januar 2022] gilt", "since"),
    ("vom [1. Mai 2021] an gilt", "since"),
    ("bis [2025]", "until"),
    ("bis zum [31. Mai 2021]", "until"),
    ("bis spätestens [31. Mai 2021]", "until"),
    ("bis zum Jahr [2011]", "until"),
    ("vor [2013]", "before"),
    ("vor dem [Winter 2021]", "before"),
    ("nach [2015]", "after"),
    ("nach einem Treffen [2019]", None),
    ("am [3. Mai 2021]", None),
    ("[Anfang Mai 2021]", "start"),
    ("[Mitte Mai 2021]", "mid"),
    ("bis [Ende Mai 2021]", "end"),
    ("zum [Jahresende]", "end"),
]


@pytest.mark.parametrize(("marked", "expected"), LIMITS, ids=[marked for marked, _ in LIMITS])
def test_modifier(marked: str, expected: str | None) -> None:
    text, spans = unmark(marked)
    found, readings = read(text)
    assert [span.text for span in found] == spans
    assert readings[0].modifier == expected


HOW = [
    ("am [3. Mai 2021]", "stated", False),
    ("am [4. Juli] wird", "published", False),
    ("Zuletzt waren am [Sonntag, 7. April], die Türen offen.", "weekday", False),
    ("Der Rat hat [heute] entschieden.", "published", True),
    ("am [kommenden Montag]", "published", True),
    ("im [Vorjahr]", "published", True),
    ("im [September vergangenen Jahres]", "published", True),
]


@pytest.mark.parametrize(("marked", "how", "relative"), HOW, ids=[case[0] for case in HOW])
def test_how_it_was_completed(marked: str, how: str, relative: bool) -> None:
    reading = read(unmark(marked)[0])[1][0]
    assert (reading.resolved_by, reading.relative) == (how, relative)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("bis heute Nachmittag", "afternoon"),
        ("am Dienstagabend", "evening"),
        ("gestern früh", "morning"),
        ("am Samstagmittag", "noon"),
        ("am 3. Mai 2021", None),
    ],
)
def test_part_of_day(text: str, part: str | None) -> None:
    assert read(text)[1][0].part_of_day == part


NO_STAMP = [
    # text, dropped lines, values
    ("Am 28. September tagte der Rat.", (), ["XXXX-09-28"]),
    ("Im September tagte der Rat.", (), ["XXXX-09"]),
    ("Der Rat hat gestern getagt.", (), [None]),
    ("Vom 3. bis 5. Mai wird gefeiert.", (), ["XXXX-05-03/XXXX-05-05"]),
    ("Am Freitag (2.2.) tagte der Rat.", ("< Februar 2018 >",), ["2018-02-02"]),
    ("Am Freitag (2.2.) tagte der Rat.", ("Februar 2018", "Mo Di Mi Do Fr Sa So"), ["2018-02-02"]),
    ("Der Rat tagt am 24. Februar.", ("Presseinformation Nr. 4/2007",), ["2007-02-24"]),
    (
        "Die Übergabe am 22. Februar 2021. In der kommenden Woche wird gefeiert.",
        (),
        ["2021-02-22", "2021-03-01/2021-03-07"],
    ),
    (
        "Am heutigen Mittwoch, 27. März, wurde die Eiche vom 14. April 2024 gesetzt.",
        (),
        ["2024-03-27", "2024-04-14"],
    ),
    # only the month is known: no day may be invented
    ("Der Rat hat gestern getagt.", ("Februar 2018",), [None]),
]


@pytest.mark.parametrize(("text", "evidence", "expected"), NO_STAMP)
def test_without_day_of_publication(
    text: str, evidence: tuple[str, ...], expected: list[str | None]
) -> None:
    readings = read(text, None, evidence)[1]
    assert [reading.edtf for reading in readings] == expected
    for reading in readings:
        assert reading.resolved_by in ("stated", "context", "weekday", "none")


BOUNDS = [
    ("2021-05-03", "2021-05-03", "2021-05-03"),
    ("2021-02", "2021-02-01", "2021-02-28"),
    ("2020-02", "2020-02-01", "2020-02-29"),
    ("2021", "2021-01-01", "2021-12-31"),
    ("2021-21", "2021-03-01", "2021-05-31"),
    ("2021-24", "2021-12-01", "2022-02-28"),
    ("2024-33", "2024-01-01", "2024-03-31"),
    ("2024-36", "2024-10-01", "2024-12-31"),
    ("199X", "1990-01-01", "1999-12-31"),
    ("2017/2018", "2017-01-01", "2018-12-31"),
    ("2008-09-28/2008-10-03", "2008-09-28", "2008-10-03"),
    ("XXXX-06-07", None, None),
    ("XXXX-06-07/XXXX-06-09", None, None),
    ("2021-05-05/2021-05-03", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("edtf", "start", "end"), BOUNDS)
def test_bounds(edtf: str, start: str | None, end: str | None) -> None:
    assert tuple(day and day.isoformat() for day in bounds(edtf)) == (start, end)


WORDS = """
am im vom bis zum seit und zwischen 3. 13. 31. 9.4. 9.4 1.2.21 02.05.2021 2021-05-02 Mai März Sept.
August 2021 2017/18 1850 '21 20 heute morgen gestern Abend Montag Samstagabend Mo. kommenden letzten
diesem selben nächster Woche Wochenende Monat Jahr Jahres Quartal Halbjahr Winter Sommer Ende Anfang
des der den ersten 1990er Jahren Neunzigerjahre Vorjahr Jahresende diesjährige Ostern Heiligabend
( ) , / - – . : „ “ wurde wird hat beschlossen 12 Uhr
"""
TEXTS = st.lists(st.sampled_from([*re.findall(r"\S+", WORDS), "\n"]), max_size=14).map(" ".join)


@given(
    st.one_of(TEXTS, st.text(max_size=80)),
    st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2090, 12, 31))),
)
@settings(max_examples=400, deadline=None)
def test_any_text(text: str, published: date | None) -> None:
    found, readings = read(text, published, (text,))
    assert len(found) == len(readings)
    assert all(text[span.start : span.end] == span.text for span in found)
    assert all(span.text == span.text.strip() and "\n" not in span.text for span in found)
    borders = [border for span in found for border in (span.start, span.end)]
    assert borders == sorted(borders)
    for reading in readings:
        assert reading.edtf is None or EDTF.fullmatch(reading.edtf)
        assert (reading.start_on is None) == (reading.end_on is None)
        if reading.start_on and reading.end_on:
            assert reading.start_on <= reading.end_on
        assert reading.precision is None or reading.precision in PRECISIONS
        assert reading.modifier is None or reading.modifier in MODIFIERS
        assert reading.part_of_day is None or reading.part_of_day in PARTS_OF_DAY
        assert reading.resolved_by in RESOLVED_BY
    assert find_dates(text) == found


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1.",
        "1. ",
        ".",
        " ",
        "\n",
        "12.5.",
        "3., ",
        "Mai ",
        "Montag, ",
        "heute ",
        "(",
        "2021/",
        "Ende ",
    ],
)
def test_time_is_linear(unit: str) -> None:
    started = time.perf_counter()
    read(unit * (40_000 // len(unit)))
    assert time.perf_counter() - started < 3


def test_words_stand_in_the_lexicon_only_once() -> None:
    lexicon = Path(find_dates.__code__.co_filename).parent.parent / "lexicon" / "dates.toml"
    names = re.findall(r"(?m)^\[(\w+)\]$", lexicon.read_text(encoding="utf-8"))
    assert len(names) == len(set(names))
