"""The spaCy component `presselese_organisations`: finds ORG spans, nested ones too.

The statistical model proposes flat names (`doc.ents`); rules trim them, complete legal forms and
owners ("Jugendamt | der Stadt Fulda"), add municipalities as actors, parties and local offices,
find the nested names, and carry a name found once through the whole document. The spans are
written to `doc.spans["organisations"]`; the cities of `presselese_places` are used where present.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from presselese.match import organisation_names
from presselese.match.organisation_patterns import (
    CAPITAL_RUN,
    CLOSING,
    COMPOUND_TAIL,
    COUNTY,
    DEFINED,
    DEFINITE,
    DEFINITE_ENDINGS,
    EVERYDAY,
    FREE_BRIGADE,
    KNOWN,
    LEGAL,
    LEGAL_AFTER,
    LOCATIVE,
    MUNICIPAL,
    NAMED_UNITS,
    NOT_DEFINITE,
    NOT_LED,
    OF_CITY,
    OUTER,
    OWNED,
    OWNER,
    OWNING,
    PARTY,
    PLACES,
    QUOTED,
    SEAT,
    STREETS,
    TITLE_CASE,
    UNIT,
    WORD_BEFORE,
)
from presselese.match.spans import entities_of, read_spans, text_of, write_spans
from presselese.normalise.organisations import kind_of
from presselese.records import Found


class Organisations:
    """Finds organisations; see the module."""

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["organisations"]`."""
        write_spans(doc, "organisations", find_organisations(doc))
        return doc


class _Finder:
    def __init__(self, doc: Doc) -> None:
        self.text = text_of(doc)
        self.model = f"model:{doc.user_data.get('presselese_model', 'ner')}"
        self.cities = read_spans(doc, "cities")
        self.city_spans = {(city.start, city.end) for city in self.cities}
        self.city_ends = {city.start: city.end for city in self.cities}
        self.blocked = [
            (f.start, f.end) for group in ("dates", "people") for f in read_spans(doc, group)
        ]
        entities = entities_of(doc)
        self.ents = [(start, end) for start, end, label in entities if label == "ORG"]
        self.others = [(start, end) for start, end, label in entities if label in {"MISC", "LOC"}]
        self.begins = sorted({*self.ents, *self.blocked, *self.city_spans})
        self.found: dict[tuple[int, int], Found] = {}

    def add(self, start: int, end: int, source: str) -> bool:
        """Add a span unless it cuts another one; containment is nesting and allowed."""
        if (start, end) in self.found or start >= end:
            return False
        if any(start < last and first < end for first, last in self.blocked):
            return False
        for first, last in self.found:
            if (
                start < last
                and first < end
                and not ((first <= start and end <= last) or (start <= first and last <= end))
            ):
                return False
        self.found[start, end] = Found(start, end, self.text[start:end], "ORG", source)
        return True

    def covered(self, start: int, end: int) -> bool:
        return any(first <= start and end <= last for first, last in self.found)

    # -- what the model proposes ----------------------------------------------------------------

    def propose(self) -> None:
        for start, end in self.ents:
            for first, last in self._pieces(start, end):
                name = self.text[first:last]
                if (first, last) in self.city_spans or self._is_place(first, last):
                    continue
                if organisation_names.quoted_other(self.text, first, last):
                    continue
                alone = (name in EVERYDAY or name.removesuffix("s") in EVERYDAY) and self.text[
                    last : last + 1
                ] != "-"
                if not alone and (not name.islower() or "." in name or "/" in name):
                    self.add(first, self._completed(first, last), self.model)

    def _is_place(self, first: int, last: int) -> bool:
        """Whether a proposal is a place: "Rathaus Fulda", "Land Hessen", "Fuldaer Verwaltung"."""
        words = self.text[first:last].split(" ")
        if words[0] in PLACES and len(words) <= 2:
            return True
        if len(words) == 1 and words[0].lower().endswith(STREETS):
            return True
        adjective = (first, first + len(words[0])) in self.city_spans and len(words) == 2
        return adjective and words[1] in EVERYDAY

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        pieces = []
        for match in re.finditer(r"[^\n]+", self.text[start:end]):
            first, last = start + match.start(), start + match.end()
            changed = True
            while changed and first < last:
                changed = False
                word = re.match(r"[\w]+ ", self.text[first:last])
                if word and word[0].strip() in OUTER:
                    first, changed = first + word.end(), True
                elif self.text[first] in " ,;:.)(-–/„“\"»«›‹'’" and not self._quoted(first, last):
                    first, changed = first + 1, True
                tail = re.search(r" (\w+)$", self.text[first:last])
                if tail and tail[1] in OUTER:
                    last, changed = first + tail.start(), True
                elif last > first and (
                    self.text[last - 1] in " ,;:(-–/" or self._stray(first, last)
                ):
                    last, changed = last - 1, True
            # "VKU Städte", "DEFUS Mitglieder": the abbreviation alone is the organisation.
            tail = COMPOUND_TAIL.fullmatch(self.text, first, last)
            if tail:
                last = tail.end(1)
            first = self._without_adjective(first, last)
            if last - first > 1:
                pieces.append((first, last))
        return pieces

    def _without_adjective(self, first: int, last: int) -> int:
        """Leave out a city's adjective that the abbreviation behind the name leaves out, too.

        "Bonner Servicestelle Kommunen in der Einen Welt (SKEW)"
        """
        defined = DEFINED.match(self.text, last)
        end = self.city_ends.get(first, last)
        if defined is None or end + 1 >= last or self.text[end] != " ":
            return first
        letter = defined[1][0].lower()
        other = self.text[first].lower() != letter == self.text[end + 1].lower()
        return end + 1 if other else first

    def _quoted(self, first: int, last: int) -> bool:
        """Whether the opening quote at `first` closes inside the span before its end."""
        body = self.text[first:last]
        return body[0] in '„»"“' and any(mark in body[1:-1] for mark in '“”«"')

    def _stray(self, first: int, last: int) -> bool:
        """Whether the last character is a full stop or a bracket or quote opened outside."""
        mark, body = self.text[last - 1], self.text[first : last - 1]
        if mark == ")":
            return "(" not in body
        if mark in '“”«"':
            return not any(opening in body for opening in '„»"“')
        return mark in ".!?" and not re.search(r"(?:e\. ?V|e\. ?G|\bd|\b[A-Z]|\bCo|\bInc)$", body)

    def _completed(self, start: int, end: int) -> int:
        """Return the end of a name that the model cut: in a word, a city, a quotation, a form."""
        while end < len(self.text) and self.text[end].isalpha() and self.text[end - 1].isalpha():
            end += 1
        opened = max(self.text.rfind(mark, start, end) for mark in "„»“")
        if opened >= 0 and not any(mark in self.text[opened + 1 : end] for mark in "“”«"):
            closing = CLOSING.match(self.text, end)
            end = closing.end() if closing else end
        elif self.text.endswith(NAMED_UNITS, start, end) and (
            quoted := QUOTED.match(self.text, end)
        ):
            end = quoted.end()
        if seat := SEAT.match(self.text, end):
            end = max(end, self.city_ends.get(seat.end(), end))
        for city in self.cities:
            if start <= city.start < end < city.end:
                end = city.end
        end = organisation_names.dotted(self.text, organisation_names.church(self.text, end))
        longer = organisation_names.rest(self.text, start, end)
        if not any(end < first < longer for first, _ in self.begins):
            end = longer
        match = LEGAL_AFTER.match(self.text, end)
        return match.end() if match else end

    # -- rules ----------------------------------------------------------------------------------

    def municipalities(self) -> None:
        """Add "Stadt Fulda", "Landkreis Gießen" as actors; "in der Stadt Fulda" is a place."""
        for city in self.cities:
            line = self.text.rfind("\n", 0, city.start) + 1
            before = self.text[max(line, city.start - 34) : city.start]
            match = MUNICIPAL.search(before)
            county = None if match else COUNTY.search(before)
            found = match or county
            if found is None:
                continue
            start = city.start - len(before) + found.start()
            end = city.end
            if compound := re.match(r"(?:-[A-ZÄÖÜ][a-zäöüß]+)+", self.text[end : end + 40]):
                end += compound.end()
            ahead = self.text[max(line, start - 20) : start]
            inside = any(
                first <= start and end <= last and (first, last) != (start, end)
                for first, last in self.found
            )
            owner = self.text[start - 5 : start] in {" der ", " des "}
            if inside and not owner:
                continue
            if LOCATIVE.search(ahead) and not inside:
                self.found.pop((start, end), None)
                self.blocked.append((start, start + 1))
                continue
            if county and any(first <= start and end <= last for first, last in self.others):
                continue
            self.add(start, end, "org.municipality" if match else "org.county")

    def of_cities(self) -> None:
        """Add "Stadtwerke Fulda", "Amtsgericht Hof": institutions named by head and city."""
        for city in self.cities:
            head = WORD_BEFORE.search(self.text, max(0, city.start - 40), city.start)
            if head is None or not head[1].lower().endswith(OF_CITY):
                continue
            if self.text[city.end : city.end + 1] == "-" or self.covered(city.start, city.end):
                continue
            start = head.start(1)
            if rank := FREE_BRIGADE.search(self.text, max(0, start - 14), start):
                start = rank.start()
            self.absorb(start, city.end, "org.municipal-works")

    def abbreviations(self) -> None:
        """Add the abbreviation that a name defines in brackets behind it."""
        for (start, end), outer in list(self.found.items()):
            match = DEFINED.match(self.text, end)
            if match and " " in outer.text and self.text[start:end].count("(") == 0:
                self.add(*match.span(1), "org.abbreviation")

    def shaped(self) -> None:
        """Add names that show themselves by their form."""
        for start, end in organisation_names.eponyms(self.text):
            if not self.covered(start, end):
                last = organisation_names.rest(self.text, start, end)
                seat = self.text[last : last + 1] == " "
                last = self.city_ends.get(last + 1, last) if seat else last
                self.add(start, last, "org.eponym")
        for start, end in organisation_names.quoted(self.text):
            if not any(start < last and first < end for first, last in self.found):
                self.add(start, end, "org.quoted")
        for start, end in organisation_names.led(self.text):
            word = self.text[start:end].lower()
            if {word, word.removesuffix("s"), word.removesuffix("es")} & NOT_LED:
                continue
            if self._is_place(start, end):
                continue
            if not any(start < last and first < end for first, last in self.found):
                self.add(start, self._completed(start, end), "org.led")
        for start, end, first, last in organisation_names.spelt_out(self.text):
            if not self.covered(start, end):
                self.absorb(start, end, "org.spelt-out")
            if self.covered(start, end):
                self.add(first, last, "org.abbreviation")

    def legal_forms(self) -> None:
        """Add capitalised words before a legal form: "Nordvolta Zellfertigung GmbH"."""
        for match in LEGAL.finditer(self.text):
            if self.covered(match.start(), match.end()):
                continue
            line = self.text.rfind("\n", 0, match.start()) + 1
            head = self.text[max(line, match.start() - 70) : match.start() + 1]
            run = CAPITAL_RUN.search(head)
            if run is None or len(run[0].strip()) < 2:
                continue
            start = match.start() + 1 - len(run[0])
            while word := re.match(r"(\w+) ", self.text[start : match.start()]):
                if word[1] not in OUTER:
                    break
                start += word.end()
            self.absorb(start, match.end(), "org.legal-form")

    def absorb(self, start: int, end: int, source: str) -> None:
        """Add a span and let go of shorter ones that only it makes whole."""
        for key in [k for k in self.found if start <= k[0] and k[1] <= end and k != (start, end)]:
            del self.found[key]
        self.add(start, end, source)

    def parties(self) -> None:
        for match in PARTY.finditer(self.text):
            unit = UNIT.match(self.text, match.end())
            if unit:
                self.add(match.start(), unit.end(), "org.party-unit")
            if match[0] in {"Grüne", "Piraten", "Volt", "WG", "NEOS"} and not self._political(
                match.start()
            ):
                continue
            self.add(match.start(), match.end(), "org.party")

    def _political(self, start: int) -> bool:
        return self.text[max(0, start - 1) : start] in {"(", "/"} or self.text[
            max(0, start - 5) : start
        ].endswith(("und ", "die ", "der "))

    def known(self) -> None:
        for match in KNOWN.finditer(self.text):
            unit = UNIT.match(self.text, match.end())
            if unit and not self.covered(match.start(), unit.end()):
                self.add(match.start(), unit.end(), "org.unit")
            if not self.covered(match.start(), match.end()) or unit:
                self.add(match.start(), match.end(), "org.known")

    def definite(self) -> None:
        """Add local institutions by a definite article: "das Gesundheitsamt", "im Stadtrat"."""
        for match in DEFINITE.finditer(self.text):
            start, end = match.span(1)
            word = match[1].lower().replace("-", "")
            if NOT_DEFINITE & {word, word.removesuffix("s"), word.removesuffix("es")}:
                continue
            if word.endswith(DEFINITE_ENDINGS) and not self.covered(start, end):
                following = self.text[end : end + 2]
                if following[:1] == " " and TITLE_CASE.match(following[1:]):
                    continue
                self.add(start, end, "org.definite")

    def owners(self) -> None:
        """Join "Jugendamt" and "der Stadt Fulda" to one name; the owner stays nested."""
        for (start, end), owner in sorted(self.found.items(), reverse=True):
            for (first, last), unit in sorted(self.found.items()):
                if last >= start or start - last > 24:
                    continue
                link = self.text[last:start]
                head = (
                    re.split(r"[ ]", unit.text)[0].lower()
                    if " " in unit.text
                    else unit.text.lower()
                )
                heads = [w.lower() for w in re.split(r"[ -]", unit.text)]
                if (
                    re.fullmatch(r" (?:der|des) (?:[a-zäöü]+en )?", link)
                    and (head.endswith(OWNED) or any(h.endswith(OWNED) for h in heads))
                    and owner.source in {"org.municipality", "org.county", self.model}
                ):
                    if owner.source == self.model and not OWNING.search(owner.text):
                        continue
                    self.found.pop((first, last))
                    if not self.add(first, end, "org.owner"):
                        self.found[first, last] = unit
                    break

    def nested(self) -> None:
        """Add names inside names: "DRK" in "DRK-Kreisverband", "Landtag" in "Ausschuss des …"."""
        names = {found.text for found in self.found.values()}
        for (start, _), outer in list(self.found.items()):
            match = re.match(r"([\wÄÖÜäöüß.]+)[- ]", outer.text)
            if match is None or match[1] == outer.text:
                continue
            unit = UNIT.match(outer.text, match.end(1))
            first = match[1]
            known = KNOWN.fullmatch(first) or PARTY.fullmatch(first)
            if unit and (known or (first in names and first.upper() == first)):
                self.add(start, start + len(first), "org.nested")
        self._nested_owners(names)

    def _nested_owners(self, names: set[str]) -> None:
        for (start, _), outer in list(self.found.items()):
            for link in OWNER.finditer(outer.text):
                tail, owned = outer.text[link.end() :], outer.text[: link.start()].lower()
                if not tail[:1].isupper() or not any(
                    word.endswith(OWNED) for word in re.split(r"[ -]", owned)
                ):
                    continue
                # "Förderverein der Feuerwehr Salach e. V.": the legal form is the outer name's.
                tail = LEGAL.sub("", tail)
                known = tail in names or kind_of(tail) is not None
                if known and tail not in {"Bundes", "Landes"} and tail not in EVERYDAY:
                    first = start + link.end()
                    self.add(first, first + len(tail), "org.nested")

    def repeat(self) -> None:
        """A name found once with certainty is the same name everywhere in the document."""
        names: dict[str, str] = {}
        for found in self.found.values():
            name = found.text
            if (
                len(name) < 3
                or name in EVERYDAY
                or found.source in {"org.municipality", "org.county"}
            ):
                continue
            if " " in name or "-" in name or "." in name or sum(c.isupper() for c in name) > 1:
                names[name] = found.source
        for name in sorted(names, key=lambda text: (-len(text), text)):
            start = self.text.find(name)
            while start >= 0:
                end = start + len(name)
                for ending in ("es", "s"):
                    if self.text.startswith(ending, end) and not self._goes_on(end + len(ending)):
                        end += len(ending)
                        break
                if not self._goes_on(end) and not self._goes_on(start - 1, back=True):
                    free = not self.covered(start, end)
                    if free and not any(a < end and start < b for a, b in self.others):
                        self.add(start, end, "org.repeated")
                start = self.text.find(name, end)

    def _goes_on(self, place: int, *, back: bool = False) -> bool:
        """Whether a word goes on at an offset (going back: with hyphen or full stop, too)."""
        if not 0 <= place < len(self.text):
            return False
        char = self.text[place]
        return char.isalnum() or char == "_" or (back and char in ".-")


def find_organisations(doc: Doc) -> list[Found]:
    """Return ORG spans, nested ones included, in the order of the text (outer before inner)."""
    finder = _Finder(doc)
    finder.propose()
    finder.legal_forms()
    finder.municipalities()
    finder.of_cities()
    finder.shaped()
    finder.parties()
    finder.known()
    finder.definite()
    finder.owners()
    finder.abbreviations()
    finder.repeat()
    finder.nested()
    return sorted(finder.found.values(), key=lambda f: (f.start, -f.end))


@Language.factory("presselese_organisations", assigns=["doc.spans"], requires=["doc.ents"])
def make_organisations(nlp: Language, name: str) -> Organisations:
    """Build the component; it needs a model with ORG before it in the pipeline."""
    return Organisations()
