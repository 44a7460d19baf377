"""The report without a browser: its data, its bytes, its words, and the results it must stand."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.report.releases import BRIDGE, HOSTILE, NOBODY, Annotated, make_result, releases
from typer.testing import CliRunner

from presselese.cli import app
from presselese.config import Config
from presselese.errors import GoldError, OutputError, TablesError
from presselese.lexicon import load_toml
from presselese.read import find_inputs
from presselese.records import (
    DECIDED_BY,
    LABELS,
    MODIFIERS,
    PARTS_OF_DAY,
    REASONS_DROPPED,
    REASONS_KEPT,
    RESOLVED_BY,
    ROLE_STATUS,
    STATUS,
)
from presselese.report import page as page_module
from presselese.report import write_report
from presselese.report.charts import periods
from presselese.report.documents import chunks
from presselese.report.network import network
from presselese.report.result import Result, read_result
from presselese.report.review import KINDS, doubts
from presselese.report.strings import LANGUAGES, filled, load_strings
from presselese.report.texts import Texts
from presselese.run import run
from presselese.tables import TABLES

TEMPLATES = Path(page_module.__file__).parent / "templates"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_result(tmp_path_factory.mktemp("page"), releases(BRIDGE, HOSTILE, NOBODY))


def data(page: str) -> dict[str, Any]:
    """Return the data blocks of a page by name."""
    out = {}
    for attributes, content in re.findall(
        r'<script type="[^"]+" id="data-([^"]+"[^>]*)>([^<]*)</script>', page
    ):
        name = attributes.partition('"')[0]
        packed = "data-packed" in attributes
        out[name] = json.loads(gzip.decompress(base64.b64decode(content)) if packed else content)
    return out


def test_same_bytes_every_time(result: Path, tmp_path: Path) -> None:
    written = [write_report(result, tmp_path / f"{n}.html").path.read_bytes() for n in range(2)]
    assert written[0] == written[1]


def test_mentions_give_the_characters_of_the_raw_text(result: Path, tmp_path: Path) -> None:
    blocks = data(write_report(result, tmp_path / "r.html").path.read_text(encoding="utf-8"))
    for number, release in enumerate(releases(BRIDGE, HOSTILE, NOBODY)):
        document, raw = blocks["chunk-0"][number], release.text
        start = document["offset"]
        assert document["text"] == raw[start : start + len(document["text"])]
        given = [raw[m["start"] : m["end"]] for m in document["mentions"]]
        assert given == [mention.text for mention in release.mentions]


def test_a_release_among_others_in_a_file_carries_its_part(result: Path) -> None:
    made = read_result(result)
    made.tables["lines"] = [row for row in made.tables["lines"] if row["line"] >= 8]
    texts = [Texts().find(row) for row in made.tables["documents"]]
    (release,) = releases(BRIDGE)
    bridge = next(chunks(made, texts))[0]
    assert bridge["first"] == 8
    assert bridge["offset"] == release.lines[7].start
    assert bridge["text"] == release.text[release.lines[7].start :]


def test_no_text_leaves_its_script_element(result: Path, tmp_path: Path) -> None:
    page = write_report(result, tmp_path / "r.html").path.read_text(encoding="utf-8")
    assert "alert(1)" in page
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "<!--" not in page.replace(_vega(page), "")
    titles = data(page)["index"]["documents"]["title"]
    assert titles[1].startswith('</script><script>alert("x")</script> <!-- & „Trier“ שלום')


def _vega(page: str) -> str:
    found = re.search(r'id="vega">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_policy_names_the_two_scripts_and_no_network(result: Path, tmp_path: Path) -> None:
    page = write_report(result, tmp_path / "r.html").path.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    own = re.search(r"<script>(.*?)</script>\n</body>", page, re.DOTALL)
    assert policy is not None
    assert own is not None
    allowed = set(re.findall(r"sha256-([\w+/=]+)", policy[1].replace("&#43;", "+")))
    hashes = {
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (own[1], _vega(page))
    }
    assert allowed == hashes
    assert "default-src &#39;none&#39;" in policy[1]
    assert not re.search(r'(?:src|href)="(?!#)', page.replace(_vega(page), ""))


@pytest.mark.parametrize(
    ("texts", "states"),
    [
        pytest.param((), ["missing"], id="nothing there"),
        pytest.param(("texts/bridge.txt",), [""], id="by the id"),
        pytest.param(("deep/bridge.txt",), ["missing"], id="not searched in depth"),
        pytest.param(("texts/bridge.txt", "changed"), ["changed"], id="another file"),
    ],
)
def test_texts(tmp_path: Path, texts: tuple[str, ...], states: list[str]) -> None:
    documents = releases(BRIDGE)
    result = make_result(tmp_path / "run", documents)
    source = tmp_path / "run" / "texts" / "bridge.txt"
    raw = source.read_bytes()
    source.unlink()
    (tmp_path / "texts").mkdir()
    if texts:
        target = tmp_path / texts[0]
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(raw + (b"!" if "changed" in texts else b""))
    found = [Texts(tmp_path / "texts").find(row) for row in read_result(result).tables["documents"]]
    assert [text.state for text in found] == states
    summary = write_report(result, tmp_path / "r.html", texts=tmp_path / "texts")
    assert summary.without_text == (states != [""])
    mention = data(summary.path.read_text(encoding="utf-8"))["chunk-0"][0]["mentions"][1]
    assert mention.get("text") == (None if states == [""] else "Fuldas")


def test_no_documents(tmp_path: Path) -> None:
    summary = write_report(make_result(tmp_path, []))
    assert summary.path == tmp_path / "result" / "report.html"
    assert summary.documents == 0


def test_only_errors(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01" * 40)
    run(find_inputs([str(tmp_path)]), tmp_path / "out", Config(), load=lambda _: Annotated([]))
    page = write_report(tmp_path / "out").path.read_text(encoding="utf-8")
    assert data(page)["index"]["errors"][0]["document"] == 0
    assert "Ein Text konnte nicht verarbeitet werden." in page


def test_without_affiliations(tmp_path: Path) -> None:
    page = write_report(make_result(tmp_path, releases(NOBODY))).path.read_text(encoding="utf-8")
    assert data(page)["index"]["ties"]["person"] == []
    assert "Keine Person ist mit einer Organisation verbunden." in page


def test_large_data_is_packed(
    result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = write_report(result, tmp_path / "a.html").path.read_text(encoding="utf-8")
    monkeypatch.setattr(page_module, "PLAIN", 100)
    packed = write_report(result, tmp_path / "b.html").path.read_text(encoding="utf-8")
    assert "data-packed>" in packed
    assert "data-packed>" not in plain
    assert data(packed) == data(plain)


def test_changed_tables_are_said(result: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in result.iterdir():
        if file.is_file() and file.suffix != ".html":
            (copy / file.name).write_bytes(file.read_bytes())
    people = copy / "people.csv"
    people.write_text(people.read_text(encoding="utf-8").replace("Eva", "Evi"), encoding="utf-8")
    page = write_report(copy).path.read_text(encoding="utf-8")
    assert "vom Manifest ab): people.csv." in page


def test_accuracy_counts_shared_documents(result: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    for name, text in (("bridge", BRIDGE), ("other", NOBODY.replace("nobody", "other"))):
        (gold / f"{name}.ann").write_text(text, encoding="utf-8")
    page = write_report(result, tmp_path / "r.html", gold=gold).path.read_text(encoding="utf-8")
    scores = data(page)["accuracy"]
    assert (scores["documents"], scores["gold"]) == (1, 2)
    assert scores["figures"]["span/ORG"]["f1"] == 1.0


# -- what cannot be served -----------------------------------------------------------------------


def test_no_result(tmp_path: Path) -> None:
    with pytest.raises(TablesError, match="no result"):
        write_report(tmp_path)


def test_gold_of_other_documents(result: Path, tmp_path: Path) -> None:
    (tmp_path / "x.ann").write_text(NOBODY.replace("nobody", "x"), encoding="utf-8")
    with pytest.raises(GoldError, match="none of its 1 documents is in"):
        write_report(result, tmp_path / "r.html", gold=tmp_path / "x.ann")
    assert not (tmp_path / "r.html").exists()


@pytest.mark.parametrize(
    ("output", "reason"),
    [("folder", "cannot be written"), ("absent/r.html", "cannot be written")],
)
def test_unwritable(result: Path, tmp_path: Path, output: str, reason: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match=reason):
        write_report(result, tmp_path / output)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_missing_package_is_named(
    result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "networkx", None)
    with pytest.raises(OutputError, match=r"pip install 'presselese\[report\]'"):
        write_report(result, tmp_path / "r.html")


def test_the_command(result: Path, tmp_path: Path) -> None:
    target = tmp_path / "r.html"
    ended = CliRunner().invoke(app, ["report", str(result), "--output", str(target)])
    assert ended.exit_code == 0
    assert f"report\t{target}" in ended.stdout
    assert CliRunner().invoke(app, ["report", str(tmp_path)]).exit_code == 2
    wrong = CliRunner().invoke(app, ["report", str(result), "--texts", str(tmp_path / "no")])
    assert wrong.exit_code == 2
    assert "no such folder" in wrong.stderr


# -- parts -----------------------------------------------------------------------------------------


def test_the_queue_is_in_the_order_of_doubt(result: Path) -> None:
    found = doubts(read_result(result))
    assert [(doubt.kind, doubt.doc_id) for doubt in found] == [
        ("unresolved", "bridge"),
        ("guessed", "hostile"),
        ("inferred", "bridge"),
        ("context", "bridge"),
        ("undated", "nobody"),
    ]
    assert [KINDS.index(doubt.kind) for doubt in found] == sorted(
        KINDS.index(doubt.kind) for doubt in found
    )


def test_candidates_of_a_city_have_names(result: Path) -> None:
    made = read_result(result)
    trier = next(row for row in made.tables["mentions"] if row["norm"] == "Trier")
    trier["decided_by"], trier["candidates"] = "ambiguous", "ags:06631009; ags:05315000"
    found = next(doubt for doubt in doubts(made) if doubt.kind == "ambiguous")
    assert found.detail == "Fulda (Landkreis Fulda); Köln (Nordrhein-Westfalen)"


def test_periods_are_months_or_years(result: Path) -> None:
    found = periods(read_result(result))
    assert found["published"] == {"2020-02": [1], "2021-05": [0]}
    assert found["named"] == {"2021-05": [0]}
    old = read_result(result)
    old.tables["documents"][1]["published_on"] = "1999-01-01"
    assert set(periods(old)["published"]) == {"1999", "2021"}


def ties(*rows: tuple[str, str, str, str]) -> Result:
    """A result of ties (document, person, organisation, basis)."""
    documents = sorted({row[0] for row in rows})
    tables = {
        "documents": [{"doc_id": name} for name in documents],
        "affiliations": [
            {"doc_id": d, "person": p, "organisation": o, "basis": b} for d, p, o, b in rows
        ],
    }
    return Result(Path(), {}, tables, ())


def test_the_network_leaves_lone_pairs_out() -> None:
    drawn = network(
        ties(
            ("a", "Amann", "Stadt Fulda", "inferred"),
            ("b", "Amann", "Stadt Fulda", "explicit"),
            ("a", "Lindner", "Stadt Fulda", "inferred"),
            ("b", "Ott", "Zoo", "explicit"),
        )
    )
    assert [node.name for node in drawn.nodes] == ["Amann", "Lindner", "Stadt Fulda"]
    assert [(edge.documents, edge.explicit) for edge in drawn.edges] == [
        ((0, 1), True),
        ((0,), False),
    ]
    assert drawn.ties == 3
    assert drawn.nodes[0].radius > drawn.nodes[1].radius


def test_a_network_of_pairs_alone_is_drawn() -> None:
    rows = [(f"{n:03}", f"Person {n}", f"Amt {n}", "explicit") for n in range(200)]
    drawn = network(ties(*rows))
    assert len(drawn.edges) == 60
    places = [(node.x, node.y) for node in drawn.nodes]
    assert len(set(places)) == len(places)
    assert network(ties(*rows)) == drawn
    assert network(ties()).nodes == ()


# -- words -----------------------------------------------------------------------------------------


def test_both_languages_have_the_same_keys() -> None:
    german, english = (load_strings()[language] for language in LANGUAGES)
    assert german.keys() == english.keys()
    for key, text in german.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[key])), key


LISTS = {
    "label": LABELS,
    "short": LABELS,
    "reason": REASONS_KEPT + REASONS_DROPPED,
    "resolved": RESOLVED_BY,
    "decided": DECIDED_BY,
    "modifier": MODIFIERS,
    "part": PARTS_OF_DAY,
    "status": ROLE_STATUS,
    "state": STATUS,
    "doubt": KINDS,
    "stage": next(c.enum or () for c in TABLES["errors"].columns if c.name == "stage"),
    "category": tuple(load_toml("roles")["heads"]),
    "kind": tuple(load_toml("organisations")["heads"]),
}


@pytest.mark.parametrize("name", LISTS)
def test_every_value_has_words(name: str) -> None:
    for value in LISTS[name]:
        assert f"{name}.{value}" in load_strings()["de"]


def test_the_page_uses_only_words_there_are() -> None:
    known = set(load_strings()["de"])
    for file in sorted(TEMPLATES.iterdir()):
        source = file.read_text(encoding="utf-8")
        used = set(re.findall(r"""\bt\(["']([\w.]+)["']""", source))
        used |= set(re.findall(r"""data-t(?:-label)?="([\w.]+)\"""", source))
        used |= set(re.findall(r"""\bs\("([\w.]+)\"[,)]""", source))
        used |= set(re.findall(r"""t\["([\w.]+)"\]""", source))
        assert used <= known, file.name


@pytest.mark.parametrize(
    ("key", "values", "text"),
    [
        ("page.heading", {"n": 1}, "Eine Pressemitteilung"),
        ("page.heading", {"n": 20}, "20 Pressemitteilungen"),
        ("page.title", {"folder": "a{b}"}, "Bericht: a{b}"),
        ("nav.ties", None, "Verbindungen"),
    ],
)
def test_filled(key: str, values: dict[str, Any] | None, text: str) -> None:
    assert filled(load_strings()["de"], key, values) == text
