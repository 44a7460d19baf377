"""The readers of the training texts: offsets survive detokenising, renaming and flattening."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "models" / "train"))
import rename  # type: ignore[import-not-found]  # noqa: E402
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


def test_renamed_copies_keep_their_entities() -> None:
    """A copy has other names under the same labels, and nothing else changes."""
    names = rename.Names(("Zora",), ("Zeno",), ("Zabel",), ("Zeven",))
    plain = texts.gold(TRAIN, "x")[:20]
    copies = texts.gold(TRAIN, "x", (names, "1"))[:20]
    for item in plain:
        assert all(item.text[start:end].strip() for start, end, _ in item.entities)
    for item, copy in zip(plain, copies, strict=False):
        assert [label for *_, label in copy.entities] == [label for *_, label in item.entities]
        people = {copy.text[s:e] for s, e, label in copy.entities if label == "PER"}
        assert all("Z" in name or name.isupper() or len(name) < 4 for name in people), people


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
