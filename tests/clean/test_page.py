"""Lines of real page furniture, each put into a page at its usual place."""

from __future__ import annotations

import pytest

from presselese.clean import clean

TITLE = "Stadt stellt Pläne für den neuen Busbahnhof vor"
BODY = (
    "Die Stadt hat am Dienstag die Pläne für den neuen Busbahnhof vorgestellt. Rund 120 "
    "Bürgerinnen und Bürger kamen in die Stadthalle und stellten viele Fragen.",
    "„Wir wollen, dass das Umsteigen leichter wird“, sagte Bürgermeisterin Eva Lindner. Der "
    "Rat entscheidet im Herbst über den Entwurf, danach beginnt die Ausschreibung.",
)

TOP = [
    # skip links, languages, display
    ("Zum Inhalt springen", "navigation"),
    ("Direkt zur Hauptnavigation | Direkt zum Inhalt | Direkt zur Suche", "navigation"),
    ("Springe direkt zu:", "navigation"),
    ("Navigation überspringen", "navigation"),
    ("Menü öffnen", "navigation"),
    ("Deutsch | English | Français", "navigation"),
    ("DE EN PL", "navigation"),
    ("Leichte Sprache · Gebärdensprache", "navigation"),
    ("Sprache auswählen: Deutsch / Türkçe / Русский", "navigation"),
    ("Schriftgröße ändern | Kontrast erhöhen", "navigation"),
    ("Seite vorlesen", "navigation"),
    # menus and breadcrumbs
    ("Startseite", "navigation"),
    ("Rathaus & Politik", "navigation"),
    ("Bürgerservice", "navigation"),
    ("Leben & Wohnen", "navigation"),
    ("Wirtschaft", "navigation"),
    ("Presse", "navigation"),
    ("Ortsteile", "navigation"),
    ("Bekanntmachungen", "navigation"),
    ("Karriere", "navigation"),
    ("Rathaus | Kultur | Soziales | Wirtschaft | Kontakt", "navigation"),
    ("Startseite > Rathaus > Presse > Meldungen", "navigation"),
    ("Home » Aktuelles » Pressemitteilungen", "navigation"),
    ("Sie sind hier: Startseite / Stadt / Aktuelles", "navigation"),
    ("Neues aus dem Rathaus", "navigation"),
    ("Herzlich willkommen auf unserer Seite", "navigation"),
    # notices and boxes
    ("Diese Website verwendet Cookies. Mit der Nutzung stimmen Sie dem zu. [OK]", "widget"),
    (
        "Wir verwenden Cookies, um Inhalte zu personalisieren und die Zugriffe auf unsere "
        "Website zu analysieren. Sie können Ihre Auswahl jederzeit ändern.",
        "widget",
    ),
    ("Cookie-Einstellungen", "widget"),
    ("Alle akzeptieren", "widget"),
    ("Bitte aktivieren Sie JavaScript in Ihrem Browser, um die Seite zu nutzen.", "widget"),
    ("Ihr Browser ist veraltet. Bitte installieren Sie eine neue Version.", "widget"),
    ("Suche", "widget"),
    ("Suchbegriff eingeben …", "widget"),
    ("Wonach suchen Sie?", "widget"),
    ("Volltextsuche [Suchen]", "widget"),
    ("Heute: Mo, 12.06.2017 | 09:45 Uhr", "widget"),
    ("Mi, 04.03.2020 | 7 °C, leicht bewölkt", "widget"),
    ("18 °C", "widget"),
    ("+++", "widget"),
    ("* * *", "widget"),
    ("--------", "widget"),
    # stamps
    ("12.05.2023", "metadata"),
    ("Freitag, 12. Mai 2023", "metadata"),
    ("12.05.2023, 14:30 Uhr", "metadata"),
    ("2023-05-12", "metadata"),
    ("Meldung vom 12.05.2023", "metadata"),
    ("Archiv-Beitrag vom 12.05.2023", "metadata"),
    ("Veröffentlicht am 12. Mai 2023", "metadata"),
    ("Pressemitteilung Nr. 14/2023 vom 12. Mai 2023", "metadata"),
    ("Presseinformation | 12. Mai 2023", "metadata"),
    ("Pressemitteilung Nr. 118/2023", "metadata"),
    ("Pressemitteilung", "metadata"),
    ("Kassel, den 12. Mai 2023", "metadata"),
    ("12.05.2023 | Stadt Kassel", "metadata"),
    ("Meldungsdatum: 12.05.2023", "metadata"),
    ("Diese Meldung ist älter als ein Jahr und möglicherweise überholt.", "metadata"),
    # bylines and share bars
    ("Von der Redaktion · Lesedauer: 3 Minuten", "byline"),
    ("Autorin: Lea Amann", "byline"),
    ("Teilen: Facebook | X | WhatsApp", "share"),
    ("Facebook   Instagram   YouTube", "share"),
    ("Artikel teilen auf Facebook, Twitter, XING", "share"),
]

END = [
    ("Stand: 13.05.2023", "metadata"),
    ("Zuletzt geändert am 13.05.2023", "metadata"),
    ("Letzte Aktualisierung: 13. Mai 2023, 09:12 Uhr", "metadata"),
    # contacts
    ("Pressekontakt: Simone Weber", "press_contact"),
    ("Rückfragen an: Stadt Kassel, Pressestelle, Tel. 0561 787-0", "press_contact"),
    ("Ansprechpartnerin für Medien: Eva Lindner, Telefon 05661 708-0", "press_contact"),
    ("Telefon: 0345 221-0, Fax: 0345 221-1", "press_contact"),
    ("E-Mail: presse@stadt.example", "press_contact"),
    ("presse@stadt.example", "press_contact"),
    ("Stadtverwaltung Glauchau, Markt 1, 08371 Glauchau", "press_contact"),
    ("Öffnungszeiten: Mo–Fr 8–12 Uhr, Do auch 14–18 Uhr", "press_contact"),
    ("Mo, Di, Do 9–12 Uhr", "press_contact"),
    (
        "Für Rückfragen steht Ihnen Eva Lindner unter Tel. 05661 708-0 zur Verfügung.",
        "press_contact",
    ),
    # links and files
    ("Hier finden Sie den Plan zum Herunterladen.", "link"),
    ("Weitere Informationen: www.stadt.example/busbahnhof", "link"),
    ("Weitere Informationen gibt es unter www.stadt.example/bus.", "link"),
    ("Mehr unter: https://www.stadt.example/bus", "link"),
    ("https://www.stadt.example/bus", "link"),
    ("Lageplan_Busbahnhof.pdf (1,2 MB)", "link"),
    ("Programmheft (PDF, 640 kB)", "link"),
    ("Download: Faltblatt.docx", "link"),
    ("Weiterlesen", "link"),
    # related pages
    ("Weitere Meldungen", "navigation"),
    ("Das könnte Sie auch interessieren", "navigation"),
    ("Zurück zur Übersicht", "navigation"),
    ("Nach oben", "navigation"),
    ("Vorheriger Artikel | Nächster Artikel", "navigation"),
    ("Alle Meldungen", "navigation"),
    ("11.05.2023 Freibad öffnet früher", "navigation"),
    ("Bisherige Treffen: 2019 Ulm | 2018 Trier | 2017 Hof", "navigation"),
    # buttons, newsletter, comments, calendars
    ("Drucken", "widget"),
    ("[schließen]", "widget"),
    ("Drucken | Weiterempfehlen | Zurück", "widget"),
    ("Newsletter abonnieren", "widget"),
    ("Newsletter der Stadt: Ihre E-Mail-Adresse [Absenden]", "widget"),
    ("Kommentare (0)", "widget"),
    ("Kommentar schreiben", "widget"),
    ("Schreiben Sie den ersten Kommentar!", "widget"),
    ("Heinz schrieb am 14.05.2023 um 21:14: Endlich!", "widget"),
    ("Veranstaltungskalender", "widget"),
    ("Mo Di Mi Do Fr Sa So", "widget"),
    ("15 16 17 18 19 20 21", "widget"),
    ("« Februar 2018 »", "widget"),
    ("E-Mail: ____________ [ ] Ich bin kein Roboter", "widget"),
    # share
    ("Bookmarks: Mister Wong | del.icio.us | Facebook", "share"),
    ("Folgen Sie uns: Facebook Instagram YouTube", "share"),
    ("Diese Seite teilen: Facebook · Twitter · E-Mail", "share"),
    ("teilen  tweeten  mailen", "share"),
    # legal
    ("© 2023 Stadt Kassel", "legal"),
    ("© Stadt Kassel 2023 · Impressum · Datenschutz", "legal"),
    ("Impressum | Datenschutz | Barrierefreiheit", "legal"),
    ("Alle Rechte vorbehalten. Nachdruck honorarfrei, Beleg erbeten.", "legal"),
    ("Original-Content von: Stadt Kassel, übermittelt durch news aktuell", "legal"),
    ("(ew)", "byline"),
]

# Inside the text: pictures, and what must stay.
MIDDLE = [
    ("Foto: Harry Soremski", "photo_credit"),
    ("Fotos: Stadt Kassel/Eva Lindner", "photo_credit"),
    ("Bild: privat", "photo_credit"),
    ("(Foto: Stadt Kassel)", "photo_credit"),
    ("© Stadt Kassel/Harry Soremski", "photo_credit"),
    ("Bildnachweis: Lea Amann", "photo_credit"),
    ("IMG_4471_busbahnhof_web.jpg", "image_name"),
    ("Busbahnhof_neu", "image_name"),
    ("Symbolbild: Bus an einer Haltestelle", "image_name"),
    ("Logo der Stadtwerke", "image_name"),
    ("Bild: Gruppe vor dem Modell", "image_name"),
    ("[Bild: Modell des Busbahnhofs]", "image_name"),
    ("Alternativtext: Modell aus Pappe", "image_name"),
    ("dpa/Erika Muster", "photo_credit"),
    ("Max Muster / pixelio.de", "photo_credit"),
    ("Foto von Lea Amann", "photo_credit"),
    ("Fotostrecke mit 4 Bildern", "widget"),
    ("Jetzt anmelden!", "widget"),
    ("Laden...", "widget"),
    ("×", "widget"),
    ("Lesen Sie auch: Stadt plant neue Radwege im Norden", "navigation"),
    ("Alle Baustellen der Stadt »", "link"),
    ("Eva Lindner (links) und Max Muster mit dem Modell", "caption"),
    ("v. l.: Eva Lindner, Max Muster, Dr. Ute Koch (Stadtwerke)", "caption"),
    ("Beim Rundgang (v. l.): Eva Lindner, Max Muster. Foto: Stadt Kassel", "caption"),
    ("Mehr Platz für Räder", "heading"),
    ("Hintergrund", "heading"),
    ("Wie geht es weiter?", "heading"),
    ("Kosten und Zeitplan", "heading"),
    ("Termine", "heading"),
    ("Kultur", "heading"),
    ("- Überdachte Stellplätze für 200 Fahrräder", "body"),
    ("Die Bürgerinnen und Bürger können bis Ende Mai Anregungen geben.", "body"),
    (
        "Wer mehr wissen will, kann sich unter Telefon 0561 787-0 oder per E-Mail an "
        "bus@stadt.example melden, die Verwaltung hilft gern weiter.",
        "body",
    ),
    (
        "Die Öffnungszeiten der Mobilitätszentrale werden bis zum Herbst erweitert, damit auch "
        "Berufstätige am Abend noch eine Beratung bekommen.",
        "body",
    ),
    (
        "Facebook und Instagram nutzt die Stadt bereits, um über die Bauarbeiten zu berichten "
        "und Fragen zu beantworten.",
        "body",
    ),
    ("Mit der Anmeldung zum Fest erhalten alle Kinder ein Trikot der Stadt.", "body"),
    ("Die technische Umsetzung hat ein Büro aus Kassel übernommen.", "body"),
    ("[…]", "heading"),
    (
        "Der Datenschutz sei bei den neuen Kameras von Anfang an mitgedacht worden, sagte die "
        "Datenschutzbeauftragte der Stadt.",
        "body",
    ),
]


def reason_of(line: str, above: list[str], below: list[str]) -> str:
    """Put a line between others and return the reason it was given."""
    text = "\n".join([*above, line, *below])
    return clean(text).lines[len(above)].reason


@pytest.mark.parametrize(("line", "reason"), TOP)
def test_before_the_title(line: str, reason: str) -> None:
    page = ["Zum Inhalt"], ["", TITLE, "", *BODY]
    assert reason_of(line, *page) == reason
    title = clean("\n".join([*page[0], line, *page[1]])).metadata.title
    assert title == TITLE


@pytest.mark.parametrize(("line", "reason"), END)
def test_after_the_text(line: str, reason: str) -> None:
    assert reason_of(line, [TITLE, "", *BODY, ""], []) == reason


@pytest.mark.parametrize(("line", "reason"), MIDDLE)
def test_inside_the_text(line: str, reason: str) -> None:
    assert reason_of(line, [TITLE, "", BODY[0], ""], [BODY[1]]) == reason


BLOCKS = [
    pytest.param(
        [
            ("Mehr Informationen", "navigation"),
            ("- 26. Mitgliederversammlung in Köln", "navigation"),
            ("- Zwölfte Mitgliederversammlung in München", "navigation"),
        ],
        id="page list under a heading",
    ),
    pytest.param(
        [
            ("Pressekontakt:", "press_contact"),
            ("Stadt Kassel, Presse- und Öffentlichkeitsarbeit", "press_contact"),
            ("Tel. 0561 787-1231", "press_contact"),
        ],
        id="contact block",
    ),
    pytest.param(
        [("Kontakt", "press_contact"), ("Eva Lindner, Telefon 0561 787-0", "press_contact")],
        id="Kontakt with data",
    ),
    pytest.param([("Kontakt", "navigation")], id="Kontakt without data"),
    pytest.param(
        [
            ("Bookmarken bei", "share"),
            ("Facebook", "share"),
            ("Mister Wong", "share"),
            ("VZ Netzwerke", "share"),
        ],
        id="bookmarks, one a line",
    ),
    pytest.param(
        [
            ("Ähnliche Beiträge", "navigation"),
            ("Freibad öffnet früher", "navigation"),
            ("Bücherei zieht um – 11.05.2023", "navigation"),
            ("Rufbus verlängert (10.05.2023)", "navigation"),
        ],
        id="related pages",
    ),
    pytest.param(
        [
            ("Frühere Treffen des Bündnisses", "navigation"),
            ("2019 Ulm", "navigation"),
            ("2018 Trier", "navigation"),
        ],
        id="earlier meetings",
    ),
    pytest.param(
        [
            ("Das könnte Sie auch interessieren", "navigation"),
            ("Neue Radwege im Norden", "navigation"),
            ("Die Stadt baut im Norden neue Radwege und stellt sie am Montag vor …", "navigation"),
        ],
        id="teaser that breaks off",
    ),
    pytest.param(
        [
            ("Über uns", "heading"),
            ("Der Verbund plant seit 1990 den Nahverkehr in Nordhessen.", "body"),
        ],
        id="self-description stays",
    ),
    pytest.param([("Eva Lindner", "byline")], id="name at the end"),
]


@pytest.mark.parametrize("block", BLOCKS)
def test_blocks_after_the_text(block: list[tuple[str, str]]) -> None:
    lines = [TITLE, "", *BODY, "", *(line for line, _ in block)]
    found = clean("\n".join(lines)).lines[-len(block) :]
    assert [(lines[line.number - 1], line.reason) for line in found] == block


def test_release_without_furniture_is_kept_whole() -> None:
    result = clean("\n".join([TITLE, *BODY]))
    assert [line.reason for line in result.lines] == ["title", "body", "body"]


def test_the_programme_at_the_end_of_a_bare_release_stays() -> None:
    programme = ["Programm", "10 Uhr Begrüßung", "11 Uhr Führung", "12 Uhr Mittag"]
    assert clean("\n".join([TITLE, *BODY, "", *programme])).text.endswith("\n".join(programme))


@pytest.mark.parametrize(
    "page",
    [
        "Startseite\nRathaus\nPresse\nKontakt\nImpressum\n",
        "Zum Inhalt springen\nSchlossgarten\nAltes Rathaus\n© 2023 Stadt Kassel\nImpressum",
        "Wir verwenden Cookies.\nAlle akzeptieren\nAblehnen",
        "Startseite\nSeite nicht gefunden\nDie angeforderte Seite existiert nicht.\nImpressum",
        "\u200b\xad\n",
    ],
    ids=["menu", "unknown entries", "cookies", "not found", "invisible"],
)
def test_a_page_without_press_text_is_dropped_whole(page: str) -> None:
    result = clean(page)
    assert result.text == ""
    assert not any(line.kept for line in result.lines)


MENU = [f"* Rubrik {n}" for n in range(30)]


def test_on_a_page_of_many_menus_lines_need_a_text_below_them() -> None:
    page = [*MENU, "", TITLE, "", BODY[0], "", "Mehr Platz für Räder", "", BODY[1], "", *MENU]
    assert clean("\n".join(page)).text == "\n".join(
        [TITLE, BODY[0], "Mehr Platz für Räder", BODY[1]]
    )


def test_alternative_texts_told_twice_are_dropped() -> None:
    alt = "Modell des neuen Busbahnhofs auf Tisch"
    page = [*MENU, "", TITLE, "", BODY[0], "", alt, "×", alt, "", BODY[1]]
    assert clean("\n".join(page)).text == "\n".join([TITLE, *BODY])


def test_a_table_of_contents_goes_and_its_article_stays() -> None:
    contents = ["Inhaltsverzeichnis", "1. Was ist geplant?", "2. Was kostet der Bau?", "3. Fazit"]
    page = [*MENU, "", TITLE, "", BODY[0], "", *contents, "", BODY[1]]
    assert clean("\n".join(page)).text == "\n".join([TITLE, *BODY])


def test_title_twice_and_subtitle() -> None:
    page = [TITLE, "12.05.2023", "", TITLE, "Baubeginn ist im Frühjahr", "", *BODY]
    reasons = [line.reason for line in clean("\n".join(page)).lines]
    assert reasons == ["title", "metadata", "empty", "title", "subtitle", "empty", "body", "body"]


def test_picture_titles_repeated_beside_credits() -> None:
    page = [
        TITLE,
        "",
        *BODY,
        "",
        "Modell Busbahnhof",
        "© Stadt Kassel/H. Sorem",
        "Modell Busbahnhof",
    ]
    reasons = [line.reason for line in clean("\n".join(page)).lines][-3:]
    assert reasons == ["image_name", "photo_credit", "image_name"]


def test_double_spaced_page() -> None:
    page = "\n\n".join(["Zum Inhalt", TITLE, *BODY, "Drucken", "© 2023 Stadt Kassel"])
    kept = [line.number for line in clean(page).lines if line.kept]
    assert kept == [3, 5, 7]
