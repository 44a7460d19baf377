"""The records that travel through the house: every table's columns are declared here, once.

A *record* is one row of one table. Columns carry their type and description as field metadata;
`tables.py` derives from it the CSV headers, the data package and the data dictionary. Between
finding and tabulating travels `Found`, a span that has no value yet.

Offsets are Unicode code points, half-open. In records they count the decoded raw file; in
`Found` they count the text that the finder was given (the kept text of a release).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

Label = Literal["DATE", "CITY", "PERSON", "ROLE", "ORG"]
LABELS: tuple[Label, ...] = ("DATE", "CITY", "PERSON", "ROLE", "ORG")

ColumnType = Literal["string", "integer", "number", "boolean", "date"]
_MISSING: Any = object()


@dataclass(frozen=True, slots=True)
class Found:
    """A span that a finder proposes: offsets into the finder's text, label, and who found it."""

    start: int
    end: int
    text: str
    label: str
    source: str
    score: float | None = None


def column(
    description: str,
    *,
    type: ColumnType = "string",  # noqa: A002 -- the Table Schema term
    key: bool = False,
    references: str | None = None,
    required: bool = False,
    enum: tuple[str, ...] | None = None,
    default: Any = _MISSING,
) -> Any:
    """Declare a column; `references` is `table.column`, `key` marks (part of) the primary key."""
    metadata = {
        "type": type,
        "description": description,
        "key": key,
        "references": references,
        "required": required or key,
        "enum": enum,
    }
    if default is _MISSING:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


class Record:
    """Base of all table records: `TABLE` is the table's name, `ABOUT` says what a row is."""

    __slots__ = ()
    TABLE: ClassVar[str]
    ABOUT: ClassVar[str]


STATUS = ("ok", "empty", "error")
PRECISIONS = ("day", "month", "quarter", "season", "year", "decade", "unknown")
MODIFIERS = ("since", "until", "before", "after", "start", "mid", "end")
RESOLVED_BY = ("stated", "published", "weekday", "context", "corrected", "none")
STAMPS = ("published", "modified", "other")
DECIDED_BY = (
    "unique",
    "affix",
    "country",
    "source",
    "context",
    "near",
    "population",
    "ambiguous",
    "unlisted",
    "corrected",
)
PARTS_OF_DAY = ("morning", "noon", "afternoon", "evening", "night")
REASONS_KEPT = ("title", "subtitle", "heading", "body", "caption")
REASONS_DROPPED = (
    "empty",
    "metadata",
    "press_contact",
    "byline",
    "photo_credit",
    "image_name",
    "link",
    "navigation",
    "widget",
    "share",
    "legal",
)
ROLE_STATUS = ("former", "longstanding", "new", "designated", "acting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """One input text."""

    TABLE: ClassVar[str] = "documents"
    ABOUT: ClassVar[str] = "One row per input text, also for empty and failed ones."

    doc_id: str = column("Id of the document, made of its relative path", key=True)
    path: str = column("Path of the input as it was given", required=True)
    sha256: str | None = column("SHA-256 of the input's bytes, hexadecimal", default=None)
    encoding: str | None = column("Encoding the bytes were decoded with", default=None)
    title: str | None = column("Headline of the release", default=None)
    subtitle: str | None = column("Line below the headline that goes with it", default=None)
    published_on: date | None = column("Day of publication", type="date", default=None)
    modified_on: date | None = column("Day of the last change", type="date", default=None)
    published_source: str | None = column(
        "Where the day of publication was read: line number and the cue on it", default=None
    )
    issuer: str | None = column("Organisation that issued the release", default=None)
    source_city_id: str | None = column(
        "City of the issuer", references="cities.city_id", default=None
    )
    press_contact: str | None = column("Person named as press contact", default=None)
    author: str | None = column("Author named in a byline", default=None)
    photographers: str | None = column(
        "Photographers named in picture credits, separated by '; '", default=None
    )
    read_from: str | None = column(
        "Lines that headline, day of change, issuer, city, contact, author and photographers were "
        "read from: 'title: line 3; issuer: line 40'",
        default=None,
    )
    n_chars: int | None = column("Code points of the decoded text", type="integer", default=None)
    n_lines: int | None = column("Lines of the text", type="integer", default=None)
    n_lines_kept: int | None = column("Lines kept as press text", type="integer", default=None)
    given: str | None = column(
        "The other columns of the table that the text was read from, as a JSON object", default=None
    )
    status: str = column(
        "ok: extracted; empty: no press text, every line was dropped (lines say why); error: see "
        "table errors",
        required=True,
        enum=STATUS,
        default="ok",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Record):
    """One line of the raw text with the decision to keep or drop it."""

    TABLE: ClassVar[str] = "lines"
    ABOUT: ClassVar[str] = "One row per line of every text: kept as press text or dropped, and why."

    doc_id: str = column("Document", key=True, references="documents.doc_id")
    line: int = column("Line number, from 1", type="integer", key=True)
    start: int = column("Offset of the line's first code point", type="integer", required=True)
    end: int = column("Offset after the line's last code point", type="integer", required=True)
    kept: bool = column("Whether the line is press text", type="boolean", required=True)
    reason: str = column("Kind of line", required=True, enum=REASONS_KEPT + REASONS_DROPPED)
    rule: str | None = column("Rule of the lexicon that decided", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Record):
    """One span of the raw text that names a date, city, person, role or organisation."""

    TABLE: ClassVar[str] = "mentions"
    ABOUT: ClassVar[str] = "One row per span found; `start:end` of the raw text is `text`."

    mention_id: str = column("doc_id#start-end-LABEL", key=True)
    doc_id: str = column("Document", required=True, references="documents.doc_id")
    start: int = column("Offset of the first code point", type="integer", required=True)
    end: int = column("Offset after the last code point", type="integer", required=True)
    text: str = column("The characters of the raw text", required=True)
    label: str = column("Kind of mention", required=True, enum=LABELS)
    norm: str | None = column("Normalised value: EDTF date or base form of the name", default=None)
    entity_id: str | None = column(
        "Row of cities, people, roles or organisations that the mention stands for", default=None
    )
    source: str = column("Rule id, or model:<name> for the statistical model", required=True)
    score: float | None = column(
        "Certainty between 0 and 1, where the source has one", type="number", default=None
    )
    decided_by: str | None = column(
        "Of a city: what tells which municipality of that name is meant. unique: one bears it; "
        "affix: the words that part it from its namesakes; country: named behind it; source: the "
        "city of the issuer; context: the river, county or state of one is named; near: one lies "
        "near the other cities named; population: one is ten times as populous; ambiguous: "
        "nothing does, see candidates; unlisted: the gazetteer does not hold the name; corrected: "
        "a reader gave the name",
        enum=DECIDED_BY,
        default=None,
    )
    evidence: str | None = column(
        "Of a city: the word or name that decided, for affix, country, source, context and near",
        default=None,
    )
    candidates: str | None = column(
        "Of a city that could not be decided: the city_id of all it may be, separated by '; '; "
        "not all of them are rows of the table cities",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DateValue(Record):
    """The value of one DATE mention."""

    TABLE: ClassVar[str] = "dates"
    ABOUT: ClassVar[str] = "One row per DATE mention with its reading as EDTF (ISO 8601-2)."

    mention_id: str = column("Mention", key=True, references="mentions.mention_id")
    doc_id: str = column("Document", required=True, references="documents.doc_id")
    edtf: str | None = column(
        "Value in Extended Date/Time Format; X stands for unknown digits", default=None
    )
    start_on: date | None = column(
        "First day; empty where the year is unknown", type="date", default=None
    )
    end_on: date | None = column(
        "Last day; empty where the year is unknown", type="date", default=None
    )
    precision: str | None = column("Finest unit stated", enum=PRECISIONS, default=None)
    modifier: str | None = column("Limit or part of the period", enum=MODIFIERS, default=None)
    part_of_day: str | None = column("Part of the day", enum=PARTS_OF_DAY, default=None)
    relative: bool = column(
        "Whether the wording depends on the day of writing (heute, nächste Woche)",
        type="boolean",
        required=True,
        default=False,
    )
    resolved_by: str = column(
        "How the value was completed: stated in the span, from the publication date, from the "
        "weekday, from other evidence in the text, by a reader's correction, or not at all",
        required=True,
        enum=RESOLVED_BY,
        default="stated",
    )
    evidence_start: int | None = column(
        "Offset in the raw text of what completed the value, where that is anything else on the "
        "page than its day of publication: another date, a calendar (also in dropped lines)",
        type="integer",
        default=None,
    )
    evidence_end: int | None = column("Offset after that evidence", type="integer", default=None)
    weekday_agrees: bool | None = column(
        "Whether the weekday printed beside a day is that day's; where it is not, the value is the "
        "printed date; empty where no weekday is printed",
        type="boolean",
        default=None,
    )
    time_from: str | None = column(
        "Clock time beside the date, HH:MM (ab 18 Uhr, 14 bis 16 Uhr)", default=None
    )
    time_to: str | None = column(
        "Clock time that ends it, HH:MM (14 bis 16 Uhr, bis 12 Uhr)", default=None
    )
    context: str = column(
        "body: press text; metadata: a stamp of the page",
        required=True,
        enum=("body", "metadata"),
        default="body",
    )
    stamp: str | None = column(
        "Of a stamp of the page: the day of publication, of the last change, or another one",
        enum=STAMPS,
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class City(Record):
    """One municipality, of any country."""

    TABLE: ClassVar[str] = "cities"
    ABOUT: ClassVar[str] = "One row per municipality that a document of this run names."

    city_id: str = column(
        "ags:<official key> for German municipalities, geonames:<id> abroad", key=True
    )
    name: str = column("Official name", required=True)
    designation: str | None = column("Kind of municipality (Stadt, Markt, …)", default=None)
    country: str = column("ISO 3166-1 alpha-2 code", required=True)
    state: str | None = column("Federal state", default=None)
    county: str | None = column("County (Kreis)", default=None)
    latitude: float | None = column("Latitude, degrees, WGS 84", type="number", default=None)
    longitude: float | None = column("Longitude, degrees, WGS 84", type="number", default=None)
    population: int | None = column("Inhabitants", type="integer", default=None)
    geonames_id: int | None = column("GeoNames id", type="integer", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """One person within one document; names are never joined across documents."""

    TABLE: ClassVar[str] = "people"
    ABOUT: ClassVar[str] = "One row per person and document."

    person_id: str = column("doc_id#p<number>, in order of first mention", key=True)
    doc_id: str = column("Document", required=True, references="documents.doc_id")
    name: str = column("Longest form of the name in the document", required=True)
    given: str | None = column("Given names", default=None)
    family: str | None = column("Family name with particles", default=None)
    title: str | None = column("Academic title as printed (Prof. Dr.)", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Record):
    """One office, job title or function."""

    TABLE: ClassVar[str] = "roles"
    ABOUT: ClassVar[str] = "One row per distinct role of this run."

    role_id: str = column("role:<hash of the role>", key=True)
    role: str = column("Nominative singular, gender as in the text", required=True)
    lemma: str | None = column("Gender-neutral pair form (Bürgermeister/in)", default=None)
    category: str | None = column("Kind of office (see the lexicon of roles)", default=None)
    rank: str | None = column("Rank within the office (Erste, stellvertretend)", default=None)
    portfolio: str | None = column("Field of responsibility", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Record):
    """One organisation, shared across documents where name and city agree."""

    TABLE: ClassVar[str] = "organisations"
    ABOUT: ClassVar[str] = "One row per distinct organisation of this run."

    org_id: str = column("org:<hash of name and city>", key=True)
    name: str = column("Base form of the name", required=True)
    abbreviation: str | None = column("Abbreviation defined in a text", default=None)
    kind: str | None = column("Kind of organisation (see the lexicon)", default=None)
    city_id: str | None = column("City", references="cities.city_id", default=None)
    parent_org_id: str | None = column(
        "Organisation it belongs to", references="organisations.org_id", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation(Record):
    """Person, role, organisation and city that one document ties together."""

    TABLE: ClassVar[str] = "affiliations"
    ABOUT: ClassVar[str] = (
        "One row per document, person, role and organisation; empty cells are not known."
    )

    affiliation_id: str = column("doc_id#a<number>, in order of the evidence", key=True)
    doc_id: str = column("Document", required=True, references="documents.doc_id")
    person_id: str = column("Person", required=True, references="people.person_id")
    person: str = column("Name of the person", required=True)
    role_id: str | None = column("Role", references="roles.role_id", default=None)
    role: str | None = column("Role as normalised", default=None)
    status: str | None = column(
        "Status of the office; empty: held at the time", enum=ROLE_STATUS, default=None
    )
    org_id: str | None = column("Organisation", references="organisations.org_id", default=None)
    organisation: str | None = column("Name of the organisation", default=None)
    city_id: str | None = column("City", references="cities.city_id", default=None)
    city: str | None = column("Name of the city", default=None)
    start: int = column("Offset where the evidence starts", type="integer", required=True)
    end: int = column("Offset after the evidence", type="integer", required=True)
    sentence: str | None = column(
        "Press text that the evidence stands in: its sentence or sentences, white space tidied",
        default=None,
    )
    basis: str = column(
        "explicit: tied by the sentence; inferred: from the whole document",
        required=True,
        enum=("explicit", "inferred"),
    )
    rule: str = column("Rule that made the row", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure(Record):
    """One reason why a document could not be processed."""

    TABLE: ClassVar[str] = "errors"
    ABOUT: ClassVar[str] = "One row per document that failed."

    doc_id: str = column("Document", key=True, references="documents.doc_id")
    path: str = column("Path of the input as it was given", required=True)
    stage: str = column(
        "Where it failed; worker: its process died or took too long",
        required=True,
        enum=("read", "clean", "match", "normalise", "link", "worker"),
    )
    error: str = column("Kind of error", required=True)
    message: str = column("What is wrong and what to do", required=True)


RECORDS: tuple[type[Record], ...] = (
    Document,
    Line,
    Mention,
    DateValue,
    City,
    Person,
    Role,
    Organisation,
    Affiliation,
    Failure,
)
