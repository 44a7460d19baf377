"""The reader of annotated releases: what it gives, and the line it names when a file is broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from presselese.errors import GoldError
from presselese.evaluate.gold import parse_ann, read_gold

CORPUS = Path(__file__).parents[2] / "corpus" / "gold"
HEAD = '#DOC {"id": "x", "published": "2021-05-03"}\n'


def test_the_whole_corpus_is_well_formed() -> None:
    assert len(read_gold(CORPUS / "train")) == 250
    documents = read_gold(CORPUS / "dev")
    assert len(documents) == 50
    for document in documents:
        assert all(document.text[m.start : m.end] == m.text for m in document.mentions)
        assert document.text.split("\n") == [
            document.text[line.start : line.end] for line in document.lines
        ]


def test_tags_become_mentions_with_offsets() -> None:
    document = parse_ann(
        HEAD
        + '-metadata|Stand: <DATE v="2021-05-03">3.5.2021</DATE>\n=\n'
        + '+body|Die <ORG>Stadt <CITY n="Fulda">Fuldas</CITY></ORG> &amp; &lt;ich&gt;',
        Path("x.ann"),
    )
    assert document.text == "Stand: 3.5.2021\n\nDie Stadt Fuldas & <ich>"
    assert [(m.text, m.label, m.norm) for m in document.mentions] == [
        ("3.5.2021", "DATE", "2021-05-03"),
        ("Stadt Fuldas", "ORG", "Stadt Fuldas"),
        ("Fuldas", "CITY", "Fulda"),
    ]
    assert [(line.kept, line.reason) for line in document.lines] == [
        (False, "metadata"), (False, "empty"), (True, "body"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("+body|<CITY>Fulda", r"x.ann:2: <CITY> is not closed"),
        ("+body|Fulda</CITY>", r"x.ann:2: </CITY> closes nothing"),
        ("+body|<TOWN>Fulda</TOWN>", r"x.ann:2: unknown tag TOWN"),
        ("+body|<CITY> Fulda</CITY>", r"x.ann:2: CITY ' Fulda' is empty or has outer blanks"),
        ("+body|<CITY></CITY>", r"x.ann:2: CITY '' is empty"),
        ("+body|<PERSON>A <CITY>B</CITY></PERSON>", r"x.ann:2: CITY must not stand inside PERSON"),
        ("+body|<DATE v=\"gestern\">gestern</DATE>", r"x.ann:2: DATE 'gestern'.*no EDTF value"),
        ("+body|<DATE>2021</DATE>", r"x.ann:2: DATE '2021'"),
        ("+body|<CITY x=\"1\">Fulda</CITY>", r"x.ann:2: CITY has no attribute x"),
        ("+navigation|Start", r"x.ann:2: reason 'navigation' does not go with '\+'"),
        ("-body|Start", r"x.ann:2: reason 'body' does not go with '-'"),
        ("body|Start", r"x.ann:2: neither #DOC"),
        ("-navigation|<CITY>Fulda</CITY>", r"x.ann:2: CITY in a dropped line"),
        ("+body|Text\n#AFF {bad}", r"x.ann:3: #AFF holds no JSON object"),
        ("+body|Text\n#AFF {\"person\": \"Lea\"}", r"x.ann:3: person 'Lea' is no PERSON"),
        ("+body|<ROLE p=\"Lea\">OB</ROLE>", r"x.ann: ROLE 'OB': person 'Lea' is no PERSON"),
        ("+body|<CITY n='Fulda'>Fuldas</CITY>", r"x.ann:2: "),
    ],
)  # fmt: skip
def test_malformed_files_name_the_line(body: str, message: str) -> None:
    with pytest.raises(GoldError, match=message):
        parse_ann(HEAD + body, Path("x.ann"))


def test_all_problems_come_at_once() -> None:
    with pytest.raises(GoldError) as caught:
        parse_ann("+body|<CITY>Fulda\n+nix|x", Path("x.ann"))
    assert len(str(caught.value).splitlines()) == 3


def test_paths_that_hold_no_gold(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"no \.ann file"):
        read_gold(tmp_path)
    with pytest.raises(GoldError, match="expected a folder"):
        read_gold(tmp_path / "gone")
    (tmp_path / "a.ann").write_bytes(b"\xff\xfe")
    with pytest.raises(GoldError, match="not UTF-8"):
        read_gold(tmp_path)


def test_json_lines_with_texts_beside_them(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Fulda\nMenü", encoding="utf-8")
    record = {
        "doc_id": "x",
        "published": None,
        "lines": [
            {"n": 1, "keep": True, "reason": "title"},
            {"n": 2, "keep": False, "reason": "navigation"},
        ],
        "mentions": [
            {"start": 0, "end": 5, "text": "Fulda", "label": "CITY", "norm": "Fulda", "attrs": {}}
        ],
        "affiliations": [],
        "documents_metadata": {"title": "Fulda"},
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(record), encoding="utf-8")
    (document,) = read_gold(path)
    assert (document.lines[1].start, document.lines[1].end) == (6, 10)
    path.write_text(json.dumps(record).replace('"end": 5', '"end": 4'), encoding="utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl:1: offsets 0-4"):
        read_gold(path)
    (tmp_path / "x.txt").unlink()
    with pytest.raises(GoldError, match="is missing"):
        read_gold(path)
