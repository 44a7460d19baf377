"""The charts as Vega-Lite specifications, made with Altair: the map of cities and the timeline.

Texts in them are keys of `strings.toml` behind an `@`; the page puts the words of its language in.
Colours are left to the page, which knows whether it is light or dark.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import resources
from typing import Any

from presselese.report.result import Result, Row

MAP_HEIGHT = 620
FEW = 10  # releases whose circle is the largest, where no city has more
# Conic projection with the two parallels usual for maps of Germany.
PARALLELS, CENTRE = [48.67, 53.67], 10.5
MONTHLY = 8  # years; longer periods are counted by the year
WINDOW = 1  # years before and after the releases in which dates of the texts are shown


def map_chart(cities: Sequence[Row]) -> dict[str, Any]:
    """Return the specification of the map; `cities` hold name, latitude, longitude, documents, n.

    Only cities in Germany are drawn; the outlines are those of the German states.
    """
    import altair as alt  # noqa: PLC0415 -- comes with the extra `report`

    source = resources.files("presselese.report").joinpath("states.geo.json")
    outlines = json.loads(source.read_text(encoding="utf-8"))
    most = max([FEW, *(city["documents"] for city in cities)])
    states = alt.Chart(alt.InlineData(values=outlines["features"])).mark_geoshape(
        filled=True, strokeWidth=0.8
    )
    points = (
        alt.Chart(alt.InlineData(values=list(cities)))
        .mark_circle(opacity=0.75, strokeWidth=1, cursor="pointer")
        .encode(
            longitude="longitude:Q",
            latitude="latitude:Q",
            size=alt.Size(
                "documents:Q",
                scale=alt.Scale(type="linear", range=[0, 700], domain=[0, most]),
                legend=None,
            ),
            order=alt.Order("documents:Q", sort="descending"),
            tooltip=[
                alt.Tooltip("name:N", title="@table.city"),
                alt.Tooltip("documents:Q", title="@map.documents"),
                alt.Tooltip("n:Q", title="@map.mentions"),
            ],
        )
    )
    chart = (
        alt.layer(states, points)
        .project("conicConformal", parallels=PARALLELS, rotate=[-CENTRE, 0, 0])
        .properties(width="container", height=MAP_HEIGHT)
    )
    return _plain(chart)


def timeline_chart(periods: Mapping[str, Mapping[str, Sequence[int]]]) -> dict[str, Any]:
    """Return the specification of the timeline: releases above, days named in them below."""
    import altair as alt  # noqa: PLC0415 -- comes with the extra `report`

    monthly = any(len(period) > len("2021") for rows in periods.values() for period in rows)
    domain = _domain([period for rows in periods.values() for period in rows])
    charts = []
    for series, rows in periods.items():
        most = max((len(documents) for documents in rows.values()), default=1)
        values = [
            {
                "series": series,
                "period": period,
                "from": f"{period}-01" if monthly else f"{period}-01-01",
                "n": len(d),
            }
            for period, d in rows.items()
        ]
        charts.append(
            alt.Chart(alt.InlineData(values=values), title=f"@timeline.{series}")
            .mark_bar(cursor="pointer", cornerRadiusTopLeft=1, cornerRadiusTopRight=1)
            .encode(
                x=alt.X(
                    "from:T",
                    timeUnit="utcyearmonth" if monthly else "utcyear",
                    title=None,
                    scale=alt.Scale(domain=domain) if domain else alt.Undefined,
                    axis=alt.Axis(grid=False, labelOverlap="greedy", labelFlush=False),
                ),
                y=alt.Y(
                    "n:Q",
                    title=None,
                    axis=alt.Axis(tickCount=min(4, most), format="d", domain=False),
                ),
                tooltip=[
                    alt.Tooltip("period:N", title="@timeline.period"),
                    alt.Tooltip("n:Q", title="@map.documents"),
                ],
            )
            .properties(width="container", height=150, name=series)
        )
    return {"charts": [_plain(chart) for chart in charts]}


def periods(result: Result) -> dict[str, Any]:
    """Return the numbers of the documents by series (published, named) and period.

    A period is a month (`2021-05`) or, where the releases span more than eight years, a year.
    `outside` counts the documents' dates that lie outside the years shown.
    """
    documents = result.tables["documents"]
    numbers = {row["doc_id"]: number for number, row in enumerate(documents)}
    published = [(row["published_on"], numbers[row["doc_id"]]) for row in documents]
    stamped = [(day, number) for day, number in published if day is not None]
    named = sorted(
        {
            (row["start_on"], numbers[row["doc_id"]])
            for row in result.tables["dates"]
            if row["context"] == "body"
            and row["start_on"] is not None
            and row["precision"] in {"day", "month"}
        }
    )
    first, last = _window([day for day, _ in stamped] or _middle([day for day, _ in named]))
    inside = [(day, number) for day, number in named if first <= int(day[:4]) <= last]
    length = len("2021-05") if last - first < MONTHLY + 2 * WINDOW else len("2021")
    return {
        "published": _counted(stamped, length),
        "named": _counted(inside, length),
        "outside": len(named) - len(inside),
    }


def _domain(periods: Sequence[str]) -> list[int]:
    """Return the whole years of the periods: from and to in milliseconds since 1970 UTC."""
    if not periods:
        return []
    years = int(min(periods)[:4]), min(int(max(periods)[:4]) + 1, 9999)
    return [(date(year, 1, 1) - date(1970, 1, 1)).days * 86_400_000 for year in years]


def _window(days: Sequence[str]) -> tuple[int, int]:
    years = [date.fromisoformat(day).year for day in days]
    return (min(years) - WINDOW, max(years) + WINDOW) if years else (0, 9999)


def _middle(days: Sequence[str]) -> Sequence[str]:
    """Cut the outer twentieths off, where no release shows when it was written."""
    cut = len(days) // 20
    return sorted(days)[cut : len(days) - cut]


def _counted(days: Sequence[tuple[str, int]], length: int) -> dict[str, list[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for day, number in days:
        found[day[:length]].add(number)
    return {period: sorted(numbers) for period, numbers in sorted(found.items())}


def _plain(chart: Any) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict()
    spec.pop("config", None)
    return spec
