"""HTML pages through trafilatura; skipped where the extra is not installed."""

from __future__ import annotations

import builtins
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from presselese.errors import DocumentError, InputError
from presselese.quote import raw_text
from presselese.read import find_inputs, read_text

PAGE = """<!DOCTYPE html><html lang="de"><head><meta charset="{charset}"><title>Neue Brücke</title>
<meta property="article:published_time" content="2021-05-03T10:00:00+02:00"></head><body>
<nav><ul><li><a href="/">Startseite</a></li><li><a href="/amt">Ämter</a></li></ul></nav>
<main><article><h1>Neue Brücke für Köln</h1>
<p>Oberbürgermeisterin Lea Amann hat am Montag die neue Brücke über den Rhein eröffnet. Der Bau
dauerte drei Jahre und kostete zwölf Millionen Euro, wie das Tiefbauamt der Stadt mitteilte.</p>
<p>Die Brücke verbindet zwei Stadtteile, die bisher nur über einen Umweg zu erreichen waren.</p>
</article></main><footer>Impressum Datenschutz</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_a_page(tmp_path: Path, charset: str) -> None:
    pytest.importorskip("trafilatura")
    path = tmp_path / "seite.html"
    path.write_bytes(PAGE.format(charset=charset).encode(charset))
    (source,) = find_inputs([str(path)])
    assert source.doc_id == "seite"
    raw = read_text(source)
    assert "Oberbürgermeisterin Lea Amann hat am Montag" in raw.text
    assert "Neue Brücke" in raw.text.split("\n")[0]
    assert "Impressum" not in raw.text
    assert (raw.published, raw.published_source) == (date(2021, 5, 3), "html")
    assert raw.encoding == "html"
    row = {"doc_id": "seite", "path": raw.path, "sha256": raw.sha256, "n_chars": 500}
    assert raw_text(row) == (raw.text, "")


def test_a_page_without_text(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    (tmp_path / "leer.html").write_text("<html><body></body></html>")
    with pytest.raises(DocumentError, match="no text was found"):
        read_text(find_inputs([str(tmp_path / "leer.html")])[0])


def test_a_folder_of_pages_is_told_how(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    with pytest.raises(InputError, match=r"for its HTML pages write '.*\*\*/\*\.html'"):
        find_inputs([str(tmp_path)])
    (tmp_path / "a.html").rename(tmp_path / "a.zip")
    with pytest.raises(InputError, match=r"named one by one: .*a\.zip"):
        find_inputs([str(tmp_path)])


def test_without_trafilatura_it_is_said_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    real = builtins.__import__

    def absent(name: str, *more: Any) -> Any:
        if name == "trafilatura":
            raise ImportError(name)
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(InputError, match=r"pip install 'presselese\[html\]'"):
        find_inputs([str(tmp_path / "a.html")])
