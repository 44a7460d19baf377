"""Mentions and the values of dates, with offsets and wording of the raw text."""

from __future__ import annotations

from datetime import date
from typing import Any

from presselese.assemble.corrected import correct_stamps
from presselese.assemble.entities import org_id, person_id, role_id
from presselese.assemble.page import Page
from presselese.assemble.readings import Readings
from presselese.normalise.date_times import times_behind
from presselese.normalise.dates import DateReading
from presselese.normalise.places import CityReading
from presselese.normalise.stamps import find_stamps, is_modified
from presselese.records import DateValue, Found, Mention

# Reasons of dropped lines whose dates are stamps of the page (guideline, section 2).
STAMPED = frozenset({"metadata", "byline"})


def mentions_of(
    page: Page, readings: Readings
) -> tuple[tuple[Mention, ...], tuple[DateValue, ...]]:
    """Return all mentions in the order of the raw text, page stamps among them, and their dates."""
    doc_id = page.raw.doc_id
    mentions: list[Mention] = []
    dates: list[DateValue] = []

    def add(
        found: Found, norm: str | None, entity_id: str | None, city: CityReading | None = None
    ) -> Mention:
        start, end = page.to_raw(found.start), page.to_raw_end(found.end)
        mention = Mention(
            mention_id=f"{doc_id}#{start}-{end}-{found.label}",
            doc_id=doc_id,
            start=start,
            end=end,
            text=page.raw.text[start:end],
            label=found.label,
            norm=norm,
            entity_id=entity_id,
            source=found.source,
            score=found.score,
            decided_by=city.evidence if city else None,
            evidence=city.detail if city else None,
            candidates="; ".join(city.candidates) or None if city else None,
        )
        mentions.append(mention)
        return mention

    for found, date_reading in readings.dates:
        mention = add(found, date_reading.edtf, None)
        dates.append(_date_value(page, mention, date_reading))
    for found, city in readings.cities:
        add(found, city.norm, city.city.city_id if city.city else None, city)
    for found, person in readings.people:
        add(found, person.name, person_id(doc_id, person))
    for found, role in readings.roles:
        add(found, role.role, role_id(role.role))
    for found, organisation in readings.organisations:
        add(found, organisation.name, org_id(organisation.name, readings))
    stamps = stamps_of(page)
    mentions += stamps["mentions"]
    dates += stamps["dates"]
    mentions.sort(key=lambda m: (m.start, -m.end, m.label))
    place = {mention.mention_id: number for number, mention in enumerate(mentions)}
    dates.sort(key=lambda value: place[value.mention_id])
    return tuple(mentions), tuple(dates)


def _date_value(page: Page, mention: Mention, reading: DateReading) -> DateValue:
    start, end = _evidence(page, reading)
    stamp = _glued_stamp(page, mention, reading)
    return DateValue(
        mention_id=mention.mention_id,
        doc_id=mention.doc_id,
        edtf=reading.edtf,
        start_on=reading.start_on,
        end_on=reading.end_on,
        precision=reading.precision,
        modifier=reading.modifier,
        part_of_day=reading.part_of_day,
        relative=reading.relative,
        resolved_by=reading.resolved_by,
        evidence_start=start,
        evidence_end=end,
        weekday_agrees=reading.weekday_agrees,
        time_from=reading.time_from,
        time_to=reading.time_to,
        context="metadata" if stamp else "body",
        stamp=stamp,
    )


def _evidence(page: Page, reading: DateReading) -> tuple[int | None, int | None]:
    """Return the raw offsets of what completed a date; lines as `read_page` passed them on."""
    at = reading.evidence
    if at is None:
        return None, None
    if at.line is None:
        return page.to_raw(at.start), page.to_raw_end(at.end)
    dropped = [line for line in page.cleaned.lines if not line.kept]
    start = dropped[at.line].start
    return start + at.start, start + at.end


def _glued_stamp(page: Page, mention: Mention, reading: DateReading) -> str | None:
    """Return the kind of a stamp that sticks to the text of a kept line ("07.02.2019Gemeinsam")."""
    around = page.raw.text[max(0, mention.start - 1) : mention.start]
    around += page.raw.text[mention.end : mention.end + 1]
    if reading.precision != "day" or not any(char.isalpha() for char in around):
        return None
    return _stamp_kind(page, reading.start_on, "")


def _stamp_kind(page: Page, day: date | None, before: str) -> str:
    """Tell the stamps of a page apart; `before` is what stands before it in its line."""
    metadata = page.cleaned.metadata
    if day == metadata.modified_on and (day != metadata.published_on or is_modified(before)):
        return "modified"
    return "published" if day == metadata.published_on else "other"


def stamps_of(page: Page) -> dict[str, Any]:
    """Return the dates of dropped lines that are stamps of the page."""
    doc_id, mentions, dates = page.raw.doc_id, [], []
    for line in page.cleaned.lines:
        if line.kept or line.reason not in STAMPED:
            continue
        text = page.raw.text[line.start : line.end]
        stamps = find_stamps(text)
        for number, stamp in enumerate(stamps):
            floor = stamps[number - 1].end if number else 0
            (time_from, time_to), _ = times_behind(text, stamp.end)
            start, end = line.start + stamp.start, line.start + stamp.end
            mention = Mention(
                mention_id=f"{doc_id}#{start}-{end}-DATE",
                doc_id=doc_id,
                start=start,
                end=end,
                text=page.raw.text[start:end],
                label="DATE",
                norm=stamp.day.isoformat(),
                entity_id=None,
                source="date.stamp",
            )
            mentions.append(mention)
            dates.append(
                DateValue(
                    mention_id=mention.mention_id,
                    doc_id=doc_id,
                    edtf=stamp.day.isoformat(),
                    start_on=stamp.day,
                    end_on=stamp.day,
                    precision="day",
                    time_from=time_from,
                    time_to=time_to,
                    context="metadata",
                    stamp=_stamp_kind(page, stamp.day, text[floor : stamp.start]),
                )
            )
    mentions = correct_stamps(page, mentions)
    left = {mention.mention_id for mention in mentions}
    return {
        "mentions": tuple(mentions),
        "dates": tuple(value for value in dates if value.mention_id in left),
    }
