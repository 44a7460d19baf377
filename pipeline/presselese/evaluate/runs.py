"""The difference of two runs: what the same inputs give with another model, lexicon or version."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from presselese.evaluate.changes import Change, changes, in_order
from presselese.evaluate.gold import GoldDocument
from presselese.evaluate.prediction import from_frames
from presselese.quote import raw_text
from presselese.write import frame_rows, read_tables


@dataclass(frozen=True, slots=True)
class Difference:
    """Changes in the documents both runs have, and what could not be compared."""

    documents: int
    changes: tuple[Change, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    other_text: tuple[str, ...]  # the runs read different bytes, so offsets do not compare
    without_text: tuple[str, ...]  # why a raw text could not be quoted


def difference(
    before: Path, after: Path, gold: dict[str, GoldDocument] | None = None
) -> Difference:
    """Compare two results. Documents in `gold` are told as gains and losses, others plainly.

    Raises TablesError where a folder is no result.
    """
    tables = [read_tables(folder) for folder in (before, after)]
    rows = [_documents(frames["documents"]) for frames in tables]
    given = [{one.doc_id: one for one in from_frames(frames)} for frames in tables]
    shared = [doc_id for doc_id in rows[1] if doc_id in rows[0]]
    same = [one for one in shared if rows[0][one]["sha256"] == rows[1][one]["sha256"]]
    found: list[Change] = []
    missing = []
    for doc_id in same:
        old, new = given[0][doc_id], given[1][doc_id]
        if old.items() == new.items() and old.metadata == new.metadata:
            continue
        text, reason = raw_text(rows[1][doc_id])
        if text is None:
            missing.append(reason)
        found += changes(old, new, text, (gold or {}).get(doc_id))
    return Difference(
        documents=len(same),
        changes=tuple(in_order(found)),
        only_before=tuple(one for one in rows[0] if one not in rows[1]),
        only_after=tuple(one for one in rows[1] if one not in rows[0]),
        other_text=tuple(one for one in shared if one not in set(same)),
        without_text=tuple(missing),
    )


def _documents(frame: Any) -> dict[str, dict[str, Any]]:
    return {row["doc_id"]: row for row in frame_rows(frame)}
