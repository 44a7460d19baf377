"""Several releases in one file: split at clear headers, and nowhere else."""

from __future__ import annotations

import pytest

from presselese.clean import clean, clean_sections
from presselese.clean.sections import sections

BODY = (
    "Die Stadt hat am Dienstag die Pläne für den Busbahnhof vorgestellt. Rund 120 Menschen kamen "
    "in die Stadthalle und stellten viele Fragen zu Kosten und Zeitplan.\n\n"
    "„Wir wollen, dass das Umsteigen leichter wird“, sagte Bürgermeisterin Eva Lindner. Der Rat "
    "entscheidet im Herbst über den Entwurf, danach beginnt die Ausschreibung.\n\n"
)


def release(number: int, header: str) -> str:
    return (
        f"{header}\n\nPläne für den Busbahnhof {['Nord', 'Süd', 'West', 'Ost'][number]}\n\n{BODY}"
    )


SPLIT = [
    pytest.param("", "Pressemitteilung Nr. {}/2023 vom {}. Mai 2023", id="number and date"),
    pytest.param("", "PRESSEMITTEILUNG | {}. Mai 2023".replace("| ", ""), id="capitals"),
    pytest.param("=" * 40 + "\n", "Kassel, {}. Mai 2023", id="separator and date"),
    pytest.param("* * * * * * * * * *\n", "{}. Mai 2023", id="stars and date"),
    pytest.param("\f", "Presseinformation Nr. {}", id="form feed"),
]


@pytest.mark.parametrize(("separator", "header"), SPLIT)
def test_headers_split(separator: str, header: str) -> None:
    text = separator.join(release(n, header.format(n + 3, n + 3)) for n in range(3))
    parts = sections(text)
    assert len(parts) == 3
    assert "".join(text[start:end] for start, end in parts) == text
    found = clean_sections(text)
    assert [line.number for part in found for line in part.lines] == list(
        range(1, len(text.split("\n")) + 1)
    )
    for part, place in zip(found, ("Nord", "Süd", "West"), strict=True):
        title = part.metadata.title or ""
        assert title.endswith(place)
        start = part.text.index("Eva Lindner")
        begin, end = part.begin_of(start), part.end_of(start + 11)
        assert text[begin:end] == "Eva Lindner"
        assert part.lines[0].start <= begin < part.lines[-1].end


WHOLE = [
    pytest.param(release(0, "Pressemitteilung Nr. 3/2023"), id="one release"),
    pytest.param(
        release(0, "Pressemitteilung Nr. 3/2023")
        + "".join(f"Pressemitteilung Nr. {n}/2022 vom 3. Mai 2022: Radweg\n" for n in range(9)),
        id="list of earlier releases",
    ),
    pytest.param(release(0, "3. Mai 2023") + "-" * 30 + "\n" + BODY, id="separator alone"),
    pytest.param(release(0, "Meldung vom 3.5.2023") * 2, id="the same twice"),
    pytest.param("", id="nothing"),
]


@pytest.mark.parametrize("text", WHOLE)
def test_everything_else_is_one(text: str) -> None:
    assert sections(text) == [(0, len(text))]
    assert clean_sections(text) == (clean(text),)
