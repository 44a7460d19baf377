"""Results for the tests of the report, made of annotated releases: no model, every value known.

`.ann` (corpus/README.md) says what is in a release; the extractor here only writes it down as
records, so that the report is tested against offsets and values that stand in the test itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from presselese.config import Config
from presselese.evaluate.gold import GoldDocument, GoldMention, parse_ann
from presselese.read import RawText, find_inputs
from presselese.records import (
    Affiliation,
    City,
    DateValue,
    Document,
    Line,
    Mention,
    Organisation,
    Person,
    Role,
)
from presselese.run import run
from presselese.tables import Extraction

CITIES = {
    "Fulda": City(
        city_id="ags:06631009", name="Fulda", country="DE", state="Hessen",
        county="Landkreis Fulda", latitude=50.55, longitude=9.68, population=68635,
    ),
    "Trier": City(
        city_id="ags:07211000", name="Trier", country="DE", state="Rheinland-Pfalz",
        latitude=49.75, longitude=6.64, population=110674,
    ),
    "Paris": City(
        city_id="geonames:2988507", name="Paris", country="FR", latitude=48.85, longitude=2.35
    ),
}  # fmt: skip

BRIDGE = """\
#DOC {"id": "bridge", "published": "2021-05-04", "source_city": "Fulda"}
-navigation|Startseite > Rathaus > Presse
-widget|Suche &lt;b&gt;
-share|Teilen
-link|Mehr
-widget|[schließen]
-metadata|<DATE v="2021-05-04">04.05.2021</DATE>
=
+title|<CITY n="Fulda">Fuldas</CITY> Brücke ist 🌉 eröffnet
+body|<ROLE p="Lea Amann">Oberbürgermeisterin</ROLE> Dr. <PERSON t="Dr.">Lea Amann</PERSON> 🎉 hat am <DATE v="2021-05-03">Montag (3. Mai)</DATE> mit Gästen aus <CITY>Paris</CITY> gefeiert.
+body|<PERSON>Eva Lindner</PERSON>, <ROLE p="Eva Lindner">Leiterin</ROLE> des <ORG n="Tiefbauamt der Stadt Fulda">Tiefbauamtes der <ORG>Stadt <CITY>Fulda</CITY></ORG></ORG>, kam auch am <DATE v="XXXX-06-07">7. Juni</DATE>.
#AFF {"person": "Lea Amann", "role": "Oberbürgermeisterin", "organisation": "Stadt Fulda", "city": "Fulda", "basis": "inferred"}
#AFF {"person": "Eva Lindner", "role": "Leiterin", "organisation": "Tiefbauamt der Stadt Fulda", "city": "Fulda", "basis": "explicit", "status": "new"}
"""
HOSTILE = """\
#DOC {"id": "hostile", "published": "2020-02-29", "source_city": "Trier"}
+title|&lt;/script>&lt;script>alert("x")&lt;/script> &lt;!-- &amp; „<CITY>Trier</CITY>“ שלום 'zitiert'
+body|<PERSON>Zoë "Z" O'Hara</PERSON> vom <ORG>Verein &lt;img src=x onerror=alert(1)></ORG> sprach.
#AFF {"person": "Zoë \\"Z\\" O'Hara", "role": null, "organisation": "Verein <img src=x onerror=alert(1)>", "city": null, "basis": "explicit"}
"""
NOBODY = """\
#DOC {"id": "nobody", "published": null, "source_city": null}
+body|Am Samstag bleibt die Bücherei geschlossen.
"""


class Annotated:
    """Writes down as records what the releases, given by id, say of themselves."""

    name = "annotated 1.0"

    def __init__(self, releases: Sequence[GoldDocument]) -> None:
        self._releases = {release.doc_id: release for release in releases}

    def pipe(self, texts: Iterable[RawText]) -> Iterator[Extraction]:
        for raw in texts:
            yield extraction(self._releases[raw.doc_id], raw)


def releases(*sources: str) -> list[GoldDocument]:
    """Parse releases in the format `.ann`."""
    return [parse_ann(source, Path("test.ann")) for source in sources]


def make_result(folder: Path, documents: Sequence[GoldDocument]) -> Path:
    """Write the texts to `folder/texts` and the tables to `folder/result`; return the latter."""
    texts = folder / "texts"
    texts.mkdir(parents=True)
    for document in documents:
        (texts / f"{document.doc_id}.txt").write_text(document.text, encoding="utf-8", newline="")
    inputs = find_inputs([str(texts)]) if documents else []
    run(inputs, folder / "result", Config(), load=lambda _: Annotated(documents))
    return folder / "result"


def extraction(release: GoldDocument, raw: RawText) -> Extraction:
    """Return the records of a release."""
    assert release.text == raw.text
    doc_id = release.doc_id
    mentions = [_mention(doc_id, mention, release) for mention in release.mentions]
    names = sorted({tie.person for tie in release.affiliations})
    people = {name: f"{doc_id}#p{n}" for n, name in enumerate(names, 1)}
    mentions = [
        replace(m, entity_id=people.get(m.norm or "")) if m.label == "PERSON" else m
        for m in mentions
    ]
    stamp = release.metadata.get("published")
    source = release.metadata.get("source_city")
    titles = [line for line in release.lines if line.reason == "title"]
    return Extraction(
        text=release.text,
        document=Document(
            doc_id=doc_id,
            path=raw.path,
            sha256=raw.sha256,
            encoding=raw.encoding,
            title=release.text[titles[0].start : titles[0].end] if titles else None,
            published_on=date.fromisoformat(stamp) if stamp else None,
            published_source="line 6: stamp" if stamp else None,
            source_city_id=CITIES[source].city_id if source else None,
            n_chars=len(release.text),
            n_lines=len(release.lines),
            n_lines_kept=sum(line.kept for line in release.lines),
        ),
        lines=tuple(
            Line(
                doc_id=doc_id,
                line=line.number,
                start=line.start,
                end=line.end,
                kept=line.kept,
                reason=line.reason,
                rule="core.text" if line.kept else "nav.menu",
            )
            for line in release.lines
        ),
        mentions=tuple(mentions),
        dates=tuple(_date(m, release) for m in mentions if m.label == "DATE"),
        cities=tuple({c.city_id: c for c in CITIES.values() if _names(c, release)}.values()),
        people=tuple(Person(person_id=people[name], doc_id=doc_id, name=name) for name in people),
        roles=tuple(
            Role(role_id=f"role:{tie.role}", role=tie.role, category="municipal")
            for tie in release.affiliations
            if tie.role
        ),
        organisations=tuple(
            Organisation(org_id=f"org:{tie.organisation}", name=tie.organisation, kind="authority")
            for tie in release.affiliations
            if tie.organisation
        ),
        affiliations=tuple(_ties(release, people)),
    )


def _names(city: City, release: GoldDocument) -> bool:
    named = {m.norm for m in release.mentions if m.label == "CITY"}
    return city.name in named | {release.metadata.get("source_city")}


def _mention(doc_id: str, mention: GoldMention, release: GoldDocument) -> Mention:
    city = mention.label == "CITY"
    return Mention(
        mention_id=f"{doc_id}#{mention.start}-{mention.end}-{mention.label}",
        doc_id=doc_id,
        start=mention.start,
        end=mention.end,
        text=mention.text,
        label=mention.label,
        norm=mention.norm,
        entity_id=CITIES[mention.norm].city_id if city else None,
        source="date.days" if mention.label == "DATE" else "model:annotated",
        decided_by=("population" if mention.norm == "Trier" else "unique") if city else None,
    )


def _date(mention: Mention, release: GoldDocument) -> DateValue:
    """Without a year in the span it came from the stamp, whose place is the evidence."""
    stated = (mention.norm or "")[:4] in mention.text
    day = date.fromisoformat(mention.norm) if "X" not in (mention.norm or "X") else None  # type: ignore[arg-type]
    line = next(x for x in release.lines if x.start <= mention.start <= x.end)
    stamp = next((m for m in release.mentions if m.label == "DATE"), None)
    known = day is not None and not stated and stamp is not None
    return DateValue(
        mention_id=mention.mention_id,
        doc_id=mention.doc_id,
        edtf=mention.norm,
        start_on=day,
        end_on=day,
        precision="day",
        resolved_by="stated" if stated else "context" if known else "none",
        evidence_start=stamp.start if known and stamp else None,
        evidence_end=stamp.end if known and stamp else None,
        weekday_agrees=True if "Montag" in mention.text else None,
        context="body" if line.kept else "metadata",
        stamp=None if line.kept else "published",
    )


def _ties(release: GoldDocument, people: dict[str, str]) -> Iterator[Affiliation]:
    for number, tie in enumerate(release.affiliations, 1):
        at = next(m for m in release.mentions if (m.label, m.norm) == ("PERSON", tie.person))
        yield Affiliation(
            affiliation_id=f"{release.doc_id}#a{number}",
            doc_id=release.doc_id,
            person_id=people[tie.person],
            person=tie.person,
            role_id=f"role:{tie.role}" if tie.role else None,
            role=tie.role,
            status=tie.status,
            org_id=f"org:{tie.organisation}" if tie.organisation else None,
            organisation=tie.organisation,
            city_id=CITIES[tie.city].city_id if tie.city else None,
            city=tie.city,
            start=at.start,
            end=at.end,
            basis=tie.basis or "explicit",
            rule="affiliation.role-name+of",
        )
