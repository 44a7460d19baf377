"""German dates of two foreign test sets: Microsoft's Recognizers-Text and ctparse, both MIT.

The files are not part of the repository. They are looked for in the folder that the variable
PRESSELESE_DATE_CASES names, else in `shared/data/dates` beside the checkout; where they are
missing, the tests are skipped. `python tests/normalise/test_date_corpora.py` prints the counts
that docs/dates-and-cities.md shows.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from presselese.normalise.date_grammar import find_dates
from presselese.normalise.dates import DateReading, read_dates
from presselese.records import Found

BESIDE = Path(__file__).parents[2].parent / "shared" / "data" / "dates"
FOLDER = Path(os.environ.get("PRESSELESE_DATE_CASES") or BESIDE)
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(),
    reason="the test sets are not here; name their folder in PRESSELESE_DATE_CASES",
)
TODAY = "2016-11-07"  # what Recognizers-Text takes for today where a case names no day

# What the guideline (section 2) or the grammar leaves out, by the wording that shows it.
OUTSIDE = (
    (
        "length of time, or point counted from now",
        r"\b(?:sekunden?|sek|minuten?|stunden?|viertelstunde|dreiviertelstunde)\b|\b(?:in|nächsten|letzten|vorherigen) (?:\d+|zwei|drei|paar|beiden)\b|^in \d|\d wochen später|^\d+ tage$|ganzen tag|3,5 jahre",
    ),
    ("now, as soon as possible", r"jetzt|so früh wie möglich|^aktuelle$"),
    (
        "recurring",
        r"\bjede[nrs]?\b|\bimmer\b|täglich|wöchentlich|jährlich|^\w+tags$|alle zwei|^von montag 7 uhr",
    ),
    (
        "vague part of a period",
        r"rest de[rs]|rest dieser|unter der woche|arbeitswoche|werktags|ende des tages|woche (?:im|des)|am morgen|gegen abend",
    ),
    ("the year as such, an event's day", r"^(?:dem|das|des) jahr|^des jahres$|^dieser tag$"),
    (
        "day without a month beside it",
        r"^(?:am )?\d+\.(?: um .*)?$|, der 25|(?:bis zum|und dem) \d+\.$",
    ),
    ("year of two digits without a sign, or parted by blanks", r"^august 99$|\d (?:\. )|\d\.  \d"),
    (
        "other reading: the nearest past September, Saturday, weekend",
        r"^letzten september$|^kommenden sonnabend|^nächsten donnerstag bis|^(?:am|nach dem|vor dem) wochenende$",
    ),
    ("English order", r"sep-23|23-2020|/sep|september-2020|sep/|november 19"),
    ("no such day", r"^(?:29/2/2019|30/2)$"),
    (
        "months by number as they are spoken",
        r"vierter|viert?en$|fünfter|zwölften$|siebter 4|dritter/",
    ),
    (
        "named, not dated",
        r"^ostern$|tag im jahr 2019|^silvester$|^peter und paul$|^herbstanfang$|schweizer|zweitausender|friedensfest|weltkindertag|^weihnachten 2010$",
    ),
    (
        "recurring, as the small letter says",
        r"^(?:samstagfrüh|mittwochfrühmorgens|dienstagfrühmorgens).*|^dienstagspätabends$",
    ),
    ("future as such", r"^morgen$"),
)
_OUTSIDE = tuple((reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in OUTSIDE)
UNDATED = frozenset({"time", "timerange", "set", "duration"})
# What may stand in their span beside ours: prepositions, articles, clock times.
GLUE = re.compile(
    r"(?:am|an|im|in|vom|von|zum|zu|bis|ab|seit|der|die|das|den|dem|des|zwischen|und|um|gegen|monat|jahr|"
    r"uhr|nach|vor|zur|primetime|fünf|sieben|nachmittags|nachmittag|morgens|frühmorgens|spätabends?|nacht|früh|früher|später|"
    r"\d{1,2}(?::\d\d){0,2}|,|-|\.)+"
)


class Case(NamedTuple):
    """One expected mention: today, text, what is to be found, its kind and value (timex)."""

    file: str
    today: str
    text: str
    expected: str
    kind: str
    timex: str | None


def recognizers() -> Iterator[Case]:
    """Yield every expected mention once, with its value where any file states it."""
    cases: dict[tuple[str, str, str], Case] = {}
    for path in sorted((FOLDER / "recognizers-text").glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8-sig")):
            today = entry.get("Context", {}).get("ReferenceDateTime", TODAY)[:10]
            for result in entry["Results"]:
                kind = (result.get("Type") or result.get("TypeName") or "").split(".")[-1]
                text = result["Text"]
                key = (entry["Input"], today, re.sub(r"\s", "", text).lower())
                timex = _timex(result)
                if key not in cases or (timex and cases[key].timex is None):
                    cases[key] = Case(path.stem, today, entry["Input"], text, kind, timex)
    yield from cases.values()


def _timex(result: dict[str, Any]) -> str | None:
    value = result.get("Value") or result.get("Resolution")
    if not isinstance(value, dict):
        return None
    if "Timex" in value:
        return str(value["Timex"])
    values = value.get("values")
    return str(values[0]["timex"]) if values else None


def judge(case: Case) -> str:
    """Return "passes", "outside: <reason>", or what is wrong."""
    expected = case.expected.strip()
    if case.kind in UNDATED:
        return "outside: " + {"set": "recurring", "duration": "length of time"}.get(
            case.kind, "clock time alone"
        )
    if re.search(rf"jede[nrs]? {re.escape(expected)}", case.text, re.IGNORECASE):
        return "outside: recurring"
    if re.match(r"\d\d?/\d\d?\b(?!/\d{4})", expected) and case.text.startswith(expected):
        return "outside: day/month with a slash and nothing before it, which is a fraction"
    for reason, pattern in _OUTSIDE:
        if pattern.search(expected):
            return f"outside: {reason}"
    ours = _read(case.text, date.fromisoformat(case.today))
    start = case.text.lower().find(expected.lower())
    if start < 0:
        start, expected = 0, case.text
    inside = [(f, r) for f, r in ours if start <= f.start and f.end <= start + len(expected)]
    if not inside:
        return "not found"
    rest = expected.lower()
    for found, _ in inside:
        rest = rest.replace(found.text.lower(), " ", 1)
    if not all(GLUE.fullmatch(word) for word in rest.split()):
        return f"span: {[found.text for found, _ in inside]}"
    if case.timex is None or _agrees(case.timex, [reading for _, reading in inside]):
        return "passes"
    return f"value: {[reading.edtf for _, reading in inside]} for {case.timex}"


def _read(text: str, today: date) -> list[tuple[Found, DateReading]]:
    found = find_dates(text)
    return list(zip(found, read_dates(text, found, published=today), strict=True))


def _agrees(timex: str, readings: list[DateReading]) -> bool:
    """Whether the readings, the first to the last, say what a timex says."""
    first, last = readings[0], readings[-1]
    if timex.startswith("("):
        start, end = timex[1:-1].split(",")[:2]
        if start.split("T")[0] == end.split("T")[0]:
            return _agrees(start, readings)
        if first.precision == "year" and first.edtf is not None:
            return first.edtf == f"{start[:4]}/{end[:4]}"
        if len(readings) == 1 and first.start_on == first.end_on:
            return _agrees(start, [first])
        return _is(start, first.start_on) and _is(end, last.end_on)
    point = timex.split("T", maxsplit=1)[0]
    reading = next((r for r in readings if r.start_on and r.start_on == r.end_on), last)
    weekend = re.fullmatch(r"(\d{4})-W(\d\d)-WE", point)
    week = re.fullmatch(r"(\d{4})-W(\d\d)", point)
    if weekend or week:
        year, number = (int(part) for part in (weekend or week).groups())  # type: ignore[union-attr]
        monday = date.fromisocalendar(year, number, 1)
        expected = (monday + timedelta(days=5 if weekend else 0), monday + timedelta(days=6))
        return (last.start_on, last.end_on) == expected
    if point.startswith("XXXX-W"):
        weekdays = {"XXXX-WXX-1": 1, "XXXX-WXX-2": 2, "XXXX-WXX-3": 3, "XXXX-WXX-4": 4}
        weekdays |= {"XXXX-WXX-5": 5, "XXXX-WXX-6": 6, "XXXX-WXX-7": 7}
        return last.start_on is not None and last.start_on.isoweekday() == weekdays[point]
    if point == "XXXX" or (reading.precision == "year" and len(point) == len("2020-04-12")):
        # A feast that moves has the year for its value (guideline).
        return reading.edtf is not None and point[:4] in ("XXXX", reading.edtf[:4])
    if point.startswith("XXXX"):
        return reading.edtf is not None and reading.edtf[4:] == point[4:]
    return reading.edtf is not None and reading.edtf.startswith(point)


def _is(point: str, day: date | None) -> bool:
    day_only = point.split("T", maxsplit=1)[0]
    if day is None:
        return False
    if day_only.startswith("XXXX-WXX-"):
        return day.isoweekday() == int(day_only[-1])
    return day.isoformat()[5:] == day_only[5:] and day_only[:4] in ("XXXX", str(day.year))


def ctparse() -> Iterator[
    tuple[str, date, tuple[date | None, date | None], tuple[str | None, str | None]]
]:
    """Yield phrase, today, days and clock times of every German case that states a day."""
    path = FOLDER / "ctparse" / "timeparse_corpus.json"
    for entry in json.loads(path.read_text(encoding="utf-8")):
        points = re.findall(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d|X:X)|(None)", entry["gold_parse"])
        if entry["language"] != "de" or not any(point[0] for point in points):
            continue
        days = tuple(date.fromisoformat(p[0]) if p[0] else None for p in points)
        times = tuple(None if p[1] in ("", "X:X") else p[1] for p in points)
        today = date.fromisoformat(entry["ref_time"][:10])
        yield entry["text"], today, (days[0], days[-1]), (times[0], times[-1])


def score_ctparse() -> Counter[str]:
    """Count the phrases, those whose days we read alike, and those whose times we read alike."""
    counts: Counter[str] = Counter()
    for text, today, days, times in ctparse():
        counts["phrases"] += 1
        ours = [(f, r) for f, r in _read(text, today) if r.start_on is not None]
        stated = [day for day in days if day is not None]
        if not ours:
            counts["nothing found"] += 1
            continue
        first, last = ours[0][1], ours[-1][1]
        same = (first.start_on, last.end_on) in ((stated[0], stated[-1]), (stated[0], stated[0]))
        counts["days right"] += same
        if any(times):
            counts["with times"] += 1
            read = {first.time_from, first.time_to, last.time_from, last.time_to}
            counts["times right"] += {time for time in times if time} <= read
    return counts


def test_recognizers_text() -> None:
    wrong = [(case, verdict) for case in recognizers() if _fails(verdict := judge(case))]
    assert not wrong, "\n".join(f"{v}: {c.text!r} ({c.expected})" for c, v in wrong)


def _fails(verdict: str) -> bool:
    return verdict != "passes" and not verdict.startswith("outside")


def test_ctparse_phrases() -> None:
    counts = score_ctparse()
    assert counts["days right"] >= 0.80 * counts["phrases"], counts
    assert counts["times right"] >= 0.80 * counts["with times"], counts


if __name__ == "__main__":
    for verdict, number in Counter(judge(case) for case in recognizers()).most_common():
        print(f"{number:5}  {verdict}")
    print(dict(score_ctparse()))
