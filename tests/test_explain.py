"""`explain`: what is shown of mentions, persons and affiliations, and what happens without the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import presselese
from presselese.cli import app
from presselese.config import Config
from presselese.errors import TablesError
from presselese.evaluate.gold import read_gold
from presselese.explain import explain, rule_text, rule_words
from presselese.extract import Extraction
from presselese.lexicon import load_toml
from presselese.quote import marked
from presselese.read import RawText, find_inputs, read_text
from presselese.run import run

ROOT = Path(__file__).parent.parent
RELEASE = """Fulda, 3. Mai 2021

Neue Brücke eröffnet

Oberbürgermeisterin Dr. Lea Amann hat am Montag die neue Brücke in Fulda eröffnet. „Sie verbindet
zwei Stadtteile, die bisher getrennt waren“, sagte Amann vor den Gästen aus der ganzen Region.
Max Ott, Leiter des Tiefbauamtes der Stadt Fulda, dankte allen Beteiligten für die gute Arbeit.
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of one release; its text lies beside it as `a.txt`."""
    folder = tmp_path_factory.mktemp("explain")
    (folder / "a.txt").write_text(RELEASE, encoding="utf-8")
    run(find_inputs([str(folder / "a.txt")]), folder / "out", Config())
    return folder / "out"


def mention(text: str, label: str, number: int = 0) -> str:
    """Return the id of the n-th mention with this text."""
    start = -1
    for _ in range(number + 1):
        start = RELEASE.index(text, start + 1)
    return f"a#{start}-{start + len(text)}-{label}"


def test_a_person_of_the_model(result: Path) -> None:
    lines = explain(result, mention("Lea Amann", "PERSON"))
    assert lines[0] == f"{mention('Lea Amann', 'PERSON')} (table mentions)"
    assert "line 5 (kept: " in lines[1]
    assert "  Oberbürgermeisterin Dr. [Lea Amann]PERSON hat am Montag die neue Brücke" in lines[3]
    assert "rule: model:de_presse_md: the statistical model de_presse_md proposed" in lines[4]
    assert "value: Lea Amann" in lines
    assert any("people: person_id a#p1" in line and "title Dr." in line for line in lines)
    assert any(line.startswith("affiliation: a#a1: Lea Amann | Oberb") for line in lines)


def test_a_rule_names_its_words(result: Path) -> None:
    lines = explain(result, mention("Oberbürgermeisterin", "ROLE"))
    assert any(line.startswith("rule: role.head: a word that ends in") for line in lines)
    assert "words: lexicon/roles.toml" in lines
    assert any("roles: role_id role:" in line and "category" in line for line in lines)


def test_a_date_says_how_it_was_completed(result: Path) -> None:
    lines = explain(result, mention("Montag", "DATE"))
    assert "value: 2021-05-03" in lines
    assert "value from: from the day of publication" in lines
    assert any(line.startswith("published: 2021-05-03 (") for line in lines)
    assert "days: 2021-05-03" in lines


def test_a_city_shows_its_row(result: Path) -> None:
    lines = explain(result, mention("Fulda", "CITY", 1))
    assert any("cities: city_id ags:06631009, name Fulda" in line for line in lines)


def test_an_affiliation_shows_evidence_and_both_rules(result: Path) -> None:
    lines = explain(result, "a#a2")
    assert (
        "  [Max Ott]PERSON, [Leiter]ROLE des [Tiefbauamtes der Stadt [Fulda]CITY]ORG, dankte"
        in "\n".join(lines)
    )
    assert any(
        line.startswith("says: Max Ott | Leiter | Tiefbauamt der Stadt Fu") for line in lines
    )
    assert any(line.startswith("rule: affiliation.apposition: the role follows") for line in lines)
    assert any(line.startswith("rule: of: the organisation follows the role") for line in lines)
    assert "basis: explicit: the sentence ties them" in lines


def test_a_person_shows_all_mentions(result: Path) -> None:
    lines = explain(result, "a#p1")
    assert sum("]PERSON" in line for line in lines) == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param(lambda path: path.unlink(), "a.txt", id="gone"),
        pytest.param(
            lambda path: path.write_text("anders", encoding="utf-8"),
            "SHA-256 differs",
            id="changed",
        ),
    ],
)
def test_without_the_text_the_tables_speak(result: Path, change: object, reason: str) -> None:
    path = result.parent / "a.txt"
    before = path.read_bytes()
    try:
        change(path)  # type: ignore[operator]
        lines = "\n".join(explain(result, mention("Lea Amann", "PERSON")))
    finally:
        path.write_bytes(before)
    assert "the raw text cannot be shown: " in lines
    assert reason in lines
    assert "[Lea Amann]PERSON at " in lines


def test_an_unknown_id_is_2_and_names_near_ones(result: Path) -> None:
    with pytest.raises(TablesError, match=r"near ones: .*a#a1"):
        explain(result, "a#a9")
    outcome = CliRunner().invoke(app, ["explain", str(result), "a#a9"])
    assert outcome.exit_code == 2
    assert "no mention, person or affiliation has the id 'a#a9'" in outcome.stderr
    assert "Traceback" not in outcome.output


def test_no_result_is_2(tmp_path: Path) -> None:
    outcome = CliRunner().invoke(app, ["explain", str(tmp_path), "a#a1"])
    assert outcome.exit_code == 2
    assert "no result of presselese" in outcome.stderr


def test_the_command_prints_what_explain_returns(result: Path) -> None:
    outcome = CliRunner().invoke(app, ["explain", str(result), "a#a1"])
    assert outcome.exit_code == 0, outcome.output
    assert outcome.stdout.splitlines() == explain(result, "a#a1")


@pytest.mark.parametrize(
    ("text", "spans", "shown"),
    [
        ("Ja. Lea kam. Nein.", [(4, 7, "PERSON")], "[Lea]PERSON kam."),
        ("Ja. Dr. Lea Ott kam. Nein.", [(8, 15, "PERSON")], "Dr. [Lea Ott]PERSON kam."),
        ("Lea\nOtt", [(4, 7, "PERSON")], "[Ott]PERSON"),
        ("Amt der Stadt Hof", [(0, 17, "ORG"), (8, 17, "ORG"), (14, 17, "CITY")],
         "[Amt der [Stadt [Hof]CITY]ORG]ORG"),
        ("Lea kam. Ott ging. Ende.", [(0, 3, "PERSON"), (9, 12, "PERSON")],
         "[Lea]PERSON kam. [Ott]PERSON ging."),
    ],
)  # fmt: skip
def test_marked(text: str, spans: list[tuple[int, int, str]], shown: str) -> None:
    assert marked(text, spans) == shown


def test_rule_texts() -> None:
    assert rule_text("mention", "model:x") == "the statistical model x proposed the span"
    assert rule_text("line", "nav.series+").endswith("; spread from its neighbours")
    assert rule_text("mention", "wat") == "lexicon/rules.toml does not explain this rule"
    assert rule_words("mention", "model:x") is None
    assert rule_words("line", "nav.menu") == "lexicon/boilerplate.toml"


def extractions() -> Iterator[Extraction]:
    texts = [read_text(source) for source in find_inputs([str(ROOT / "corpus" / "raw")])]
    for gold in read_gold(ROOT / "corpus" / "gold" / "train"):
        texts.append(RawText(gold.doc_id, gold.doc_id, gold.text))
    return presselese.load().pipe(texts)


def test_every_rule_that_fires_is_explained() -> None:
    rules = load_toml("rules")
    missing = set()
    for extraction in extractions():
        used = [("mention", m.source) for m in extraction.mentions]
        used += [("line", line.rule) for line in extraction.lines if line.rule]
        used += [
            ("affiliation", part) for a in extraction.affiliations for part in a.rule.split("+")
        ]
        missing |= {
            (kind, rule)
            for kind, rule in used
            if not rule.startswith("model:") and rule.removesuffix("+") not in rules[kind]
        }
    assert not missing


def test_every_file_of_words_exists() -> None:
    for path in load_toml("rules")["words"].values():
        assert (ROOT / "pipeline" / "presselese" / path).is_file(), path
