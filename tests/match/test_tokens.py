"""The tokenizer rules: where words part, where they stay whole, and what may not change."""

from pathlib import Path
from time import process_time

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from presselese.evaluate.gold import read_gold
from presselese.match.tokens import customise

GOLD = Path(__file__).parents[2] / "corpus" / "gold"


def german() -> Language:
    nlp = spacy.blank("de")
    customise(nlp)
    return nlp


NLP = german()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        # compounds part at the hyphen
        ("DEFUS-Mitglieder", "DEFUS - Mitglieder"),
        ("Essen-Kettwig", "Essen - Kettwig"),
        ("Müller-Lang", "Müller - Lang"),
        ("Bau- und Kulturdezernent", "Bau - und Kulturdezernent"),
        ("VKU-Arbeitskreis „Wasser“.", "VKU - Arbeitskreis „ Wasser “ ."),
        ("2G-Regel", "2G - Regel"),
        ("Märkisch-Oder-Kreis", "Märkisch - Oder - Kreis"),
        # slashes, dashes, brackets, quotes
        ("CDU/CSU-Fraktion", "CDU / CSU - Fraktion"),
        ("Weiden/Oberpfalz", "Weiden / Oberpfalz"),
        ("Köln–Bonn", "Köln – Bonn"),
        ("(SPD)/Meier", "( SPD ) / Meier"),
        ("Test“-Preis", "Test “ - Preis"),
        ("»Fulda«", "» Fulda «"),
        ("(8 Uhr)", "( 8 Uhr )"),
        # glued stamps and words
        ("07.02.2019Gemeinsam", "07.02.2019 Gemeinsam"),
        ("SeptemberGedenken", "September Gedenken"),
        ("Mai2021", "Mai 2021"),
        ("20Uhr", "20 Uhr"),
        ("Foto:Stadt", "Foto : Stadt"),
        ("Ende.Der", "Ende . Der"),
        ("Hauptstr.5", "Hauptstr . 5"),
        # dates
        ("3.Mai", "3 . Mai"),
        ("3./4. Mai", "3 . / 4 . Mai"),
        ("5.–7.Mai", "5 . – 7 . Mai"),
        ("im Jahr 2021.", "im Jahr 2021 ."),
        ("(9.4.).", "( 9.4. ) ."),
        ("2021/22", "2021 / 22"),
        # what stays whole
        ("Bürgermeister:innen", "Bürgermeister:innen"),
        ("Kolleg:in", "Kolleg:in"),
        ("Bürgermeister*innen", "Bürgermeister*innen"),
        ("BürgerInnen", "BürgerInnen"),
        ("z.B. a.D. e.V. Prof. Dr.", "z.B. a.D. e.V. Prof. Dr."),
        ("O'Neill d’Arc", "O'Neill d’Arc"),
        ("18:30 1.000,50", "18:30 1.000,50"),
        ("GmbH AfD TikTok A7", "GmbH AfD TikTok A7"),
        ("www.fulda.de/presse", "www.fulda.de/presse"),
        ("presse-stelle@stadt-fulda.de", "presse-stelle@stadt-fulda.de"),
    ],
)
def test_tokens(text: str, tokens: str) -> None:
    assert " ".join(token.text for token in NLP(text)) == tokens


@pytest.mark.parametrize("part", ["train", "dev"])
def test_gold_spans_sit_on_token_borders(part: str) -> None:
    """Fewer than one span in a thousand may fall between token borders."""
    missed, spans = [], 0
    for document in read_gold(GOLD / part):
        for line in document.lines:
            if not line.kept:
                continue
            doc = NLP.make_doc(document.text[line.start : line.end])
            for mention in document.mentions:
                if line.start <= mention.start and mention.end <= line.end:
                    spans += 1
                    if doc.char_span(mention.start - line.start, mention.end - line.start) is None:
                        missed.append((document.doc_id, mention.text))
    assert len(missed) < spans / 1000, missed


def test_rules_are_saved_with_the_model(tmp_path: Path) -> None:
    german().to_disk(tmp_path)
    text = "Der VKU/CSU-Kreis tagt am 3.Mai2021."
    assert [t.text for t in spacy.load(tmp_path)(text)] == [t.text for t in NLP(text)]


def test_customising_twice_changes_nothing() -> None:
    nlp = german()
    before = nlp.to_bytes()
    customise(nlp)
    assert nlp.to_bytes() == before


def test_foreign_tokenizer_is_refused() -> None:
    nlp = spacy.blank("de")
    nlp.tokenizer = nlp.make_doc
    with pytest.raises(TypeError, match="rule-based"):
        customise(nlp)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("aBß3. ,-–/:()„“\"'’\n\t@&+"), max_size=60) | st.text())
def test_text_is_kept(text: str) -> None:
    doc = NLP(text)
    assert doc.text == text


@given(st.lists(st.sampled_from(["Fulda", "SPD", "2021", "Mai"]), min_size=2, max_size=5))
def test_hyphen_parts_everywhere(parts: list[str]) -> None:
    doc = NLP("-".join(parts))
    assert [token.text for token in doc][::2] == parts


@pytest.mark.parametrize(
    "filler",
    [
        *("-", "(", "a-", "aB", "1.", ".", "_", "„a", "a.B", "=" * 7, "(-", "(-(-", ".-", "+-+/"),
        *(",;", "“„", "'’", "§(", "(a)-", "1)(", "a(-", "-(a", "*.", "§1", "(_", "km)", "1°"),
    ],
)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("a", ""), ("", "a"), ("(", ").")])
def test_long_chunks_take_no_time(filler: str, before: str, after: str) -> None:
    start = process_time()
    NLP(before + (filler * 8000)[:8000] + after)
    assert process_time() - start < 0.5


def test_long_row_of_mixed_signs_is_one_token() -> None:
    row = "(-" * 15
    assert [token.text for token in NLP(f"Ende {row} Anfang{row}")] == [
        *("Ende", row, "Anfang", row)
    ]
