"""Contexts in which a name is a city, and contexts in which it is none."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from presselese.match.places import PlaceFinder
from presselese.match.spans import read_spans
from presselese.normalise.gazetteer import load_gazetteer

FINDER = PlaceFinder()

# Every [bracketed] stretch is a city; nothing else is.
PLAIN = """
Der Zug fährt von [Duisburg] nach [Krefeld].
Die Stadt [Fulda] lädt ein.
Sie studiert an der Universität [Trier] Geschichte.
Das Rathaus [Barsinghausen] bleibt geschlossen.
Die Messe in [Frankfurt am Main] beginnt.
Gäste aus [Frankfurt a. M.] und [Frankfurt/M.] kamen.
Post aus [Frankfurt (Oder)] traf ein.
Auch [Frankfurt/Oder] meldet Hochwasser.
Die Stadt [Mülheim an der Ruhr] plant.
Die Stadt [Mülheim a. d. Ruhr] plant.
Die Stadt [Mülheim a.d. Ruhr] plant.
Busse nach [Mülheim/Ruhr] fallen aus.
Die Feuerwehr [Halle (Saale)] rückte aus.
Der Verein aus [Halle (Westf.)] gewann.
Gäste aus [Neustadt a. Rbge.] reisten an.
Die Stadt [Neumarkt i. d. OPf.] feiert.
Gäste aus [Prien a.Chiemsee] reisten an.
Das Amt in [Höchstädt a.d.Donau].
Die Stadt [Weil am Rhein] feiert.
Der Betrieb zieht nach [Leer]/Ostfriesland.
Sie lebt in [Weiden]/Oberpfalz.
Das Kloster in [Mühlhausen]/Thüringen.
Post aus [Falkenberg/Elster] kam an.
Die [Lutherstadt Wittenberg] erwartet Gäste.
Die Lage in [Rotenburg (Wümme)] ist ruhig.
Die Feier in [Hann. Münden] beginnt.
Die Halle in [St. Ingbert] ist voll.
Die Stadt [Bad Homburg v. d. Höhe] feiert.
Die Klinik in [Bad Kreuznach] hilft.
[Krefelds] Rathaus wird saniert.
[Essens] Oberbürgermeister kam, die Stadt [Essen] hatte eingeladen.
[Bochums] Theater spielt.
Das [Duisburger] Rathaus öffnet.
Der [Kasseler] Zoo öffnet.
Der [Münchner] Stadtrat tagt.
Im [Barsinghäuser] Rathaus wird gefeiert.
Das [Hallesche] Theater spielt.
Der [Halleschen] Oper fehlt Geld.
Die [Bremer] Feuerwehr half.
Der [Ingolstädter] Hafen schließt.
Der [Dresdner] Zwinger leuchtet.
Die [Basler] Messe beginnt.
Das [Karlsruher] Schloss leuchtet.
Ein [Münsteraner] Verein hilft.
Die [Bad Homburger] Klinik hilft.
Die [Tölzer] Knaben singen.
Die [New Yorker] Polizei half.
Der [Duisburger] und der [Essener] Hafen wachsen.
Die [Fuldaer] „Nacht der Lichter“ beginnt.
Die Freunde der [Kölner] feierten.
In [Essen]-Kettwig brannte es.
Der [Köln]-Besucher staunt.
Das neue Haus in [Hamburg]-Altona.
Die Strecke [Hilden]-[Haan] ist gesperrt.
In [Baden-Baden] und [Ginsheim-Gustavsburg] regnet es.
In [Mörfelden-Walldorf] schneit es.
Die Universität [Duisburg]-[Essen] forscht.
Der Kreis [Minden]-[Lübbecke] hilft.
Der Landkreis [Limburg]-[Weilburg] hilft.
Der Landkreis [Fürth] hilft.
Die Region [Hannover] hilft.
Der SV [Mistelbach] gewann.
[Hof], [Singen], [Koblenz] und [Fulda] sind dabei.
Die Städte [Gladbeck], [Bottrop] sowie [Essen] sind dabei.
Er wohnt in [Essen] und arbeitet.
Sie zog nach [Singen], weil sie wollte.
Sie kam aus [Hof].
Die Stadt [Leer] plant.
Die Gemeinde [Berg] plant.
Die Stadtwerke [Waren] liefern.
Das Universitätsklinikum [Essen] hilft.
Freunde aus [Breslau], [Krakau] und [Danzig] kamen.
Die Fahrt nach [Straßburg], [Nizza] und [Mailand].
Gäste aus [Prag], [Warschau] und [Kopenhagen].
Gäste aus [Wrocław] und [Gliwice] kamen.
Die Partnerstadt [Bath] (England) grüßt.
Gäste aus [Zürich], [Wien] und [Genf].
Die Stadt [Luxemburg] lädt ein.
DORTMUND: ein Versehen, [DORTMUND].
[HALLE (SAALE)] – Das Wasser steigt.
[ROSSDORF]. Der Rat tagt.
[Xanten] (pm). Das Museum öffnet.
[Groß-Gerau]/[Rüsselsheim], im Mai.
[Berlin] und [Bremen] feiern.
Das Bündnis, in dem [Gütersloh] Mitglied ist.
Im benachbarten [Haan] brennt es.
Im polnischen [Breslau] regnet es.
Die [Wuppertal] GmbH liefert.
„[Fulda] blüht“ heißt das Programm.
Mit [Bielefeld] verbindet sie viel.
Das Landgericht in [Berlin]-Brandenburg tagt.
Das Rote Kreuz [Cottbus]/[Chemnitz] hilft.
Die Stadt [Oberzent] wurde 2018 gegründet.
Die Stadt [Spremberg/Grodk] feiert.
Der Bahnhof in [Titisee-Neustadt] öffnet.
Die Fahrt von [Bonn] nach [Trier] entfällt.
Zwischen [Kassel] und [Göttingen] staut es sich.
Die Delegation aus [Linz] besuchte [Passau].
Der Bürgermeister von [Rimpar] kam.
Die Gemeinde [Kirchdorf] baut.
Die Samtgemeinde [Lüchow (Wendland)] hilft.
Der Markt [Rimpar] feiert.
Die Kreisstadt [Unna] plant.
Die Universitätsstadt [Marburg] plant.
Die Landeshauptstadt [Stuttgart] plant.
Die Hansestadt [Rostock] plant.
Die Partnerstadt [Nantes] grüßt.
Das Klinikum [Fulda] baut um.
Die Volkshochschule [Krefeld] öffnet.
Die IHK [Trier] rät.
Der VfL [Bochum] verlor.
Die Stadtsparkasse [Wuppertal] spendet.
Das Amtsgericht [Soest] urteilt.
Die Feuerwehren [Coesfeld] und [Dülmen] halfen.
Die [Trierer] Altstadt leuchtet.
Der [Wuppertaler] Zoo öffnet.
Die [Bielefelder] Alm bebt.
Das [Münchener] Abkommen wurde gezeigt.
Das [Düsseldorfer] Schauspielhaus spielt.
Die [Hannoveraner] feierten.
Ein [Hallenser] Verein hilft.
Der [Jenaer] Stadtrat tagt.
Die [Göttinger] Sieben wurden geehrt.
Die [Wiener] Sängerknaben singen.
Der [Pariser] Bürgermeister kam.
Der [Zürcher] Stadtrat tagt.
Die [Frankfurter] Buchmesse beginnt.
[Hamburgs] Senat berät.
[Kölns] Dom leuchtet.
[Dortmunds] Trainer lobt.
Busse nach [Frankfurt am Main] und [Frankfurt (Oder)] fallen aus.
Die Stadt [Offenbach am Main] baut.
Post aus [Ludwigshafen am Rhein] kam an.
Die Stadt [Neustadt an der Weinstraße] plant.
Die Stadt [Rothenburg ob der Tauber] plant.
Die Stadt [Rotenburg an der Fulda] plant.
Die Stadt [Rottenburg am Neckar] plant.
Die Stadt [Brandenburg an der Havel] plant.
Die Stadt [Bad Neuenahr-Ahrweiler] hilft.
Die Stadt [Schwäbisch Gmünd] plant.
Die Gemeinde [Sankt Augustin] plant.
Die Stadt [Horn-Bad Meinberg] plant.
Das Theater in [Freiburg im Breisgau] spielt.
Gäste aus [New York], [Tokio] und [Peking] kamen.
Gäste aus [Brüssel], [Lüttich] und [Den Haag] kamen.
Gäste aus [Posen], [Stettin] und [Kattowitz] kamen.
Gäste aus [Florenz], [Venedig] und [Neapel] kamen.
Die Reise nach [Moskau] und [Kiew] entfiel.
Der [Köln]-Bonner Flughafen öffnet.
In [Berlin]-Kreuzberg und [München]-Schwabing wird gefeiert.
Die Linie [Hagen]-[Siegen] fährt wieder.
[BONN] – Die Stadt [Bonn] lädt ein.
Der Rat der Stadt [Essen] tagte im Saal.
[Köln], 3. Mai 2021. Der Rat tagt.
Die [Bremer] Neustadt wird saniert, sagt [Leipzig].
Im [Frankfurter] Ostend wird gebaut, sagt [Leipzig].

Das Essen war gut.
Wir essen und singen im Wald.
Nach dem Essen begann der Hof zu leuchten.
Die Halle war leer, der Hof voll.
Viele Waren und viel Wissen.
Das Wetter wird gut, der Regen hört auf.
Frau Berg und Herr Hagen kamen.
Der Hammer liegt auf dem Tisch.
Dr. Roth hielt den Vortrag.
Peter Siegen gratulierte.
Michael Fulda hielt die Rede.
Frank von Bülow sprach.
An der Fulda wird gebaut.
Das Wasser der Oder steigt.
Der Sieger wurde geehrt.
Die Lehrer und Fahrer streiken.
In der Kölner Straße wird gebaut.
Am Berliner Platz steht ein Baum.
Die Frankfurter Landstraße ist gesperrt.
Im Stadtteil Neustadt wird gebaut.
Im Ortsteil Kirchdorf wird gebaut.
Die Stadtteile Weiler und Höchst wachsen.
Das Land Berlin zahlt.
Das Land Brandenburg zahlt.
Sachsen und Thüringen zahlen.
Ganz Schleswig-Holstein freut sich.
Der Landtag von Sachsen-Anhalt tagt.
In Baden-Württemberg regnet es.
Die Regierung von Luxemburg tagt.
Der Kreis Steinburg hilft.
Im Landkreis Teltow-Fläming.
Die Konrad-Adenauer-Straße ist gesperrt.
Die Essen-Straße ist gesperrt.
Mehr unter www.fulda.de und presse@fulda.de.
Mehr auf Fulda.de und @Fulda.
Das Rheinland und das Ruhrgebiet wachsen.
Es war im Oberharz und am Bodensee.
Die Magdeburger Börde ist fruchtbar.
Auch die Union stimmte zu.
Springe zum Inhalt
Die Hamburgreise entfällt.
Die Corona-Krise und die Corona-Zahlen.
In Corona-Zeiten blieb Heinrich Bedford-Strohm daheim.
Oranger Wasserstoff ist knapp.
Weil es regnete, fiel alles aus.
Man sah sie im Mai.
Die Kirche St. Martin öffnet.
Die Istanbul-Konvention gilt.
Das Kyoto-Protokoll gilt.
Zwischen Lahn und Weser blüht es.
Im Lamer Winkel schneit es.
Die Kitas öffnen wieder.
Am Forsthaus Buchenberg beginnt die Wanderung.
Die Insel Usedom wirbt.
Der Weg an der Ruhr ist gesperrt.
Herr Celle und Frau Bremen kamen.
Dr. Anna Hamm sprach.
Im Landkreis Ostholstein wird gewählt.
Im Stadtbezirk Altona wird gebaut.
In der Bonner Straße wird gebaut.
An der Dresdner Brücke wird gebaut.
Singen, Essen und Lachen sind erlaubt.
Die Teile passen, die Enden auch.
Das Land Bremen zahlt.
Der Fluss Fulda führt Hochwasser.
"""

# With entities of a recogniser: text, entities as (stretch, label), cities.
HINTED = [
    ("Hof wächst.", [("Hof", "LOC")], ["Hof"]),
    ("Wald wächst.", [], []),
    ("Roth sprach mit Berg.", [("Roth", "PER"), ("Berg", "PER")], []),
    ("Ewa Kampen aus Weeze. Kampen lachte.", [("Ewa Kampen", "PER")], ["Weeze"]),
    ("Die Essen-Mitte blüht.", [("Essen-Mitte", "LOC")], ["Essen"]),
    ("Fulda lacht. In Fulda regnet es.", [("Fulda", "PER")], ["Fulda", "Fulda"]),
    ("Die Gemeinde Kasztelánkút grüßt.", [("Kasztelánkút", "LOC")], ["Kasztelánkút"]),
    ("Gäste aus Magugnano (Italien).", [("Magugnano", "LOC")], ["Magugnano"]),
    ("Der Bürgermeister von Tetschendorf kam.", [("Tetschendorf", "LOC")], ["Tetschendorf"]),
    ("Am Kulkwitzer See blüht es.", [("Kulkwitzer See", "LOC")], []),
    ("Donau, Naab und Regen steigen.", [("Donau", "LOC"), ("Regen", "LOC")], []),
    ("Marlies Ulmer leitet das Ulmer Museum.", [("Marlies Ulmer", "PER")], ["Ulmer"]),
]


def cases() -> list[object]:
    lines = [line for line in PLAIN.splitlines() if line]
    return [pytest.param(line, id=line[:50]) for line in lines]


@pytest.mark.parametrize("line", cases())
def test_contexts(line: str) -> None:
    if line.startswith("DORTMUND:"):
        line = line.replace("DORTMUND:", "[DORTMUND]:", 1)
    text = line.replace("[", "").replace("]", "")
    assert [found.text for found in FINDER(text)] == re.findall(r"\[(.+?)\]", line)


@pytest.mark.parametrize(("text", "entities", "cities"), HINTED)
def test_entities_are_hints(text: str, entities: list[tuple[str, str]], cities: list[str]) -> None:
    spans = [(text.index(name), text.index(name) + len(name), label) for name, label in entities]
    assert [found.text for found in FINDER(text, spans)] == cities


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("Die Stadt Essen lädt ein. Essen feiert.", ["Essen", "Essen"]),
        ("In Hamm gibt es den Hammer Preis.", ["Hamm", "Hammer"]),
        ("Im Stadtteil Kirchheim brennt es. Kirchheim hilft.", []),
        ("In Halle-Neustadt brennt es. Neustadt hilft.", ["Halle"]),
        ("Herr von Bülow kam. Auch Ute von Bülow.", []),
    ],
)
def test_mentions_inform_one_another(text: str, cities: list[str]) -> None:
    assert [found.text for found in FINDER(text)] == cities


def test_component_writes_span_group() -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("presselese_places")
    doc = nlp("Die Stadt Fulda grüßt Krefeld.")
    found = read_spans(doc, "cities")
    assert [(f.text, f.label, f.source) for f in found] == [
        ("Fulda", "CITY", "place.head"),
        ("Krefeld", "CITY", "place.name"),
    ]


NAMES = sorted(load_gazetteer().names)[::97]
WORDS = [
    *("\n", "Stadt", "Kreis", "Herr", "Dr.", "in", "aus", "der", "und", ",", ".", "(", ")"),
    *("/", "-", "er", "s", "Straße", "a.", "d.", "3", "Ä", "„", "“"),
]
PARTS = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(WORDS),
    st.text(max_size=6),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, max_size=25), st.sampled_from(["", " "]))
def test_spans_are_sound(parts: list[str], joint: str) -> None:
    text = joint.join(parts)
    found = FINDER(text)
    for one in found:
        assert text[one.start : one.end] == one.text
        assert one.text == one.text.strip()
        assert one.text
        assert "\n" not in one.text
        assert one.label == "CITY"
        assert one.source.startswith("place.")
    for one, other in pairwise(found):
        assert one.end <= other.start
    assert found == FINDER(text)


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="Fulda Berg-\n(.", max_size=60),
    st.lists(
        st.tuples(
            st.integers(0, 60), st.integers(1, 20), st.sampled_from(["PER", "LOC", "ORG", "MISC"])
        ),
        max_size=6,
    ),
)
def test_noise_in_entities_does_no_harm(text: str, noise: list[tuple[int, int, str]]) -> None:
    spans = [
        (start, min(start + length, len(text)), label)
        for start, length, label in noise
        if start < len(text)
    ]
    for one in FINDER(text, spans):
        assert text[one.start : one.end] == one.text


def test_the_table_is_long_enough() -> None:
    assert len({line for line in PLAIN.splitlines() if line}) >= 200
