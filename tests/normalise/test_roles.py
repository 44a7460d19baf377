"""Values of ROLE mentions: one case a line; [role] marks the span."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presselese.lexicon import load_toml
from presselese.normalise.role_morphology import adjective_stem, analyse, belongs, repair
from presselese.normalise.roles import RoleReading, read_role
from presselese.records import ROLE_STATUS, Found


def read(phrase: str) -> RoleReading:
    """Read the role between the first [ and ] of a phrase."""
    before, _, rest = phrase.partition("[")
    span, _, after = rest.partition("]")
    text = before + span + after
    return read_role(text, Found(len(before), len(before) + len(span), span, "ROLE", "test"))


STATUS = [
    ("der ehemalige [Landrat] Kern", "former"),
    ("Bochums früherer [Oberbürgermeister] Kern", "former"),
    ("die damalige [Kulturdezernentin] des Kreises", "former"),
    ("die bisherige [Vorsitzende] Ida Kern", "former"),
    ("Alt-[Bürgermeister] Kern", "former"),
    ("Ex-[Geschäftsführer] Kern", "former"),
    ("[Altbürgermeister] Kern", "former"),
    ("[Staatssekretär] a. D. Kern", "former"),
    ("Ihr [Vorgänger] Jan Kern", "former"),
    ("der ehemalige IG Metall-[Vorsitzende] Kern", "former"),
    ("Der frühere Bürgermeister und [Justizsenator], Jan Kern,", "former"),
    ("Jan Kern, damals [Projektleiter] und", "former"),
    ("Kern, früher selbst [Stationsleiterin], forderte", "former"),
    ("Kern war bis 2018 selbst [Hausarzt] in Dahlewitz", "former"),
    ("Frau Kern war zuvor [Streetworkerin] in Bremen", "former"),
    ("Kern, der beim ASC von 2001 bis 2006 [Jugendwart] war.", "former"),
    ("der langjährige [Leiter] des Amtes", "longstanding"),
    ("wird neue [Rektorin]", "new"),
    ("Neue [Sprecherin] ist Ida Kern", "new"),
    ("Ida Kern wurde zur [Vorsitzenden] gewählt", "new"),
    ("Der Rat wählt Ida Kern zur [Beigeordneten]", "new"),
    ("Ida Kern wird [Leiterin] des Kinderhauses", "new"),
    ("im Juni wird Ida Kern [Vorsitzende] des Vereins", "new"),
    ("auf ihn folgt Ida Kern als [Hauptamtsleiterin].", "new"),
    ("Kern löst Ida Wolf als [Vorsitzender] ab.", "new"),
    ("Kern übernimmt auch die Aufgabe der [Datenschutzbeauftragten].", "new"),
    ("Kern, der als [Jugendamtsleiter] nach Schutterwald wechselt.", "new"),
    ("wird künftig als [Ansprechpartnerin] der Städte zur Verfügung stehen", "new"),
    ("der designierte [Bürgermeister] Kern", "designated"),
    ("mit dem künftigen [Oberbürgermeister]", "designated"),
    ("die kommissarische [Schulleiterin] Kern", "acting"),
    ("der amtierende [Präsident] Kern", None),
    ("Die scheidende [Kulturamtsleiterin] Kern", None),
    ("als [Kämmerin] verabschiedet", None),
    ("der zuständige [Dezernent] Kern", None),
    ("die ehemalige Schule, so [Bürgermeister] Kern", None),
    ("mit ehemaligen Helfern der [Feuerwehrkommandant] Kern", None),
    ("Am Abend wird [Bürgermeister] Jan Kern das Fest eröffnen", None),
]


@pytest.mark.parametrize(("phrase", "status"), STATUS, ids=[p for p, _ in STATUS])
def test_status(phrase: str, status: str | None) -> None:
    assert read(phrase).status == status


LEMMAS = [
    ("die [Bürgermeisterin] kam", "Bürgermeister/in"),
    ("der [Vorsitzende] kam", "Vorsitzende/r"),
    ("die [stellvertretende Vorsitzende] kam", "stellvertretende/r Vorsitzende/r"),
    ("[Erste Beigeordnete] Kern", "Erste/r Beigeordnete/r"),
    ("die [3. Bürgermeisterin] kam", "3. Bürgermeister/in"),
    ("die [Landrätin] kam", "Landrat/Landrätin"),
    ("der [Chefarzt] kam", "Chefarzt/Chefärztin"),
    ("die [Kauffrau] kam", "Kaufmann/Kauffrau"),
    ("der [Kollege] kam".replace("Kollege", "Amtskollege"), "Amtskollege/Amtskollegin"),
    ("der [Kämmerer] kam", "Kämmerer/Kämmerin"),
    ("die [Hebamme] kam", "Hebamme"),
    ("das [Stadtoberhaupt] kam", "Stadtoberhaupt"),
    ("der [OB] kam", "Oberbürgermeister/in"),
    ("Kern [MdB]", "Mitglied des Bundestages"),
    ("der [Dezernent für Kultur] kam", "Dezernent/in für Kultur"),
    ("[Beamtinnen und Beamte]", "Beamter/Beamtin"),
]


@pytest.mark.parametrize(("phrase", "lemma"), LEMMAS, ids=[p for p, _ in LEMMAS])
def test_lemma(phrase: str, lemma: str) -> None:
    assert read(phrase).lemma == lemma


FIELDS = [
    ("[Kulturdezernentin] Kern", "portfolio", "Kultur"),
    ("[Ordnungsdezernent] Kern", "portfolio", "Ordnung"),
    ("[Dezernent für Sport und Bäder] Kern", "portfolio", "Sport und Bäder"),
    ("[Leiter des Referats Verkehr]", "portfolio", "Verkehr"),
    ("[Leiterin der Abteilung Pflege und Alter]", "portfolio", "Pflege und Alter"),
    ("[Bürgermeister] Kern", "portfolio", None),
    ("[stv. Vorsitzende] Kern", "rank", "stellvertretend"),
    ("[Erster Bürgermeister] Kern", "rank", "Erste"),
    ("[2. Bürgermeister] Kern", "rank", "Zweite"),
    ("[Zweite stellvertretende Bürgermeisterin] Kern", "rank", "Zweite stellvertretend"),
    ("[Bürgermeister] Kern", "rank", None),
    ("[Bürgermeister] Kern", "category", "municipal"),
    ("[Staatssekretärin] Kern", "category", "government"),
    ("[Wehrführer] Kern", "category", "police_fire_rescue"),
    ("[Pfarrer] Kern", "category", "church"),
    ("[MdL]", "category", "parliament"),
    ("[Moderatorin] Kern", "event", True),
    ("[Schirmherr] Kern", "event", True),
    ("[Bürgermeister] Kern", "event", False),
    ("[Bürgermeister:innen]", "generic", True),
    ("[Landrätinnen und Landräte]", "generic", True),
    ("die [Planer] sehen Linien", "generic", True),
    ("alle [Ortsvorsteher] kamen", "generic", True),
    ("die [Bürgermeister] Grete Lassen und Momme Thies", "generic", False),
    ("Jan Kern ist [Landrat]", "generic", False),
    ("die [Bürgermeisterin] kam", "gender", "f"),
    ("der [Vorsitzende] kam", "gender", "m"),
    ("[Bürgermeister:innen]", "gender", None),
    ("das [Stadtoberhaupt] kam", "gender", None),
    ("Frau [OB] Kern", "gender", "f"),
    ("im Amt: OB Kern. Die Oberbürgermeisterin sprach. Der [OB] lag der Brief vor.", "gender", "f"),
    ("stellvertretender CDU-[Vorsitzender] Kern", "role", "stellvertretender Vorsitzender"),
    ("[Mitarbeiterin] beim Jobcenter für Ausbildungsfragen.", "role",
     "Mitarbeiterin für Ausbildungsfragen"),
    ("das [Unbekannte] kam", "role", "Unbekannte"),
    ("[BÜRGERMEISTER] KERN", "role", "Bürgermeister"),
    ("[Polizisten] sperrten ab", "role", "Polizist"),
    ("des [Papstes]", "role", "Papst"),
    ("den [Landräten]", "role", "Landrat"),
    ("die [Zimmerleute] kamen", "role", "Zimmermann"),
    ("den [Beigeordneten] Kern", "role", "Beigeordneter"),
    ("von den [Chefs]", "role", "Chef"),
    ("des [Stadtoberhaupts]", "role", "Stadtoberhaupt"),
    ("dem [Ersten Beigeordneten] Kern", "role", "Erster Beigeordneter"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "field", "value"), FIELDS, ids=[f"{p}-{f}" for p, f, _ in FIELDS]
)
def test_field(phrase: str, field: str, value: object) -> None:
    assert getattr(read(phrase), field) == value


WORDS = [
    ("Klimaanpassungsbeauftragten", "Klimaanpassungsbeauftragter", "Klimaanpassungsbeauftragte"),
    ("Meteorologen", "Meteorologe", "Meteorologin"),
    ("Tierärzten", "Tierarzt", "Tierärztin"),
    ("Bäuerin", "Bauer", "Bäuerin"),
    ("Feuerwehrleuten", "Feuerwehrmann", "Feuerwehrfrau"),
    ("Wirtschaftsförderer/-innen", "Wirtschaftsförderer", "Wirtschaftsförderin"),
    ("Kolleg:innen".replace("Kolleg", "Amtskolleg"), "Amtskollege", "Amtskollegin"),
    ("Polizeibeamt*innen", "Polizeibeamter", "Polizeibeamtin"),
    ("Komfort\xadberaterin", "Komfortberater", "Komfortberaterin"),
    ("Pflegekräfte", "Pflegekraft", "Pflegekraft"),
    ("Aufsichtsratsmitglieder", "Aufsichtsratsmitglied", "Aufsichtsratsmitglied"),
]


@pytest.mark.parametrize(("word", "masculine", "feminine"), WORDS)
def test_base_forms(word: str, masculine: str, feminine: str) -> None:
    analysis = analyse(word)
    assert analysis is not None
    assert (analysis.masculine(), analysis.feminine()) == (masculine, feminine)


@pytest.mark.parametrize(
    "word",
    ["Ministerium", "Meisterschaft", "Drehleitern", "Lautsprechern", "Monologe", "Gegenwart",
     "Rat", "Leiterplatte", "Präsidentenwahl", "Bürgermeisteramt", "Geräte", "Nachrichten", "Haus",
     "", "-"],
)  # fmt: skip
def test_look_alikes(word: str) -> None:
    assert analyse(word) is None


def test_adjectives() -> None:
    leader, mayor = analyse("Leiterin"), analyse("Bürgermeister")
    assert leader is not None
    assert mayor is not None
    assert belongs("stellvertretende", leader)
    assert belongs("2.", mayor)
    assert not belongs("2.", leader)
    assert not belongs("ehemalige", mayor)
    assert adjective_stem("leitender") == "leitend"
    assert adjective_stem("Dr.") is None


def test_repair() -> None:
    assert repair("BÃ¼rgermeister") == "Bürgermeister"
    assert repair("São") == "São"


def test_every_head_is_found_in_both_genders() -> None:
    for declensions in load_toml("roles")["heads"].values():
        for nouns in declensions.values():
            for noun in nouns:
                analysis = analyse(noun.partition("/")[0])
                if analysis is None:  # stems of nominalised adjectives
                    analysis = analyse(noun + "e")
                assert analysis is not None, noun
                for base in (analysis.masculine(), analysis.feminine()):
                    again = analyse(base)
                    assert again is not None, base
                    assert base in (again.masculine(), again.feminine())


def test_traits_name_heads() -> None:
    tables = load_toml("roles")
    heads = {
        noun.partition("/")[0]
        for declensions in tables["heads"].values()
        for nouns in declensions.values()
        for noun in nouns
    }
    for trait in ("closed", "bound", "bound_alone", "strict", "errands", "event"):
        assert not set(tables["traits"][trait]) - heads, trait


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(min_size=1, max_size=40), st.text(max_size=60))
def test_any_text_is_read(before: str, span: str, after: str) -> None:
    text = before + span + after
    found = Found(len(before), len(before) + len(span), span, "ROLE", "test")
    reading = read_role(text, found)
    assert reading.status in (None, *ROLE_STATUS)
    assert reading == read_role(text, found)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["Bürgermeister", "Leiterin", "Vorsitzender", "Ärztin", "Kaufmann"]), st.data()
)
def test_a_value_is_its_own_value(noun: str, data: st.DataObject) -> None:
    modifier = data.draw(st.sampled_from(["", "Kreis", "Klimaschutz", "Vize-", "Haupt"]))
    word = noun if not modifier else modifier + (noun if modifier[-1] == "-" else noun.lower())
    once = read(f"als [{word}]").role
    assert read(f"als [{once}]").role == once
