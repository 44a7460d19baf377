"""Gathers the header metadata of a page from its kept and dropped rows (guideline, section 8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeAlias

from presselese.clean.cues import default_cues, words_of
from presselese.clean.lines import Metadata
from presselese.clean.rows import Core, Row
from presselese.lexicon import load_toml
from presselese.normalise.stamps import Stamp, find_stamps

_CLOCK_EDGE = re.compile(r"^[\s,|–-]*\d{1,2}[:.]\d\d(?:\s?Uhr)?")
#: A full date in figures at the end of a headline is its stamp, unless a preposition goes before.
_BARE_STAMP = re.compile(
    r"(?<!\bam)(?<!\bab)(?<!\bvom)(?<!\bbis)(?<!\bzum)(?<!\bden)(?<!\bdem)(?<!\bder)(?<!\bund)"
    r"(?<!\bseit)(?<!\bfür)(?<!\bbeim)(?<!\bnach)(?<!\bvor)(?<![,–:-])\s\d{1,2}\.\d{1,2}\.\d{4}$"
)
_RANGE = re.compile(r"\d\.\s?[–-]\s?$")
_GLUE = " \t\xa0|,;:–—-·•"
_UPPER = r"[A-ZÄÖÜÉŞİČŠŽ]"
_JOINT = r"am|an|der|a\.|d\.|ob|bei|im|in|vor"
_NAME_WORD = rf"{_UPPER}[\w’']+(?:-{_UPPER}?[\w’']+)*"
_PERSON = re.compile(
    rf"(?:(?:Frau|Herrn?|Fr\.|Hr\.)\s)?(?:(?:Prof|Dr|Dipl|Ing|med|phil|jur|h|c)\.[-\s]?(?:Ing\.\s)?)*"
    rf"(?P<name>(?:{_NAME_WORD}|{_UPPER}\.)(?:\s(?:von|van|de|der|den|zu|vom|al|el|{_UPPER}\.))*(?:\s{_NAME_WORD}){{1,2}})"
)
_SEGMENT = re.compile(r"\s*(?:[,;|·•/()]|\s[–-]\s|\bund\b|\bTel\b|\bTelefon\b|\bE-Mail\b)\s*")
_LABEL = re.compile(r"^[^:]{2,60}:\s*")
_RIGHTS_YEARS = re.compile(
    r"^\s*(?:©|\(c\)|Copyright)\s*(?:©)?\s*(?:by\s)?(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?)?\s*[|·–-]?\s*",
    re.I,
)
_RIGHTS_END = re.compile(
    r"\s*(?:[|·•]|\s[–-]\s|\.\s|\b(?:19|20)\d\d\b|,\s?(?:Impressum|Datenschutz)|"
    r"\bAlle (?:Rechte|Angaben)\b|\bImpressum\b|\bNachdruck\b).*$"
)
_LEGAL_FORM = re.compile(r"\s(?:g?GmbH|AG|mbH|KG|e\. ?V\.|eG|AöR).*$")
_TOWN = rf"{_UPPER}[\wÄÖÜäöüß]+(?:[ /-](?:{_UPPER}[\wÄÖÜäöüß]+|{_JOINT}))*"
_PLACE_DATE = re.compile(rf"^({_TOWN}(?: \([^)]+\))?),?\s*(?:den\s*)?$")
_DATELINE = re.compile(rf"^(?P<city>{_TOWN})(?:\s?\([a-zäöü/]{{1,8}}\)\s?[.:–-]?|\s[–—-]|\.)\s")
_POSTAL = re.compile(rf"(?<!\d)\d{{5}}\s({_TOWN}(?:\s\([^)]+\))?)")
#: Where a release names its own town: first rows, first characters of each.
_OPENING_ROWS = 5
_OPENING_CHARS = 700
_CREDIT_END = re.compile(r"\(?\b(?:Fotos?|Bilder|Bild|Aufnahme)\s?:\s?([^():]{2,60})\)?\.?\s*$")

#: A value and the number of the line it was read from.
Found: TypeAlias = tuple[Any, int]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    heads: frozenset[str]
    municipal: tuple[str, ...]
    published: tuple[str, ...]
    modified: tuple[str, ...]
    other: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    table = load_toml("boilerplate")
    return _Lexicon(
        heads=frozenset(table["issuer"]["heads"]),
        municipal=tuple(sorted(table["issuer"]["municipal"], key=len, reverse=True)),
        published=tuple(table["stamps"]["published"]),
        modified=tuple(table["stamps"]["modified"]),
        other=frozenset(table["stamps"]["other"]),
    )


def gather(rows: list[Row], core: Core, title: Row | None) -> Metadata:
    """Return what the rows say about the release; `title` is the headline's row."""
    published, source, modified = _dates(rows, core)
    subtitle = next((row for row in rows if row.reason == "subtitle"), None)
    issuer = _issuer(rows)
    photographers = _photographers(rows)
    found: dict[str, Found | None] = {
        "title": _headline(title),
        "subtitle": (subtitle.shape.core, subtitle.number) if subtitle else None,
        "modified_on": modified,
        "issuer": issuer,
        "source_city": _city(rows, core, issuer),
        "press_contact": _contact(rows),
        "author": _author(rows),
    }
    read_from = [f"{field}: line {item[1]}" for field, item in found.items() if item]
    if photographers:
        numbers = sorted(set(photographers.values()))
        read_from.append(f"photographers: line {', '.join(map(str, numbers))}")
    values: dict[str, Any] = {field: item[0] if item else None for field, item in found.items()}
    return Metadata(
        **values,
        published_on=published,
        published_source=source,
        photographers=tuple(photographers),
        read_from="; ".join(read_from) or None,
    )


def _headline(row: Row | None) -> Found | None:
    title = clean_title(row.shape.core, row.shape.stamps) if row else None
    return (title, row.number) if row and title else None


def clean_title(text: str, stamps: list[Stamp]) -> str | None:
    """Take a stamp off the beginning or the end of a headline."""
    rest = unstamped(text, stamps)
    found = rest[0] if rest else text
    return (found.strip("+* ") if found.startswith(("+++", "***")) else found.strip()) or None


def unstamped(text: str, stamps: list[Stamp]) -> tuple[str, Stamp] | None:
    """Return a headline without its stamp, and the stamp; None where it has none.

    A stamp opens the line, perhaps after its cue ("Archiv-Beitrag vom"), or stands at the end
    without a blank or after a bar. Any other date belongs to the headline: it is an event's.
    """
    known = default_cues().words_in("meta.stamp")
    for stamp in stamps:
        before, after = text[: stamp.start], text[stamp.end :]
        if known.issuperset(words_of(before)):
            rest = _CLOCK_EDGE.sub("", after).strip(_GLUE)
        elif (
            not after.strip()
            and (
                not before[-1].isspace() or before.rstrip()[-1] in "|·" or _BARE_STAMP.search(text)
            )
            and not _RANGE.search(before)
            and before[-1] != "("
        ):
            rest = before.strip(_GLUE)
        else:
            continue
        if rest:
            return rest, stamp
    return None


def _dates(rows: list[Row], core: Core) -> tuple[date | None, str | None, Found | None]:
    """Tell the days of publication and of change apart.

    Only stamps count: metadata and byline rows, and stamps glued to the headline. "Stand:"
    is the day of change where another stamp exists, else that of publication.
    """
    lexicon = _lexicon()
    published: list[tuple[int, int, Stamp, Row, str]] = []
    modified: list[tuple[Stamp, Row, str]] = []
    for row in rows:
        if row.reason not in {"metadata", "byline", "title"}:
            continue
        for stamp in row.shape.stamps:
            before = row.shape.core[: stamp.start]
            low = before.lower()
            label = before.strip(_GLUE)
            if row.reason == "title":
                rest = unstamped(row.shape.core, [stamp])
                if rest is None:
                    continue
                label = label if stamp.start < len(row.shape.core) - stamp.end else ""
            if any(word in lexicon.other for word in words_of(before)):
                continue
            if _cued(low, lexicon.modified):
                modified.append((stamp, row, label))
                continue
            rank = 0 if _cued(low, lexicon.published) else 1 if row.reason == "metadata" else 2
            published.append((rank, row.number, stamp, row, label))
    if published:
        _, number, stamp, row, label = min(published, key=lambda item: item[:2])
        changed = (modified[-1][0].day, modified[-1][1].number) if modified else None
        return stamp.day, f"line {number}: {label or row.reason}", changed
    if modified:
        stamp, row, label = modified[0]
        return stamp.day, f"line {row.number}: {label}", None
    return None, None, None


def _cued(low: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in low for phrase in phrases)


def _organisation(text: str) -> str | None:
    """Return a segment that begins like an organisation's name."""
    text = text.strip(_GLUE + ".")
    first = text.split(" ", 1)[0] if text else ""
    lexicon = _lexicon()
    if first in lexicon.heads or any(text.startswith(head + " ") for head in lexicon.municipal):
        return text if " " in text or len(text) > 8 else None
    return None


def _issuer(rows: list[Row]) -> Found | None:
    """Name the issuing organisation: footer, press office, stamp, byline, breadcrumb."""
    for row in rows:
        if row.reason == "legal" and row.rule and row.rule.startswith("legal"):
            rest = _RIGHTS_YEARS.sub("", row.shape.core)
            if rest != row.shape.core:
                name = _RIGHTS_END.sub("", rest).strip(_GLUE + ".")
                if name and words_of(name) and not words_of(name)[0].isdigit() and len(name) > 3:
                    found = _organisation(name.split(",")[0])
                    return found or name.split(",")[0].strip(), row.number
    for kind in ("press_contact", "metadata", "byline", "photo_credit", "navigation"):
        for row in rows:
            if row.reason != kind:
                continue
            text = row.shape.core
            if kind == "navigation":
                if row.rule != "nav.trail":
                    continue
                segments = re.split(r"\s[>»›/]\s|\s»\s", text)[:1]
            else:
                segments = re.split(r"[,;|·]|\s[–-]\s|/", _LABEL.sub("", text))
            for segment in segments:
                match = re.search(
                    r"\b(?:Pressestelle|Presseamt|Presse|Kulturamt|Büro|Redaktion|Magistrat)\s(?:der|des|von)\s(.+)",
                    segment,
                )
                found = _organisation(
                    match[1] if match else re.sub(r"^[Vv]on (?:der )?", "", segment.strip())
                )
                if found and not find_stamps(found):
                    return found, row.number
    return None


def _city(rows: list[Row], core: Core, issuer: Found | None) -> Found | None:
    """Name the city the release comes from: issuer, dateline, address, first "Stadt X"."""
    municipal = _lexicon().municipal
    meta = default_cues().words_in("meta.stamp")
    if issuer:
        name, number = issuer
        for head in municipal:
            if name.startswith(head + " "):
                town = _LEGAL_FORM.sub("", name[len(head) + 1 :]).strip()
                return (town, number) if town else None
    for row in rows:
        if row.reason == "metadata" and row.shape.stamps and row.shape.stamps[0].start > 0:
            match = _PLACE_DATE.match(row.shape.core[: row.shape.stamps[0].start].strip())
            if match and not meta.intersection(words_of(match[1])):
                return match[1], row.number
    if core.last >= 0:
        opening = rows[core.first]
        match = _DATELINE.match(opening.shape.core[:60])
        if match and len(match["city"].split()) <= 4:
            city = match["city"]
            return city.title() if city.isupper() else city, opening.number
    for row in rows:
        if row.reason == "press_contact":
            match = _POSTAL.search(row.shape.core)
            if match:
                return match[1].rstrip(". "), row.number
    return _named_town(rows, core)


def _named_town(rows: list[Row], core: Core) -> Found | None:
    """Return the town that headline and first paragraphs name most often as an authority.

    One "Stadt X" may be a partner's or a guest's; it counts if the headline names X, too, or
    if it comes again.
    """
    counts: dict[str, int] = {}
    places: dict[str, int] = {}
    opening = [row for row in rows if row.kept and row.reason != "caption"][:_OPENING_ROWS]
    headlines = " ".join(row.shape.core for row in opening if row.reason == "title")
    for row in opening if core.last >= 0 else []:
        for match in _authority().finditer(row.shape.core[:_OPENING_CHARS]):
            counts[match[1]] = counts.get(match[1], 0) + 1
            places.setdefault(match[1], row.number)
    for town in counts:
        counts[town] += town in headlines
    best = max(counts, key=lambda town: counts[town], default=None)
    return (best, places[best]) if best is not None and counts[best] > 1 else None


@cache
def _authority() -> re.Pattern[str]:
    heads = "|".join(re.escape(head) for head in _lexicon().municipal)
    joint = (
        r"(?: (?:am|an der|im|in der|ob der|vor der|bei) [A-ZÄÖÜ]\w+| \([A-ZÄÖÜ][a-zäöüß]\w+\))?"
    )
    return re.compile(rf"\b(?:{heads}) ({_UPPER}[\wäöüß]+(?:-{_UPPER}[\wäöüß]+)*{joint})")


def _persons(text: str) -> list[str]:
    """Return the segments of a contact or credit that look like a person's name."""
    names = []
    heads = _lexicon().heads
    for segment in _SEGMENT.split(text):
        match = _PERSON.fullmatch(segment.strip(" .:"))
        if match and not heads.intersection(match["name"].split()) and not _office(match["name"]):
            names.append(match["name"])
    return names


_OFFICE = re.compile(
    r"presse|amt$|stelle$|büro|rathaus|referat|abteilung|stadt|gemeinde|redaktion|kommunikation|kontakt|straße|platz$|weg$|"
    r"schule|verein|verband|archiv|verwaltung|haus$|medien|öffentlich|netzwerk|zentrum|hof$|allee$|markt$|gasse$|privat",
    re.I,
)


def _office(name: str) -> bool:
    return any(_OFFICE.search(word) for word in name.split())


def _contact(rows: list[Row]) -> Found | None:
    for row in rows:
        if row.reason == "press_contact":
            names = _persons(_LABEL.sub("", row.shape.core))
            if names:
                return names[0], row.number
    return None


def _author(rows: list[Row]) -> Found | None:
    for row in rows:
        if row.reason == "byline":
            text = re.sub(r"^(?:[Vv]on|[Bb]y)\s", "", _LABEL.sub("", row.shape.core))
            names = _persons(text)
            if names:
                return names[0], row.number
    return None


def _photographers(rows: list[Row]) -> dict[str, int]:
    """Return the names in credits and captions with the line of the first mention of each."""
    names: dict[str, int] = {}
    for row in rows:
        if row.reason == "photo_credit":
            text = re.sub(r"^(?:©|\(c\))\s*", "", _LABEL.sub("", row.shape.core.strip("()")))
        elif row.reason == "caption" and (match := _CREDIT_END.search(row.shape.core)):
            text = match[1]
        else:
            continue
        for name in _persons(text):
            names.setdefault(name, row.number)
    return names
