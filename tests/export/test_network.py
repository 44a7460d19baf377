"""The network and the map: read back by networkx and as GeoJSON, counts held to the tables."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.fake_extractor import load

from presselese.export import export
from presselese.export.network import network
from presselese.export.result import Result
from presselese.read import Input
from presselese.records import Affiliation, City, Document, Mention, Organisation, Person
from presselese.run import run
from presselese.tables import Tables
from presselese.write import TablesWriter, read_tables

nx = pytest.importorskip("networkx")


def document(
    number: int, name: str, organisation: str | None, *, given: str | None = "Lea"
) -> Tables:
    doc_id = f"d{number}"
    org_id = f"org:{organisation}" if organisation else None
    owner = Organisation(org_id="org:Stadt", name="Stadt Fulda")
    return {
        "documents": [Document(doc_id=doc_id, path="x", published_on=date(2021, 5, number))],
        "people": [
            Person(
                person_id=f"{doc_id}#p1",
                doc_id=doc_id,
                name=name,
                given=given,
                family=name.rsplit(maxsplit=1)[-1],
            )
        ],
        "organisations": [
            Organisation(
                org_id=org_id, name=organisation or "", kind="office", parent_org_id="org:Stadt"
            ),
            owner,
        ]
        if org_id
        else [],
        "cities": [City(city_id="ags:1", name="Fulda", country="DE", latitude=50.5, longitude=9.6)],
        "affiliations": [
            Affiliation(
                affiliation_id=f"{doc_id}#a{place}",
                doc_id=doc_id,
                person_id=f"{doc_id}#p1",
                person=name,
                role=role,
                org_id=org_id,
                organisation=organisation,
                city_id="ags:1",
                city="Fulda",
                start=0,
                end=1,
                basis="explicit",
                rule="r",
            )
            for place, role in enumerate(("Leiterin", "Sprecherin"), 1)
        ],
        "mentions": [
            Mention(
                mention_id=f"{doc_id}#{place}-9-CITY",
                doc_id=doc_id,
                start=place,
                end=9,
                text="Fulda",
                label="CITY",
                entity_id="ags:1",
                source="s",
            )
            for place in (1, 2)
        ],
    }


@pytest.fixture
def small(tmp_path: Path) -> Path:
    with TablesWriter(tmp_path / "small") as writer:
        writer.add(document(1, "Lea Amann", "Jugendamt & \x08<Co>"))
        writer.add(document(2, "Lea Amann", "Jugendamt & \x08<Co>"))
        writer.add(document(3, "Amann", "Jugendamt & \x08<Co>", given=None))
        writer.add(document(4, "Lea Amann", None))
        writer.finish()
        writer.publish({"versions": {"presselese": "0"}})
    return tmp_path / "small"


def test_full_names_are_one_node_and_weights_count_documents(small: Path) -> None:
    graph = network(Result(small))
    office = "org:Jugendamt & �<Co>"
    assert set(graph.nodes) == {"person:Lea Amann", "d3#p1", office, "org:Stadt", "ags:1"}
    assert graph.nodes["person:Lea Amann"]["documents"] == 3
    assert graph.edges["person:Lea Amann", office] == {
        "kind": "affiliation",
        "weight": 2,
        "explicit": 2,
        "roles": "Leiterin; Sprecherin",
        "status": "",
        "first_on": "2021-05-01",
        "last_on": "2021-05-02",
    }
    assert graph.edges["d3#p1", office]["weight"] == 1
    assert graph.edges["person:Lea Amann", "ags:1"]["kind"] == "affiliation"
    assert graph.edges[office, "org:Stadt"]["kind"] == "part of"
    assert graph.nodes[office]["organisation_kind"] == "office"


@pytest.mark.parametrize("name", ["gexf", "graphml"])
@pytest.mark.parametrize("which", ["small", "sample", "empty"])
def test_networkx_reads_it_back(
    request: pytest.FixtureRequest, tmp_path: Path, name: str, which: str
) -> None:
    if which == "empty":
        folder = tmp_path / "empty"
        run([Input("a", "-", b"BOOM")], folder, load=load)
    else:
        folder = request.getfixturevalue("result" if which == "sample" else which)
    (path,) = export(folder, [name], tmp_path).files
    read: Any = (nx.read_gexf if name == "gexf" else nx.read_graphml)(path)
    made = network(Result(folder))
    assert read.is_directed()
    assert set(read.nodes) == set(made.nodes)
    assert set(read.edges) == set(made.edges)
    for node, cells in made.nodes.items():
        assert read.nodes[node] == cells
    for pair, cells in made.edges.items():
        assert {key: read.edges[pair][key] for key in cells} == cells
    if which == "sample":
        assert len(made.edges) > 10


def test_cities_are_points_with_counts(result: Path, small: Path, tmp_path: Path) -> None:
    export(small, ["geojson"], tmp_path)
    (feature,) = json.loads((tmp_path / "cities.geojson").read_text("utf-8"))["features"]
    assert feature["id"] == "ags:1"
    assert feature["geometry"] == {"type": "Point", "coordinates": [9.6, 50.5]}
    counts = {"mentions": 8, "documents": 4, "issued": 0, "affiliations": 8}
    assert feature["properties"].items() >= counts.items()
    export(result, ["geojson"], tmp_path)
    found = json.loads((tmp_path / "cities.geojson").read_text("utf-8"))
    assert found["sources"]
    cities, mentions = (read_tables(result)[name] for name in ("cities", "mentions"))
    assert [one["id"] for one in found["features"]] == cities["city_id"].tolist()
    resolved = mentions[(mentions["label"] == "CITY") & mentions["entity_id"].notna()]
    assert sum(one["properties"]["mentions"] for one in found["features"]) == len(resolved)
