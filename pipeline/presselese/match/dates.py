"""The spaCy component `presselese_dates`: finds DATE spans and writes `doc.spans["dates"]`."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from presselese.lexicon import load_toml
from presselese.match.spans import entities_of, text_of, write_spans
from presselese.normalise.date_grammar import find_dates
from presselese.records import Found

_NAMES = load_toml("dates")["name_cues"]
_SURNAMES = frozenset(_NAMES["surnames"])
# Words that make a date of what looks like a surname: "im Mai", never "Frau Mai".
_DATING = frozenset(_NAMES["dating"])
_LAST_WORD = re.compile(r"(\w+)\W*\Z")


class Dates:
    """Finds DATE spans; surnames that look like a date ("Ute Mai") are left to the people."""

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["dates"]`; `doc.ents` is read where the model has set it."""
        text = text_of(doc)
        found = find_dates(text)
        if found:
            people = [(start, end) for start, end, label in entities_of(doc) if label == "PER"]
            found = [span for span in found if not _is_surname(text, span, people)]
        write_spans(doc, "dates", found)
        return doc


def _is_surname(text: str, span: Found, people: list[tuple[int, int]]) -> bool:
    """Whether a one-word span lies in a person's name (offsets of `people` count the text)."""
    if span.text.lower() not in _SURNAMES:
        return False
    if not any(start < span.end and span.start < end for start, end in people):
        return False
    before = _LAST_WORD.search(text, max(0, span.start - 20), span.start)
    return before is None or before[1].lower() not in _DATING


@Language.factory("presselese_dates", assigns=["doc.spans"])
def make_dates(nlp: Language, name: str) -> Dates:
    """Build the component."""
    return Dates()
