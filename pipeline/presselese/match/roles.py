"""The spaCy component `presselese_roles`: finds ROLE spans and writes `doc.spans["roles"]`.

It reads the people, organisations, cities and dates that earlier components wrote to
`doc.spans`; where a group is missing, `doc.ents` (PER, ORG, LOC) stand in for it.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presselese.match.role_spans import find_roles
from presselese.match.spans import entities_of, read_spans, text_of, write_spans

_ENTITIES = {"people": ("PER", "PERSON"), "organisations": ("ORG",), "cities": ("LOC", "GPE")}


class Roles:
    """Finds ROLE spans."""

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["roles"]`."""
        found = find_roles(
            text_of(doc),
            people=_spans(doc, "people"),
            organisations=_spans(doc, "organisations"),
            places=_spans(doc, "cities"),
            dates=_spans(doc, "dates"),
        )
        write_spans(doc, "roles", found)
        return doc


def _spans(doc: Doc, group: str) -> list[tuple[int, int]]:
    if group in doc.spans:
        return [(found.start, found.end) for found in read_spans(doc, group)]
    labels = _ENTITIES.get(group, ())
    return [(start, end) for start, end, label in entities_of(doc) if label in labels]


@Language.factory("presselese_roles", assigns=["doc.spans"])
def make_roles(nlp: Language, name: str) -> Roles:
    """Build the component."""
    return Roles()
