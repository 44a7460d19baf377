"""Pages of news sites and blogs: what stands around an article goes, whatever it reads like."""

from __future__ import annotations

import pytest

from presselese.clean import clean

TITLE = "Stadt stellt Pläne für den neuen Busbahnhof vor"
BODY = [
    "Die Stadt hat am Dienstag die Pläne für den neuen Busbahnhof vorgestellt. Rund 120 "
    "Bürgerinnen und Bürger kamen in die Stadthalle und stellten viele Fragen.",
    "„Wir wollen, dass das Umsteigen leichter wird“, sagte Bürgermeisterin Eva Lindner. Der "
    "Rat entscheidet im Herbst über den Entwurf, danach beginnt die Ausschreibung.",
]
OTHER = (
    "Im Norden der Stadt entstehen bis zum Herbst neue Radwege, die auch für Lastenräder breit "
    "genug sind und vom Land gefördert werden."
)

AFTER = [
    pytest.param(["3 Kommentare", "Heinz sagt:", f"Endlich! {OTHER}"], id="comments"),
    pytest.param(["1. Vera schreibt:", OTHER, "Antworten"], id="one comment"),
    pytest.param(["Schreibe einen Kommentar", "Name *", OTHER], id="comment form"),
    pytest.param(["Über den Autor", f"Max Muster ist Redakteur. {OTHER}"], id="author"),
    pytest.param(["Weitere aktuelle Themen", "Radwege im Norden", OTHER], id="related"),
    pytest.param(["Die meistgelesenen Artikel", "Neue Radwege", OTHER], id="most read"),
    pytest.param(["Das könnte dich auch interessieren", "Radwege", OTHER], id="of interest"),
    pytest.param(["Tags: Bus, Bahnhof, Stadt", OTHER], id="tags"),
    pytest.param(["Nächster Beitrag", "Neue Radwege im Norden", OTHER], id="next article"),
    pytest.param(
        ["Melden Sie sich jetzt für unseren kostenlosen Newsletter an und lesen Sie mehr!"],
        id="newsletter",
    ),
    pytest.param(["Diese Website verwendet Akismet, um Spam zu reduzieren."], id="spam filter"),
    pytest.param(["Dieser Beitrag wurde am 3. Mai 2021 in Verkehr veröffentlicht."], id="filed"),
]


@pytest.mark.parametrize("lines", AFTER)
def test_what_follows_a_fence_goes(lines: list[str]) -> None:
    result = clean("\n\n".join([TITLE, *BODY, *lines]))
    assert result.text == "\n".join([TITLE, *BODY])


def test_long_comments_are_no_article() -> None:
    comments = [line for n in range(9) for line in (f"{n + 1}. Leser{n} sagt:", f"{n}. {OTHER}")]
    result = clean("\n\n".join([TITLE, *BODY, "9 Antworten", *comments]))
    assert result.text == "\n".join([TITLE, *BODY])


@pytest.mark.parametrize(
    "box",
    [["Anzeige"], ["Teilen: Facebook | X | WhatsApp"], ["Lesen Sie auch", "Neue Radwege"]],
    ids=["advertisement", "share bar", "related page"],
)
def test_an_article_goes_on_after_a_box(box: list[str]) -> None:
    text = clean("\n\n".join([TITLE, BODY[0], *box, BODY[1]])).text
    assert BODY[0] in text
    assert BODY[1] in text


def test_twice_told_teasers_are_no_article() -> None:
    teasers = [f"{n}. Meldung: {OTHER} Das Land zahlt einen großen Teil." for n in range(6)]
    page = [*teasers, "Weitere Meldungen", TITLE, *BODY, "Weitere Meldungen", *teasers]
    assert BODY[0] in clean("\n\n".join(page)).text


def test_a_menu_that_explains_its_entries_is_no_article() -> None:
    menu = [f"+ Bereich {n} Hier finden Sie alles, was {n} wichtig ist. {OTHER}" for n in range(6)]
    more = [f"+ Rubrik {n}" for n in range(26)]
    text = clean("\n\n".join([*menu, *more, "Weitere Angebote", TITLE, *BODY])).text
    assert text == "\n".join([TITLE, *BODY])


def test_a_page_of_teasers_is_no_article() -> None:
    teasers = [
        line
        for n in range(6)
        for line in (f"Foto: Lea Amann{n}", f"Mehr Grün im Viertel {n}", f"{n}. {OTHER}")
    ]
    assert BODY[1] in clean("\n\n".join([*teasers, "Weitere Meldungen", TITLE, *BODY])).text


def test_a_self_description_stays() -> None:
    about = ["Über uns", "Der Verbund plant seit 1990 den Nahverkehr in Nordhessen."]
    assert clean("\n\n".join([TITLE, *BODY, *about])).text.endswith("\n".join(about))
