"""What changed between two predictions or two runs, and the forms it is shown in."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tests import fake_extractor
from typer.testing import CliRunner

import presselese.run
from presselese.cli import app
from presselese.evaluate.changes import Change, changes
from presselese.evaluate.gate import Fall, Floor, Reached, Verdict
from presselese.evaluate.gold import parse_ann
from presselese.evaluate.prediction import Prediction
from presselese.evaluate.present import changes_markdown, github_lines, junit, plain

TEXT = "Fulda baut\nLea Amann kam. Die Leiterin ging.\nTeilen"
FULDA = (0, 5, "Fulda", "CITY", "Fulda")
LEA = (11, 20, "Lea Amann", "PERSON", "Lea Amann")
HEAD = (30, 38, "Leiterin", "ROLE", "Leiterin")
GOLD = parse_ann(
    """\
#DOC {"id": "x"}
+title|<CITY>Fulda</CITY> baut
+body|<PERSON>Lea Amann</PERSON> kam. Die <ROLE p="Lea Amann">Leiterin</ROLE> ging.
-share|Teilen
#AFF {"person": "Lea Amann", "role": "Leiterin", "organisation": null}""",
    Path("x.ann"),
)


def said(*mentions: tuple[int, int, str, str, str | None], **more: object) -> Prediction:
    return Prediction(
        doc_id="x",
        mentions=mentions,
        ties=more.get("ties", ()),  # type: ignore[arg-type]
        dropped=more.get("dropped", ()),  # type: ignore[arg-type]
        metadata=more.get("metadata", {}),  # type: ignore[arg-type]
    )


TIE = (("Lea Amann", "Leiterin", None),)
CASES = [
    # before, after, figure, kind without gold, kind with gold, item, line, sentence
    (said(), said(FULDA), "span/CITY", "appeared", "found", "Fulda", 1, "[Fulda]CITY baut"),
    (said(FULDA), said(), "span/CITY", "vanished", "lost", "Fulda", 1, "[Fulda]CITY baut"),
    (said(FULDA), said(), "value/CITY", "vanished", "lost", "Fulda", 1, "[Fulda]CITY baut"),
    (said(), said((21, 24, "kam", "CITY", None)), "span/CITY", "appeared", "spurious", "kam", 2,
     "Lea Amann [kam]CITY."),
    (said(LEA, HEAD), said(LEA, HEAD, ties=TIE), "tie/person-role", "appeared", "found",
     "Lea Amann – Leiterin", 2, "[Lea Amann]PERSON kam. Die [Leiterin]ROLE ging."),
    (said(dropped=(3,)), said(), "lines/dropped", "vanished", "lost", "line 3", 3, "Teilen"),
    (said(), said(dropped=(1,)), "lines/dropped", "appeared", "spurious", "line 1", 1,
     "Fulda baut"),
    (said(metadata={"title": "Fulda"}), said(metadata={"title": "Fulda baut"}), "metadata/title",
     "vanished", "mended", "Fulda", 0, ""),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2]} {case[4]}")
def test_changes(case: tuple[Prediction, Prediction, str, str, str, str, int, str]) -> None:
    before, after, figure, *kinds, item, line, sentence = case
    for gold, kind in zip((None, GOLD), kinds, strict=True):
        found = [one for one in changes(before, after, TEXT, gold) if one.figure == figure]
        assert Change(figure, kind, "x", line, item, sentence) in found  # type: ignore[arg-type]


def test_nothing_changed() -> None:
    assert changes(said(FULDA), said(FULDA), TEXT, GOLD) == []
    assert changes_markdown([]) == "No mention, value, tie or line changed.\n"


def test_without_the_text_there_are_no_sentences() -> None:
    (one, _) = changes(said(), said(FULDA), None)
    assert (one.item, one.line, one.sentence) == ("Fulda", 0, "")


LOST = Change("span/ORG", "lost", "a,b:c", 2, "Amt *X*", "Das <Amt> war\n100 % da.")
FAILED = Verdict(
    figures={"span/ORG": Reached(0.5, 0.4, 0.6)},
    floors={"span/ORG": Floor(0.6, 0.61)},
    falls=(Fall("span/ORG", 0.6, 0.5),),
    changes=(LOST,),
)


def test_markdown_keeps_marks_in_the_text_apart() -> None:
    assert changes_markdown([LOST]) == (
        "### lost (1): in gold, and no longer found\n\n"
        "- span/ORG · a,b:c:2 · **Amt \\*X\\***\n"
        "  > Das \\<Amt\\> war 100 % da.\n"
    )


def test_junit_holds_what_xml_cannot() -> None:
    change = Change("span/ORG", "lost", "d", 1, "\x00\x1b<&", "")
    verdict = Verdict(FAILED.figures, FAILED.floors, ("other gold",), FAILED.falls, (change,))
    suite = ET.fromstring(junit(verdict))
    assert (suite.get("tests"), suite.get("failures")) == ("2", "2")
    assert "\ufffd\ufffd<&" in "".join(suite.itertext())


def test_github_lines_are_escaped() -> None:
    assert list(github_lines(FAILED, {"a,b:c": Path("gold/a,b.ann")})) == [
        "::error title=accuracy gate::span/ORG 0.5000 is under its floor 0.6",
        "::error file=gold/a%2Cb.ann,line=3,title=span/ORG lost::"
        "Amt *X*: Das <Amt> war%0A100 %25 da.",
    ]


def test_a_long_list_is_cut() -> None:
    assert next(plain([LOST] * 3, 2)) == "lost (3, the first 2): in gold, and no longer found"


# -- two runs -------------------------------------------------------------------------------------


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two results: of a, b and c, and of a, b (another text) and d."""
    monkeypatch.setattr(presselese.run, "load_extractor", fake_extractor.load)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for name, text in (("a", "am 3. Mai 2021"), ("b", "am 4. Mai"), ("c", "nichts")):
        (tmp_path / "in" / f"{name}.txt").write_text(text)
    call = ["extract", "in", "--quiet", "--output"]
    assert CliRunner().invoke(app, [*call, "one"]).exit_code == 0
    (tmp_path / "in" / "c.txt").rename(tmp_path / "in" / "d.txt")
    (tmp_path / "in" / "b.txt").write_text("am 5. Mai")
    assert CliRunner().invoke(app, [*call, "two"]).exit_code == 0
    return tmp_path


def test_diff_says_what_does_not_compare(runs: Path) -> None:
    result = CliRunner().invoke(app, ["diff", "one", "two"])
    assert result.exit_code == 0, result.output
    assert "only in one (1): c" in result.output
    assert "only in two (1): d" in result.output
    assert "read from other bytes, not compared (1): b" in result.output
    assert "0 changes in 1 documents" in result.output


def test_diff_shows_the_sentence(runs: Path) -> None:
    mentions = runs / "two" / "mentions.csv"
    lines = mentions.read_text().splitlines(keepends=True)
    assert any(line.startswith("a#") for line in lines)
    mentions.write_text("".join(line for line in lines if not line.startswith("a#")))
    result = CliRunner().invoke(app, ["diff", "one", "two", "--markdown", "diff.md"])
    assert result.exit_code == 0, result.output
    assert "vanished" in result.output
    assert "]DATE" in result.output
    assert "### vanished" in (runs / "diff.md").read_text()


def test_diff_of_something_else(runs: Path) -> None:
    result = CliRunner().invoke(app, ["diff", "in", "two"])
    assert result.exit_code == 2
