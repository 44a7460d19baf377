"""Who belongs to whom: ties persons, roles, organisations and cities of one document together.

The text between two neighbouring spans decides ("Lea Amann, Leiterin des Umweltamts"); the words
that may stand there are data (`lexicon/affiliations.toml`). First every role finds its persons,
then every pair of person and role its organisation, from the sentence (`explicit`) or from the
whole document (`inferred`). Every tie names its rule and the characters that show it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from presselese.lexicon import load_toml
from presselese.normalise.people import ADDRESS_BEFORE, title_before

_LEXICON = load_toml("affiliations")
_OF = frozenset(_LEXICON["of"])
_FROM = frozenset(_LEXICON["from"])
_OF_CITY = frozenset(_LEXICON["of_city"])
_APPOSITION = frozenset(_LEXICON["apposition"])
_CLAUSE = frozenset(_LEXICON["clause"])
_PREDICATE = frozenset(_LEXICON["predicate"])
_POSSESSIVE = frozenset(_LEXICON["possessive"])
_PLURAL = frozenset(_LEXICON["plural_determiners"])
_DEFINITE = frozenset(_LEXICON["definite"])
_MUNICIPAL = tuple(_LEXICON["municipal"])
_COUNTY = tuple(_LEXICON["county"])
_RELATIONAL = tuple(_LEXICON["relational"])
_ANAPHORS = tuple(_LEXICON["anaphors"])
_HEADS_OF: list[dict[str, list[str]]] = _LEXICON["heads_of"]

_AND = re.compile(r",? (?:und|sowie|&|und zugleich|und auch|und gleichzeitig) |, | / |/")
_AND_LAST = re.compile(r",? (?:und|sowie|&) ")
_SENTENCE_END = re.compile(r"[.!?:][“”\"»)]*\s+(?=[„“\"»(]?[A-ZÄÖÜ])|[.!?]$|;\s")
_ABBREVIATED = re.compile(
    r"(?:\b\w|\d|\b(?:Dr|Prof|St|Nr|Str|bzw|ca|Mio|Tsd|Ing|Dipl|med|h\. ?c))\.$"
)
_ADJECTIVE = re.compile(r"[a-zäöüß-]+(?:e|er|en|em|es)")
_NUMBER_OR_AGE = re.compile(r" ?\(\d{1,3}\)")
_POSITION = re.compile(
    r" ?\((?:\d{1,2}\. ?)?(?:v\. ?)?(?:links|rechts|Mitte|hinten|vorne?|[lr])\.?(?: außen)?\)"
    r"| ?\(\d{1,2}\. ?v(?:on|\.) ?[lr](?:inks|echts|\.)?\)"
)


@dataclass(frozen=True, slots=True)
class Node:
    """A span with what its normaliser knows of it; offsets count the kept text.

    `name` is the normalised name, `entity` the number of the person; `city` the name of the city
    an organisation sits in. `generic` roles have no holder, `plural` says the word can be plural.
    """

    start: int
    end: int
    label: str
    name: str
    entity: int = -1
    city: str | None = None
    generic: bool = False
    plural: bool = False
    status: str | None = None
    gender: str | None = None
    party: bool = False
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """One affiliation by names; `start:end` is the evidence in the kept text."""

    person: int
    role: str | None
    organisation: str | None
    city: str | None
    status: str | None
    start: int
    end: int
    basis: str
    rule: str


@dataclass(slots=True)
class _Holding:
    """A role that a person holds, before its organisation is known."""

    person: Node
    role: Node
    rule: str
    organisation: Node | None = None
    city: str | None = None
    org_rule: str = ""
    inferred: bool = False


@dataclass(slots=True)
class _Sentence:
    start: int
    end: int
    nodes: list[Node] = field(default_factory=list)


def link(
    text: str,
    nodes: Sequence[Node],
    *,
    issuer: str | None = None,
    source_city: str | None = None,
    municipality: str | None = None,
) -> list[Tie]:
    """Return the affiliations of one document, each (person, role, organisation) once.

    `nodes` are all PERSON, ROLE, ORG, CITY and DATE spans of the kept text `text`; `issuer` and
    `source_city` are names from the page's metadata, `municipality` is the source city as an
    organisation ("Stadt Fulda"), used where the text does not name it.
    """
    home = Node(0, 0, "ORG", municipality, city=source_city) if municipality else None
    return _Linker(text, nodes, issuer, source_city, home).ties()


class _Linker:
    def __init__(
        self,
        text: str,
        nodes: Sequence[Node],
        issuer: str | None,
        source_city: str | None,
        home: Node | None,
    ) -> None:
        self.text = text
        self.home = home
        self.issuer = issuer
        self.source_city = source_city
        self.all = sorted(nodes, key=lambda n: (n.start, -n.end))
        self.nodes: list[Node] = []
        for node in self.all:
            if not self.nodes or node.start >= self.nodes[-1].end:
                self.nodes.append(node)
        self.sentences = _sentences(text, self.nodes)
        self.where = {
            id(node): number
            for number, sentence in enumerate(self.sentences)
            for node in sentence.nodes
        }
        self.index = {id(node): number for number, node in enumerate(self.nodes)}
        self.holdings: list[_Holding] = []
        self.organisations = [node for node in self.all if node.label == "ORG"]

    # -- neighbours ---------------------------------------------------------------------------

    def _begin(self, node: Node) -> int:
        """Where a span begins with titles and form of address."""
        if node.label != "PERSON":
            return node.start
        begin, _ = title_before(self.text, node.start)
        match = ADDRESS_BEFORE.search(self.text[max(0, begin - 14) : begin])
        return begin - (len(match[0]) if match else 0)

    def _gap(self, left: Node, right: Node) -> str:
        gap = self.text[left.end : self._begin(right)]
        return _POSITION.sub("", _NUMBER_OR_AGE.sub("", gap))

    def _next(self, node: Node, step: int = 1) -> Node | None:
        index = self.index[id(node)] + step
        if not 0 <= index < len(self.nodes):
            return None
        other = self.nodes[index]
        low, high = (node, other) if step > 0 else (other, node)
        return None if "\n" in self.text[low.end : high.start] else other

    # -- roles to persons ---------------------------------------------------------------------

    def ties(self) -> list[Tie]:
        """Run the rules in their order and merge what they found."""
        roles = [node for node in self.nodes if node.label == "ROLE" and not node.generic]
        for rule in (
            self._before_name,
            self._before_organisation_and_name,
            self._respective,
            self._after_name,
            self._in_brackets,
        ):
            for role in roles:
                if not self._held(role):
                    rule(role)
        for role in reversed(roles):
            if not self._held(role):
                self._coordinated_before(role)
        for rule in (self._coordinated_after, self._predicate, self._predicate_reversed):
            for role in roles:
                if not self._held(role):
                    rule(role)
        for role in roles:
            if not self._held(role):
                self._anaphor(role)
        for holding in self.holdings:
            self._organise(holding)
        self._share()
        for holding in self.holdings:
            if holding.organisation is None and holding.city is None:
                self._infer(holding)
        return self._merge(self._memberships())

    def _held(self, role: Node) -> bool:
        return any(holding.role is role for holding in self.holdings)

    def _hold(self, person: Node, role: Node, rule: str) -> None:
        self.holdings.append(_Holding(person, role, rule))

    def _persons_from(self, first: Node) -> list[Node]:
        """The persons of a list "A, B und C" that begins with `first`."""
        persons, closed = [first], False
        while not closed:
            current = persons[-1]
            other = self._next(current)
            if other is not None and other.label == "ORG" and self._bracketed(current, other):
                other = self._next(other)
                gap = (
                    self.text[self.text.index(")", current.end) + 1 : self._begin(other)]
                    if other is not None
                    else ""
                )
            else:
                gap = self._gap(current, other) if other is not None else ""
            if other is None or other.label != "PERSON" or not _AND.fullmatch(gap):
                break
            persons.append(other)
            closed = bool(_AND_LAST.fullmatch(gap))
        return persons if closed else [first]

    def _bracketed(self, left: Node, right: Node) -> bool:
        return self._gap(left, right).strip() == "(" and self.text[right.end : right.end + 1] == ")"

    def _is_plural(self, role: Node) -> bool:
        """Whether the determiner before a role that can be plural shows that it is."""
        if not role.plural:
            return False
        words = re.findall(r"[\w-]+", self.text[max(0, role.start - 40) : role.start])
        while words and words[-1][0].islower() and words[-1] not in _PLURAL:
            if not words[-1].endswith("en"):
                return False
            words.pop()
        return bool(words) and words[-1].lower() in _PLURAL

    def _before_name(self, role: Node) -> None:
        """ "Oberbürgermeisterin Dr. Lea Amann", "Die Bürgermeister Appel und Siebold"."""
        other = self._next(role)
        if other is None or other.label != "PERSON":
            return
        gap = self._gap(role, other)
        if not re.fullmatch(r" ?(?:a\. ?D\. ?|i\. ?R\. ?|außer Dienst )?|, ?", gap):
            return
        if gap.startswith(",") and not self._comma_apposition(role, other):
            return
        persons = self._persons_from(other) if self._is_plural(role) else [other]
        for person in persons:
            self._hold(person, role, "affiliation.role-name")

    def _comma_apposition(self, role: Node, person: Node) -> bool:
        """Whether a comma between role and name is apposition ("die Sprecherin, Ute Bertel, …")."""
        before = self._next(role, -1)
        if before is not None and before.label == "PERSON":
            gap = self._gap(before, role)
            if self._appositive(gap) or gap.strip() == "(":
                return False
        after = self.text[person.end : person.end + 1]
        return after in {",", "", ".", ":"} or self._next(person) is None or after == " "

    def _before_organisation_and_name(self, role: Node) -> None:
        """ "Leiter des Amtes, Max Muster", "Sprecherin der IHK Lea Amann"."""
        other = self._next(role)
        hops = 0
        if other is not None and other.label in {"ORG", "CITY"} and self._is_of(role, other):
            previous, other = other, self._next(other)
            if other is None or other.label != "PERSON":
                return
            gap = self._gap(previous, other)
            if gap.strip(" ") not in {"", ","} or not gap:
                return
            hops = 1
        elif other is not None and other.label == "PERSON":
            # "Schatzmeisterin des Verbandes, Ingrid August"
            gap = self._gap(role, other)
            words = re.fullmatch(r" ((?:des|der|vom|von|im|beim|in) [\w -]{3,40}),? ", gap)
            if not words or not words[1].lower().rstrip("s").rstrip("e").endswith(_ANAPHORS):
                return
            hops = 1
        if not hops or other is None:
            return
        persons = self._persons_from(other) if self._is_plural(role) else [other]
        for person in persons:
            self._hold(person, role, "affiliation.role-organisation-name")

    def _respective(self, role: Node) -> None:
        """ "die Bürgermeister von A, B und C, X, Y und Z": first to first, second to second."""
        places: list[Node] = []
        current = self._next(role)
        if current is None or current.label != "CITY" or not self._is_of(role, current):
            return
        while current is not None and current.label == "CITY":
            places.append(current)
            following = self._next(current)
            if following is None or not _AND.fullmatch(self._gap(current, following)):
                break
            current = following
        if len(places) < 2 or current is None or current.label != "PERSON":
            return
        persons = [current]
        while True:
            other = self._next(persons[-1])
            if other is not None and other.label == "ORG" and self._bracketed(persons[-1], other):
                other = self._next(other)
                gap = (
                    self.text[self.text.index(")", persons[-1].end) + 1 : other.start]
                    if other
                    else ""
                )
                gap = gap if other is None else gap[: self._begin(other) - other.start or None]
            else:
                gap = self._gap(persons[-1], other) if other is not None else ""
            if other is None or other.label != "PERSON" or not _AND.fullmatch(gap):
                break
            persons.append(other)
        for person, place in zip(persons, places, strict=False):
            self._hold(person, role, "affiliation.respective")
            self.holdings[-1].city = place.name
            self.holdings[-1].org_rule = "city"

    def _appositive(self, gap: str) -> bool:
        """Whether the text between a name and a role is an apposition's beginning."""
        if not gap.startswith((",", " –", " -")):
            return False
        words = gap.lstrip(", –-").split()
        if len(words) > 7 or "," in gap[1:] or _SENTENCE_END.search(gap):
            return False
        return all(
            (word.lower() in _APPOSITION or _ADJECTIVE.fullmatch(word) or word.isdigit())
            and word.lower() not in _CLAUSE
            for word in words
        )

    def _after_name(self, role: Node) -> None:
        """ "Lea Amann, Leiterin des Umweltamts", "…, die als Beraterin arbeitet"."""
        previous = self._next(role, -1)
        between = ""
        if previous is not None and previous.label in {"ORG", "CITY", "DATE"}:
            # "Lea Amann (SPD), Leiterin", "Lea Amann, DEFUS-Geschäftsführerin", "…, seit Mai Leiterin"
            before = self._next(previous, -1)
            if before is None or before.label != "PERSON":
                return
            left, right = self._gap(before, previous), self._gap(previous, role)
            if self._bracketed(before, previous):
                between = right.removeprefix(")")
            elif left.startswith(",") and self._appositive(left) and len(right.split()) <= 3:
                between = left + " " + right.strip(" -–")
            else:
                return
            previous = before
        elif previous is not None and previous.label == "PERSON":
            between = self._gap(previous, role)
        if previous is None or not self._appositive(between):
            return
        persons = [previous]
        before = self._next(previous, -1)
        both = "beide" in between.split() or role.plural
        if (
            both
            and before is not None
            and before.label == "PERSON"
            and _AND_LAST.fullmatch(self._gap(before, previous))
            and not any(h.person is before or h.person is previous for h in self.holdings)
        ):
            persons.insert(0, before)
        for person in persons:
            self._hold(person, role, "affiliation.apposition")

    def _in_brackets(self, role: Node) -> None:
        """ "Lea Amann (Leiterin des Umweltamts)"."""
        previous = self._next(role, -1)
        if previous is not None and previous.label == "ORG":
            first = self._next(previous, -1)
            if first is not None and first.label == "PERSON":
                gap = self._gap(first, previous)
                if gap.strip() == "(" and len(self._gap(previous, role)) <= 2:
                    self._hold(first, role, "affiliation.brackets")
            return
        if previous is None or previous.label != "PERSON":
            return
        gap = self._gap(previous, role)
        match = re.fullmatch(r" ?\(([^()]{0,40})", gap)
        if match and self._appositive(", " + match[1].strip()):
            self._hold(previous, role, "affiliation.brackets")

    def _coordinated_before(self, role: Node) -> None:
        """ "Bürgermeisterin und Sozialdezernentin Ilona Friedrich": the first of two offices."""
        other = self._next(role)
        skipped = False
        if other is not None and other.label == "ORG" and self._is_of(role, other):
            other, skipped = self._next(other), True
        if other is None or other.label != "ROLE":
            return
        left = self.nodes[self.index[id(other)] - 1] if skipped else role
        gap = self._gap(left, other)
        if not _AND.fullmatch(gap) or gap == ", ":
            return
        for holding in list(self.holdings):
            if holding.role is other and holding.person.start > other.start:
                if not self._is_plural(other):
                    self._hold(holding.person, role, "affiliation.coordinated")
                return

    def _coordinated_after(self, role: Node) -> None:
        """ "Lea Amann, Stadträtin und Vorsitzende des Vereins": the second of two offices."""
        previous = self._next(role, -1)
        if previous is not None and previous.label in {"ORG", "CITY"}:
            first = self._next(previous, -1)
            if first is None or first.label != "ROLE" or not self._is_of(first, previous):
                return
            gap = self._gap(previous, role)
        else:
            first = previous
            gap = self._gap(previous, role) if previous is not None else ""
        if first is None or first.label != "ROLE":
            return
        words = gap.replace(",", " , ").split()
        if not words or words[0] not in {"und", "sowie", "&", ","} or len(words) > 6:
            return
        if any(word in {"der", "die"} for word in words):
            return
        if any(word[0].isupper() and word not in {"Zivilberuf", "Hauptberuf"} for word in words):
            return
        for holding in list(self.holdings):
            if holding.role is first and holding.person.start < first.start:
                self._hold(holding.person, role, "affiliation.coordinated")

    def _predicate(self, role: Node) -> None:
        """ "Lea Amann wird neue Leiterin", "Amann wurde zur Vorsitzenden gewählt"."""
        sentence = self.sentences[self.where[id(role)]]
        before = [n for n in sentence.nodes if n.end <= role.start and n.label == "PERSON"]
        if not before:
            return
        person = before[-1]
        gap = self._gap(person, role)
        words = gap.split()
        if len(gap) > 90 or not words:
            return
        tail = words[-4:]
        close = any(word.lower().strip(",") in _PREDICATE for word in tail)
        if not close or any(word.strip(",") in _CLAUSE - {"um"} for word in words):
            return
        self._hold(person, role, "affiliation.predicate")

    def _predicate_reversed(self, role: Node) -> None:
        """ "Neuer Leiter ist Max Muster", "Zur Vorsitzenden wurde Lea Amann gewählt"."""
        sentence = self.sentences[self.where[id(role)]]
        after = [n for n in sentence.nodes if n.start >= role.end and n.label in {"PERSON", "ROLE"}]
        if not after or after[0].label != "PERSON":
            return
        gap = self._gap(role, after[0])
        words = [word.strip(",:").lower() for word in gap.split()]
        if len(gap) > 60 or not any(word in _PREDICATE for word in words) or gap.startswith(","):
            return
        persons = self._persons_from(after[0]) if role.plural else [after[0]]
        for person in persons:
            self._hold(person, role, "affiliation.predicate")

    def _anaphor(self, role: Node) -> None:
        """ "Die Oberbürgermeisterin" after she was named; "Die Leiterin" after a name."""
        known = {
            holding.person.entity: holding.person
            for holding in self.holdings
            if holding.role.name.lower() == role.name.lower()
        }
        if len(known) == 1:
            self._hold(next(iter(known.values())), role, "affiliation.nominal")
            return
        if known or self._is_office(role):
            return
        words = re.findall(r"[\w-]+", self.text[max(0, role.start - 40) : role.start])
        while words and words[-1][0].islower() and words[-1] not in _DEFINITE:
            words.pop()
        if not words or words[-1].lower() not in _DEFINITE:
            return
        number = self.where[id(role)]
        here = [n for n in self.sentences[number].nodes if n.label == "PERSON"]
        if any(n.start > role.start for n in here[:1]) and len(here) > 1:
            return
        candidates: list[Node] = [n for n in here if n.end < role.start]
        if not candidates and number > 0 and self._same_line(number - 1, number):
            candidates = [n for n in self.sentences[number - 1].nodes if n.label == "PERSON"]
        if len({n.entity for n in candidates}) == 1:
            person = candidates[-1]
            if not (role.gender and person.gender and role.gender != person.gender):
                self._hold(person, role, "affiliation.nominal")

    def _same_line(self, left: int, right: int) -> bool:
        return "\n" not in self.text[self.sentences[left].start : self.sentences[right].start]

    def _is_office(self, role: Node) -> bool:
        return _has_head(role.name, _MUNICIPAL) or _has_head(role.name, _COUNTY)

    # -- organisations of holdings ------------------------------------------------------------

    def _is_of(self, role: Node, other: Node) -> bool:
        gap = self.text[role.end : other.start]
        words = gap.split()
        if not gap or len(words) > 4 or any(char in gap for char in ",.;:!?\n"):
            return False
        if other.label == "CITY":
            return " ".join(words).lower() in _OF_CITY or not words
        if not words:
            return True
        for size in range(min(3, len(words)), 0, -1):
            if " ".join(words[:size]).lower() in _OF:
                return all(
                    _ADJECTIVE.fullmatch(word) or (size < len(words) and word.endswith("er"))
                    for word in words[size:]
                )
        return False

    def _organise(self, holding: _Holding) -> None:
        """Find the organisation of a held role in its sentence."""
        role, person = holding.role, holding.person
        if holding.city is not None:
            return
        after = self._next(role)
        if after is not None and after.label in {"ORG", "CITY"} and self._is_of(role, after):
            if after.label == "ORG":
                holding.organisation, holding.org_rule = after, "of"
            elif not self._lives_there(role, after):
                holding.city, holding.org_rule = after.name, "city"
            return
        before = self._next(role, -1)
        if before is not None and before.label == "ORG":
            gap = self.text[before.end : role.start]
            if gap in {"-", " ", "–", " – ", "‑"} or (gap.strip(" -") == "" and len(gap) <= 3):
                holding.organisation, holding.org_rule = before, "compound"
                return
            words = gap.lower().split()
            if words and any(w.strip(",.;") in _POSSESSIVE for w in words) and len(words) <= 5:
                holding.organisation, holding.org_rule = before, "possessive"
                return
        if before is not None and before.label == "CITY" and person.start >= role.end:
            gap = self.text[before.end : role.start]
            if gap.strip() == "" and len(gap) <= 1 and before.name != self.source_city:
                holding.city, holding.org_rule = before.name, "city"
                return
        if person.start >= role.end or before is person:
            anchor = person if person.start >= role.end else role
            other = self._next(anchor)
            if other is not None and other.label == "ORG" and not other.party:
                gap = self._gap(anchor, other).strip(" )").lower()
                if gap in _FROM or gap == "(" or (gap == "," and anchor is person):
                    holding.organisation, holding.org_rule = other, "from"
                    return
        if complement := re.match(
            r" (?:des|der|vom|im|beim|am|dieses|dieser) ([A-ZÄÖÜ][\w-]+)",
            self.text[role.end : role.end + 48],
        ):
            self._anaphoric_organisation(holding, complement[1])

    def _lives_there(self, role: Node, city: Node) -> bool:
        """ "Architektin aus Fulda" tells where she lives, "Bürgermeister aus Fulda" the office."""
        gap = self.text[role.end : city.start].strip()
        return gap in {"aus", "in"} and not (
            self._is_office(role) or _has_head(role.name, _RELATIONAL)
        )

    def _anaphoric_organisation(self, holding: _Holding, noun: str) -> None:
        """Resolve "Schatzmeisterin des Verbandes" to the last organisation with that head."""
        head = noun.lower()
        stems = {head, head.removesuffix("s"), head.removesuffix("es"), head.removesuffix("e")}
        if not any(stem.endswith(_ANAPHORS) for stem in stems):
            return
        for node in reversed([n for n in self.organisations if n.start < holding.role.start]):
            words = re.split(r"[ -]", node.name.lower())
            if any(word.endswith(stem) for stem in stems for word in words if len(stem) > 2):
                holding.organisation, holding.org_rule = node, "anaphoric"
                holding.inferred = True
                return

    def _share(self) -> None:
        """Coordinated roles of one person share the organisation of the last."""
        for holding in self.holdings:
            if holding.organisation is not None or holding.city is not None:
                continue
            for other in self.holdings:
                if (
                    other.person is holding.person
                    and other is not holding
                    and other.org_rule in {"of", "city"}
                    and holding.role.end < other.role.start
                    and re.fullmatch(
                        r" (?:und|sowie) ", self.text[holding.role.end : other.role.start]
                    )
                ):
                    holding.organisation, holding.city = other.organisation, other.city
                    holding.org_rule = "shared"

    def _infer(self, holding: _Holding) -> None:
        """Take the organisation from another mention of the same office or from the document."""
        role = holding.role
        for other in self.holdings:
            if (
                other is not holding
                and other.person.entity == holding.person.entity
                and other.role.name == role.name
                and (other.organisation is not None or other.city is not None)
            ):
                holding.organisation, holding.city = other.organisation, other.city
                holding.org_rule, holding.inferred = "same-office", other.inferred
                return
        if role.name.startswith("Mitglied des ") or self._infer_by_head(holding):
            return
        if _has_head(role.name, _COUNTY):
            self._infer_from(holding, "county", ("landkreis", "kreis ", "kreis", "region "))
        elif _has_head(role.name, _MUNICIPAL):
            self._infer_municipality(holding)
        elif _has_head(role.name, _RELATIONAL):
            self._infer_related(holding)

    def _infer_municipality(self, holding: _Holding) -> None:
        city = self.source_city
        named = [
            node
            for node in self.organisations
            if node.kind == "municipality" and (city is None or node.city == city)
        ]
        home = named[0] if named else self.home
        if home is not None:
            holding.organisation, holding.city = home, home.city
            holding.org_rule, holding.inferred = "issuer", True
        elif city is not None:
            holding.city, holding.org_rule, holding.inferred = city, "issuer", True

    def _infer_from(self, holding: _Holding, rule: str, prefixes: tuple[str, ...]) -> None:
        for node in self.organisations:
            if node.name.lower().startswith(prefixes):
                holding.organisation, holding.org_rule, holding.inferred = node, rule, True
                return

    def _infer_by_head(self, holding: _Holding) -> bool:
        """ "Wehrführer" belongs to a fire brigade, "Rektorin" to a school: the one named nearest."""
        role = holding.role.name.lower()
        for pair in _HEADS_OF:
            if not any(head in role for head in pair["roles"]):
                continue
            fitting = [
                node
                for node in self.organisations
                if any(head in node.name.lower() for head in pair["organisations"])
            ]
            if fitting:
                nearest = min(fitting, key=lambda node: abs(node.start - holding.role.start))
                holding.organisation, holding.org_rule = nearest, "head"
                holding.inferred = True
            return True
        return False

    def _infer_related(self, holding: _Holding) -> None:
        """The organisation named last before the role in its sentence or the one before."""
        number = self.where[id(holding.role)]
        for place in (number, number - 1):
            if place < 0 or not self._same_line(min(place, number), number):
                break
            before = [
                node
                for node in self.sentences[place].nodes
                if node.label == "ORG" and node.end <= holding.role.start and not node.party
            ]
            if before:
                holding.organisation, holding.org_rule = before[-1], "nearest"
                holding.inferred = True
                return
        main = self._main_organisation()
        if main is not None:
            holding.organisation, holding.org_rule, holding.inferred = main, "issuer", True

    def _main_organisation(self) -> Node | None:
        """The issuer where the text names it, else the organisation named most (twice at least)."""
        counts: dict[str, int] = {}
        for node in self.organisations:
            counts[node.name] = counts.get(node.name, 0) + 1
        if self.issuer in counts:
            return next(n for n in self.organisations if n.name == self.issuer)
        best = max(counts, key=lambda name: counts[name], default=None)
        if best is None or counts[best] < 2:
            return None
        return next(n for n in self.organisations if n.name == best)

    # -- memberships and the merge ------------------------------------------------------------

    def _memberships(self) -> list[Tie]:
        """ "Petra Welz vom Landesbetrieb", "Lea Amann (SPD)": a person and no role."""
        ties = []
        with_role = {
            (h.person.entity, h.organisation.name) for h in self.holdings if h.organisation
        }
        for person in self.nodes:
            if person.label != "PERSON":
                continue
            other = self._next(person)
            if other is None or other.label != "ORG":
                continue
            gap = self._gap(person, other)
            bracket = gap.strip() == "("
            words = " ".join(gap.strip().split()).lower()
            if not (bracket or words in _FROM):
                continue
            if (
                words
                in {
                    "des",
                    "der",
                    "im",
                    "am",
                    "für die",
                    "für den",
                    "für das",
                    "bei",
                    "beim",
                    "bei der",
                }
                and not bracket
            ):
                continue
            after = self._next(other)
            if after is not None and after.label == "ROLE" and self.text[other.end] in "- ":
                if self._gap(other, after).strip(" -") == "":
                    continue
            persons = self._persons_until(person) if words in _FROM else [person]
            for member in persons:
                if (member.entity, other.name) not in with_role:
                    ties.append(
                        Tie(
                            member.entity,
                            None,
                            other.name,
                            other.city,
                            None,
                            member.start,
                            other.end,
                            "explicit",
                            "affiliation.membership",
                        )
                    )
        return ties

    def _persons_until(self, last: Node) -> list[Node]:
        """The persons of "A und B (vom Landesbetrieb)" that end with `last`, if none has a role."""
        before = self._next(last, -1)
        if (
            before is not None
            and before.label == "PERSON"
            and _AND_LAST.fullmatch(self._gap(before, last))
            and not any(h.person is before or h.person is last for h in self.holdings)
        ):
            return [before, last]
        return [last]

    def _merge(self, memberships: list[Tie]) -> list[Tie]:
        """Each (person, role, organisation) once: explicit before inferred, status of the last."""
        ties = [self._tie(holding) for holding in self.holdings] + memberships
        ties.sort(key=lambda tie: (tie.start, tie.end, tie.role or "", tie.organisation or ""))
        merged: dict[tuple[int, str | None, str | None], Tie] = {}
        for tie in ties:
            key = (tie.person, tie.role, tie.organisation)
            if key not in merged:
                merged[key] = tie
                continue
            known = merged[key]
            best = tie if (known.basis, tie.basis) == ("inferred", "explicit") else known
            merged[key] = replace(
                best, status=tie.status or known.status, city=best.city or tie.city or known.city
            )
        named = {(t.person, t.role) for t in merged.values() if t.organisation is not None}
        return [
            tie
            for tie in merged.values()
            if tie.organisation is not None or (tie.person, tie.role) not in named
        ]

    def _tie(self, holding: _Holding) -> Tie:
        organisation = holding.organisation
        spans = [holding.person, holding.role]
        if organisation is not None and not holding.inferred and holding.org_rule != "same-office":
            spans.append(organisation)
        rule = f"{holding.rule}+{holding.org_rule}" if holding.org_rule else holding.rule
        return Tie(
            person=holding.person.entity,
            role=holding.role.name,
            organisation=organisation.name if organisation else None,
            city=holding.city or (organisation.city if organisation else None),
            status=holding.role.status,
            start=min(node.start for node in spans),
            end=max(node.end for node in spans),
            basis="inferred" if holding.inferred else "explicit",
            rule=rule,
        )


def _has_head(name: str, heads: tuple[str, ...]) -> bool:
    """Whether one of the words of a role ends in one of the heads; the complement is left out."""
    words = re.split(r" (?:für|des|der|im|in|von|und) ", name.lower(), maxsplit=1)[0].split()
    return any(word.endswith(heads) for word in words)


def _sentences(text: str, nodes: Sequence[Node]) -> list[_Sentence]:
    """Cut at line breaks and sentence ends that lie in no span and end no abbreviation."""
    borders = [0]
    for match in re.finditer(r"\n|" + _SENTENCE_END.pattern, text):
        if match[0] != "\n":
            if any(node.start < match.end() and match.start() < node.end for node in nodes):
                continue
            if match[0].startswith(".") and _ABBREVIATED.search(
                text[max(0, match.start() - 8) : match.start() + 1]
            ):
                continue
        borders.append(match.end())
    borders.append(len(text) + 1)
    sentences = [
        _Sentence(start, end)
        for start, end in zip(borders, borders[1:], strict=False)
        if end > start
    ]
    place = 0
    for node in nodes:
        while place + 1 < len(sentences) and node.start >= sentences[place].end:
            place += 1
        sentences[place].nodes.append(node)
    return sentences
