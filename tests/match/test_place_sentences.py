"""Sentences of town halls: every [bracketed] stretch is a city, nothing else is.

Written to hold what the guideline says of affixes, adjectives, lists, exonyms, words that are names
of towns, surnames, districts, counties, rivers and streets.
"""

from __future__ import annotations

import re

import pytest

from presselese.match.places import PlaceFinder
from presselese.normalise.places import read_cities

FINDER = PlaceFinder()

SENTENCES = """
In [Frankfurt/M.] beginnt die Messe.
Die Delegation aus [Frankfurt/Main] traf am Abend ein.
Der Zug nach [Frankfurt (Oder)] fällt aus.
Das Treffen in [Frankfurt/Oder] wurde verschoben.
Die [Frankfurter] Feuerwehr half aus.
Aus [Mülheim a. d. Ruhr] kamen zwanzig Gäste.
Der Rat der Stadt [Mülheim a.d. Ruhr] tagt öffentlich.
Die Feuerwehr [Mülheim/Ruhr] rückte aus.
Wie in [Mülheim an der Ruhr] gibt es auch in [Duisburg] ein Konzept.
In [Leer]/Ostfriesland wird gebaut.
Der Landrat sprach in [Leer] mit den Bürgern.
Das Glas ist leer, die Kasse auch.
Leer steht das Haus seit Jahren.
Der Hof der Schule wird gepflastert.
In [Hof] treffen sich die Räte.
Die Stadt [Hof] lädt ein.
Ein Hof in der Altstadt wird begrünt.
Die [Hallesche] Straßenbahn fährt wieder.
Das [Hallesche] Rathaus ist geschlossen.
Die [Hallenser] feiern ihr Salzfest.
Aus [Halle (Saale)] reiste die Oberbürgermeisterin an.
In [Halle/Saale] und [Halle (Westf.)] gelten andere Regeln.
Die Halle ist gesperrt.
In der Halle ist Platz für 300 Gäste.
Zum Essen sind alle eingeladen.
Vor dem Essen spricht der Bürgermeister.
In [Essen] ist das Museum geöffnet.
Die Stadt [Essen] und die Stadt [Bochum] kooperieren.
Nach dem Essen geht es weiter.
Essen und Getränke gibt es am Stand.
Der Wald wird aufgeforstet.
Im Wald liegt Müll.
Wegen Sturm bleibt der Wald gesperrt.
Singen macht Freude.
Beim Singen im Park waren 50 Kinder dabei.
Die Stadt [Singen] plant ein Lichterfest.
In [Singen (Hohentwiel)] entsteht ein Kino.
Weil es regnet, fällt das Fest aus.
In [Weil am Rhein] beginnt der Umbau.
Bürgermeister Bernd Kassel eröffnete das Fest.
Frau Essen leitet das Amt.
Die Stadträtin Anna Minden dankte den Helfern.
Herr Hagen übernimmt die Leitung.
Dr. Peter Siegen sprach ein Grußwort.
Die Leiterin Maria Bremen freut sich.
Im Ortsteil Steinbach fehlt ein Spielplatz.
In den Ortsteilen Heiligenrode und Sandershausen wird das Wasser abgestellt.
Der Landkreis [Gießen] fördert den Bus.
Im Landkreis [Vechta] leben viele Familien.
Der Kreis [Unna] und der Kreis [Soest] stimmen zu.
An der Fulda wird gebadet.
Die Fulda führt Hochwasser.
Zwischen Lahn und Weser liegt die Region.
Die Lahn trat über die Ufer.
In der Berliner Straße wird gebaut.
Die Kölner Straße ist gesperrt.
Der Kasseler Platz wird umgestaltet.
Am Hamburger Ring entsteht ein Kreisel.
In [Breslau], [Nizza] und [Mailand] gibt es ähnliche Projekte.
Die Partnerstadt [Straßburg] schickt eine Delegation.
Gäste aus [Prag], [Warschau] und [Kopenhagen] waren da.
Die Partnerstädte [Gent], [Lüttich] und [Löwen] sind dabei.
Aus dem polnischen [Stettin] kam Bürgermeister Nowak.
Die Reise führt nach [Danzig], [Posen] und [Krakau].
Die Städte [Hamm], [Hagen] und [Herne] beteiligen sich.
Mit dabei sind [Celle], [Uelzen], [Lüneburg] und [Peine].
Teilnehmende Kommunen: [Aachen], [Bonn], [Düren], [Euskirchen]
[Köln]-Besucher finden dort Hilfe.
In [Essen]-Kettwig wird gebaut.
Der Ortsverein [Bremen]-Nord lädt ein.
Der Flughafen [Köln]/[Bonn] bleibt offen.
[Krefelds] Oberbürgermeister lobte das Projekt.
[Dresdens] Altstadt ist beliebt.
[Münchens] Bäder öffnen.
Die [Münchner] Verkehrsgesellschaft fährt öfter.
Das [Bremer] Rathaus ist Welterbe.
Die [Bad Homburger] Kurverwaltung informiert.
Der [Ludwigshafener] Stadtrat stimmte zu.
Die [Lutherstadt Wittenberg] lädt ein.
Das Land Berlin zahlt einen Zuschuss.
[Berlin] und [Potsdam] planen gemeinsam.
Der Regen hörte auf.
Die Stadt [Regen] feiert.
In [Rotenburg (Wümme)] tagt der Kreistag.
In [Rotenburg a. d. Fulda] wird gefeiert.
In [Rottenburg am Neckar] trifft sich der Gemeinderat.
In [Bad Neustadt a. d. Saale] endet die Tour.
Die Stadt [Neustadt an der Weinstraße] baut.
Die Gemeinde [Berg] saniert die Schule.
Der Berg wird gesperrt.
Die Gemeinde [Au] lädt ein.
Die Stadtwerke [Münster] erhöhen den Preis.
Das Münster wird saniert.
Im Münster singt der Chor.
Die Universität [Siegen] forscht mit.
Der Sieg war verdient.
Das Klinikum [Kassel] stellt ein.
Die IHK [Darmstadt] berät.
Die Polizei [Fulda] ermittelt.
Der FC [Augsburg] spielt gegen den SC [Freiburg].
Die Straße nach [Melle] ist frei.
Die Marktgemeinde [Zell] feiert.
Er stammt aus [Brake (Unterweser)].
Der [Weimarer] Oberbürgermeister kam.
Die [Jenaer] Philharmonie spielt.
Das [Geraer] Theater öffnet.
Die [Hammer] Bürger stimmten ab.
Der Hammer lag auf dem Tisch.
Die [Essener] Philharmonie ist ausverkauft.
Ein [Dortmunder] gewann den Preis.
Die [Emder] Kunsthalle zeigt Werke.
Das [Norder] Rathaus ist zu.
[Minden] (pm). Die Stadt baut.
[Kassel], 3. Mai 2021. Die Stadt baut.
Die A 7 zwischen [Göttingen] und [Kassel] wird gesperrt.
Das Gericht in [Halle] entschied.
Die Sparkasse [Bielefeld] spendet.
In Hessen und Bayern gilt das nicht.
Der Kreis Schaumburg informiert.
Die Deutsche Bahn sperrt die Strecke [Hanau]-[Fulda].
Am Dom zu [Speyer] wird gebaut.
Die Hochschule [Bonn]-Rhein-Sieg informiert.
Die Stadt [Haan] und die Stadt [Hilden] kooperieren.
Der [Kölner] Dom ist offen.
Tickets: www.kassel.de oder info@fulda.de
Oberbürgermeister von [Düsseldorf] ist Stephan Keller.
Bürgermeisterin Petra Bremer begrüßte die Gäste.
Die Familie Lübeck spendete.
Das [Lübecker] Marzipan ist beliebt.
Die Gemeinden [Buch], [Grub] und [Wald] schließen sich zusammen.
Das Buch ist erschienen.
Ein Werk von Wolfgang Borchert.
Zu Ehren des Komponisten Johann Sebastian Bach.
Die Stadt [Bergisch Gladbach] öffnet.
In [Horb am Neckar] ist Markt.
In [Bad Münder am Deister] wird gefeiert.
Die Gemeinde [Sankt Augustin] baut.
Die Stadt [St. Ingbert] baut.
Das [Hammer] Rathaus ist geschlossen.
Als [Schwerter] Stadtoberhaupt gratulierte sie.
Der [Lohberger] 2. Bürgermeister kam.
Im Streit um „[Stuttgart] 21“ wird verhandelt, der „[Stuttgart] 21“-Gegner spricht.
Die Länder Hessen, Bremen und Berlin stimmten zu.
Die Sparkasse Schaumburg spendet.
[Übersee] am Chiemsee schickt den Badebus.
Leerer Koffer löst Einsatz aus.
Die Delegation aus [L’Aquila] reiste ab.
Die Verlage Springer und Bertelsmann fusionieren.
"""


@pytest.mark.parametrize("marked", SENTENCES.strip().split("\n"))
def test_sentence(marked: str) -> None:
    found = FINDER(re.sub(r"[\[\]]", "", marked))
    assert [span.text for span in found] == re.findall(r"\[([^\]]*)\]", marked)


ADJECTIVES = [
    # an adjective of several towns is that of the town which the document names
    ("Die Stadt Höchstädt a.d.Donau baut am Höchstädter Rathaus.", "Höchstädt an der Donau"),
    ("Das Höchstädter Rathaus bleibt zu.", "Höchstadt"),
    ("Die Stadt Weil am Rhein baut am Weiler Rathaus.", "Weil am Rhein"),
    # Hammer is a village
    ("Hamm baut am Hammer Rathaus.", "Hamm"),
    ("Die Belgrader Innenstadt ist gesperrt.", "Belgrad"),
    ("Das Singener Rathaus bleibt zu.", "Singen"),
]


@pytest.mark.parametrize(("text", "norm"), ADJECTIVES, ids=[text for text, _ in ADJECTIVES])
def test_base_of_an_adjective(text: str, norm: str) -> None:
    assert read_cities(text, FINDER(text))[-1].norm == norm
