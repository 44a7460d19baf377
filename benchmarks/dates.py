"""Our dates against dateparser.search, timexy and ctparse on the same annotated releases.

A mention of the gold is *found* where a prediction overlaps it, and has the *right value* where
that prediction names its day (of a month, year or range: any day within); a prediction is
*spurious* where it overlaps no mention. The rivals find no ranges and invent days for months and
years, hence the generous counting. All get the kept text. `search_dates` stands there three times:
as it is called (it detects the language), with the language given, and with the day of publication
and the order of day and month as well. ctparse reads one expression a text, so that it gets the
text line by line.

Finders take turns in rounds, each going over the texts until half a second has gone. Processor time
is that of the median round; `first` is the very first pass, where a finder fills what it keeps.

    pip install presselese[benchmarks]
    python benchmarks/dates.py [corpus/gold/dev] [--documents N] [--rounds N]
"""

from __future__ import annotations

import argparse
import importlib
import logging
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import spacy
from ctparse.ctparse import ctparse
from dateparser.search import search_dates

from presselese.evaluate.gold import GoldDocument, read_gold
from presselese.normalise.date_calendar import bounds
from presselese.normalise.date_grammar import find_dates
from presselese.normalise.dates import read_dates

# A finding: offsets in the text, and the days it names (None: no value).
Finding = tuple[int, int, tuple[date, date] | None]
Finder = Callable[[str, date | None], list[Finding]]
LEAST_SECONDS = 0.5  # a finder goes over the texts again until this much time has gone
TODAY = date(2020, 1, 1)  # for releases without a day of publication


@dataclass
class Tally:
    """What one finder did on all texts; `seconds` has one figure a round, `first` one for all."""

    mentions: int = 0
    found: int = 0
    right: int = 0
    spurious: int = 0
    first: float = 0.0
    seconds: list[float] = field(default_factory=list)


def ours(text: str, published: date | None) -> list[Finding]:
    found = find_dates(text)
    readings = read_dates(text, found, published=published)
    return [
        (f.start, f.end, (r.start_on, r.end_on) if r.start_on and r.end_on else None)
        for f, r in zip(found, readings, strict=True)
    ]


def make_dateparser(languages: list[str] | None, *, pinned: bool) -> Finder:
    def dateparser_search(text: str, published: date | None) -> list[Finding]:
        settings: Any = None
        if pinned:
            day = published or TODAY
            base = datetime(day.year, day.month, day.day)
            settings = {"RELATIVE_BASE": base, "DATE_ORDER": "DMY"}
        out: list[Finding] = []
        position = 0
        for words, value in search_dates(text, languages=languages, settings=settings) or ():
            start = text.find(words, position)
            if start >= 0:
                position = start + len(words)
                out.append((start, position, (value.date(), value.date())))
        return out

    return dateparser_search


def make_timexy() -> Finder:
    importlib.import_module("timexy")  # registers its component
    nlp = spacy.blank("de")
    nlp.add_pipe("timexy", config={"kb_id_type": "timex3", "label": "timexy", "overwrite": True})

    def timexy(text: str, published: date | None) -> list[Finding]:
        out: list[Finding] = []
        for span in nlp(text).ents:
            stamp = re.search(r"(\d{4})-(\d\d)-(\d\d)", span.kb_id_)
            day = date(*(int(part) for part in stamp.groups())) if stamp else None
            out.append((span.start_char, span.end_char, (day, day) if day else None))
        return out

    return timexy


def ctparse_lines(text: str, published: date | None) -> list[Finding]:
    day = published or TODAY
    out: list[Finding] = []
    start = 0
    for line in text.split("\n"):
        result = ctparse(line, ts=datetime(day.year, day.month, day.day), timeout=0.5)
        if result is not None:
            value: Any = result.resolution
            points = [
                p for p in (getattr(value, "t_from", value), getattr(value, "t_to", None)) if p
            ]
            days = [p.dt.date() for p in points if getattr(p, "hasDate", False)]
            span = (start + value.mstart, start + value.mend)
            out.append((*span, (days[0], days[-1]) if days else None))
        start += len(line) + 1
    return out


# A text, its mentions with their values, and the day of publication.
Text = tuple[str, list[tuple[int, int, str]], date | None]


def texts_of(documents: list[GoldDocument]) -> list[Text]:
    texts = []
    for document in documents:
        stamp = document.metadata.get("published")
        texts.append((*_kept(document), date.fromisoformat(stamp) if stamp else None))
    return texts


def tally(finder: Finder, texts: list[Text], result: Tally) -> None:
    """Run one round; the first one counts what was found."""
    started = time.process_time()
    findings = [finder(text, published) for text, _, published in texts]
    passes, seconds = 1, time.process_time() - started
    if not result.first:
        result.first = seconds
    while seconds < LEAST_SECONDS:
        for text, _, published in texts:
            finder(text, published)
        passes, seconds = passes + 1, time.process_time() - started
    result.seconds.append(seconds / passes)
    if len(result.seconds) > 1:
        return
    for (_, mentions, _), own in zip(texts, findings, strict=True):
        result.mentions += len(mentions)
        for start, end, norm in mentions:
            over = [days for left, right, days in own if left < end and start < right]
            result.found += bool(over)
            result.right += any(_names(days, norm) for days in over)
        result.spurious += sum(
            not any(left < end and start < right for start, end, _ in mentions)
            for left, right, _ in own
        )


def _kept(document: GoldDocument) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the kept lines as one text, and the dates in it with their values."""
    parts, mentions, offset = [], [], 0
    dates = [m for m in document.mentions if m.label == "DATE"]
    for line in document.lines:
        if line.kept:
            shift = offset - line.start
            mentions += [
                (m.start + shift, m.end + shift, m.norm)
                for m in dates
                if line.start <= m.start and m.end <= line.end
            ]
            parts.append(document.text[line.start : line.end])
            offset += line.end - line.start + 1
    return "\n".join(parts), mentions


def _names(days: tuple[date, date] | None, norm: str) -> bool:
    """Whether the days lie within those of a gold value."""
    first, last = bounds(norm)
    return (
        days is not None
        and first is not None
        and last is not None
        and (first <= days[0] and days[1] <= last)
    )


def main() -> None:
    """Print one line a finder, then how many times as fast ours is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", default="corpus/gold/dev", type=Path)
    parser.add_argument("--documents", type=int, help="only the first so many")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    logging.getLogger("ctparse").setLevel(logging.ERROR)  # it warns of every line without a date
    texts = texts_of(read_gold(options.gold)[: options.documents])
    finders: dict[str, Finder] = {
        "presselese": ours,
        "search_dates(text)": make_dateparser(None, pinned=False),
        "search_dates(text, languages=['de'])": make_dateparser(["de"], pinned=False),
        "search_dates, German, settings": make_dateparser(["de"], pinned=True),
        "timexy": make_timexy(),
        "ctparse": ctparse_lines,
    }
    for finder in finders.values():
        finder("Am 3. Mai 2021", None)  # what a finder loads on its first call does not count
    tallies = {name: Tally() for name in finders}
    for _ in range(options.rounds):
        for name, finder in finders.items():
            tally(finder, texts, tallies[name])
    print("finder\tmentions\tfound\tright\tspurious\tms/document\tfirst")
    for name, t in tallies.items():
        usual, first = (
            1000 * seconds / len(texts) for seconds in (statistics.median(t.seconds), t.first)
        )
        counts = f"{t.mentions}\t{t.found}\t{t.right}\t{t.spurious}"
        print(f"{name}\t{counts}\t{usual:.3f}\t{first:.3f}")
    mine = tallies["presselese"]
    for name in list(finders)[1:]:
        pairs = zip(mine.seconds, tallies[name].seconds, strict=True)
        ratio = statistics.median(theirs / own for own, theirs in pairs)
        first = tallies[name].first / mine.first
        print(f"{name}: {ratio:.0f} times as long; first {first:.0f}")


if __name__ == "__main__":
    main()
