"""The cue lexicon and how it is matched."""

from __future__ import annotations

import pytest

from presselese.clean.cues import Cues, default_cues, words_of
from presselese.clean.features import shape_of
from presselese.lexicon import load_toml


def test_every_phrase_is_lower_case_and_listed_once() -> None:
    for id_, cue in load_toml("boilerplate")["cue"].items():
        phrases = cue["phrases"]
        assert all(phrase == phrase.lower() for phrase in phrases), id_
        assert len(phrases) == len(set(phrases)), id_


def test_words_split_at_hyphens_and_dots() -> None:
    assert words_of("Cookie-Hinweis · del.icio.us") == ["cookie", "hinweis", "del", "icio", "us"]


@pytest.mark.parametrize(
    ("line", "cue", "share"),
    [
        ("Facebook | Twitter", "share.platforms", 1.0),
        ("Auf Facebook teilen", "share.platforms", 1.0),
        ("Impressum · Datenschutz", "legal.footer", 1.0),
        ("Rathaus baut", "nav.menu", 0.5),
    ],
)
def test_coverage(line: str, cue: str, share: float) -> None:
    cues: Cues = default_cues()
    words = words_of(line)
    found = cues.coverage(words, cues.hits(words))
    assert found is not None
    assert (found.cue.id, found.share) == (cue, share)


@pytest.mark.parametrize(
    ("line", "prose"),
    [
        ("Drucken", 0),
        ("Rathaus und Politik", 0),
        ("Neue Wege für die Stadt", 0),
        ("Stadtwerke erneuern Netz bis Jahresende", 0),
        ("Der Rat stimmt zu.", 1),
        ("Die Stadt hat am Dienstag die Pläne für den Bahnhof vorgestellt.", 1),
        (
            "Die Stadt hat am Dienstag die Pläne für den Bahnhof vorgestellt, und rund 120 "
            "Bürgerinnen und Bürger kamen dazu in die Stadthalle.",
            2,
        ),
    ],
)
def test_prose(line: str, prose: int) -> None:
    assert shape_of(line).prose == prose
