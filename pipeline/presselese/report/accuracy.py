"""Accuracy of a result against annotated releases, as the page shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from presselese.errors import GoldError
from presselese.evaluate.gold import read_gold
from presselese.evaluate.prediction import from_frames
from presselese.evaluate.score import evaluate
from presselese.report.result import Result
from presselese.write import read_tables


def accuracy(result: Result, gold: Path) -> dict[str, Any]:
    """Return figures and mistakes of the documents that the result shares with the gold.

    Raises GoldError where it shares none: documents are matched by id.
    """
    documents = read_gold(gold)
    numbers = {row["doc_id"]: number for number, row in enumerate(result.tables["documents"])}
    shared = [document for document in documents if document.doc_id in numbers]
    if not shared:
        raise GoldError(
            f"{gold}: none of its {len(documents)} documents is in {result.folder}; ids must "
            "agree (the name of the text file without .txt)"
        )
    report = evaluate(shared, from_frames(read_tables(result.folder)))
    return {
        **report.to_dict(),
        "gold": len(documents),
        "mistakes": [
            [item.figure, item.kind, numbers[item.doc_id], item.line, item.item, item.context]
            for item in report.mistakes
        ],
    }
