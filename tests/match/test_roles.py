"""ROLE spans: one phrase a line.

Marks: [role] expected span, <person>, {organisation}, (the marks are taken out before the test).
"""

from __future__ import annotations

import re

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Span

from presselese.match.role_spans import find_roles
from presselese.match.roles import make_roles
from presselese.match.spans import read_spans, write_spans
from presselese.normalise.roles import read_role
from presselese.records import Found

# Phrase with marks, values in order separated by "; ".
PHRASES = [
    # offices before a name
    ("[Bürgermeister] <Leonhard Lang> nahm ihn entgegen.", "Bürgermeister"),
    ("[Oberbürgermeisterin] Dr. <Lea Amann> sprach.", "Oberbürgermeisterin"),
    ("Halles [Oberbürgermeisterin] Prof. Dr. <Ute Kiratli> kam.", "Oberbürgermeisterin"),
    ("die Bremer [Tierärztin] <Petra Demir> hat sie untersucht", "Tierärztin"),
    (
        "lobte [Ortsbrandmeister] <Jürgen Pfeiffer> und dessen [Stellvertreter] <Heiner August>",
        "Ortsbrandmeister; Stellvertreter",
    ),
    ("sagte [Polizeihauptkommissarin] <Ariel Herritz>", "Polizeihauptkommissarin"),
    ("[Stadtbrandinspektorin] <Ha Oelp>", "Stadtbrandinspektorin"),
    ("[Pfarrerin] Dr. <Renate Mundlos>", "Pfarrerin"),
    ("[Superintendent] <Jan Wolf> hielt die Andacht", "Superintendent"),
    ("[Weihbischof] <Karl Borsch>", "Weihbischof"),
    ("[Kreisbaumeister] <Matthias Keller>", "Kreisbaumeister"),
    (
        "[Landeshauptmann] <Anton Huber> und [Landesrätin] <Eva Moser>",
        "Landeshauptmann; Landesrätin",
    ),
    ("[Stadtpräsidentin] <Corine Mauch>", "Stadtpräsidentin"),
    ("[Kantonsrat] <Urs Frei>", "Kantonsrat"),
    ("[Küchenmeister] <Otto Hagen>", "Küchenmeister"),
    ("[Stadtrat] <Fritz Emig> stimmte zu", "Stadtrat"),
    ("der Architekt Dr. <Peter Slonim>".replace("Architekt", "[Architekt]"), "Architekt"),
    ("Frau [Staatssekretärin] <Hilde Pohl>", "Staatssekretärin"),
    # unseen compounds
    ("die [Klimaanpassungsbeauftragte] <Eva Lind>", "Klimaanpassungsbeauftragte"),
    ("[Wasserstoffkoordinator] <Tim Rau>", "Wasserstoffkoordinator"),
    ("[Hitzeschutzmanagerin] <Ina Rau>", "Hitzeschutzmanagerin"),
    ("[Bäderbetriebsleiter] <Ole Kern>", "Bäderbetriebsleiter"),
    ("[Friedhofsamtsleiterin] <Ada Kern>", "Friedhofsamtsleiterin"),
    ("der [Gewässerökologe] Prof. <Emil Stern>", "Gewässerökologe"),
    ("[Radverkehrsplanerin] <Ida Kern>", "Radverkehrsplanerin"),
    ("[Kreisfeuerwehrpressesprecher] <Ulf Kern>", "Kreisfeuerwehrpressesprecher"),
    ("[IT-Leiter] <Dmitri Mai>", "IT-Leiter"),
    ("[Vize-Präsident] <Riek Machar>", "Vize-Präsident"),
    # apposition behind the name
    ("<Hubert Mai>, [Revierförster] in Gudensberg", "Revierförster"),
    ("<Bernd Norby> ([Wehrführer])", "Wehrführer"),
    ("<Katrin Jung>, [3. Bürgermeisterin] von Neustadt", "3. Bürgermeisterin"),
    ("<Juli Klein> (Grüne), [Vorsitzende] des {Sozialausschusses}", "Vorsitzende"),
    ("<Tim Krone>, [Mitglied] der {CDU-Fraktion}", "Mitglied"),
    ("<Jürgen Steininger> [MdL] (SPD)", "Mitglied des Landtags"),
    ("<Cornelia Hansmann>, [MdB], grüßte", "Mitglied des Bundestages"),
    ("<Ada Wolf> [MdEP]", "Mitglied des Europäischen Parlaments"),
    ("<Logan Kaufman>, [Vorstand] der {Genossenschaft}", "Vorstand"),
    # content complement inside
    (
        "<Max Raster>, [Dezernent für Sport, Kultur und Bäder] der {Stadt Fulda}",
        "Dezernent für Sport, Kultur und Bäder",
    ),
    (
        "<Ida Kern> ([Koordinatorin für Bürgerschaftliches Engagement und Ehrenamt])",
        "Koordinatorin für Bürgerschaftliches Engagement und Ehrenamt",
    ),
    (
        "<Ida Kern>, [Koordinatorin für kommunale Entwicklungspolitik], hat",
        "Koordinatorin für kommunale Entwicklungspolitik",
    ),
    (
        "<Jan Kern> ([Koordinator für Kurzzeit- und Verhinderungspflege]) sprach",
        "Koordinator für Kurzzeit- und Verhinderungspflege",
    ),
    (
        "<Gudrun Hof>, [Dezernentin für Schule, Weiterbildung, Kultur] der {Stadt Herne}",
        "Dezernentin für Schule, Weiterbildung, Kultur",
    ),
    (
        "zur neuen [Beigeordneten für Tourismus, Kultur und Soziales] gewählt",
        "Beigeordnete für Tourismus, Kultur und Soziales",
    ),
    (
        "der [Landesbeauftragte für den Datenschutz und die Informationsfreiheit] mahnte",
        "Landesbeauftragter für den Datenschutz und die Informationsfreiheit",
    ),
    (
        "zum [Honorarprofessor für Sicherheit im Schienenverkehr] an der {BTU}",
        "Honorarprofessor für Sicherheit im Schienenverkehr",
    ),
    ("<Jan Kern>, [Leiter des Referats Verkehr] im {Ministerium Z}", "Leiter des Referats Verkehr"),
    (
        "<Ida Kern>, [Leiterin der Abteilung Pflege und Alter], überreichte",
        "Leiterin der Abteilung Pflege und Alter",
    ),
    (
        "<Ida Kern>, [Leiterin des Dezernats für Stadtentwicklung], erinnerte",
        "Leiterin des Dezernats für Stadtentwicklung",
    ),
    (
        "der [Leiter des Fachbereichs Gesundheit] der {Stadt Mannheim}",
        "Leiter des Fachbereichs Gesundheit",
    ),
    (
        "die [Leiterin der Wohnungslosenhilfe] beim {Caritasverband}",
        "Leiterin der Wohnungslosenhilfe",
    ),
    ("der [Leiter der Unfallchirurgie], <Jan Kern>", "Leiter der Unfallchirurgie"),
    ("die [Leiterin der Geschäftsstelle], <Ada Kern>", "Leiterin der Geschäftsstelle"),
    (
        "der langjährige [Fachbereichsleiter Sprachen] <Norbert Krechel>",
        "Fachbereichsleiter Sprachen",
    ),
    ("<Jan Kern>, [Leiter Marketing und Vertrieb], dankte", "Leiter Marketing und Vertrieb"),
    (
        "[Bundesminister der Justiz und für Verbraucherschutz] <Heiko Maas>",
        "Bundesminister der Justiz und für Verbraucherschutz",
    ),
    ("[Minister des Innern] <Jan Kern>", "Minister des Innern"),
    # organisation outside
    ("<Ida Kern>, [Leiterin] des {Umweltamts}", "Leiterin"),
    ("<Ida Kern>, [Beraterin] für die {XY GmbH}", "Beraterin"),
    ("die [Leiterin] der {Stabsstelle für Klima}", "Leiterin"),
    ("<Jan Kern>, [Geschäftsführer] der {Pleißebau GmbH & Co. KG}", "Geschäftsführer"),
    ("<Ida Kern>, [Professorin] an der {Hochschule Hof}", "Professorin"),
    ("<Jan Kern>, [Koordinator] für die {Stadtwerke Fulda}", "Koordinator"),
    ("{VKU}-[Geschäftsführer] <Jan Kern>", "Geschäftsführer"),
    ("{VKU} [Geschäftsführer] <Jan Kern>", "Geschäftsführer"),
    ("Stadtwerke-[Geschäftsführerin] <Elif Melosh>", "Geschäftsführerin"),
    ("WSR-[Vorstand] <Logan Kaufman>", "Vorstand"),
    # rank adjectives inside, status adjectives outside
    ("die [stellvertretende Leiterin] des {Amtes für Brandschutz}", "stellvertretende Leiterin"),
    ("wie dessen [stv. Vorsitzende] <Elvira Dinkic> schilderte", "stellvertretende Vorsitzende"),
    ("[Stv. Bürgermeister] <Sandro Voigt>", "stellvertretender Bürgermeister"),
    ("des [stellvertretenden Vorsitzenden] <Jan Kern>", "stellvertretender Vorsitzender"),
    ("[Erster Stadtrat] <Jan Kern>", "Erster Stadtrat"),
    (
        "Der [Erste Beigeordnete] und [Sozialdezernent] begrüßte",
        "Erster Beigeordneter; Sozialdezernent",
    ),
    (
        "die [Zweite stellvertretende Bürgermeisterin] <Ida Kern>",
        "Zweite stellvertretende Bürgermeisterin",
    ),
    ("[2. Vorsitzender] <Jan Kern>", "2. Vorsitzender"),
    ("die [künstlerische Leiterin] <Ida Kern>", "künstlerische Leiterin"),
    ("[Ärztliche Direktorin] am {Klinikum Kaufbeuren}", "Ärztliche Direktorin"),
    ("[Technischer Vorstand] der {Nordwasser eG}", "Technischer Vorstand"),
    ("[leitender Notarzt] des {Roten Kreuzes}", "leitender Notarzt"),
    ("die [außenpolitische Sprecherin] der {FDP-Fraktion}", "außenpolitische Sprecherin"),
    ("die [Vorsitzende Richterin] <Bärbel Stock>", "Vorsitzende Richterin"),
    ("vom [Regierenden Bürgermeister] <Klaus Wowereit>", "Regierender Bürgermeister"),
    ("der [parlamentarische Geschäftsführer] <Jens Nacke>", "parlamentarischer Geschäftsführer"),
    ("der ehemalige [Landrat] <Gerd Ottmann>", "Landrat"),
    ("Frau Klein ist ehrenamtliches [Stadtoberhaupt] von Mölln", "Stadtoberhaupt"),
    ("die neue [Rektorin] <Ida Kern>", "Rektorin"),
    ("Alt-[Landrat] <Gerd Ottmann>", "Landrat"),
    ("Ex-[Geschäftsführer] <Bodo Wessel>", "Geschäftsführer"),
    # coordination and ellipsis
    ("[Stadträtin] und [Kulturdezernentin] <Lea Amann>", "Stadträtin; Kulturdezernentin"),
    ("[Bau- und Kulturdezernent] <Jan Kern>", "Bau- und Kulturdezernent"),
    ("die [Fraktions- und Parteivorsitzenden] trafen sich", "Fraktions- und Parteivorsitzender"),
    ("das Treffen der [Staats- und Regierungschefs]", "Staats- und Regierungschef"),
    ("die [Bürgermeister] <Grete Lassen> und <Momme Thies>", "Bürgermeister"),
    ("die [Bürgermeisterinnen] <Ilse Quam> (Wuppertal) und <Renate Scheidt>", "Bürgermeisterin"),
    ("die [Geschäftsführer] <Silke Born> und <Gernot Wöhler>", "Geschäftsführer"),
    # generic, both genders
    ("[Landrätinnen und Landräte] tagten", "Landrat"),
    ("[Bürgermeisterinnen und Bürgermeister] aus acht Ländern", "Bürgermeister"),
    ("kann sich als [Dozentin oder Dozent] bewerben", "Dozent"),
    ("die Wahl der [Bürgermeisterin oder des Bürgermeisters] am Sonntag", "Bürgermeister"),
    ("Die [Bürgermeister*innen] fordern", "Bürgermeister"),
    ("alle [Ortsvorsteher:innen]", "Ortsvorsteher"),
    ("Die [Stadträt:innen] haben zugesagt", "Stadtrat"),
    ("die [Wirtschaftsförderer/-innen] des {Landkreises}", "Wirtschaftsförderer"),
    ("mehr als 1700 [Bürgermeister/innen]", "Bürgermeister"),
    ("wir suchen [LehrerInnen]", "Lehrer"),
    ("Rund 220 [Beamtinnen und Beamte] sind im Einsatz", "Beamter"),
    ("Zwei [Feuerwehrleute] erlitten Verletzungen", "Feuerwehrmann"),
    ("Rund 130 kommunale [Gleichstellungsbeauftragte] waren da", "Gleichstellungsbeauftragte"),
    ("für viele [Altenpflegerinnen] gilt das", "Altenpfleger"),
    ("[Lehrkräfte] berichten", "Lehrkraft"),
    # office without a name
    ("In Vertretung des [Oberbürgermeisters] sprach", "Oberbürgermeister"),
    ("Der [OB] selbst will", "Oberbürgermeister"),
    ("die [OB] von Trier sagte zu", "Oberbürgermeisterin"),
    ("wie der [Rathauschef] sagte", "Rathauschef"),
    ("der [Amtskollege] aus Grodków hat zugesagt", "Amtskollege"),
    ("Ein [Feuerwehrmann] verletzte sich", "Feuerwehrmann"),
    ("ein [Imam] und ein [Förster] setzten Bäume", "Imam; Förster"),
    # nominalised adjectives
    ("wurde zur [Vorsitzenden] gewählt", "Vorsitzende"),
    ("um seinen [Vorsitzenden] <Hans Fischer>", "Vorsitzender"),
    ("<Ida Kern>, [Auszubildende] im zweiten Lehrjahr", "Auszubildende"),
    ("Deren [Fraktionsvorsitzender], <Jan Kern>,", "Fraktionsvorsitzender"),
    ("Den Dank der [Stadtverordneten] gab es obendrein", "Stadtverordneter"),
    ("vom [Abgeordneten] <Viktor Oserow>", "Abgeordneter"),
    ("Liara wird [Digitalisierungsbeauftragte], sie übernimmt", "Digitalisierungsbeauftragte"),
    ("Ein [Sachverständiger] aus Hof sucht", "Sachverständiger"),
    ("Der [Tourismusbeauftragte] <Mehmet Jelinek>", "Tourismusbeauftragter"),
    # typing and encoding errors
    ("[Stadtbürgemeister] <Norbert Juschni>", "Stadtbürgermeister"),
    ("[Regierungsprecher] <Steffen Kern>", "Regierungssprecher"),
    ("hat [BÃ¼rgermeister] <Marek Wald>", "Bürgermeister"),
    # event functions
    ("[Moderatorin] <Pia Sonntag> führte durch den Abend", "Moderatorin"),
    ("[Schirmherrin] ist <Ida Kern>", "Schirmherrin"),
    # no roles
    ("[Beraterin] für Kern GmbH", "Beraterin"),
    ("Er war beim Zahnarzt.", ""),
    ("Der Stadtrat hat beschlossen.", ""),
    ("Die Drehleiter stand bereit.", ""),
    ("Die Meisterschaft beginnt, die Präsidentenwahl folgt.", ""),
    ("Das Ministerium, das Präsidium und das Bürgermeisteramt antworten.", ""),
    ("Alle Mitglieder, Gäste und Teilnehmende freuen sich.", ""),
    ("<Hans Fischer> und <Eva Richter> kamen.", ""),
    ("In der <Bürgermeister-Schmidt>-Straße", ""),
    ("Reiseführer, Lautsprecher, Halbleiter und Monologe", ""),
    ("Autofahrer und Radfahrer aufgepasst", ""),
    ("Der Vorstand tagt heute.", ""),
    ("Guter Rat ist teuer, die Nachrichten sind da.", ""),
    ("Sie ging zum Arzt.", ""),
    ("ein Tag mit Professor <Artie Hatzes>", ""),
    ("das Modell „Gemeindeschwester plus“", ""),
    ("Journalisten- und Autorenvereinigungen", ""),
    ("beim {Senator für Umwelt, Bau und Verkehr} gefragt", ""),
    ("so Fischer am Montag", ""),
    # Austria, Switzerland, churches, police, fire brigade
    ("[Landesrat] <Urs Frei> eröffnete", "Landesrat"),
    (
        "[Gemeindepräsidentin] <Eva Moser> und [Gemeindeammann] <Urs Frei>",
        "Gemeindepräsidentin; Gemeindeammann",
    ),
    ("[Regierungsrätin] <Eva Moser>", "Regierungsrätin"),
    ("[Kreisbrandmeister] <Ole Kern> lobte den Einsatz", "Kreisbrandmeister"),
    ("[Pastoralreferent] <Jan Kern> und [Diakonin] <Ida Kern>", "Pastoralreferent; Diakonin"),
    ("[Oberkirchenrätin] <Ida Kern> predigte", "Oberkirchenrätin"),
    # municipal offices
    ("[Samtgemeindebürgermeister] <Jan Kern>", "Samtgemeindebürgermeister"),
    ("[Verbandsgemeindebürgermeisterin] <Ida Kern>", "Verbandsgemeindebürgermeisterin"),
    ("[Baubürgermeister] <Jan Kern> zeigte den Plan", "Baubürgermeister"),
    ("die [Stadtkämmerin] <Ida Kern>", "Stadtkämmerin"),
    ("[Ortsvorsteher] <Jan Kern> dankte", "Ortsvorsteher"),
    ("der [Bezirksbürgermeister] von Mitte, <Jan Kern>", "Bezirksbürgermeister"),
    ("[Gleichstellungsbeauftragte] <Ida Kern>", "Gleichstellungsbeauftragte"),
    ("des [Kreisdirektors] <Jan Kern>", "Kreisdirektor"),
    ("mit [Landrat] <Jan Kern> und [Kreisrätin] <Ida Kern>", "Landrat; Kreisrätin"),
    # associations, firms, schools
    ("<Ida Kern>, [Vizepräsidentin] des {BUND}", "Vizepräsidentin"),
    ("[Kassenwart] <Jan Kern> trug die Zahlen vor", "Kassenwart"),
    ("die [Ehrenvorsitzende] <Ida Kern>", "Ehrenvorsitzende"),
    ("<Ida Kern>, [Projektleiterin] bei der {Nordwasser eG}", "Projektleiterin"),
    (
        "[Konrektorin] <Ida Kern> und [Schulsozialarbeiter] <Jan Kern>",
        "Konrektorin; Schulsozialarbeiter",
    ),
    (
        "<Jan Kern>, [kaufmännischer Geschäftsführer] der {XY GmbH}",
        "kaufmännischer Geschäftsführer",
    ),
    ("<Ida Kern>, [Chefärztin der Abteilung Chirurgie]", "Chefärztin der Abteilung Chirurgie"),
    (
        "der [Gründer] <Jan Kern> und die [Ansprechpartnerin] <Ida Kern>",
        "Gründer; Ansprechpartnerin",
    ),
    (
        "<Ida Kern>, [wissenschaftliche Mitarbeiterin] an der {Hochschule Hof}",
        "wissenschaftliche Mitarbeiterin",
    ),
    ("<Jan Kern> ist [Sprecher] der {Initiative Hof}", "Sprecher"),
    # no roles
    ("Der Meisterbrief hängt an der Wand.", ""),
    ("Die Leiterplatte ist defekt.", ""),
    ("Das Rathaus und der Ratssaal sind offen.", ""),
    ("Der Bürgermeisterwahl stellen sich viele.", ""),
]

_MARK = re.compile(r"\[([^\]]*)\]|<([^>]*)>|\{([^}]*)\}")


def unmark(phrase: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """Take the marks out of a phrase; the spans are offsets into the plain text."""
    text, position = "", 0
    spans: dict[str, list[tuple[int, int]]] = {"role": [], "person": [], "organisation": []}
    for match in _MARK.finditer(phrase):
        text += phrase[position : match.start()]
        position = match.end()
        group = match.lastindex or 1
        kind = ("role", "person", "organisation")[group - 1]
        spans[kind].append((len(text), len(text) + len(match[group])))
        text += match[group]
    return text + phrase[position:], spans


@pytest.mark.parametrize(("phrase", "values"), PHRASES, ids=[p for p, _ in PHRASES])
def test_phrase(phrase: str, values: str) -> None:
    text, spans = unmark(phrase)
    found = find_roles(text, people=spans["person"], organisations=spans["organisation"])
    assert [f.text for f in found] == [text[a:b] for a, b in spans["role"]]
    assert [(f.start, f.end) for f in found] == spans["role"]
    assert [read_role(text, f).role for f in found] == [v for v in values.split("; ") if v]


@pytest.mark.xfail(strict=True, reason="Erste is a rank before police ranks, too")
def test_first_chief_inspector() -> None:
    found = find_roles("Erste Polizeihauptkommissarin Ida Kern", people=[(30, 38)])
    assert [f.text for f in found] == ["Erste Polizeihauptkommissarin"]


def test_there_are_enough_phrases() -> None:
    assert len(PHRASES) >= 150


def test_a_role_ends_at_the_line() -> None:
    text = "Der Dezernent\nfür Kultur sprach mit der Bürgermeisterin\nund Bürgermeister Kern."
    assert [f.text for f in find_roles(text)] == [
        "Dezernent",
        "Bürgermeisterin",
        "Bürgermeister",
    ]


def test_no_role_inside_a_date_or_person() -> None:
    text = "Am Tag des Försters kam Anna Förster, Försterin."
    found = find_roles(text, people=[(24, 36)], dates=[(3, 19)])
    assert [f.text for f in found] == ["Försterin"]


@pytest.mark.parametrize(
    ("phrase", "role"),
    [
        ("<Stv.> Bürgermeister Kern", "Bürgermeister"),
        ("Leiterin des <Referats> Kern", "Leiterin"),
        ("Bürgermeisterin und <Bürgermeister> Kern", "Bürgermeisterin"),
    ],
)
def test_a_role_grows_up_to_a_person(phrase: str, role: str) -> None:
    text, spans = unmark(phrase)
    assert [f.text for f in find_roles(text, people=spans["person"])] == [role]


@pytest.mark.parametrize(
    ("phrase", "role"),
    [
        ("<Ida Kern>, Leiterin der {Abteilung Pflege}, kam.", "Leiterin der Abteilung Pflege"),
        ("Leiterin des {Referats Verkehr der Stadt Fulda}", "Leiterin des Referats Verkehr"),
        ("<Ida Kern>, Leiterin des {Umweltamts}, kam.", "Leiterin"),
    ],
)
def test_units_named_by_their_topic_are_of_the_role(phrase: str, role: str) -> None:
    text, spans = unmark(phrase)
    found = find_roles(text, people=spans["person"], organisations=spans["organisation"])
    assert [f.text for f in found] == [role]


def test_component_reads_the_groups_of_earlier_components() -> None:
    nlp = spacy.blank("de")
    doc = nlp("Eva Lind, Leiterin der Abteilung Frauen, traf Bürgermeister Jan Kern.")
    write_spans(doc, "people", [Found(0, 8, "Eva Lind", "PERSON", "test")])
    roles = read_spans(make_roles(nlp, "presselese_roles")(doc), "roles")
    assert [(r.text, r.label, r.source) for r in roles] == [
        ("Leiterin der Abteilung Frauen", "ROLE", "role.complement"),
        ("Bürgermeister", "ROLE", "role.head"),
    ]


def test_component_falls_back_to_entities() -> None:
    nlp = spacy.blank("de")
    doc = nlp("Stadtrat Fritz Emig kam. Der Stadtrat tagt.")
    doc.ents = [Span(doc, 1, 3, label="PER")]
    roles = read_spans(make_roles(nlp, "presselese_roles")(doc), "roles")
    assert [(r.start, r.text) for r in roles] == [(0, "Stadtrat")]


def test_component_is_registered() -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("presselese_roles")
    doc = nlp("Die Bürgermeisterin kam.")
    assert [span.text for span in doc.spans["roles"]] == ["Bürgermeisterin"]


PIECES = st.sampled_from(
    [
        "Bürgermeister", "Vorsitzende", "Leiterin", "Stadtrat", "und", "für", "des", "der",
        "Kultur", "Sport,", "Referats", "VKU-", "Ex-", "stv.", "1.", "Erste", "Jan Kern", "(CDU)",
        "„", "“", "\n", "-", "*innen", ":innen", "OB", "MdL", "a. D.", "neue", "Bau-", "\xa0",
        "ß", "İ", "🎉",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=14).map(" ".join)), st.data())
def test_invariants(text: str, data: st.DataObject) -> None:
    size = len(text)
    bounds = st.tuples(st.integers(0, size), st.integers(0, size)).map(lambda p: (min(p), max(p)))
    people = data.draw(st.lists(bounds, max_size=2))
    organisations = data.draw(st.lists(bounds, max_size=2))
    found = find_roles(text, people=people, organisations=organisations)
    assert found == find_roles(text, people=people, organisations=organisations)
    last = 0
    for role in found:
        assert last <= role.start < role.end <= size
        assert text[role.start : role.end] == role.text
        assert role.text == role.text.strip()
        assert "\n" not in role.text
        assert not any(a < role.end and role.start < b and a < b for a, b in people)
        reading = read_role(text, role)
        assert reading.role
        last = role.end


@pytest.mark.parametrize(
    "text",
    ["A" * 200_000, "Bürgermeister-" * 20_000, "Bau- und " * 20_000, "für Kultur, " * 20_000,
     "Leiter für " + "Kultur, " * 20_000, "der neue " * 20_000 + "Leiter",
     "(" * 100_000 + "Leiter"],
    ids=["letters", "hyphens", "ellipsis", "topics", "topic list", "adjectives", "brackets"],
)  # fmt: skip
def test_linear_time(text: str) -> None:
    for role in find_roles(text)[:20]:
        read_role(text, role)
