"""The readers of the training texts: offsets survive detokenising, renaming and flattening."""

import json
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presselese.evaluate.gold import GoldDocument

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "models" / "train"))
import invent  # type: ignore[import-not-found]  # noqa: E402
import raw  # type: ignore[import-not-found]  # noqa: E402
import rename  # type: ignore[import-not-found]  # noqa: E402
import silver  # type: ignore[import-not-found]  # noqa: E402
import stock  # type: ignore[import-not-found]  # noqa: E402
import texts  # type: ignore[import-not-found]  # noqa: E402

TRAIN = ROOT / "corpus" / "gold" / "train"


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("Die Stadt Fulda ( Hessen ) , heißt es .", "Die Stadt Fulda (Hessen), heißt es."),
        ('Er sagte : " Ja ! "', 'Er sagte: "Ja!"'),
        ("„ Wir “ kommen", "„Wir“ kommen"),
        ("CDU / CSU", "CDU/CSU"),
    ],
)
def test_detokenise(tokens: str, text: str) -> None:
    assert texts.detokenise(tokens.split())[0] == text


@given(st.lists(st.sampled_from(["Fulda", ",", "(", ")", '"', "/", "3."]), max_size=12))
def test_detokenised_offsets_give_the_tokens(tokens: list[str]) -> None:
    text, places = texts.detokenise(tokens)
    assert [text[start:end] for start, end in places] == tokens


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        ([(0, 5, "LOC"), (0, 11, "ORG")], ((0, 11, "ORG"),)),
        ([(4, 9, "ORG"), (0, 6, "PER")], ((0, 6, "PER"),)),
        ([(5, 9, "ORG"), (0, 5, "PER")], ((0, 5, "PER"), (5, 9, "ORG"))),
    ],
)
def test_outermost(spans: list[tuple[int, int, str]], kept: tuple[object, ...]) -> None:
    assert texts.outermost(spans) == kept


def test_stray_inside_tag_opens_a_span() -> None:
    assert texts._iob(["O", "I-PER", "I-PER", "B-PER", "I-LOC"]) == [
        *((1, 3, "PER"), (3, 4, "PER"), (4, 5, "LOC"))
    ]


NAMES = stock.Names(("Zora",), ("Zeno",), ("Zabel",), ("Zeven",))


def all_new(document: GoldDocument) -> dict[tuple[int, int], invent.Replacement]:
    return rename.renamed(document, NAMES, "1" + document.doc_id)  # type: ignore[no-any-return]


def new_people(document: GoldDocument) -> dict[tuple[int, int], invent.Replacement]:
    return rename.renamed(  # type: ignore[no-any-return]
        document, NAMES, "1" + document.doc_id, frozenset({"PERSON"}), 0.5
    )


def test_renamed_copies_keep_their_entities() -> None:
    """A copy has other names; only an abbreviation brought in may add an organisation."""
    plain = texts.gold(TRAIN, "x")[:40]
    copies = texts.gold(TRAIN, "x", all_new)[:40]
    changed = 0
    for item, copy in zip(plain, copies, strict=True):
        for text in (item, copy):
            assert all(text.text[s:e].strip() == text.text[s:e] for s, e, _ in text.entities)
        before, after = ([label for *_, label in text.entities] for text in (item, copy))
        assert before.count("PER") == after.count("PER")
        assert before.count("MISC") == after.count("MISC")
        # A place at the border of a renamed organisation may be lost, an abbreviation won.
        assert before.count("LOC") - 1 <= after.count("LOC") <= before.count("LOC")
        assert before.count("ORG") <= after.count("ORG") <= before.count("ORG") + 20
        people = {copy.text[s:e] for s, e, label in copy.entities if label == "PER"}
        assert all("Z" in name or name.isupper() or len(name) < 4 for name in people), people
        old, new = (
            {text.text[s:e] for s, e, label in text.entities if label == "ORG"}
            for text in (item, copy)
        )
        changed += len(new - old)
    assert changed > 40


def test_copies_with_new_people_keep_the_rest() -> None:
    plain, copies = texts.gold(TRAIN, "x")[:20], texts.gold(TRAIN, "x", new_people)[:20]
    for item, copy in zip(plain, copies, strict=True):
        first, second = (
            [(text.text[s:e], label) for s, e, label in text.entities if label != "PER"]
            for text in (item, copy)
        )
        assert first == second


@pytest.mark.parametrize(
    ("first", "second", "new"),
    [("Müller", "Schmidt", "Mülmidt"), ("Kolb", "Weiß", "Koiß"), ("Ong", "Li", "Oni")],
)
def test_blend(first: str, second: str, new: str) -> None:
    assert rename.blend(first, second) == new


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Das war gestern. Heute kommt Lea.", ["Das war gestern. ", "Heute kommt Lea."]),
        ("„Das genügt.“ Mehr nicht", ["„Das genügt.“ ", "Mehr nicht"]),
        ("Am 3. Mai kam Dr. Kolb", ["Am 3. Mai kam Dr. Kolb"]),
        ("Titel\nMehr\n", ["Titel\n", "Mehr\n"]),
        ("Verlag Schulte. Kunst", ["Verlag Schulte. Kunst"]),
    ],
)
def test_sentences(text: str, pieces: list[str]) -> None:
    whole = [(0, 21, "ORG")] if text.startswith("Verlag") else []
    cut = texts.sentences(texts.Text(text, tuple(whole), "x"))
    assert [item.text for item in cut] == [piece.rstrip() for piece in pieces]


def test_sentences_keep_the_entities() -> None:
    for item in texts.gold(TRAIN, "x")[:40]:
        cut = texts.sentences(item)
        assert "".join("".join(t.text.split()) for t in cut) == "".join(item.text.split())
        names = [(t.text[s:e], label) for t in cut for s, e, label in t.entities]
        assert names == [(item.text[s:e], label) for s, e, label in item.entities]


@pytest.mark.parametrize(
    ("votes", "sure", "doubtful"),
    [
        (4, ((0, 5, "PER"),), ()),
        (3, (), ((0, 5),)),
        (2, (), ((0, 5),)),
        (1, (), ()),
    ],
)
def test_vote(votes: int, sure: tuple[object, ...], doubtful: tuple[object, ...]) -> None:
    found = [{(0, 5, "PER")} if number < votes else set() for number in range(5)]
    assert silver.vote(found) == (sure, doubtful)


def test_silver_annotation_survives_the_file(tmp_path: Path) -> None:
    items = [
        texts.Text("Lea Kolb und Fulda", ((0, 8, "PER"),), "silver", ((13, 18),)),
        texts.Text("Nichts", (), "silver"),
    ]
    silver.write(items, tmp_path / "s.jsonl")
    assert silver.read(tmp_path / "s.jsonl", ["Fremd", "Nichts", items[0].text]) == items[::-1]
    assert "Lea" not in (tmp_path / "s.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Netzwerk Gesunde Städte", "n"),
        ("Deutscher Städtetag", "m"),
        ("Servicestelle für Sport", "f"),
        ("Volvo", None),
    ],
)
def test_gender(name: str, gender: str | None) -> None:
    assert invent.gender(name) == gender


@given(st.sampled_from("mfn"), st.randoms(use_true_random=False))
def test_invented_names_are_clean(kind: str, generator: random.Random) -> None:
    name = invent.invent(kind, generator, NAMES)
    assert name == " ".join(name.split())
    assert name[0].isupper()
    assert 2 <= len(invent.initials(name, generator)) <= 8


@pytest.mark.parametrize(
    ("text", "spans", "entities", "unknown"),
    [
        ("Stadt Fulda und Kassel", [(6, 11, "LOC"), (16, 22, "LOC")], "Kassel", "Stadt Fulda"),
        ("Hafenstadt Emden", [(11, 16, "LOC")], "Emden", ""),
        ("Die Staatsanwaltschaft klagt", [], "", "Staatsanwaltschaft"),
        ("Das Landgericht Fulda", [(4, 21, "ORG")], "Landgericht Fulda", ""),
        ("Zehn Euro", [(5, 9, "MISC")], "", ""),
        ("Fulda (dpa)", [(0, 5, "LOC")], "Fulda dpa", ""),
        ("Insgesamt kamen zehn", [], "", ""),
    ],
)
def test_contradictions_of_other_guidelines_are_left_open(
    text: str, spans: list[tuple[int, int, str]], entities: str, unknown: str
) -> None:
    item = texts.third_party(text, spans, "x")
    assert " ".join(text[start:end] for start, end, _ in item.entities) == entities
    assert " ".join(text[start:end] for start, end in item.unknown) == unknown


def test_annotated_articles_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = "Der Rat der Stadt Fulda hat am Montag einen Haushalt beschlossen."
    other = "In Kassel ist am Dienstag eine neue Brücke eröffnet worden, sagte der Bürgermeister."
    lines = [
        json.dumps({"title": f"{number} - Titel (2005-08-05)", "text": text + "\n\nEnde."})
        for number, text in enumerate((seen, other))
    ]
    held_out = tmp_path / "dev"
    held_out.mkdir()
    (held_out / "w.ann").write_text(
        "+body|" + seen.replace("Stadt Fulda", "<ORG>Stadt Fulda</ORG>")
    )
    monkeypatch.setattr(raw, "read_checked", lambda *_: "\n".join(lines).encode())
    assert raw.articles(tmp_path, [held_out]) == [f"Titel\n{other}\nEnde."]


@pytest.mark.parametrize(
    ("text", "norm", "new", "wanted"),
    [
        ("Fulda", "Fulda", "Zeven", "Zeven"),
        ("Fuldas", "Fulda", "Zeven", "Zevens"),
        ("FULDA", "Fulda", "Zeven", "ZEVEN"),
        ("Fuldaer", "Fulda", "Göttingen", "Göttinger"),
        ("Fuldaer", "Fulda", "Halle", "Haller"),
        ("Fuldaer", "Fulda", "Bad Vilbel", "Fuldaer"),
        ("HD", "Heidelberg", "Zeven", "HD"),
    ],
)
def test_rename_city(text: str, norm: str, new: str, wanted: str) -> None:
    assert rename._rename_city(text, norm, new) == wanted


def test_wrong_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "surnames.txt").write_text("Müller\n", encoding="utf-8")
    with pytest.raises(texts.SourceError, match="SHA-256"):
        texts.read_checked(tmp_path, "surnames.txt")
    with pytest.raises(texts.SourceError, match="missing"):
        texts.read_checked(tmp_path, "first_names.csv")
