"""The signs of a line that words alone do not show: files, addresses, numbers, bars, dates."""

from __future__ import annotations

import re

SEPARATOR = re.compile(r"[\s+*\-–—_=#~•·.|/<>»«›‹:,]+")
TICKER = re.compile(r"\+{2,}.*\+{2,}\s*|\*{3}.*\*{3}\s*")
PLUSES = re.compile(r"\+{2,}|\*{3,}")
NUMBER = re.compile(r"\d+")
DAYS_ONLY = re.compile(r"[\s\d|.,\[\]()<>«»‹›*·–-]+")
WEEKDAYS = re.compile(
    r"(?:[Ww]k?|KW)?\W*(?:M[oO]?(?:ntag)?)\W+(?:D[iI]?(?:enstag)?)\W+(?:M[iI]?(?:ttwoch)?)\W+"
    r"(?:D[oO]?(?:nnerstag)?)\W+(?:F[rR]?(?:eitag)?)\W+(?:S[aA]?(?:mstag)?)\W+(?:S[oO]?(?:nntag)?)\b"
)
WEEKDAYS_INSIDE = re.compile(r"\bMo\W+Di\W+Mi\W+Do\W+Fr\W+Sa\W+So\b|\bM D M D F S S\b")
DEGREES = re.compile(r"-?\d+\s?°\s?C?\b")
CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?Uhr)?(?!\d)|\b\d{1,2}\s?Uhr\b")
IMAGE_FILE = re.compile(r"\S\.(?:jpe?g|png|gif|bmp|tiff?|webp|svg|heic)\b", re.I)
UNDERSCORES = re.compile(r"[^\s_]+(?:_[^\s_]+)+|.* _ .*")
DOCUMENT = re.compile(
    r"\S\.(?:pdf|docx?|xlsx?|pptx?|zip|od[tsp]|ics|csv|rtf|mp[34]|wav|vcf|epub)\b|"
    r"[(\[,;–-]\s*(?:PDF|DOCX?|XLSX?|PPTX?|ZIP|MP[34]|ODT|JPE?G|ICS)\b(?:-Datei)?",
    re.I,
)
SIZE = re.compile(r"\b\d+(?:[.,]\d+)?\s?(?:[KMG]i?B|[kmg]b|Bytes?|Byte)\b", re.I)
YEARS = re.compile(r"\b(?:19|20)\d\d\b")
URL = re.compile(
    r"(?:https?://|www\.)\S+|"
    r"\b[\w-]+(?:\.[\w-]+)*\.(?:de|com|org|net|eu|info|example|at|ch)\b(?:/\S*)?"
)
MAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+\.[\w.-]+")
PHONE = re.compile(
    r"\b(?:Tel|Telefon|Fon|Fax|Telefax|Mobil|Handy|Durchwahl|Hotline|Ruf|T|F|M)\b\.?(?:nummer)?"
    r":?\s*[(+/]?\s?\d|"
    r"☎|☏|(?<!\d)(?:\+49|0\d{2,5})\s?[-/) ]\s?\d{2,}(?:[\s/-]?\d+)*"
)
STREET = re.compile(
    r"(?:stra(?:ß|ss)e|str\.|platz|weg|allee|gasse|ring|ufer|damm|markt|berg|hof|wall|graben|"
    r"chaussee|park|kai|steig|stieg|pfad|promenade|zeile|brücke|tor|kamp|deich)"
    r"\s\d{1,4}(?:\s?[a-z]|\s?[-–]\s?\d+)?\b",
    re.I,
)
POSTCODE = re.compile(r"(?<![\d-])(?:D-)?\d{5}\s[A-ZÄÖÜ][a-zäöüß]")
HOURS = re.compile(
    r"\b(?:Mo|Di|Mi|Do|Fr|Sa|So|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tags?|Mittwochs?|Sonnabends?|"
    r"(?:mon|diens|donners|frei|sams|sonn)tags|mittwochs|sonnabends)\b[^\d]{0,40}"
    r"\d{1,2}(?:[.:]\d\d)?(?:\s?Uhr)?\s?(?:[-–—]|bis)\s?\d{1,2}"
)
COPYRIGHT = re.compile(r"\s*(?:©|\(c\)|&copy;|Copyright\b)\s*", re.I)
RIGHTS = re.compile(
    r"\b(?:19|20)\d\d\b|Impressum|Datenschutz|vorbehalten|Gewähr|Haftung|Nachdruck|GmbH|mbH|"
    r"Barrierefreiheit",
    re.I,
)
MAKERS = re.compile(
    r"[/()]|\bprivat\b|\bArchiv\b|adobe|stock|pixabay|unsplash|getty|picture|shutterstock|dpa", re.I
)
INITIALS = re.compile(r"\(?[a-zäöü]{1,5}(?:/[a-zäöü]{1,5})?\)?(?:\s[–-]\s.{1,40})?")
COMMENT = re.compile(
    r"[^:.]{1,40}\bschrieb(?: am)?\b.{0,30}\d{4}|"
    r"[\w .]{1,30}(?:,| am)\s\d{1,2}\.\s?(?:\d{1,2}\.|\w+)\s?\d{2,4}"
    r"(?:,?\s\d{1,2}[:.]\d\d(?: Uhr)?)?:\s\S|(?:Gast|Anonym|Besucher)\s?:\s\S"
)
BAR = re.compile(r"\s*[|·•¦]\s*|\s{2,}|\t")
BAR_SIGN = re.compile(r"[|·•¦\t]|\s\s")
CRUMB = re.compile(r"\s[>»›→]\s|\s*»\s*|\s/\s|\s::\s|\s\\\s")
FORM = re.compile(
    r"_{4,}|\[\s{2,}\]|\[ ?[xX]? ?\]|[☐☑🔍✉✓✗]|\.\.\. \[|"
    r"\[(?:Suche|Suchen|OK|Los|Absenden|Anmelden|E-Mail)[^\]]*\]"
)
#: Headings of lists of other pages: "Weitere aktuelle Themen", "Die meistgelesenen Artikel bei …".
RELATED = re.compile(
    r"\W{0,3}(?:(?:die|unsere|das|alle|noch)\s)?(?:"
    r"(?:weitere|ähnliche|verwandte|(?:aller)?neu(?:e|este)|aktuelle(?:ste)?|beliebte(?:ste)?|"
    r"meist\W?(?:gelesene|gesuchte|gesehene|kommentierte|diskutierte)|empfohlene|interessante|"
    r"passende|letzte|jüngste|ältere|frühere|vorherige|themenverwandte|top|mehr|weiterführende)"
    r"[nrs]?\s(?:\w+\s){0,2}(?:artikel|beiträge|beitrag|themen(?:bereiche)?|meldungen|nachrichten|"
    r"news|posts?|texte|storys?|stories|videos?|inhalte|seiten|links|angebote|produkt\w*|bücher|"
    r"rezepte|tests?|pressemitteilungen|mitteilungen|veranstaltungen|termine|kommentare|galerien|"
    r"bilder|podcasts|ausgaben|fragen|jobs|empfehlungen|tipps|lektüre)\b|"
    r"(?:artikel|beiträge|meldungen|nachrichten|links|berichte|lesetipps?) zum thema\b|"
    r"mehr (?:vom autor|von|aus|zu[mr]?|über)\b|"
    r"meist\W?(?:gelesen|diskutiert|gesucht|kommentiert|geklickt|gesehen|verkauft)\b|"
    r"(?:das |dies )?könnte (?:sie|dich|euch|ihnen|dir|dein)\b|"
    r"(?:auch|ebenfalls|vielleicht auch) interessant\b|empfohlen(?:e \w+)? für (?:dich|sie)\b|"
    r"(?:vielleicht )?interessiert (?:sie|dich) (?:auch|das)\b|interessantes aus\b|"
    r"(?:unsere )?(?:empfehlungen|lesetipps?|buchtipps?|lesempfehlung\w*|leseempfehlung\w*)\b|"
    r"lesen sie (?:auch|dazu|hierzu|mehr|weiter)\b|lies (?:auch|mehr|weiter)\b|"
    r"entdecken sie\b|zum shop\b|zur startseite\b|zurück zu[mr]?\b|gleich weiterlesen\b|"
    r"nicht verpassen\b|most (?:read|popular|viewed)\b|related (?:posts|articles|stories)\b|"
    r"recent (?:posts|comments)\b|you (?:may|might) also like\b|you may also\b)",
    re.I,
)
BRACKETED = re.compile(r"\[(?:Bild|Foto|Grafik|Video|Logo|Karte|Image)\b.*\]?", re.I)
ATTRIBUTE = re.compile(r"(?:alt|title|src|href|class)\s?=\s?[\"“']")
EDGE = re.compile(r"^[\s,;|:–—.()\[\]/-]+|[\s,;|–—.()\[\]/-]+$")
TRAIL_MARK = re.compile(r"\s[>»›]\s")
OPEN_LABEL = re.compile(r":\s*$")


def has_mail(text: str) -> bool:
    """Tell whether an address of mail stands in the text, also one hidden as "name(at)domain"."""
    return ("@" in text or "at)" in text or "at]" in text) and MAIL.search(text) is not None
