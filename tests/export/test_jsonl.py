"""JSON Lines: one object a document; spans count its text."""

from __future__ import annotations

import json
from pathlib import Path

from presselese.export import export
from presselese.records import Document
from presselese.write import TablesWriter, read_tables


def test_spans_count_the_text(result: Path, tmp_path: Path) -> None:
    export(result, ["jsonl"], tmp_path)
    objects = [
        json.loads(line)
        for line in (tmp_path / "documents.jsonl").read_text("utf-8").split("\n")[:-1]
    ]
    tables = read_tables(result)
    assert [one["doc_id"] for one in objects] == tables["documents"]["doc_id"].tolist()
    mentions = 0
    for one in objects:
        if one["status"] == "error":
            assert one["text"] is None
            assert one["text_missing"]
            assert one["errors"]
            continue
        for mention in one["mentions"]:
            assert one["text"][mention["start"] : mention["end"]] == mention["text"]
            assert ("date" in mention) == (mention["label"] == "DATE")
            mentions += 1
        assert len(one["lines"]) == one["n_lines"]
    assert mentions == len(tables["mentions"])
    assert sum(len(one["affiliations"]) for one in objects) == len(tables["affiliations"])


def test_given_columns_are_an_object(tmp_path: Path) -> None:
    with TablesWriter(tmp_path) as writer:
        writer.add({"documents": [Document(doc_id="a", path="a", given='{"section": "Kultur"}')]})
        writer.finish()
        writer.publish({"versions": {"presselese": "0"}})
    export(tmp_path, ["jsonl"])
    (made,) = (tmp_path / "documents.jsonl").read_text("utf-8").splitlines()
    assert json.loads(made)["given"] == {"section": "Kultur"}
