"""The review queue: the least certain rows of a result, each with the reason for the doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from presselese.lexicon import load_csv
from presselese.report.result import Result, Row

# Kinds of doubt, the gravest first; the queue is in this order. The words stand in strings.toml.
KINDS = (
    "weekday",  # the printed weekday is not that day's
    "ambiguous",  # several municipalities bear the name, nothing decides
    "unresolved",  # the year is not known
    "nearest",  # the organisation is only the one named last
    "score",  # the source itself is in doubt
    "unlisted",  # no gazetteer lists the city
    "guessed",  # the city was decided by size or distance alone
    "inferred",  # the document, not the sentence, ties person and organisation
    "context",  # the year comes from other dates on the page
    "undated",  # the release shows no day of publication
)
LOW_SCORE = 0.6  # scores at and above are not asked about


@dataclass(frozen=True, slots=True)
class Doubt:
    """One row of the queue; `start:end` of the raw text is what it is about, both 0 for none.

    `detail` holds plain values that explain the doubt: candidates, evidence.
    """

    kind: str
    doc_id: str
    start: int
    end: int
    what: str
    value: str | None
    detail: str | None = None


def doubts(result: Result) -> list[Doubt]:
    """Return the queue: by kind of doubt, then in the order of the tables."""
    places = {row["doc_id"]: number for number, row in enumerate(result.tables["documents"])}
    found = [*_mentions(result), *_affiliations(result), *_documents(result)]
    found.sort(key=lambda doubt: (KINDS.index(doubt.kind), places[doubt.doc_id], doubt.start))
    return found


def _mentions(result: Result) -> Iterator[Doubt]:
    dates = result.by_key("dates", "mention_id")
    names = city_names(result)
    for mention in result.tables["mentions"]:
        kind = _doubt_about(mention, dates.get(mention["mention_id"]))
        if kind is None:
            continue
        candidates = (mention["candidates"] or "").split("; ")
        detail = "; ".join(names.get(city, city) for city in candidates if city)
        yield Doubt(
            kind,
            mention["doc_id"],
            mention["start"],
            mention["end"],
            mention["text"],
            mention["norm"],
            detail or mention["evidence"],
        )


def _doubt_about(mention: Row, date: Row | None) -> str | None:
    if date is not None and date["context"] == "body":
        if date["weekday_agrees"] is False:
            return "weekday"
        if date["resolved_by"] == "none":
            return "unresolved"
        if date["resolved_by"] == "context":
            return "context"
    if mention["decided_by"] in {"ambiguous", "unlisted"}:
        return str(mention["decided_by"])
    if mention["decided_by"] in {"population", "near"}:
        return "guessed"
    if mention["score"] is not None and mention["score"] < LOW_SCORE:
        return "score"
    return None


def _affiliations(result: Result) -> Iterator[Doubt]:
    for tie in result.tables["affiliations"]:
        if tie["basis"] == "inferred":
            yield Doubt(
                "nearest" if tie["rule"].endswith("+nearest") else "inferred",
                tie["doc_id"],
                tie["start"],
                tie["end"],
                " · ".join(filter(None, (tie["person"], tie["role"]))),
                tie["organisation"] or tie["city"],
                tie["rule"],
            )


def _documents(result: Result) -> Iterator[Doubt]:
    for document in result.tables["documents"]:
        if document["status"] == "ok" and document["published_on"] is None:
            what = document["title"] or document["doc_id"]
            yield Doubt("undated", document["doc_id"], 0, 0, what, None)


def city_names(result: Result) -> Mapping[str, str]:
    """Return what to call the cities of the run and the candidates of undecided ones, by id."""
    names = {row["city_id"]: _called(row) for row in result.tables["cities"]}
    wanted = {
        city
        for mention in result.tables["mentions"]
        for city in (mention["candidates"] or "").split("; ")
        if city and city not in names
    }
    if wanted:
        for row in load_csv("municipalities"):
            if (city := f"ags:{row['ags']}") in wanted:
                names[city] = _called(row)
        for row in load_csv("foreign_cities"):
            if (city := f"geonames:{row['geonames_id']}") in wanted:
                names[city] = _called(row)
    return names


def _called(row: Mapping[str, str | None]) -> str:
    where = row.get("county") or row.get("state") or row.get("country")
    return f"{row['name']} ({where})" if where and where != row["name"] else str(row["name"])
