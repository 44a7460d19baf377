"""Judges one candidate for a city by what stands around it; knows nothing of other documents.

A name that is nothing but a city's is taken unless its context says otherwise (a person, a
district, a street, an article as before rivers). A name that is also a word or family name
(Essen, Berg), or belongs to a small place abroad, is *weak*: it is taken only where something
tells that a place is meant.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from presselese.match.place_names import Candidate
from presselese.match.place_neighbours import word_before, word_behind
from presselese.match.place_words import PlaceWords
from presselese.normalise.gazetteer import Gazetteer

Entity = tuple[int, int, str]
PERSON = frozenset({"PER", "PERSON"})
PLACE = frozenset({"LOC", "GPE", "CITY"})

# What joins the members of a list of places.
JOIN = re.compile(r", (?:und |sowie |oder )?| (?:und|sowie|oder|&|bis|nach) |/| ?[–-] |; ")
_BRACKETS = re.compile(r" ?\(([^()\n,]{2,40})[,)]")
_WATERSIDE = re.compile(
    r" (?:am|an der|im|in der) (?:[A-ZÄÖÜ][a-zäöüß]{2,20}er )?([A-ZÄÖÜ][a-zäöüß-]{2,20})\b"
)
_IN_COUNTRY = re.compile(r",? in ([A-ZÄÖÜ][^\W\d_]+)")
_DATELINE = re.compile(r" ?(?:\([a-z]{2,6}(?:/[a-z]{2,6})?\)|[/,] ?\d|\. [A-ZÄÖÜ„]| ?[–-] )|:")
_ADJECTIVE_GAPS = frozenset((" ", " „", ' "', "\u00a0", ", ", " & ", " »"))
_ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em", "und", "sowie", "oder")
_TITLE = "Lutherstadt"
_SIZEABLE = 10_000  # inhabitants of a town whose adjective goes before a common word
_QUOTES = frozenset(("„", '"', "»", "“"))
# The Länder Hessen, Bremen and Berlin: city states among other states.
_STATE_LIST = re.compile(r"[Ll]änder[ns]?(?: (?:[A-ZÄÖÜ][\w-]{1,30}|und|sowie),?){0,15} \Z")
_OPENING_GAPS = frozenset((" ", "\u00a0", " „", ' "'))
_COUNTIES = frozenset(("Kreis", "Kreises", "Landkreis", "Landkreises"))
_STATES = frozenset(("Land", "Landes", "Lande"))
_NOBLE = frozenset(("von", "zu", "van", "de", "Von", "Zu"))

Judgement = tuple[bool | None, str]


class Context:
    """One document around its candidates: text, entities, and what was learned on the way."""

    def __init__(
        self,
        lexicon: PlaceWords,
        gazetteer: Gazetteer,
        text: str,
        entities: Sequence[Entity],
    ) -> None:
        self.lexicon = lexicon
        self.gazetteer = gazetteer
        self.text = text
        self.entities = sorted(entities)
        self.starts = [entity[0] for entity in self.entities]
        self.districts: set[str] = set()
        self.nobles: set[str] = set()
        self.listed_until = -1  # end of the last name in a list of districts
        # Last words of persons' names: Marlies Kampen makes Kampen a person's name here.
        self.families = {
            text[start:end].rsplit(maxsplit=1)[-1]
            for start, end, label in self.entities
            if label in PERSON and " " in text[start:end].strip()
        }

    # -- what stands around -------------------------------------------------------------------

    def is_weak(self, c: Candidate) -> bool:
        """Whether the name alone does not show that a city is meant."""
        return not c.affixed and self.lexicon.is_weak(c.name, self.gazetteer)

    def is_placed(self, c: Candidate) -> bool:
        """Whether an affix, preposition or head noun shows a place, for large cities an entity."""
        before = self.before(c)
        if c.affixed or before in self.lexicon.locative or self.lexicon.is_head(before):
            return True
        large = self.gazetteer.population(c.name) >= 50_000
        return large and self.label(c.start, c.end)[0] in PLACE

    # -- the entity recogniser and the neighbours -----------------------------------------------

    def label(self, start: int, end: int) -> tuple[str, Entity | None]:
        """Return the label of the entity over a stretch, `""` where there is none."""
        index = bisect_right(self.starts, end - 1) - 1
        while index >= 0:
            entity = self.entities[index]
            if entity[1] > start and entity[0] < end:
                return entity[2], entity
            if entity[1] <= start:
                break
            index -= 1
        return "", None

    def before(self, candidate: Candidate, back: int = 1) -> str:
        """Return the word before, if only a blank (or a title's full stop) lies between."""
        if back == 1:
            if candidate.previous is None:
                candidate.previous = self._before(candidate.start)
            return candidate.previous
        return self._before(word_before(self.text, candidate.start).start)

    def _before(self, position: int) -> str:
        if position <= 0:
            return ""
        word = word_before(self.text, position)
        gap = self.text[word.end : position]
        if gap in _OPENING_GAPS:
            return word.text
        title = gap == ". " and len(word.text) <= 4 and word.text[:1].isupper()
        return word.text if title else ""

    def after(self, candidate: Candidate) -> str:
        """Return the word after, if one blank lies between."""
        end = candidate.end
        if not self.text.startswith(" ", end):
            return ""
        word = word_behind(self.text, end)
        return word.text if word.start == end + 1 else ""

    def country_in_brackets(self, end: int) -> bool:
        """Whether a country or state stands in brackets behind: Bath (England)."""
        match = _BRACKETS.match(self.text, end)
        return bool(match) and match[1].strip() in self.lexicon.countries  # type: ignore[index]

    def country_behind(self, end: int) -> bool:
        """Whether a country is named behind: Bath in England."""
        match = _IN_COUNTRY.match(self.text, end)
        return bool(match) and match[1] in self.lexicon.countries  # type: ignore[index]

    # -- the judgement of one candidate -------------------------------------------------------

    def judge(self, c: Candidate) -> None:
        """Accept or refuse a candidate, or leave it open (`accepted` None) for `settle`."""
        if c.shape == "adjective":
            c.accepted, c.rule = self._adjective(c)
        elif c.shape == "compound":
            c.accepted, c.rule = self._compound(c)
        else:
            c.accepted, c.rule = self._name(c)

    def _name(self, c: Candidate) -> Judgement:
        lexicon = self.lexicon
        before = self.before(c)
        label, entity = self.label(c.start, c.end)
        weak = self.is_weak(c)
        if c.after_hyphen:
            return self._second_part(c)
        if before in lexicon.family_cues:
            return False, "person"
        if c.name.endswith("er") and self._is_civic_adjective(c):
            c.shape = "adjective"
            return True, "place.adjective"
        if before in lexicon.not_city_heads and not c.affixed:
            if before not in _STATES:
                self.districts.add(c.name)
                self.listed_until = c.end if before.endswith(("e", "en")) else -1
                return False, "district"
            if c.name in lexicon.city_states:
                return False, "state"
        if c.name in lexicon.city_states and _STATE_LIST.search(
            self.text, max(0, c.start - 150), c.start
        ):
            return False, "state"
        if self._is_county(c):
            return False, "county"
        if self.listed_until > 0 and JOIN.fullmatch(self.text, self.listed_until, c.start):
            # Die Stadtteile Weiler und Höchst
            self.districts.add(c.name)
            self.listed_until = c.end
            return False, "district"
        if label in PERSON and (weak or entity is None or entity[:2] != (c.start, c.end)):
            return False, "person"
        if label in PERSON and before not in lexicon.locative and before not in lexicon.heads:
            # The recogniser errs, too: another mention of the city may overrule it.
            return (False if self._is_person(c, before) else None), "place.again"
        if c.name in self.families and not self.is_placed(c):
            return False, "person"
        if c.name in lexicon.areas and not c.affixed:
            return before in lexicon.municipal_heads and c.name not in (
                "Hessen",
                "Bayern",
            ), "place.head"
        after = self.after(c)
        followed = after[:1].isupper()
        if lexicon.is_head(before) and not (weak and followed):
            if before in _COUNTIES:
                parts = self.gazetteer.counties.get(c.name)
                if parts is not None and c.name not in parts and not c.affixed:
                    return False, "county"
            if c.name not in lexicon.never:
                return True, "place.head"
        if label not in PLACE and self._is_person(c, before):
            return False, "person"
        if lexicon.is_article(before) and not self._opens_quoted_name(c):
            noun = followed and not weak and label not in PLACE
            if not noun and not self._is_relative(c) and not self.text.startswith(_TITLE, c.start):
                # Den Hammer Preis: Hammer is a village, but also the adjective of Hamm.
                return (None if c.name.endswith("er") and followed else False), "article"
        if after in lexicon.streets and label not in PLACE:
            return False, "street"
        if c.affixed:
            return True, "place.affix"
        if weak:
            return self._weak(c, before, label, entity)
        acronym = len(c.name) < 4 or not self.gazetteer.is_german(c.name)
        if c.capitals and len(c.name) < 5 and acronym and label not in PLACE:
            return None, ""  # ULM, PISA
        return True, "place.name"

    def _weak(self, c: Candidate, before: str, label: str, entity: Entity | None) -> Judgement:
        lexicon = self.lexicon
        population = self.gazetteer.population(c.name)
        word = c.name in lexicon.words
        if c.name in lexicon.rivers and self._beside_river(c):
            return False, "river"
        if label in PLACE and entity is not None and entity[:2] == (c.start, c.end):
            placed = before in lexicon.prepositions
            if c.name in lexicon.rivers:
                if placed:
                    return True, "place.entity"
            elif not word or population >= 5_000:
                return True, "place.entity"
        if self.country_in_brackets(c.end):
            return True, "place.country"
        if c.name in lexicon.never:
            return None, ""
        if not word and self.country_behind(c.end):
            return True, "place.country"
        if not self.after(c)[:1].isupper():
            # im polnischen Breslau, im benachbarten Haan
            article = self.before(c, 2)
            near = before.endswith(("ischen", "nachbarten")) and before[0].islower()
            if near and (article in ("im", "ins") or (not word and article in lexicon.articles)):
                return True, "place.adjective_before"
            if before in lexicon.locative and (not word or population >= 10_000):
                return True, "place.preposition"
        if (not before or before in lexicon.prepositions) and self._beside_landscape(c):
            return True, "place.landscape"
        if population >= 10_000 and self._at_line_start(c):
            dateline = _DATELINE.match(self.text, c.end)
            if dateline and not (word and dateline[0] == ":"):
                return True, "place.dateline"
        return None, ""

    def _beside_landscape(self, c: Candidate) -> bool:
        """Whether a river, lake or landscape is named behind: Übersee am Chiemsee."""
        match = _WATERSIDE.match(self.text, c.end)
        if match is None:
            return False
        lexicon, name = self.lexicon, match[1]
        known = name in lexicon.rivers or name in lexicon.areas or name in lexicon.regions
        return known or name in lexicon.sides or name.endswith("see")

    def _beside_river(self, c: Candidate) -> bool:
        """Whether another river is joined to this one: zwischen Lahn und Weser."""
        between = word_behind(self.text, c.end)
        if between.text != "und":
            return False
        return word_behind(self.text, between.end).text in self.lexicon.rivers

    def _compound(self, c: Candidate) -> Judgement:
        """Judge the first part before a hyphen: Essen-Kettwig, Köln-Besucher."""
        lexicon = self.lexicon
        end = c.end
        while end < len(self.text) and (self.text[end].isalpha() or self.text[end] == "-"):
            end += 1
        whole = self.text[c.start : end].lower()
        label, entity = self.label(c.start, c.end)
        if (
            c.after_hyphen
            or label in PERSON
            or whole.endswith(lexicon.street_ends + lexicon.treaty_ends)
        ):
            return False, "compound"
        if not self.text[c.end + 1].isupper():
            return False, "compound"
        if self.text[c.start : end].startswith(lexicon.state_pairs):
            return False, "state"
        before = self.before(c)
        if label not in PLACE and self._is_person(c, before):
            return False, "person"
        parts = self.gazetteer.counties.get(self.text[c.start : end])
        if parts is not None and not self.gazetteer.names.get(self.text[c.start : end]):
            return c.name in parts, "place.county"
        if c.name in lexicon.areas:
            return False, "area"
        german = self.gazetteer.is_german(c.name)
        population = self.gazetteer.population(c.name)
        shown = label in PLACE or before in lexicon.locative
        if not german and not shown and population < 1_000_000:
            return False, "compound"  # Bedford-Strohm, Natal-Vielzitzenmaus; but Paris-Besuch
        if self.is_weak(c):
            if not german or population < 10_000 or c.name in lexicon.given_names:
                return False, "compound"
            if label in PLACE and entity is not None and entity[0] == c.start:
                return True, "place.compound"
            return (before in lexicon.locative) or None, "place.compound"
        return True, "place.compound"

    def _second_part(self, c: Candidate) -> Judgement:
        """Judge the second part of a hyphen compound; all but IHK-Essen waits for the first."""
        first = word_before(self.text, c.start).text
        if first.isupper() and 2 <= len(first) <= 5 and not self.is_weak(c):
            return True, "place.pair"
        return None, "place.pair"

    def _adjective(self, c: Candidate) -> Judgement:
        lexicon = self.lexicon
        label, _ = self.label(c.start, c.end)
        if label in PERSON or c.after_hyphen or self.text[c.end : c.end + 1] == "-":
            return False, "person"
        before = self.before(c)
        if before in lexicon.person_cues and label not in PLACE:
            return False, "person"
        use = self.use(c)
        if use == "street":
            return False, use
        if use == "inhabitant":
            # Die Dortmunder, kein Kieler, gebürtiger Münsteraner
            bound = lexicon.is_article(before) or before.endswith(("er", "e", "en"))
            surface = self.text[c.start : c.end]
            if not bound or c.doubtful or surface in lexicon.weak_adjectives:
                return False, use
            return True, "place.inhabitant"
        if c.doubtful and self._is_civic_adjective(c):
            return True, "place.adjective"
        abroad = not self.gazetteer.is_german(c.name) and self.is_weak(c)
        if c.doubtful or abroad:
            return None, "place.adjective"
        if self.text[c.start : c.end] in lexicon.weak_adjectives:
            if lexicon.is_article(before) or before in lexicon.locative:
                return True, "place.adjective"
            large = self.gazetteer.population(c.name) >= 20_000
            if self.entities and large and use == "noun":
                return True, "place.adjective"
            return None, "place.adjective"
        return True, "place.adjective"

    def _is_civic_adjective(self, c: Candidate) -> bool:
        """Whether a word in -er is a city's adjective by the noun behind it: Hammer Rathaus."""
        if self.after(c) not in self.lexicon.civic:
            return False
        surface = self.text[c.start : c.end]
        bases = self.gazetteer.adjective_bases(surface)
        return any(self.gazetteer.population(base) >= _SIZEABLE for base in bases)

    def use(self, c: Candidate) -> str:
        """Say where an adjective stands: before a `noun`, a `street` or alone (`inhabitant`)."""
        end = c.end
        for _ in range(3):
            word = word_behind(self.text, end)
            if not word.text:
                return "inhabitant"
            gap = self.text[end : word.start]
            if gap not in _ADJECTIVE_GAPS and not gap.strip().rstrip(".").isdigit():
                return "noun" if gap.startswith("- ") else "inhabitant"
            end = word.end
            if word.text[0].isupper():
                named = word.text in self.lexicon.streets or word.text in self.lexicon.landscapes
                return "street" if named and not self.text.startswith("-", end) else "noun"
            if not word.text.endswith(_ADJECTIVE_ENDINGS):
                return "inhabitant"
        return "inhabitant"

    def _is_county(self, c: Candidate) -> bool:
        """Whether the name is a county's that no German city bears: Schaumburg (and Illinois)."""
        return c.name in self.gazetteer.counties and not self.gazetteer.is_german(c.name)

    def _opens_quoted_name(self, c: Candidate) -> bool:
        """Whether the name opens a longer one in quotes, so that the article before is not its own.

        Der „Stuttgart 21“-Streit, but das Schiff „Bremen“.
        """
        quoted = self.text[c.start - 1 : c.start] in _QUOTES
        return quoted and self.text[c.end : c.end + 1] == " "

    def _is_relative(self, c: Candidate) -> bool:
        """Whether the article before is a relative pronoun: …, in dem Fulda Mitglied ist."""
        if self.is_weak(c) or c.name in self.lexicon.rivers:
            return False
        word = word_before(self.text, c.start)
        for _ in range(2):
            if self.text[max(0, word.start - 2) : word.start] == ", ":
                return True
            word = word_before(self.text, word.start)
            if not word.text or word.text[0].isupper():
                return False
        return False

    def _is_person(self, c: Candidate, before: str) -> bool:
        if before in self.lexicon.person_cues:
            return True
        # Frank von Bülow; a name borne so once is a person's whenever von stands before it.
        if before in _NOBLE:
            second = self.before(c, 2)
            # "Bürgermeister von Rimpar" governs a town.
            if second in self.lexicon.person_cues and second not in self.lexicon.offices_of:
                self.nobles.add(c.name)
            return c.name in self.nobles
        # An initial: P. Hagen
        return len(before) == 1 and before.isupper() and self.text[c.start - 2 : c.start] == ". "

    def _at_line_start(self, c: Candidate) -> bool:
        return c.start == 0 or self.text[c.start - 1] == "\n"
