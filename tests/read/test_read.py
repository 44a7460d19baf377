"""Reading: which inputs, which ids, which encodings, which refusals."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presselese.errors import DocumentError, InputError
from presselese.read import Input, decode, find_inputs, read_text

GERMAN = "Oberbürgermeisterin Lea Amann eröffnet am 3. Mai die „Straße der Künste“ – für alle."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.txt", "a.txt", "sub/c.TXT", "sub/notes.md", ".hidden.txt", ".git/d.txt"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(name, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        pytest.param(["in"], ["a", "b", "sub/c"], id="folder, recursive and sorted"),
        pytest.param(["in/sub", "in"], ["c", "a", "b"], id="arguments in order, a file once"),
        pytest.param(["in/b.txt", "in/./b.txt"], ["b"], id="the same file twice"),
        pytest.param(["in/*.txt"], ["a", "b"], id="glob"),
        pytest.param(["in/**/*.TXT"], ["sub/c"], id="glob in depth"),
        pytest.param(["i*/a.txt"], ["in/a"], id="glob over folders names them"),
        pytest.param(["in/s*"], ["sub/c"], id="glob that matches a folder"),
        pytest.param(["in/sub/notes.md"], ["notes.md"], id="a file of any name"),
        pytest.param(["in/.hidden.txt"], [".hidden"], id="a hidden file that is named"),
        pytest.param(["-", "in/a.txt", "-"], ["stdin", "a"], id="standard input"),
    ],
)
def test_inputs(folder: Path, arguments: list[str], ids: list[str]) -> None:
    assert [item.doc_id for item in find_inputs(arguments)] == ids


def test_ids_are_unique_and_leave_the_hash_free(folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "other" / "a.txt").write_text("x")
    (folder / "other" / "n#1.txt").write_text("x")
    ids = [item.doc_id for item in find_inputs(["in/a.txt", "other/a.txt", "other"])]
    assert ids == ["a", "a~2", "n%231"]


def test_a_file_with_wildcards_in_its_name_is_itself(folder: Path) -> None:
    (folder / "in" / "x[1].txt").write_text("x")
    assert [item.doc_id for item in find_inputs(["in/x[1].txt"])] == ["x[1]"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names that are bytes")
def test_a_broken_file_name_becomes_printable(folder: Path) -> None:
    (folder / "in" / os.fsdecode(b"gr\xfcn.txt")).write_text("grün", encoding="utf-8")
    (item,) = (item for item in find_inputs(["in"]) if item.doc_id.startswith("gr"))
    assert item.doc_id == r"gr\xfcn"
    assert read_text(item).path == r"in/gr\xfcn.txt"


def test_links_are_followed_and_circles_are_not(folder: Path) -> None:
    (folder / "in" / "circle").symlink_to(folder / "in")
    (folder / "away").mkdir()
    (folder / "away" / "e.txt").write_text("x")
    (folder / "in" / "link").symlink_to(folder / "away")
    (folder / "in" / "dead.txt").symlink_to(folder / "nowhere")
    assert [i.doc_id for i in find_inputs(["in"])] == ["a", "b", "dead", "link/e", "sub/c"]


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("nowhere", "nowhere: no such file or folder"),
        ("in/*.pdf", "matches no file"),
        ("empty", "no .txt file in this folder"),
        ("", "empty string"),
        ("x" * 5000, "no such file"),
    ],
)
def test_arguments_that_lead_nowhere(folder: Path, argument: str, says: str) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(InputError, match=says):
        find_inputs([argument])


ENCODED = [
    pytest.param("utf-8", b"", "utf-8", id="UTF-8"),
    pytest.param("utf-8", b"\xef\xbb\xbf", "utf-8", id="UTF-8 with mark"),
    pytest.param("utf-16-le", b"\xff\xfe", "utf-16-le", id="UTF-16 LE with mark"),
    pytest.param("utf-16-be", b"\xfe\xff", "utf-16-be", id="UTF-16 BE with mark"),
    pytest.param("utf-16-le", b"", "utf-16-le", id="UTF-16 LE without mark"),
    pytest.param("utf-16-be", b"", "utf-16-be", id="UTF-16 BE without mark"),
    pytest.param("utf-32-le", b"\xff\xfe\x00\x00", "utf-32-le", id="UTF-32 with mark"),
    pytest.param("cp1252", b"", "windows-1252", id="Windows-1252"),
    pytest.param("mac_roman", b"", "mac-roman", id="Mac Roman"),
]


@pytest.mark.parametrize(("codec", "mark", "name"), ENCODED)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_newlines(codec: str, mark: bytes, name: str, newline: str) -> None:
    text = f"{GERMAN}{newline}{newline}Grüße aus Köln{newline}"
    assert decode(mark + text.encode(codec)) == (text, name)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Über uns", "cp1252"),
        ("Preis: 5 €", "cp1252"),
        ("Preis: 5 € für Schüler", "cp1252"),
        ("§ 5 – 20 °C", "cp1252"),
        ("A–B", "cp1252"),
        ("»Grüße« aus Besançon", "cp1252"),
        ("GRÜNE GEMÜSEMÄRKTE", "mac_roman"),
        ("Grüße aus Köln", "cp850"),
        ("Le maire de Besançon a reçu la délégation", "cp1252"),
    ],
)
def test_eight_bit_encodings_of_short_texts(text: str, codec: str) -> None:
    assert decode(text.encode(codec))[0] == text


def test_utf_8_with_a_stray_byte_is_mended_and_says_so() -> None:
    broken = GERMAN.encode() + b"\nGr\xfc\xdfe \x97\x81"
    assert decode(broken) == (GERMAN + "\nGrüße —\ufffd", "utf-8+windows-1252")
    cut = "Straßen und Brücken für Köln".encode()[:-1] + "ü".encode()[:1]
    assert decode(cut)[0].endswith("Köl\ufffd")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG picture", id="PNG"),
        pytest.param(b"%PDF-1.4\n%\xe2\xe3", "a PDF document", id="PDF"),
        pytest.param(b"PK\x03\x04\x14\x00", "a ZIP archive", id="ZIP"),
        pytest.param(b"Text\x00mit\x00Nullen", "binary data", id="zeros"),
        pytest.param(bytes(range(1, 32)) * 9, "binary data", id="control characters"),
        pytest.param("Привет, мир".encode("cp1251"), "not recognised", id="Cyrillic"),
        pytest.param("東京都の記者会見".encode("shift_jis"), "not recognised", id="Japanese"),
        pytest.param(b"\xff\xfea\x00b", "damaged at byte 2", id="UTF-16 cut short"),
    ],
)
def test_what_is_no_text_is_refused_with_a_way_out(data: bytes, says: str) -> None:
    with pytest.raises(DocumentError, match=says) as caught:
        decode(data)
    assert caught.value.stage == "read"
    assert "save" in str(caught.value)


def test_length_is_checked_before_and_after_decoding(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"x" * 41)
    with pytest.raises(DocumentError, match=r"too long: 41 bytes.*--max-chars"):
        read_text(Input("long", str(path)), max_chars=10)
    with pytest.raises(DocumentError, match=r"too long: 41 characters"):
        read_text(Input("long", str(path)), max_chars=40)
    assert len(read_text(Input("long", str(path)), max_chars=41).text) == 41


def test_unreadable_files_are_document_errors(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        read_text(Input("gone", str(tmp_path / "gone.txt")))
    with pytest.raises(DocumentError, match="not a regular file"):
        read_text(Input("folder", str(tmp_path)))


def test_empty_text_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "e.txt").touch()
    raw = read_text(Input("e", str(tmp_path / "e.txt")))
    assert (raw.text, raw.encoding) == ("", "utf-8")
    assert raw.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO("Grüße".encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    (source,) = find_inputs(["-"])
    raw = read_text(source)
    assert (raw.doc_id, raw.path, raw.text) == ("stdin", "-", "Grüße")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
@settings(max_examples=200, deadline=None)
def test_any_text_comes_back_from_utf_8_and_marked_utf_16(text: str) -> None:
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le")):
        assert decode(mark + text.encode(codec))[0] == text


@given(st.text("abcXYZ äöüÄÖÜß 019.,-\n", min_size=1))
@settings(max_examples=200, deadline=None)
def test_german_letters_come_back_from_windows_1252_or_are_refused(text: str) -> None:
    words = "Straße für Köln " + text + " Ärzte in Österreich"
    assert decode(words.encode("cp1252"))[0] == words


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_text_or_a_document_error(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except DocumentError:
        return
    text.encode("utf-8")
