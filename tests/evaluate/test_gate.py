"""The gate file: floors rise, fall only with a reason, and are pinned to gold and guideline."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from presselese.cli import app
from presselese.errors import GateError
from presselese.evaluate.gate import (
    Gate,
    Verdict,
    accepted_path,
    judge,
    read_accepted,
    read_gate,
    update,
)
from presselese.evaluate.gold import GoldDocument, parse_ann
from presselese.evaluate.prediction import Prediction, from_json, to_json
from presselese.evaluate.present import markdown, reasons, verdict_text
from presselese.evaluate.score import evaluate

GOLD = parse_ann(
    """\
#DOC {"id": "x", "published": "2021-05-03"}
-metadata|<DATE v="2021-05-03">3.5.2021</DATE>
+title|<CITY>Fulda</CITY> baut
+body|<ROLE p="Lea Amann">Leiterin</ROLE> <PERSON>Lea Amann</PERSON> kam. Wer *blieb*?
=
-share|Teilen
#AFF {"person": "Lea Amann", "role": "Leiterin", "organisation": null}""",
    Path("x.ann"),
)
PERFECT = Prediction(
    doc_id="x",
    mentions=tuple((m.start, m.end, m.text, m.label, m.norm) for m in GOLD.mentions),
    ties=(("Lea Amann", "Leiterin", None),),
    dropped=(1, 5),
    metadata={"title": "Fulda baut", "published": "2021-05-03", "modified": None},
)
WORSE = replace(PERFECT, mentions=tuple(m for m in PERFECT.mentions if m[3] != "PERSON"))
OTHER_GOLD = replace(GOLD, metadata={**GOLD.metadata, "source_city": "Fulda"})


def accept(path: Path, prediction: Prediction, **options: str) -> Gate:
    return update(
        path,
        [GOLD],
        [prediction],
        evaluate([GOLD], [prediction]),
        allow_regression=options.get("reason"),
        guideline=Path(options["guideline"]) if "guideline" in options else None,
    )


def held(path: Path, prediction: Prediction, gold: GoldDocument = GOLD) -> Verdict:
    return judge(path, [gold], [prediction], evaluate([gold], [prediction]))


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    path = tmp_path / "gate.json"
    accept(path, PERFECT)
    return path


def test_what_is_accepted_passes(gate: Path) -> None:
    verdict = held(gate, PERFECT)
    assert verdict.passed
    assert verdict.changes == ()
    assert verdict_text(verdict) == "gate passed: 16 floors held; 0 gains, 0 losses"


def test_a_floor_stands_a_little_under_the_figure(gate: Path) -> None:
    floor = read_gate(gate).floors["span/CITY"]
    assert (floor.floor, floor.accepted) == (0.995, 1.0)


def test_a_regression_fails_and_names_the_sentence(gate: Path) -> None:
    verdict = held(gate, WORSE)
    assert not verdict.passed
    assert "span/PERSON 0.0000 is under its floor 0.995" in reasons(verdict)
    lost = next(one for one in verdict.losses if one.figure == "span/PERSON")
    assert (lost.kind, lost.line, lost.item) == ("lost", 3, "Lea Amann")
    assert lost.sentence == "Leiterin [Lea Amann]PERSON kam."
    assert "> Leiterin \\[Lea Amann\\]PERSON kam." in markdown(verdict)


def test_update_refuses_to_lower_a_floor(gate: Path) -> None:
    before = gate.read_bytes(), accepted_path(gate).read_bytes()
    with pytest.raises(GateError, match="--allow-regression REASON"):
        accept(gate, WORSE)
    with pytest.raises(GateError, match="nothing was accepted"):
        accept(gate, WORSE, reason="  ")
    assert (gate.read_bytes(), accepted_path(gate).read_bytes()) == before


def test_a_floor_falls_with_a_reason_and_keeps_it(gate: Path) -> None:
    made = accept(gate, WORSE, reason="the guideline drops persons")
    assert made.floors["span/PERSON"].floor == 0.0
    assert {one["figure"] for one in made.regressions} == {"span/PERSON", "value/PERSON"}
    assert read_gate(gate).regressions[0] == {
        "figure": "span/PERSON",
        "from": 0.995,
        "to": 0.0,
        "reason": "the guideline drops persons",
    }
    assert held(gate, WORSE).passed


def test_gains_are_told_and_raise_the_floor(gate: Path) -> None:
    accept(gate, WORSE, reason="once")
    verdict = held(gate, PERFECT)
    assert verdict.passed
    assert [one.kind for one in verdict.changes] == ["found", "found"]
    assert accept(gate, PERFECT).floors["span/PERSON"].floor == 0.995


def test_a_floor_does_not_sink_within_the_tolerance(gate: Path) -> None:
    record = json.loads(gate.read_text())
    record["figures"]["span/CITY"]["floor"] = 1.0
    gate.write_text(json.dumps(record))
    assert accept(gate, PERFECT).floors["span/CITY"].floor == 1.0


def test_other_gold_fails(gate: Path) -> None:
    verdict = held(gate, PERFECT, OTHER_GOLD)
    assert not verdict.passed
    assert verdict.falls == ()
    assert "the gold is not the one the floors were reached on" in reasons(verdict)[0]


def test_a_changed_or_missing_guideline_fails(tmp_path: Path) -> None:
    guideline = tmp_path / "docs" / "guideline.md"
    guideline.parent.mkdir()
    guideline.write_text("What is a city")
    gate = tmp_path / "gates" / "dev.json"
    gate.parent.mkdir()
    made = accept(gate, PERFECT, guideline=str(guideline))
    assert made.guideline == "../docs/guideline.md"
    assert held(gate, PERFECT).passed
    assert accept(gate, PERFECT).guideline == made.guideline  # stays pinned
    guideline.write_text("What is a town")
    assert "changed since" in held(gate, PERFECT).problems[0]
    guideline.unlink()
    assert "is missing" in held(gate, PERFECT).problems[0]


def test_a_figure_that_is_gone_fails(gate: Path) -> None:
    record = json.loads(gate.read_text())
    record["figures"]["span/VERB"] = {"floor": 0.5, "accepted": 0.6}
    gate.write_text(json.dumps(record))
    assert "span/VERB is not among the figures" in reasons(held(gate, PERFECT))[0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no such gate; --update makes one"),
        ("{", "cannot be read as a gate"),
        ("[]", "not a gate of presselese"),
        ('{"pinned": {}}', "not a gate of presselese"),
    ],
)
def test_a_broken_gate_is_said(tmp_path: Path, content: str | None, message: str) -> None:
    path = tmp_path / "gate.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(GateError, match=message):
        read_gate(path)


def test_broken_predictions_are_said(gate: Path) -> None:
    accepted_path(gate).write_text("{}\n")
    with pytest.raises(GateError, match="cannot be read as predictions"):
        read_accepted(gate)


def test_predictions_survive_their_file() -> None:
    assert from_json(json.loads(json.dumps(to_json(PERFECT)))) == PERFECT


# -- the command ----------------------------------------------------------------------------------


def command(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", *arguments])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--update"], "belong to --gate FILE"),
        (["--junit", "x.xml"], "belong to --gate FILE"),
        (["--gate", "gate.json", "--allow-regression", "x"], "belong to --update"),
        (["--gate", "nowhere.json"], "no such gate"),
    ],
)
def test_a_call_that_cannot_be_served(tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "x.ann").write_text('#DOC {"id": "x"}\n+body|Hallo')
    result = command(str(tmp_path), *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
