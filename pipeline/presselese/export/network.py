"""The network of people and organisations as GEXF (Gephi) or GraphML (igraph, yEd, R).

An arrow leads from a person to the organisation of an affiliation, or to the city where only an
office's city is known, and from an organisation to the one it belongs to. Its weight counts
documents. The tables never join people of different documents; a network needs that, so people
of equal full name are one node here, while a bare surname stays a node of its document.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from presselese.config import EDITIONS
from presselese.export.result import Held, Result, RowDict
from presselese.export.xml import xml_text

SEPARATOR = "; "


@dataclass(slots=True)
class _Tie:
    """What all documents say of one arrow."""

    documents: int = 0
    explicit: int = 0
    roles: dict[str, None] = field(default_factory=dict)
    status: dict[str, None] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)

    def add(self, ties: list[RowDict], published: date | None) -> None:
        """Take in the affiliations of one document; of the days the first and last are kept."""
        self.documents += 1
        self.explicit += any(tie["basis"] == "explicit" for tie in ties)
        self.roles |= dict.fromkeys(tie["role"] for tie in ties if tie["role"])
        self.status |= dict.fromkeys(tie["status"] for tie in ties if tie["status"])
        if published is not None:
            self.days = {min(self.days | {published}), max(self.days | {published})}

    def attributes(self) -> dict[str, Any]:
        """Return the attributes of the arrow; what is not known is an empty text."""
        return {
            "kind": "affiliation",
            "weight": self.documents,
            "explicit": self.explicit,
            "roles": xml_text(SEPARATOR.join(self.roles)),
            "status": SEPARATOR.join(self.status),
            "first_on": min(self.days).isoformat() if self.days else "",
            "last_on": max(self.days).isoformat() if self.days else "",
        }


def make(result: Result, target: Path, name: str) -> None:
    """Write the network."""
    graph = network(result)
    path = target / EDITIONS[name][0]
    if name == "graphml":
        # not write_graphml: its bytes depend on whether lxml is installed
        importlib.import_module("networkx").write_graphml_xml(graph, path, named_key_ids=True)
        return
    writer: Any = importlib.import_module("networkx.readwrite.gexf").GEXFWriter(version="1.2draft")
    writer.add_graph(graph)
    writer.xml.find("meta").attrib.pop("lastmodifieddate")  # the day of writing
    with path.open("wb") as file:
        writer.write(file)


def network(result: Result) -> Any:
    """Return the network as a directed graph of networkx."""
    graph: Any = importlib.import_module("networkx").DiGraph()
    documents: dict[str, int] = {}
    ties: dict[tuple[str, str], _Tie] = {}
    nodes: dict[str, dict[str, Any]] = {}
    for document, held in result.documents():
        found = _of_document(held, nodes)
        for node in {end for pair in found for end in pair}:
            documents[node] = documents.get(node, 0) + 1
        for pair, rows in found.items():
            ties.setdefault(pair, _Tie()).add(rows, document["published_on"])
    parents = _describe(result, nodes)
    for node in sorted(nodes):
        cells = {key: xml_text(cell) for key, cell in nodes[node].items()}
        graph.add_node(xml_text(node), **cells, documents=documents.get(node, 0))
    for pair in sorted(ties):
        graph.add_edge(*map(xml_text, pair), **ties[pair].attributes())
    for child, parent in sorted(parents.items()):
        attributes = _Tie().attributes() | {"kind": "part of", "weight": documents.get(child) or 1}
        graph.add_edge(xml_text(child), xml_text(parent), **attributes)
    return graph


def _of_document(
    held: Held, nodes: dict[str, dict[str, Any]]
) -> dict[tuple[str, str], list[RowDict]]:
    """Group the affiliations of a document by the nodes they tie; new nodes go to `nodes`."""
    people = {person["person_id"]: person for person in held["people"]}
    found: dict[tuple[str, str], list[RowDict]] = {}
    for tie in held["affiliations"]:
        other = _other_end(tie)
        if other is None:
            continue
        person = people[tie["person_id"]]
        known = person["given"] is not None and person["family"] is not None
        node = f"person:{person['name']}" if known else person["person_id"]
        nodes.setdefault(node, _node(person["name"], "person"))
        nodes.setdefault(*other)
        found.setdefault((node, other[0]), []).append(tie)
    return found


def _other_end(tie: RowDict) -> tuple[str, dict[str, Any]] | None:
    """Return id and attributes of the organisation of an affiliation, or else of its city."""
    if tie["organisation"] is not None:
        name = tie["organisation"]
        return tie["org_id"] or f"organisation:{name}", _node(name, "organisation")
    if tie["city"] is not None:
        return tie["city_id"] or f"city:{tie['city']}", _node(tie["city"], "city")
    return None


def _node(label: str, kind: str) -> dict[str, Any]:
    return {"label": label, "kind": kind, "organisation_kind": "", "abbreviation": ""}


def _describe(result: Result, nodes: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Complete the organisations among the nodes; return what they belong to, where that is one."""
    parents = {}
    for row in result.rows("organisations"):
        if (node := nodes.get(row["org_id"])) is not None:
            node["organisation_kind"] = row["kind"] or ""
            node["abbreviation"] = row["abbreviation"] or ""
            if row["parent_org_id"] is not None:
                parents[row["org_id"]] = row["parent_org_id"]
    missing = set(parents.values()) - set(nodes)
    for row in result.rows("organisations") if missing else ():
        if row["org_id"] in missing:
            nodes[row["org_id"]] = _node(row["name"], "organisation") | {
                "organisation_kind": row["kind"] or "",
                "abbreviation": row["abbreviation"] or "",
            }
    return parents
