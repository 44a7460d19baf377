"""One result that all tests of editions read: the sample, and texts that spreadsheets stumble on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from presselese.read import find_inputs
from presselese.run import run

ROOT = Path(__file__).parent.parent.parent
SAMPLED = 6  # releases of the sample; enough for every table to have rows
# Formula-like titles, characters beyond the basic plane, a control character, bare line ends.
NASTY = {
    "formel": "=1+1 Euro für Fulda\n\nFulda, 3. Mai 2021\n\n"
    "+++ Oberbürgermeisterin Dr. Lea Amann (Stadt Fulda) spricht am 7. Mai 2021. +++\n"
    "- Max Muster, Leiter des Jugendamts der Stadt Fulda, kommt dazu.\n"
    '@Presse: "Alles, was zählt", sagt Amann; <b>&amp;</b>.\n',
    "emoji": "🎉 Fest in Kassel 🎉\r\n\r\nAm 5. Juni 2022 feiert die Stadt Kassel.\r\n"
    "👩‍🚒 Bürgermeisterin Eva Lindner lädt ein.\r\n",
    "steuerzeichen": "Neue Halle\x0b in Gießen\n\nDie Stadt Gießen eröffnet am 1. März 1899 und am "
    "2. April 2023 die Halle. Bürgermeister Karl Weber\x08 ist dabei.\n",
    "leer": "\n",
}


@pytest.fixture(scope="session")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of raw texts."""
    folder = tmp_path_factory.mktemp("raw")
    for path in sorted((ROOT / "corpus" / "raw").glob("*.txt"))[:SAMPLED]:
        shutil.copy(path, folder)
    for name, text in NASTY.items():
        (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / "kaputt.txt").write_bytes(b"%PDF-1.7")
    return folder


@pytest.fixture(scope="session")
def result(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its tables, CSV alone."""
    output = tmp_path_factory.mktemp("result") / "out"
    run(find_inputs([str(raw)]), output)
    return output
