"""A component that lets a name end where its signs do.

"Stadt Herzberg (Elster)" and "Grundschule „Am Hasenberg“" are rare enough that the network now and
then leaves the last sign out; in "Dynamo Kiew - FC Porto" it sometimes takes the dash in.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

_CLOSING = {"(": ")", "[": "]", "„": '“”"', "»": "«", "“": "”", '"': '"'}
_NEVER_LAST = frozenset("-–—/,;:(„»+")


def tidied(ent: Span) -> Span | None:
    """Return the name without dashes and the like at its end; None if nothing is left.

    It is longer by the next token if that closes a bracket or quotation that it leaves open.
    """
    doc, end = ent.doc, ent.end
    while end > ent.start and doc[end - 1].text in _NEVER_LAST:
        end -= 1
    if end == ent.start:
        return None
    waiting: list[str] = []
    for token in doc[ent.start : end]:
        if waiting and token.text in waiting[-1]:
            waiting.pop()
        elif token.text in _CLOSING:
            waiting.append(_CLOSING[token.text])
    if (
        len(waiting) == 1
        and end < len(doc)
        and doc[end].text in waiting[0]
        and (end < ent.end or not doc[end].ent_type)
    ):
        end += 1
    return Span(doc, ent.start, end, label=ent.label)


@Language.component("presse_close", assigns=["doc.ents"])
def close(doc: Doc) -> Doc:
    """Tidy the ends of all names of a document."""
    names = [name for ent in doc.ents if (name := tidied(ent)) is not None]
    if [(name.start, name.end) for name in names] != [(ent.start, ent.end) for ent in doc.ents]:
        doc.ents = names
    return doc
