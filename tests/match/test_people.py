"""PERSON spans: text with the expected spans in [brackets]; the model's spans are simulated."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Span

from presselese.match.people import find_people
from presselese.match.tokens import customise


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("de")
    customise(pipeline)
    return pipeline


CASES = [
    # marked text, what the model proposes as PER
    ("[Lea Amann] kam.", ["Lea Amann"]),
    ("Dr. [Lea Amann] kam.", ["Dr. Lea Amann"]),
    ("Prof. Dr. [Lea Amann] kam.", ["Prof. Dr. Lea Amann"]),
    ("Frau [Amann] kam.", ["Frau Amann"]),
    ("Frau [Amann] kam.", []),
    ("Herr Dr. [Max von der Heide] kam.", []),
    ("[Lea Amann]. [Amann] ging.", ["Lea Amann"]),
    ("[Lea Amann]. Laut [Amann] geht es.", ["Lea Amann"]),
    ("[Ute Mai] sprach. Im Mai folgt mehr.", ["Ute Mai"]),
    ("[Inge Stein] kam. Der Stein fiel.", ["Inge Stein"]),
    ("[Inge Stein] kam. [Steins] Rede.", ["Inge Stein"]),
    ("Die Astrid-Lindgren-Schule feiert.", ["Astrid-Lindgren"]),
    ("Die Konrad-Adenauer-Straße ist gesperrt.", ["Konrad-Adenauer-Straße"]),
    ("[Lea Amann] (SPD)", ["Lea Amann ("]),
    ("[Max Ott], a. D.", ["Max Ott, a. D."]),
    ("Foto: OB", ["OB"]),
    ("AMANN eröffnet", ["AMANN"]),
    ("[LEA AMANN] eröffnet", ["LEA AMANN"]),
    ("„[Lea Amann]“", ["„Lea Amann“"]),
    # titles stand outside
    ("Prof. Dr. Dr. h. c. [Max Ott] sprach.", ["Prof. Dr. Dr. h. c. Max Ott"]),
    ("Prof. Dr. Dr. h. c. mult. [Max Ott] sprach.", ["Max Ott"]),
    ("Dr. med. [Eva Klein] rät.", ["Dr. med. Eva Klein"]),
    ("Dr. med. [Eva Klein] rät.", []),
    ("Dr.-Ing. [Ada Wolf] plant.", ["Dr.-Ing. Ada Wolf"]),
    ("Dipl.-Ing. [Max Ott] plant.", ["Dipl.-Ing. Max Ott"]),
    ("Dipl.-Ing. (FH) [Max Ott] plant.", ["Max Ott"]),
    ("Professorin [Ada Wolf] forscht.", ["Professorin Ada Wolf"]),
    ("PD Dr. [Ada Wolf] forscht.", ["PD Dr. Ada Wolf"]),
    ("Univ.-Prof. Dr. [Ada Wolf] forscht.", ["Ada Wolf"]),
    ("Mag. [Urs Frei] leitet.", ["Mag. Urs Frei"]),
    ("DDr. [Urs Frei] leitet.", ["DDr. Urs Frei"]),
    ("[Ada Wolf], M. A., forscht.", ["Ada Wolf"]),
    ("[Ada Wolf] M. A. forscht.", ["Ada Wolf M. A."]),
    ("[Ada Wolf] (MBA) forscht.", ["Ada Wolf (MBA"]),
    ("[Max Ott] a. D. kam.", ["Max Ott a. D."]),
    ("[Max Ott], MdB, kam.", ["Max Ott, MdB"]),
    ("[Max Ott] MdL kam.", ["Max Ott MdL"]),
    # forms of address
    ("Frau Dr. [Amann] kam.", ["Dr. Amann"]),
    ("Sie danken Herrn [Ott].", []),
    ("Sehr geehrte Frau [Amann], willkommen.", []),
    ("Frau [van den Berg] lachte.", []),
    ("Herr [von der Heide] lachte.", ["Heide"]),
    ("Frau [de Vries] lachte.", []),
    ("Frau [Müller-Lüdenscheidt] lachte.", []),
    ("Frau Oberbürgermeisterin [Amann] sprach.", ["Amann"]),
    ("Frau Oberbürgermeisterin [Amann] sprach.", []),
    ("Frau Oberbürgermeisterin [Lea Amann] sprach.", []),
    ("Herr Landrat Dr. [Ott] sprach.", []),
    ("Herr Bürgermeister dankte.", []),
    ("Frau Staatssekretärin, bitte.", []),
    # offices stand outside, also where the model misses the name
    ("Oberbürgermeister [Thomas Kufen] kam.", ["Oberbürgermeister Thomas Kufen"]),
    ("Oberbürgermeister [Kufen] begrüßte die Gäste.", []),
    ("Landrätin [Ute Lang] kam.", ["Landrätin Ute Lang"]),
    ("Pfarrer [Ott] betete.", []),
    ("Laut Bürgermeisterin [Amann] geht es weiter.", []),
    ("Polizeihauptkommissarin [Ariel Herritz] kam.", ["Polizeihauptkommissarin Ariel Herritz"]),
    ("OB [Lea Amann] kam.", ["OB Lea Amann"]),
    ("Der Bürgermeister Dienstag und Mittwoch im Urlaub", []),
    ("Die Bürgermeister Europas tagen.", []),
    # several people
    ("[Anna] und [Max Muster] kamen.", ["Anna", "Max Muster"]),
    ("[Anna] und [Max Muster] kamen.", ["Anna und Max Muster"]),
    ("Das Ehepaar [Anna] und [Max Muster] kam.", ["Max Muster"]),
    ("Die Eheleute [Anna] und [Max Muster] kamen.", ["Eheleute Anna und Max Muster"]),
    ("[Anna] & [Max Muster] kamen.", ["Anna & Max Muster"]),
    ("Familie Karaca kam.", ["Karaca"]),
    ("Die Familie Karaca kam.", ["Familie Karaca"]),
    ("Das Ehepaar Karaca kam.", ["Karaca"]),
    ("[Lea Amann] und [Max Ott] kamen.", ["Lea Amann und Max Ott"]),
    ("[Lea Amann], [Max Ott] und [Eva Klein]", ["Lea Amann, Max Ott", "Eva Klein"]),
    ("[Lea Amann]/[Max Ott]", ["Lea Amann/Max Ott"]),
    ("v. l.: [Lea Amann], [Max Ott]", ["Lea Amann", "Max Ott"]),
    ("(v. l.) [Lea Amann]", ["Lea Amann"]),
    ("[Lea Amann] (l.) und [Max Ott] (r.)", ["Lea Amann (l", "Max Ott (r"]),
    ("Dabei: [Amann, Lea]; [Ott, Max]; [Klein, Eva]", ["Amann, Lea", "Ott, Max", "Klein, Eva"]),
    # streets, schools, prizes, churches, companies
    ("Die Willy-Brandt-Straße ist gesperrt.", ["Willy-Brandt"]),
    ("Auf dem Willy-Brandt-Platz wird gebaut.", ["Willy-Brandt-Platz"]),
    ("Der Konrad-Adenauer-Ring ist frei.", ["Konrad-Adenauer-Ring"]),
    ("Die Anne-Frank-Realschule feiert.", ["Anne-Frank"]),
    ("Die Albert Schweitzer Schule feiert.", ["Albert Schweitzer"]),
    ("Das Sophie-Scholl-Gymnasium feiert.", ["Sophie-Scholl-Gymnasium"]),
    ("Die Otto-von-Guericke-Universität forscht.", ["Otto-von-Guericke"]),
    ("Die Johannes Gutenberg-Universität forscht.", ["Johannes Gutenberg"]),
    ("Die Heinrich-Böll-Stiftung fördert.", ["Heinrich-Böll"]),
    ("Die Robert Bosch Stiftung fördert.", ["Robert Bosch"]),
    ("Das Max-Planck-Institut forscht.", ["Max-Planck"]),
    ("Der Georg-Büchner-Preis ging an [Lea Amann].", ["Georg-Büchner", "Lea Amann"]),
    ("Der Theodor-Heuss-Preis wird vergeben.", ["Theodor-Heuss-Preis"]),
    ("Der Max Ott Cup beginnt.", ["Max Ott"]),
    ("Im Rudolf-Harbig-Stadion spielt man.", ["Rudolf-Harbig"]),
    ("Im Fritz-Walter-Stadion spielt man.", ["Fritz-Walter-Stadion"]),
    ("Das Elisabeth-Krankenhaus hilft.", ["Elisabeth"]),
    ("Das Seniorenzentrum St. Elisabeth feiert.", ["St. Elisabeth"]),
    ("Die Kirche St. Martin ist offen.", ["St. Martin"]),
    ("Die Kirche St. Martin ist offen.", ["Martin"]),
    ("Sankt Nikolaus wird saniert.", ["Sankt Nikolaus"]),
    ("Die Bäckerei Müller spendet.", ["Müller"]),
    ("Das Autohaus Schmidt spendet.", ["Schmidt"]),
    ("Die Firma Huber spendet.", ["Huber"]),
    ("Der Gasthof Rössler lädt ein.", ["Rössler"]),
    ("Das Büro Formolo plant.", ["Formolo"]),
    ("Das Architekturbüro Meyer plant.", ["Meyer"]),
    ("Die Metzgerei Hans Huber spendet.", ["Hans Huber"]),
    ("Die Müller GmbH baut.", ["Müller"]),
    ("Die Hans Müller GmbH & Co. KG baut.", ["Hans Müller"]),
    ("Die Müller & Söhne KG baut.", ["Müller"]),
    ("Die Ott AG baut.", ["Ott"]),
    ("Die Max Ott Bau GmbH baut.", ["Max Ott"]),
    ("[Lea Amann]-Nachfolge geregelt", ["Lea Amann"]),
    # particles, double names, initials, spelling
    ("[Karl-Theodor zu Guttenberg] kam.", ["Karl-Theodor zu Guttenberg"]),
    ("[Ursula von der Leyen] kam.", ["Ursula von der Leyen"]),
    ("[Hajim al-Hassani] kam.", ["Hajim al-Hassani"]),
    ("[Anwar as-Sadat] kam.", ["Anwar as-Sadat"]),
    ("[Aladin El-Mafaalani] kam.", ["Aladin El-Mafaalani"]),
    ("[Seán O’Brien] kam.", ["Seán O’Brien"]),
    ("[Valéry Giscard d’Estaing] kam.", ["Valéry Giscard d’Estaing"]),
    ("[Eva Leutheusser-Schnarre] kam.", ["Eva Leutheusser-Schnarre"]),
    ("[Eva Müller - Lang] kam.", ["Eva Müller - Lang"]),
    ("[J. R. Müller] kam.", ["J. R. Müller"]),
    ("[Hubert H. Burda] kam.", ["Hubert H. Burda"]),
    ("Der Beschuldigte [Rafik Y.] schwieg.", ["Rafik Y."]),
    ("Königin [Elisabeth II.] kam.", ["Elisabeth II."]),
    ("Papst [Johannes Paul II.] kam.", ["Johannes Paul II."]),
    ("Gast war [Lea Amann].", ["Lea Amann."]),
    ("[Hans „Hansi“ Müller] kam.", ["Hans „Hansi“ Müller"]),
    ("[Max MUSTER] kam.", ["Max MUSTER"]),
    ("[Đorđe Šarić] und [Łukasz Żak] kamen.", ["Đorđe Šarić", "Łukasz Żak"]),
    ("[Nguyễn Văn An] kam.", ["Nguyễn Văn An"]),
    # no names
    ("Hartz IV bleibt.", ["Hartz IV"]),
    ("Der BBE Kongress beginnt.", ["BBE Kongress"]),
    ("Kontakt max.ott@fulda.de", ["max.ott@fulda.de"]),
    ("[Eva Lang-Ott] (geb. Klein) kam.", ["Eva Lang-Ott", "Klein"]),
    ("[Eva Lang-Ott], geborene Klein, kam.", ["Eva Lang-Ott", "Klein"]),
    # elsewhere in the document
    ("[Lea Amann]\nLeiterin", ["Lea Amann\nLeiterin"]),
    ("[Lea Amann] kam. „Gut“, sagte [Amann].", ["Lea Amann"]),
    ("[Lea Amann] kam. [Amanns] Rede gefiel.", ["Lea Amann"]),
    ("[Max Koch] kam. Ein Koch half. Der neue Koch auch.", ["Max Koch"]),
    ("[Eva Sommer] kam. Der Sommer war heiß. Im Sommer folgt mehr.", ["Eva Sommer"]),
    ("[Eva Sommer] kam. Die Sommer-Aktion läuft.", ["Eva Sommer"]),
    ("[Lea Amann] kam. Die Amann-Schule feiert.", ["Lea Amann"]),
    ("[Maya von der Heide] kam. [Von der Heide] ging.", ["Maya von der Heide"]),
    ("[Max Ott] kam. [Lea Ott] ging. Frau [Ott] blieb.", ["Max Ott", "Lea Ott"]),
    ("[AMANN] ERÖFFNET MUSEUM\n[Lea Amann] kam.", ["Lea Amann"]),
    ("[Lea Amann] kam. Später ging [Lea Amann].", ["Lea Amann"]),
]


@pytest.mark.parametrize(("marked", "ents"), CASES)
def test_find_people(nlp: Language, marked: str, ents: list[str]) -> None:
    text = marked.replace("[", "").replace("]", "")
    expected, offset = [], 0
    for part in marked.split("["):
        name, bracket, rest = part.partition("]")
        if bracket:
            expected.append((offset, offset + len(name)))
        offset += len(name) + len(rest)
    doc = nlp.make_doc(text)
    spans = []
    for name in ents:
        start = text.index(name)
        span = doc.char_span(start, start + len(name), label="PER", alignment_mode="expand")
        assert span is not None
        spans.append(span)
    doc.ents = spans
    assert [(f.start, f.end) for f in find_people(doc)] == expected


PIECES = st.sampled_from(
    [
        "Lea", "Amann", "Dr.", "Frau", "Prof.", "von der", "Heide", "und", "&", ",", "(", ")", "/", "-",
        "Bürgermeister", "OB", "Familie", "Foto:", "GmbH", "\n", "AMANN", "Y.", "II.", "al-", "d’", "ß", "\xa0",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=16).map(" ".join), st.data())
def test_spans_are_apart_and_on_one_line(nlp: Language, text: str, data: st.DataObject) -> None:
    doc = nlp.make_doc(text)
    size = len(doc)
    if size:
        start = data.draw(st.integers(0, size - 1))
        doc.set_ents([Span(doc, start, data.draw(st.integers(start + 1, size)), label="PER")])
    last = 0
    for found in find_people(doc):
        assert last <= found.start < found.end <= len(text)
        assert found.text == text[found.start : found.end] == found.text.strip()
        assert "\n" not in found.text
        last = found.end


@pytest.mark.parametrize(
    "text",
    ["Frau " * 20_000, "Bürgermeister " * 20_000, "Amann-" * 20_000, "A. " * 20_000, "Dr. von " * 20_000],
    ids=["address", "office", "hyphens", "initials", "particles"],
)  # fmt: skip
def test_linear_time(nlp: Language, text: str) -> None:
    nlp.max_length = 10**6
    find_people(nlp.make_doc(text))
