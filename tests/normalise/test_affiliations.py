"""Affiliations: one sentence a case, annotated as in the corpus, and the ties it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from presselese.evaluate.gold import parse_ann
from presselese.normalise.affiliations import Node, link


def ties(sentence: str) -> set[tuple[str, str | None, str | None, str | None]]:
    """Link the annotated spans and return (person, role, organisation, city)."""
    document = parse_ann(f'#DOC {{"id": "x"}}\n+body|{sentence}', Path("case.ann"))
    numbers: dict[str, int] = {}
    nodes = []
    for mention in document.mentions:
        nodes.append(
            Node(
                mention.start,
                mention.end,
                mention.label,
                mention.norm,
                entity=numbers.setdefault(mention.norm, len(numbers)),
                plural=mention.label == "ROLE" and not mention.norm.endswith("in"),
                generic=bool(mention.attrs.get("generic")),
                party=mention.text in {"SPD", "CDU"},
                kind="municipality" if mention.norm.startswith("Stadt ") else None,
                city=mention.norm.removeprefix("Stadt ") if "Stadt " in mention.norm else None,
            )
        )
    persons = {number: name for name, number in numbers.items()}
    found = link(document.text, nodes, source_city="Fulda", municipality="Stadt Fulda")
    return {(persons[t.person], t.role, t.organisation, t.city) for t in found}


CASES = [
    ("<ROLE>Leiterin</ROLE> <PERSON>Lea Amann</PERSON> vom <ORG>Umweltamt</ORG> kam.",
     {("Lea Amann", "Leiterin", "Umweltamt", None)}),
    ("<ROLE>Oberbürgermeisterin</ROLE> Dr. <PERSON>Lea Amann</PERSON> kam.",
     {("Lea Amann", "Oberbürgermeisterin", "Stadt Fulda", "Fulda")}),
    ("<PERSON>Lea Amann</PERSON>, <ROLE>Leiterin</ROLE> des <ORG>Umweltamtes</ORG>, kam.",
     {("Lea Amann", "Leiterin", "Umweltamtes", None)}),
    ("<PERSON>Lea Amann</PERSON> (<ROLE>Leiterin</ROLE> des <ORG>Umweltamtes</ORG>) kam.",
     {("Lea Amann", "Leiterin", "Umweltamtes", None)}),
    ("<PERSON>Lea Amann</PERSON> (51), <ROLE>Leiterin</ROLE> beim <ORG>DRK</ORG>, kam.",
     {("Lea Amann", "Leiterin", "DRK", None)}),
    ("<PERSON>Lea Amann</PERSON>, ehemalige <ROLE>Leiterin</ROLE> des <ORG>Zoos</ORG>, kam.",
     {("Lea Amann", "Leiterin", "Zoos", None)}),
    ("<PERSON>Lea Amann</PERSON>, die seit <DATE v=\"2015\">2015</DATE> als <ROLE>Beraterin</ROLE> arbeitet.",
     {("Lea Amann", "Beraterin", None, None)}),
    ("<ROLE>Bürgermeisterin</ROLE> und <ROLE>Kämmerin</ROLE> <PERSON>Lea Amann</PERSON> kam.",
     {("Lea Amann", "Bürgermeisterin", "Stadt Fulda", "Fulda"),
      ("Lea Amann", "Kämmerin", "Stadt Fulda", "Fulda")}),
    ("<PERSON>Lea Amann</PERSON>, <ROLE>Gründerin</ROLE> und <ROLE>Leiterin</ROLE> der <ORG>Tafel</ORG>, kam.",
     {("Lea Amann", "Gründerin", "Tafel", None), ("Lea Amann", "Leiterin", "Tafel", None)}),
    ("<ORG>VKU</ORG>-<ROLE>Geschäftsführer</ROLE> <PERSON>Max Ott</PERSON> kam.",
     {("Max Ott", "Geschäftsführer", "VKU", None)}),
    ("<ORG>VKU</ORG> <ROLE>Geschäftsführer</ROLE> <PERSON>Max Ott</PERSON> kam.",
     {("Max Ott", "Geschäftsführer", "VKU", None)}),
    ("<ROLE>Leiter</ROLE> des <ORG>Amtes</ORG>, <PERSON>Max Ott</PERSON>, kam.",
     {("Max Ott", "Leiter", "Amtes", None)}),
    ("<ROLE>Bürgermeister</ROLE> von <CITY>Hilden</CITY>, <PERSON>Max Ott</PERSON>, kam.",
     {("Max Ott", "Bürgermeister", None, "Hilden")}),
    ("<PERSON>Max Ott</PERSON>, <ROLE>Bürgermeister</ROLE> von <CITY>Hilden</CITY>, kam.",
     {("Max Ott", "Bürgermeister", None, "Hilden")}),
    ("<PERSON>Max Ott</PERSON> vom <ORG>DRK</ORG> kam.", {("Max Ott", None, "DRK", None)}),
    ("<PERSON>Max Ott</PERSON> (<ORG>DRK</ORG>) kam.", {("Max Ott", None, "DRK", None)}),
    ("<PERSON>Ute Lang</PERSON> und <PERSON>Max Ott</PERSON> vom <ORG>DRK</ORG> kamen.",
     {("Ute Lang", None, "DRK", None), ("Max Ott", None, "DRK", None)}),
    ("<ROLE>Stadtrat</ROLE> <PERSON>Max Ott</PERSON> (<ORG>SPD</ORG>) kam.",
     {("Max Ott", "Stadtrat", "Stadt Fulda", "Fulda"), ("Max Ott", None, "SPD", None)}),
    ("Die <ROLE>Bürgermeister</ROLE> <PERSON>Max Ott</PERSON> und <PERSON>Ute Lang</PERSON> kamen.",
     {("Max Ott", "Bürgermeister", "Stadt Fulda", "Fulda"),
      ("Ute Lang", "Bürgermeister", "Stadt Fulda", "Fulda")}),
    ("<ROLE>Bürgermeister</ROLE> <PERSON>Max Ott</PERSON> und <PERSON>Ute Lang</PERSON> kamen.",
     {("Max Ott", "Bürgermeister", "Stadt Fulda", "Fulda")}),
    ("Die <ROLE>Bürgermeister</ROLE> von <CITY>Aalen</CITY>, <CITY>Hof</CITY> und <CITY>Ulm</CITY>, "
     "<PERSON>A B</PERSON>, <PERSON>C D</PERSON> und <PERSON>E F</PERSON>, kamen.",
     {("A B", "Bürgermeister", None, "Aalen"), ("C D", "Bürgermeister", None, "Hof"),
      ("E F", "Bürgermeister", None, "Ulm")}),
    ("<PERSON>A B</PERSON> und <PERSON>C D</PERSON>, <ROLE>Berater</ROLE> für die <ORG>SKEW</ORG>, kamen.",
     {("A B", "Berater", "SKEW", None), ("C D", "Berater", "SKEW", None)}),
    ("<PERSON>Lea Amann</PERSON> wird neue <ROLE>Leiterin</ROLE> des <ORG>Zoos</ORG>.",
     {("Lea Amann", "Leiterin", "Zoos", None)}),
    ("<PERSON>Lea Amann</PERSON> wurde zur <ROLE>Vorsitzenden</ROLE> gewählt.",
     {("Lea Amann", "Vorsitzenden", None, None)}),
    ("Neuer <ROLE>Leiter</ROLE> des <ORG>Zoos</ORG> ist <PERSON>Max Ott</PERSON>.",
     {("Max Ott", "Leiter", "Zoos", None)}),
    ("Der <ORG>Zoo Ulm</ORG> und dessen <ROLE>Leiter</ROLE> <PERSON>Max Ott</PERSON> laden ein.",
     {("Max Ott", "Leiter", "Zoo Ulm", None)}),
    ("<PERSON>Lea Amann</PERSON> kam an. Die <ROLE>Architektin</ROLE> lachte.",
     {("Lea Amann", "Architektin", None, None)}),
    ("Der <ROLE>Oberbürgermeister</ROLE> betonte das. <PERSON>Lea Amann</PERSON> hörte zu.", set()),
    ("<PERSON>Lea Amann</PERSON> hörte zu. Der <ROLE>Oberbürgermeister</ROLE> betonte das.", set()),
    ("Viele <ROLE generic=\"1\">Bürgermeister</ROLE> <PERSON>Max Ott</PERSON> kamen.", set()),
    ("Der <ORG>Turnverein Hof</ORG> feiert. <PERSON>Max Ott</PERSON>, <ROLE>Schatzmeister</ROLE> des Vereins, kam.",
     {("Max Ott", "Schatzmeister", "Turnverein Hof", None)}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), CASES)
def test_link(sentence: str, expected: set[tuple[str, str | None, str | None, str | None]]) -> None:
    assert ties(sentence) == expected


def test_every_tie_names_rule_and_evidence() -> None:
    nodes = [Node(0, 8, "ROLE", "Leiterin"), Node(9, 18, "PERSON", "Lea Amann", entity=0)]
    (tie,) = link("Leiterin Lea Amann kam.", nodes)
    assert (tie.start, tie.end, tie.basis, tie.rule) == (0, 18, "explicit", "affiliation.role-name")
