"""What annotation tools load: UIMA CAS XMI, CoNLL, Label Studio, Prodigy; the spans are ours."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presselese.export import export
from presselese.export.conll import outermost
from presselese.export.tokens import tokens_of
from presselese.export.uima import NAMED_ENTITY, file_name
from presselese.export.xml import xml_text
from presselese.records import LABELS
from presselese.write import read_tables


def spans_of(result: Path) -> dict[str, list[dict[str, Any]]]:
    """The mentions by document."""
    tables = read_tables(result)
    found: dict[str, list[dict[str, Any]]] = {
        doc_id: []
        for doc_id, status in zip(
            tables["documents"]["doc_id"], tables["documents"]["status"], strict=True
        )
        if status != "error"
    }
    for row in tables["mentions"].to_dict("records"):
        found[row["doc_id"]].append({str(key): cell for key, cell in row.items()})
    return found


def shape(mentions: list[dict[str, Any]]) -> list[tuple[int, int, str]]:
    return sorted((one["start"], one["end"], one["label"]) for one in mentions)


def test_cassis_reads_the_same_spans(result: Path, tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    export(result, ["uima"], tmp_path)
    types = cassis.load_typesystem(tmp_path / "uima" / "TypeSystem.xml")
    expected = spans_of(result)
    assert {path.stem for path in (tmp_path / "uima").glob("*.xmi")} == {
        file_name(doc_id) for doc_id in expected
    }
    nested = 0
    for doc_id, mentions in expected.items():
        path = tmp_path / "uima" / f"{file_name(doc_id)}.xmi"
        cas = cassis.load_cas_from_xmi(path, typesystem=types)
        read = cas.select(NAMED_ENTITY)
        assert sorted((one.begin, one.end, one.value) for one in read) == shape(mentions)
        texts = {one["mention_id"]: xml_text(one["text"]) for one in mentions}
        assert {one.mention: one.get_covered_text() for one in read} == texts
        nested += sum(len(cas.select_covered(NAMED_ENTITY, one)) > 1 for one in read)
    assert nested, "no nested span in the sample"


def test_offsets_in_xmi_count_utf_16_units(result: Path, tmp_path: Path) -> None:
    pytest.importorskip("cassis")
    from xml.etree import ElementTree as Xml

    export(result, ["uima"], tmp_path)
    root = Xml.parse(tmp_path / "uima" / "emoji.xmi").getroot()
    sofa = next(one for one in root if one.tag.endswith("Sofa")).attrib["sofaString"]
    units = sofa.encode("utf-16-le")
    mentions = spans_of(result)["emoji"]
    found = sorted(
        units[int(one.attrib["begin"]) * 2 : int(one.attrib["end"]) * 2].decode("utf-16-le")
        for one in root
        if one.tag.endswith("NamedEntity")
    )
    assert found == sorted(one["text"] for one in mentions)


@pytest.mark.parametrize(
    ("doc_id", "name"),
    [
        ("500", "500"),
        ("Köln/2021/a b", "Köln%2F2021%2Fa b"),
        ("a%23b#2", "a%2523b%232"),
        ("..", ".."),
    ],
)
def test_file_names(doc_id: str, name: str) -> None:
    assert file_name(doc_id) == name


def test_long_file_names_stay_apart() -> None:
    first, second = (file_name("ü" * 300 + end) for end in "ab")
    assert first != second
    assert len(first.encode()) < 250


def test_conll_gives_the_outermost_mentions(result: Path, tmp_path: Path) -> None:
    export(result, ["conll"], tmp_path)
    tables = read_tables(result)
    dropped = {
        (doc_id, start)
        for doc_id, start, kept in zip(
            *(tables["lines"][name] for name in ("doc_id", "start", "kept")), strict=True
        )
        if not kept
    }
    starts = tables["lines"].groupby("doc_id")["start"].apply(list)
    expected = {}
    for doc_id, mentions in spans_of(result).items():
        kept = [
            one
            for one in outermost(mentions)
            if (doc_id, max(s for s in starts[doc_id] if s <= one["start"])) not in dropped
        ]
        expected[doc_id] = shape(kept)
    assert read_conll((tmp_path / "mentions.conll").read_text("utf-8")) == expected


def read_conll(text: str) -> dict[str, list[tuple[int, int, str]]]:
    """Read spans back from IOB2 tags; a sentence never begins inside one."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    doc_id = ""
    for block in text.split("\n\n"):
        before = "O"
        for line in filter(None, block.split("\n")):
            word, start, end, tag = line.split("\t")
            if word == "-DOCSTART-":
                doc_id = start
                found[doc_id] = []
                continue
            if tag.startswith("B-"):
                found[doc_id].append((int(start), int(end), tag[2:]))
            elif tag.startswith("I-"):
                assert before[2:] == tag[2:], "an I- tag continues nothing"
                first, _, label = found[doc_id][-1]
                found[doc_id][-1] = (first, int(end), label)
            before = tag
    return found


MENTIONS = st.lists(
    st.builds(
        lambda start, length, label: {"start": start, "end": start + length, "label": label},
        st.integers(0, 30),
        st.integers(1, 12),
        st.sampled_from(LABELS),
    ),
    max_size=12,
)


@given(MENTIONS)
def test_outermost_mentions_never_overlap_and_cover_the_rest(
    mentions: list[dict[str, Any]],
) -> None:
    kept = outermost(mentions)
    for first, second in pairwise(kept):
        assert first["end"] <= second["start"]
    for mention in mentions:
        over = [
            one for one in kept if one["start"] < mention["end"] and mention["start"] < one["end"]
        ]
        assert over
        assert max(one["end"] - one["start"] for one in over) >= mention["end"] - mention["start"]


@given(st.text("ab .,-\n🎉ü(", min_size=1, max_size=40), st.data())
def test_tokens_cover_the_text_and_end_at_spans(text: str, data: st.DataObject) -> None:
    spans = []
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(text) - 1))
        spans.append((start, data.draw(st.integers(start + 1, len(text)))))
    tokens = tokens_of(text, spans)
    rebuilt = "".join(text[one.start : one.end] + " " * one.space for one in tokens)
    assert rebuilt == text
    inside = {place for one in tokens for place in range(one.start + 1, one.end)}
    assert not inside & {border for span in spans for border in span}


def test_label_studio(result: Path, raw: Path, tmp_path: Path) -> None:
    export(result, ["labelstudio"], tmp_path)
    tasks = json.loads((tmp_path / "labelstudio.json").read_text("utf-8"))
    expected = spans_of(result)
    assert [task["data"]["doc_id"] for task in tasks] == list(expected)
    for task in tasks:
        text = task["data"]["text"]
        assert "\r" not in text
        (prediction,) = task["predictions"]
        values = [region["value"] for region in prediction["result"]]
        for value in values:
            assert text[value["start"] : value["end"]] == value["text"]
        read = [{**value, "label": value["labels"][0]} for value in values]
        assert shape(read) == shape(expected[task["data"]["doc_id"]])
        ids = [region["id"] for region in prediction["result"]]
        assert len(set(ids)) == len(ids)


def test_prodigy(result: Path, tmp_path: Path) -> None:
    export(result, ["prodigy"], tmp_path)
    expected = spans_of(result)
    tasks = [json.loads(line) for line in (tmp_path / "prodigy.jsonl").open(encoding="utf-8")]
    assert [task["meta"]["doc_id"] for task in tasks] == list(expected)
    for task in tasks:
        tokens = task["tokens"]
        assert "".join(one["text"] + " " * one["ws"] for one in tokens) == task["text"]
        for span in task["spans"]:
            assert tokens[span["token_start"]]["start"] == span["start"]
            assert tokens[span["token_end"]]["end"] == span["end"]
        assert shape(task["spans"]) == shape(expected[task["meta"]["doc_id"]])


def test_a_result_without_documents(tmp_path: Path) -> None:
    from tests.fake_extractor import load

    from presselese.run import run

    run([], tmp_path / "out", load=load)
    export(tmp_path / "out", ["labelstudio", "prodigy", "conll", "uima", "jsonl"])
    assert json.loads((tmp_path / "out" / "labelstudio.json").read_text()) == []
