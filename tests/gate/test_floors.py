"""The accuracy gate: no figure on the development releases may fall under its floor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import presselese
from presselese.evaluate.gold import GoldDocument, read_gold
from presselese.evaluate.prediction import from_extraction
from presselese.evaluate.score import Report, evaluate, figure_names
from presselese.read import RawText

ROOT = Path(__file__).parents[2]
FLOORS = json.loads((ROOT / "tests" / "gate" / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def gold() -> list[GoldDocument]:
    return read_gold(ROOT / "corpus" / "gold" / "dev")


@pytest.fixture(scope="module")
def report(gold: list[GoldDocument]) -> Report:
    texts = (RawText(document.doc_id, document.doc_id, document.text) for document in gold)
    return evaluate(gold, [from_extraction(e) for e in presselese.load().pipe(texts)])


def test_every_figure_has_a_floor() -> None:
    assert set(FLOORS) - {"about"} == set(figure_names())


@pytest.mark.parametrize("name", figure_names())
def test_no_figure_falls_under_its_floor(report: Report, name: str) -> None:
    f1 = report[name].counts.f1
    worst = [m for m in report.mistakes if m.figure == name][:5]
    shown = "\n".join(f"{m.doc_id}:{m.line} {m.kind} {m.item}" for m in worst)
    assert f1 >= FLOORS[name], f"{name}: F1 {f1:.3f} is under {FLOORS[name]}; for instance\n{shown}"
