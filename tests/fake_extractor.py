"""An extractor without a model for the tests of the plumbing: every number is a DATE."""

from __future__ import annotations

import os
import re
import signal
import time
import warnings
from collections.abc import Iterable, Iterator

from presselese.config import Config
from presselese.errors import ModelError
from presselese.read import RawText
from presselese.records import (
    Affiliation,
    City,
    DateValue,
    Document,
    Failure,
    Line,
    Mention,
    Organisation,
    Person,
    Role,
)
from presselese.tables import Extraction

CITY = City(city_id="ags:06631009", name="Fulda", country="DE", latitude=50.55, population=68635)


class FakeExtractor:
    """Gives every table rows; `BOOM` in a text fails it, `WARN` warns, `SLOW` takes a while, `NAP`
    a little one, `HANG` for ever, `DIE` ends the process, `KILLED` as a lack of memory would.
    """

    name = "fake 1.0"

    def pipe(self, texts: Iterable[RawText]) -> Iterator[Extraction]:
        yield from map(self.extract, texts)

    def extract(self, raw: RawText) -> Extraction:
        document = Document(
            doc_id=raw.doc_id,
            path=raw.path,
            sha256=raw.sha256,
            encoding=raw.encoding,
            n_chars=len(raw.text),
            source_city_id=CITY.city_id,
            status="ok" if raw.text.strip() else "empty",
        )
        if "SLOW" in raw.text:
            time.sleep(0.5)
        if "NAP" in raw.text:
            time.sleep(0.001)
        if "HANG" in raw.text:
            time.sleep(600)
        if "DIE" in raw.text:
            os._exit(1)
        if "KILLED" in raw.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "WARN" in raw.text:
            warnings.warn("something is odd", stacklevel=2)
        if "BOOM" in raw.text:
            failure = Failure(
                doc_id=raw.doc_id, path=raw.path, stage="match", error="Boom", message="it broke"
            )
            failed = Document(doc_id=raw.doc_id, path=raw.path, status="error")
            return Extraction(document=failed, errors=(failure,))
        lines, offset = [], 0
        for number, line in enumerate(raw.text.split("\n"), 1):
            lines.append(
                Line(
                    doc_id=raw.doc_id,
                    line=number,
                    start=offset,
                    end=offset + len(line),
                    kept=bool(line.strip()),
                    reason="body" if line.strip() else "empty",
                )
            )
            offset += len(line) + 1
        mentions, dates = [], []
        for match in re.finditer("[0-9]+", raw.text):
            mention = Mention(
                mention_id=f"{raw.doc_id}#{match.start()}-{match.end()}-DATE",
                doc_id=raw.doc_id,
                start=match.start(),
                end=match.end(),
                text=match[0],
                label="DATE",
                source="fake",
            )
            mentions.append(mention)
            dates.append(DateValue(mention_id=mention.mention_id, doc_id=raw.doc_id))
        organisation = Organisation(
            org_id="org:fulda",
            name="Stadt Fulda",
            city_id=CITY.city_id,
            abbreviation=raw.text[:2].strip() or None,
        )
        person = Person(person_id=f"{raw.doc_id}#p1", doc_id=raw.doc_id, name="Lea Amann")
        role = Role(role_id="role:ob", role="Oberbürgermeisterin", portfolio=raw.text[:1].strip())
        tie = Affiliation(
            affiliation_id=f"{raw.doc_id}#a1",
            doc_id=raw.doc_id,
            person_id=person.person_id,
            person=person.name,
            role_id=role.role_id,
            org_id=organisation.org_id,
            city_id=CITY.city_id,
            start=0,
            end=1,
            basis="explicit",
            rule="fake",
        )
        return Extraction(
            document=document,
            text=raw.text,
            lines=tuple(lines),
            mentions=tuple(mentions),
            dates=tuple(dates),
            cities=(CITY,),
            people=(person,),
            roles=(role,),
            organisations=(organisation,),
            affiliations=(tie,),
        )


def load(config: Config) -> FakeExtractor:
    if config.model == "unknown":
        raise ModelError("unknown: no such model; install it with pip")
    return FakeExtractor()
