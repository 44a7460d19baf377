"""What speaks for an organisation as that of a held role, as named features to be weighed.

Where the sentence does not say whose office it is, every organisation of the document and the
issuing municipality stand for choice, and none of them (`affiliation_choice` weighs them).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from presselese.lexicon import load_toml
from presselese.normalise.affiliation_scene import LEXICON, Holding, Node, Scene, has_head

_MUNICIPAL = tuple(LEXICON["municipal"])
_COUNTY = tuple(LEXICON["county"])
_RELATIONAL = tuple(LEXICON["relational"])
_TOP_OFFICES = tuple(LEXICON["top_offices"])
_CHAIR = tuple(LEXICON["chair"])
_ANAPHORS = tuple(LEXICON["anaphors"])
_POSSESSIVE = frozenset(LEXICON["possessive"])
FROM = frozenset(LEXICON["from"])
_WEAK = frozenset(LEXICON["weak_from"])
_HEADS_OF: list[dict[str, list[str]]] = LEXICON["heads_of"]
_COMPLEMENT = re.compile(r",? (?:des|der|vom|im|beim|am|dieses|dieser|ihres|seines) ([A-ZÄÖÜ][\w-]+)")
_SPEAKS_FOR = re.compile(
    r"(?:.*[,;] |.* und |.* sowie )?(?:[Ff]ür|[Aa]us Sicht|[Vv]onseiten|[Ss]eitens|[Nn]amens|[Ii]m Namen) (?:die|das|den|der|des) ?(?:[a-zäöü]+en )?$"
)
_NAMED = re.compile(r" (?:von|in|im|am|an der|in der|für|aus|beim|bei der|auf) (?:[a-zäöü]+ )*[A-ZÄÖÜ]")
_FAR = re.compile(
    r" [^,;:.!?()\n]{1,60} (?:" + "|".join(sorted(LEXICON["of"], key=len, reverse=True)) + r") (?:[a-zäöü]+ )?[„\"»]?"
)
_WEIGHTS: dict[str, float] = load_toml("affiliation_weights")["organisation"]
# Relations that the sentence says; the others are inferred from the document.
SAID = frozenset({"from", "bracket", "comma", "possessive", "speaks-for", "of"})
_WORD = re.compile(r"[\w]{4,}")


@dataclass(frozen=True, slots=True)
class Home:
    """What is known of the release's origin: issuer and city by name, the city as municipality."""

    issuer: str | None
    city: str | None
    municipality: Node | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation (None: no organisation) with what speaks for and against it."""

    organisation: Node | None
    features: tuple[str, ...]
    relation: str = ""

    @property
    def rule(self) -> str:
        """The second half of the rule id of a tie to this organisation."""
        if self.relation:
            return self.relation.split(",")[0].split(" ")[0]
        if "home" in self.features or "issuer" in self.features:
            return "issuer"
        return "head" if "fits" in self.features else "nearest"


def choose(groups: Sequence[Sequence[Candidate]]) -> Candidate:
    """Return the best candidate for mentions of one office; each gives the same organisations.

    The sum of the weights of its features over all mentions decides, the first of equals wins.
    """
    totals = [
        sum(_WEIGHTS.get(feature, 0.0) for candidate in row for feature in candidate.features)
        for row in zip(*groups, strict=True)
    ]
    return groups[0][totals.index(max(totals))]


def office(role: Node) -> str:
    """Return the class of a role that decides where its organisation is looked for."""
    if has_head(role.name, _COUNTY) or role.name.startswith("Kreis"):
        return "county"
    if has_head(role.name, _TOP_OFFICES):
        return "mayor" if has_head(role.name, _MUNICIPAL) else "state"
    if has_head(role.name, _MUNICIPAL) or role.kind == "municipal":
        return "municipal"
    if role.kind in {"government", "parliament"}:
        return "state"
    if has_head(role.name, _RELATIONAL) or role.kind in {"leadership", "association"}:
        return "relational"
    return "other"


class Candidates:
    """The organisations of one document as candidates for the roles held in it."""

    def __init__(
        self,
        scene: Scene,
        holdings: list[Holding],
        home: Home,
        members: Sequence[tuple[Node, Node]] = (),
    ) -> None:
        self.scene = scene
        self.holdings = holdings
        self.home = home
        self.mentions: dict[str, list[Node]] = {}
        for node in scene.organisations:
            self.mentions.setdefault(node.name, []).append(node)
        self.starts = [sentence.start for sentence in scene.sentences]
        self.outer = {id(node) for node in scene.nodes}
        self.orgs = [node for node in scene.nodes if node.label == "ORG"]
        named = [
            name
            for name, nodes in self.mentions.items()
            if nodes[0].kind == "municipality" and (home.city is None or nodes[0].city == home.city)
        ]
        self.home_name = named[0] if named else None
        counts = {name: len(nodes) for name, nodes in self.mentions.items()}
        top = max(counts.values(), default=0)
        self.main = {name for name, count in counts.items() if count == top and count > 1}
        self.cities = [
            node for node in scene.nodes if node.label == "CITY"
        ] + [Node(n.start, n.end, "CITY", n.city) for n in scene.nodes if n.label == "ORG" and n.city]
        self.cities.sort(key=lambda n: n.start)
        self.lead = 300
        self.known = self.home_name is not None or sum(n.name == home.city for n in self.cities) > 2
        ranked = sorted(counts.values(), reverse=True) + [0, 0]
        self.dominant = self.main if ranked[0] > 2 and ranked[0] >= 2 * ranked[1] else set()
        self.title_end = scene.text.find("\n")
        self.taken = {
            id(holding.organisation): holding
            for holding in holdings
            if holding.organisation is not None and holding.org_rule != "shared"
        }
        self.held: dict[tuple[int, str], list[Holding]] = {}
        for holding in holdings:
            if holding.organisation is not None:
                key = (holding.person.entity, holding.organisation.name)
                self.held.setdefault(key, []).append(holding)
        self.holders = {name for _, name in self.held}
        self.persons_of: dict[int, set[str]] = {}
        for person, other in members:
            if not other.party:
                self.persons_of.setdefault(person.entity, set()).add(other.name)

    def sentence_of(self, start: int) -> int:
        return bisect_right(self.starts, start) - 1

    def of(self, holding: Holding) -> list[Candidate]:
        """Return the candidates for a holding, no organisation first."""
        out = [Candidate(None, self._none(holding))]
        for name, nodes in self.mentions.items():
            relation, features = self._features(holding, name, nodes)
            out.append(Candidate(self._nearest(holding, nodes), features, relation))
        if self.home_name is None and self.home.municipality is not None:
            cls = office(holding.role)
            features = ["unnamed", f"unnamed/{cls}", f"kind municipality/{cls}", *self._home(holding)]
            out.append(Candidate(self.home.municipality, tuple(features), ""))
        return out

    def _home(self, holding: Holding) -> list[str]:
        """What speaks for the issuing municipality."""
        role, cls = holding.role, office(holding.role)
        out = ["home", f"home/{cls}", f"home/{role.kind}"]
        if self._plural(holding):
            out.append(f"home/several/{cls}")
        if role.status:
            out.append("home/" + role.status)
        number = self.sentence_of(role.start)
        cities = [n for n in self.scene.sentences[number].nodes if n.label == "CITY"]
        if any(n.name != self.home.city and n.end <= role.start for n in cities):
            out.append("home/other city before")
        if any(n.name != self.home.city and n.start >= role.end for n in cities):
            out.append("home/other city behind")
        if any(n.name == self.home.city for n in cities):
            out.append("home/city in sentence")
        last = [n for n in self.cities if n.end <= role.start]
        if last:
            out.append("home/last city " + ("own" if last[-1].name == self.home.city else "other"))
        count = sum(n.name == self.home.city for n in self.cities)
        out.append(f"home/city {min(count, 4)}")
        if self.home_name is not None:
            out.append("home/actor")
        if any(n.name == self.home.city and n.start < self.lead for n in self.cities):
            out.append("home/lead")
        return out

    def _nearest(self, holding: Holding, nodes: list[Node]) -> Node:
        return min(nodes, key=lambda node: abs(node.start - holding.role.start))

    def _none(self, holding: Holding) -> tuple[str, ...]:
        role = holding.role
        cls = office(role)
        out = ["none", f"none/{cls}", f"none/{role.kind}", "none/" + holding.rule.rpartition(".")[2]]
        if not self.known:
            out += ["none/news", f"none/news/{cls}"]
        if not self.mentions:
            out.append("none/no-organisation")
        if role.status:
            out.append(f"none/{role.status}")
        if " für " in role.name:
            out.append("none/complement")
        if self._group(role.name.lower()) is not None:
            out.append("none/group")
        if self._plural(holding):
            out.append("none/several")
        words = self.scene.words_before(role, 30)
        if words and words[-1].lower() in {"ein", "eine", "einer", "einem", "einen", "als"}:
            out.append("none/indefinite")
        before = self.scene.text[max(0, role.start - 30) : role.start]
        if re.search(r"\b[\w-]+(?:sche|scher|schen|ische|er) $", before):
            out.append("none/adjective")
        if self._complement(role):
            out += ["none/complement-noun", f"none/complement-noun/{cls}"]
        elif _NAMED.match(self.scene.text, role.end):
            out += ["none/complement-name", f"none/complement-name/{cls}"]
        return tuple(out)

    def _plural(self, holding: Holding) -> bool:
        return sum(other.role is holding.role for other in self.holdings) > 1

    def _group(self, role: str) -> int | None:
        for number, pair in enumerate(_HEADS_OF):
            if any(head in role for head in pair["roles"]):
                return number
        return None

    def _nearest_fit(self, role: Node, number: int) -> str | None:
        heads = _HEADS_OF[number]["organisations"]
        fitting = [n for n in self.scene.organisations if any(h in n.name.lower() for h in heads)]
        near = [n for n in fitting if n.city in {None, self.home.city}] or fitting
        return min(near, key=lambda n: abs(n.start - role.start)).name if near else None

    def _complement(self, role: Node) -> str | None:
        match = _COMPLEMENT.match(self.scene.text, role.end, role.end + 48)
        return match[1].lower() if match else None

    def _features(
        self, holding: Holding, name: str, nodes: list[Node]
    ) -> tuple[str, tuple[str, ...]]:
        scene, role, person = self.scene, holding.role, holding.person
        cls = office(role)
        first = nodes[0]
        low = name.lower()
        out = ["organisation"]
        # -- its kind --
        out += [f"kind {first.kind}/{cls}", f"kind {first.kind}/{role.kind}"]
        out.append(f"kind {first.kind}")
        if has_head(role.name, _CHAIR) and first.kind in {"municipality", "county", "council"}:
            out.append("chair of a municipality")
        if first.party:
            out += ["party", f"party/{cls}"]
        number = self._group(role.name.lower())
        if number is not None:
            fit = any(head in low for head in _HEADS_OF[number]["organisations"])
            out += ["fits" if fit else "misfits", ("fits" if fit else "misfits") + f"/{cls}"]
            if fit:
                own = first.city in {None, self.home.city}
                out.append("fits/home" if own else "fits/foreign")
                if name == self._nearest_fit(role, number):
                    out.append("fits/nearest")
        if first.kind not in {"municipality", "county"} and self._in_role(role.name.lower(), low):
            out += ["in-role", f"in-role/{cls}"]
        if name == self.home_name:
            out += self._home(holding)
        elif first.city is not None:
            out.append("city here" if first.city == self.home.city else "city elsewhere")
            out.append(("city here" if first.city == self.home.city else "city elsewhere") + f"/{cls}")
        # -- its weight in the document --
        if name == self.home.issuer:
            out += ["issuer", f"issuer/{cls}"]
        if name in self.main:
            out += ["main", f"main/{cls}"]
        if len(nodes) > 1:
            out += ["again", f"again/{cls}"]
        if len(nodes) > 3:
            out.append(f"often/{cls}")
        if first.start < self.title_end:
            out += ["title", f"title/{cls}"]
        if self.orgs and first is self.orgs[0]:
            out += ["first", f"first/{cls}"]
        if not any(id(node) in self.outer for node in nodes):
            out.append("nested")
        if name in self.persons_of.get(person.entity, ()):
            out += ["tied", f"tied/{cls}"]
        held = {office(h.role) for h in self.held.get((person.entity, name), ()) if h.role is not role}
        if held:
            out += ["held", *(f"held/{other}/{cls}" for other in sorted(held))]
            if any(h.role.start < role.start for h in self.held[person.entity, name]):
                out.append("held before")
        elif name in self.holders:
            out.append("held by another")
        if name in self.dominant:
            out += ["dominant", f"dominant/{cls}"]
        takers = [self.taken.get(id(node)) for node in nodes]
        if all(takers):
            mine = any(t is not None and t.person.entity == person.entity for t in takers)
            out += ["taken", f"taken/{cls}", "taken by own" if mine else "taken by another"]
        # -- where it stands --
        relation = self._relation(holding, nodes)
        if relation:
            out += [relation, f"{relation}/{cls}"]
        place = self._place(holding, nodes)
        out += [place, f"{place}/{cls}", f"{place}/kind {first.kind}"]
        if self._complement(role):
            out.append(f"complement/{place}")
            if name in self.main:
                out.append("complement/main")
        return relation, tuple(out)

    def _in_role(self, role: str, name: str) -> bool:
        """Whether the role is a compound with a head of the name: "Museumsleiter", "Museum"."""
        first = role.split(" ")[-1] if " für " not in role else role.split(" für ")[0].split(" ")[-1]
        for word in _WORD.findall(name):
            for size in range(len(word), 3, -1):
                if first.startswith(word[len(word) - size :]) and size >= 4:
                    return True
        return False

    def _place(self, holding: Holding, nodes: list[Node]) -> str:
        """The best place of its mentions, seen from role and name."""
        scene = self.scene
        low = min(holding.role.start, holding.person.start)
        high = max(holding.role.end, holding.person.end)
        if holding.person.start > holding.role.end + 200 or holding.role.start > holding.person.end + 200:
            low, high = holding.role.start, holding.role.end
        number = self.sentence_of(low)
        line = scene.text.rfind("\n", 0, low)
        best, place = 99, ""
        outer = [n for n in self.orgs if not n.party]
        for node in nodes:
            here = self.sentence_of(node.start)
            between = [
                n
                for n in outer
                if (node.end <= n.start and n.end <= low) or (high <= n.start and n.end <= node.start)
            ]
            near = not between
            if here == number and node.end <= low:
                rank, label = (1, "before") if near else (3, "before, far")
                people = [n for n in scene.sentences[number].nodes if n.label == "PERSON" and node.end <= n.start and n.end <= low and n.entity != holding.person.entity]
                if people:
                    rank, label = rank + 1, label + ", other person"
            elif here == number and node.start >= high:
                rank, label = (2, "behind") if near else (5, "behind, far")
            elif here == number:
                rank, label = 0, "between"
            elif here == number - 1 and node.start > line:
                rank, label = (6, "sentence before") if near else (7, "sentence before, far")
            elif here < number and node.start > line:
                rank, label = 8, "paragraph before"
            elif here < number:
                rank, label = (9, "last") if near else (10, "earlier")
            elif here == number + 1:
                rank, label = 11, "sentence behind"
            else:
                rank, label = 12, "later"
            if rank < best:
                best, place = rank, label
        return place

    def _relation(self, holding: Holding, nodes: list[Node]) -> str:
        """A construction that ties a mention to the role, if there is one."""
        scene, role = self.scene, holding.role
        anchor = max(holding.person, role, key=lambda node: node.start)
        behind = scene.next(anchor)
        if behind is not None and behind.label == "PERSON":
            persons = scene.persons_from(holding.person)
            behind = scene.next(persons[-1]) if holding.person in persons else behind
            anchor = persons[-1] if holding.person in persons else anchor
        before = scene.next(role, -1)
        complement = self._complement(role)
        for node in nodes:
            if node is behind:
                gap = scene.gap(anchor, behind).strip(" )").lower()
                if gap in FROM:
                    return "from, weak" if gap in _WEAK else "from"
                if gap == "(":
                    return "bracket"
                if anchor is not role and gap in {", der", ", des", ", vom", ", von"}:
                    return "from"
                if gap == ",":
                    return "comma"
            if node is before:
                gap = scene.text[before.end : role.start]
                words = gap.lower().split()
                if len(words) <= 5 and any(word.strip(",.;") in _POSSESSIVE for word in words):
                    return "possessive"
        last = [n for n in self.orgs if n.end <= min(role.start, holding.person.start) and not n.party]
        words = scene.words_before(role, 36)
        if last and last[-1] in nodes and holding.person.end <= role.start:
            if any(word in {"dessen", "deren"} for word in words[-3:]):
                return "possessive"
        if last and last[-1] in nodes:
            line = scene.text.rfind("\n", 0, role.start)
            if last[-1].start > line and any(word in {"dort", "Dort"} for word in words[-5:]):
                return "there"
            if last[-1].start > line and any(word in _POSSESSIVE for word in words[-3:]):
                return "possessive, weak"
        after = scene.next(role)
        if after is not None and after in nodes:
            gap = scene.text[role.end : after.start]
            if _FAR.fullmatch(gap):
                return "of, far"
        sentence = scene.sentences[scene.sentence_of(role)]
        for node in nodes:
            if id(node) in self.outer and sentence.start <= node.start and node.end <= min(role.start, holding.person.start):
                head = scene.text[sentence.start : node.start]
                if _SPEAKS_FOR.fullmatch(head.lstrip('„“"» ')) and not any(
                    n.label == "ORG" and node.end <= n.start < role.start for n in sentence.nodes
                ):
                    return "speaks-for"
        if complement is not None:
            stems = {complement, complement.removesuffix("s"), complement.removesuffix("es"), complement.removesuffix("e")}
            words = re.split(r"[ -]", nodes[0].name.lower())
            for node in nodes:
                noun = re.search(r"([A-ZÄÖÜ][\w-]+)[ „\"“»]+$", scene.text[max(0, node.start - 40) : node.start])
                words += [noun[1].lower()] if noun else []
            if any(word.endswith(stem) for stem in stems for word in words if len(stem) > 2):
                return "anaphoric" if nodes[0].start < role.start else "anaphoric-later"
        return ""
