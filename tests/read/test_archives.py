"""Texts inside archives: found, named, read in place, and nothing that leads out of them."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from presselese.errors import DocumentError, InputError
from presselese.quote import raw_text
from presselese.read import archives, find_inputs, read_text

TEXTS = {"b/zwei.txt": "Grüße".encode(), "eins.txt": b"Eins", "bild.png": b"\x89PNG"}


def make_zip(path: Path, texts: dict[str, bytes]) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in texts.items():
            archive.writestr(name, data)
    return str(path)


def make_tar(path: Path, texts: dict[str, bytes]) -> str:
    mode: Any = "w:" + path.suffix[1:].replace("tgz", "gz").replace("tar", "")
    with tarfile.open(path, mode) as out:
        for name, data in texts.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            out.addfile(info, io.BytesIO(data))
    return str(path)


def make(folder: Path, name: str, texts: dict[str, bytes]) -> str:
    return (make_zip if name.endswith(".zip") else make_tar)(folder / name, texts)


@pytest.mark.parametrize("name", ["t.zip", "t.tar.gz", "t.tgz", "t.tar", "t.tar.xz", "t.tar.bz2"])
def test_texts_are_read_in_place(tmp_path: Path, name: str) -> None:
    path = make(tmp_path, name, TEXTS)
    found = find_inputs([path])
    assert [(one.doc_id, one.path) for one in found] == [
        ("b/zwei", f"{path}::b/zwei.txt"),
        ("eins", f"{path}::eins.txt"),
    ]
    texts = [read_text(one) for one in found]
    assert [one.text for one in texts] == ["Grüße", "Eins"]
    for one in texts:
        row = {"doc_id": one.doc_id, "path": one.path, "sha256": one.sha256, "n_chars": 5}
        assert raw_text(row) == (one.text, "")


@pytest.mark.parametrize("name", ["t.zip", "t.tar.gz"])
@pytest.mark.parametrize("member", ["../oben.txt", "/etc/passwd.txt", "a/../../b.txt", "C:/x.txt"])
def test_a_member_that_points_out_is_refused(tmp_path: Path, name: str, member: str) -> None:
    with pytest.raises(InputError, match="points out of the archive"):
        find_inputs([make(tmp_path, name, {member: b"x"})])


@pytest.mark.parametrize("name", ["t.zip", "t.tar.gz"])
def test_bombs_are_refused(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED", 1_000_000)
    path = make(tmp_path, name, {"null.txt": bytes(2_000_000)})
    assert Path(path).stat().st_size < 10_000
    with pytest.raises(InputError, match="unpacked; split the archive"):
        find_inputs([path])


@pytest.mark.parametrize("name", ["t.zip", "t.tar.gz"])
def test_too_many_members_are_refused(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 2)
    path = make(tmp_path, name, {f"{number}.txt": b"x" for number in range(3)})
    with pytest.raises(InputError, match="more than 2 texts"):
        find_inputs([path])


@pytest.mark.parametrize("name", ["t.zip", "t.tar.gz"])
def test_a_long_member_is_an_error_of_its_own(tmp_path: Path, name: str) -> None:
    found = find_inputs([make(tmp_path, name, {"a.txt": b"x" * 1_000, "b.txt": b"kurz"})])
    with pytest.raises(DocumentError, match="too long"):
        read_text(found[0], max_chars=10)
    assert read_text(found[1], max_chars=10).text == "kurz"


@pytest.mark.parametrize("name", ["t.zip", "t.tar.gz", "t.tar"])
@pytest.mark.parametrize("data", [b"", b"kein Archiv", b"PK\x03\x04", b"\x1f\x8b\x08"])
def test_a_damaged_archive_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=r"cannot be read as an archive|no \.txt file"):
        find_inputs([str(tmp_path / name)])


def test_a_damaged_member_is_an_error_of_its_own(tmp_path: Path) -> None:
    path = Path(make(tmp_path, "t.zip", {"a.txt": b"a" * 5_000, "b.txt": b"gut"}))
    data = bytearray(path.read_bytes())
    data[40:44] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    first, second = find_inputs([str(path)])
    with pytest.raises(DocumentError, match="cannot be read from its archive"):
        read_text(first)
    assert read_text(second).text == "gut"


def test_links_and_devices_in_a_tar_are_no_texts(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "t.tar", "w") as out:
        link = tarfile.TarInfo("passwd.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        out.addfile(link)
    with pytest.raises(InputError, match=r"no \.txt file in this archive"):
        find_inputs([str(tmp_path / "t.tar")])


def test_an_archive_that_is_gone_is_said(tmp_path: Path) -> None:
    row = {"doc_id": "a", "path": f"{tmp_path}/weg.zip::a.txt", "sha256": "", "n_chars": 1}
    text, reason = raw_text(row)
    assert text is None
    assert "weg.zip" in reason
