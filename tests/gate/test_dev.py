"""The accuracy gate of this repository: it passes on main, and a planted regression fails it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import presselese
from presselese.cli import app
from presselese.evaluate.gate import judge, read_accepted, read_gate
from presselese.evaluate.gold import GoldDocument, read_gold
from presselese.evaluate.prediction import Prediction, from_extraction
from presselese.evaluate.present import github_lines, junit, markdown, reasons
from presselese.evaluate.score import evaluate
from presselese.read import RawText

ROOT = Path(__file__).parents[2]
GATE = ROOT / "tests" / "gate" / "dev.json"
GOLD = ROOT / "corpus" / "gold" / "dev"


@pytest.fixture(scope="module")
def gold() -> list[GoldDocument]:
    return read_gold(GOLD)


@pytest.fixture(scope="module")
def predictions(gold: list[GoldDocument]) -> list[Prediction]:
    texts = (RawText(document.doc_id, document.doc_id, document.text) for document in gold)
    return [from_extraction(extraction) for extraction in presselese.load().pipe(texts)]


def test_the_gate_passes(gold: list[GoldDocument], predictions: list[Prediction]) -> None:
    verdict = judge(GATE, gold, predictions, evaluate(gold, predictions))
    assert verdict.passed, markdown(verdict)


def test_every_figure_has_a_floor(gold: list[GoldDocument]) -> None:
    accepted = read_accepted(GATE)
    verdict = judge(GATE, gold, accepted, evaluate(gold, accepted))
    assert verdict.figures.keys() == read_gate(GATE).floors.keys()


def test_what_was_accepted_passes_without_a_change(gold: list[GoldDocument]) -> None:
    accepted = read_accepted(GATE)
    verdict = judge(GATE, gold, accepted, evaluate(gold, accepted))
    assert verdict.passed
    assert verdict.changes == ()


def planted(accepted: list[Prediction], label: str) -> list[Prediction]:
    """Lose the first mention of a label in each document, as a broken rule would."""
    out = []
    for prediction in accepted:
        first = next((m for m in prediction.mentions if m[3] == label), None)
        kept = tuple(m for m in prediction.mentions if m is not first)
        out.append(replace(prediction, mentions=kept))
    return out


@pytest.mark.parametrize("label", ["DATE", "CITY", "PERSON", "ROLE", "ORG"])
def test_a_planted_regression_fails_and_is_named(gold: list[GoldDocument], label: str) -> None:
    accepted = read_accepted(GATE)
    broken = planted(accepted, label)
    verdict = judge(GATE, gold, broken, evaluate(gold, broken))
    assert not verdict.passed
    assert any(reason.startswith(f"span/{label} ") for reason in reasons(verdict))
    lost = [one for one in verdict.losses if one.figure == f"span/{label}"]
    assert lost
    texts = {document.doc_id: document.text for document in gold}
    for change in lost:
        words = change.sentence.replace("[", "").replace(f"]{label}", "")
        assert change.item in words
        assert words in " ".join(texts[change.doc_id].split("\n"))
    shown = markdown(verdict)
    assert "**under its floor**" in shown
    assert len(ET.fromstring(junit(verdict)).findall("testcase/failure")) == len(verdict.falls)
    files = {change.doc_id: GOLD / f"{change.doc_id}.ann" for change in lost}
    annotated = [line for line in github_lines(verdict, files) if f"span/{label} lost" in line]
    assert len(annotated) == sum(change.kind == "lost" for change in lost)
    for line, change in zip(annotated, lost, strict=False):
        number = int(line.split("line=")[1].split(",")[0])
        lines = (GOLD / f"{change.doc_id}.ann").read_text(encoding="utf-8").split("\n")
        assert f"<{label}" in lines[number - 1]


def test_other_gold_fails_the_gate(gold: list[GoldDocument]) -> None:
    accepted = read_accepted(GATE)
    verdict = judge(GATE, gold[1:], accepted, evaluate(gold[1:], accepted))
    assert not verdict.passed
    assert "the gold is not the one" in verdict.problems[0]


def test_the_command_passes() -> None:
    result = CliRunner().invoke(app, ["evaluate", str(GOLD), "--gate", str(GATE)])
    assert result.exit_code == 0, result.output
    assert "gate passed" in result.output
