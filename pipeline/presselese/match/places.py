"""The spaCy component `presselese_places`: finds CITY spans and writes `doc.spans["cities"]`.

Candidates come from the gazetteer (`match.place_names`) and are judged in their context
(`match.place_context`). What stays open is decided here by the other mentions of the document:
lists of cities, double names, the same name elsewhere. Entities of `doc.ents` (PER, LOC, ORG,
MISC) are hints; everything works without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from presselese.match.place_context import JOIN, PLACE, Context, Entity
from presselese.match.place_names import Candidate, NameFinder
from presselese.match.place_words import load_place_words
from presselese.match.spans import entities_of, text_of, write_spans
from presselese.records import Found

# Rules that stand even where the name is a district's elsewhere in the document.
_FIRM = frozenset(("place.head", "place.affix"))


class PlaceFinder:
    """Finds the cities of a text; built once, holds no state of documents."""

    def __init__(self, names: NameFinder | None = None) -> None:
        self.names = names or NameFinder()
        self.gazetteer = self.names.gazetteer
        self.lexicon = load_place_words()

    def __call__(self, text: str, entities: Sequence[Entity] = ()) -> list[Found]:
        """Return the cities of a text in order, labelled CITY, with the rule as source.

        `entities` are (start, end, label) of persons, places and organisations as a recogniser
        proposes them; offsets count code points of `text`.
        """
        candidates = self.names.candidates(text)
        context = Context(self.lexicon, self.gazetteer, text, entities)
        for candidate in candidates:
            context.judge(candidate)
        self._settle(context, candidates)
        found = [
            Found(c.start, c.end, text[c.start : c.end], "CITY", c.rule)
            for c in candidates
            if c.accepted
        ]
        found += self._unlisted(context, found)
        return sorted(found, key=lambda record: record.start)

    def _settle(self, context: Context, candidates: list[Candidate]) -> None:
        """Decide the open candidates by pairs, lists and other mentions of the same name."""
        self._pairs(context, candidates)
        for first, second in pairwise(candidates):
            # The Frankfurter Ostend and the Bremer Neustadt are parts of their cities.
            part = first.shape == "adjective" and first.accepted and second.shape == "name"
            if part and not second.affixed and context.text[first.end : second.start] == " ":
                second.accepted = False
                context.districts.add(second.name)
        for c in candidates if context.districts else ():
            if c.shape != "adjective" and c.name in context.districts and c.rule not in _FIRM:
                c.accepted = False
        if all(c.accepted is not None for c in candidates):
            return
        sure = {c.name for c in candidates if c.accepted and c.shape != "adjective"}
        for order in (candidates, candidates[::-1]) * 2:
            self._lists(context, order, sure)
        for c in candidates:
            if c.accepted is None:
                self._again(context, c, sure)

    def _lists(self, context: Context, order: list[Candidate], sure: set[str]) -> None:
        """Accept an open name joined to an accepted one: Hof, Singen und Koblenz."""
        last: Candidate | None = None
        for c in order:
            if c.accepted is None and last is not None and c.shape != "adjective":
                left, right = (last, c) if last.start < c.start else (c, last)
                followed = context.after(c)[:1].isupper() or c.name in self.lexicon.never
                if not followed and JOIN.fullmatch(context.text, left.end, right.start):
                    c.accepted, c.rule = True, "place.list"
                    sure.add(c.name)
            last = c if c.accepted and c.shape == "name" else None

    def _again(self, context: Context, c: Candidate, sure: set[str]) -> None:
        """Accept an open candidate whose name is a city's elsewhere in the document, or refuse."""
        lexicon = self.lexicon
        c.accepted = False
        if c.shape == "name" and c.name.endswith("er"):
            # Hammer is a village, and the adjective of Hamm where the document names Hamm.
            base = self.gazetteer.adjective(c.name, strict=False)
            if base in sure and context.use(c) == "noun":
                c.accepted, c.rule, c.shape = True, "place.adjective", "adjective"
                return
        if c.name not in sure or c.rule == "place.pair" or c.name in lexicon.never:
            return
        label, _ = context.label(c.start, c.end)
        common = c.name in lexicon.words and self.gazetteer.population(c.name) < 50_000
        if not label and (common or (c.name in lexicon.words and context.entities)):
            c.accepted = context.before(c) in lexicon.prepositions
        else:
            c.accepted = True
        c.rule = c.rule or "place.again"

    def _pairs(self, context: Context, candidates: list[Candidate]) -> None:
        """Judge second parts: Hilden-Haan are two towns, Neustadt in Halle-Neustadt is a part."""
        gazetteer = self.gazetteer
        shared = False
        for first, second in pairwise(candidates):
            if not second.after_hyphen or second.accepted:
                continue
            second.accepted = False
            if first.end + 1 != second.start or first.shape != "compound":
                continue
            if not first.after_hyphen:
                shared = context.before(first) in self.lexicon.pair_heads
                if first.rule == "place.county":
                    whole = context.text[first.start : second.end]
                    second.accepted = second.name in gazetteer.counties.get(whole, ())
                    second.rule = "place.county"
                    continue
            if second.shape not in ("name", "compound") or not gazetteer.is_known(second.name):
                continue
            if second.name in self.lexicon.areas:
                continue
            population = gazetteer.population(second.name)
            alone = (
                len(gazetteer.names[second.name]) == 1
                and gazetteer.is_german(second.name)
                and population >= 15_000
            )
            sure = first.accepted and not context.is_weak(second)
            if (shared and population >= 8_000) or (sure and (alone or population >= 100_000)):
                second.accepted, second.rule = True, "place.pair"
            elif first.accepted and len(gazetteer.names[second.name]) > 1:
                context.districts.add(second.name)

    def _unlisted(self, context: Context, found: list[Found]) -> list[Found]:
        """Take places of the recogniser that the context calls a municipality: Gemeinde X."""
        lexicon, text = self.lexicon, context.text
        taken = {record.start for record in found}
        out = []
        for start, end, label in context.entities:
            if label not in PLACE or start in taken:
                continue
            name = text[start:end]
            if "\n" in name or not name[:1].isupper():
                continue
            before = text[max(0, start - 40) : start].split()
            head = before[-1] if before else ""
            office = head == "von" and len(before) > 1 and before[-2] in lexicon.offices_of
            abroad = context.country_in_brackets(end) or context.country_behind(end)
            named = head in lexicon.municipal_heads
            if (office or abroad or named) and not name.lower().endswith(lexicon.street_ends):
                if any(record.start < end and start < record.end for record in found):
                    continue
                out.append(Found(start, end, name, "CITY", "place.unlisted"))
        return out


class Places:
    """Finds CITY spans."""

    def __init__(self) -> None:
        self.finder = PlaceFinder()

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["cities"]`."""
        write_spans(doc, "cities", self.finder(text_of(doc), entities_of(doc)))
        return doc


@Language.factory("presselese_places", assigns=["doc.spans"])
def make_places(nlp: Language, name: str) -> Places:
    """Build the component."""
    return Places()
