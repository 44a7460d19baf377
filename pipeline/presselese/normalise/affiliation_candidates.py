"""What speaks for an organisation as that of a held role, as named features with weights.

Where the sentence does not say whose office it is, every organisation of the document and the
issuing municipality stand for choice, and no organisation at all. Features are words such as
"home/mayor"; what they weigh was fitted on annotated releases (`models/train/ties.py`) and stands
in `lexicon/affiliation_weights.toml`. The candidate with the highest sum is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from presselese.lexicon import load_toml
from presselese.normalise.affiliation_relations import Relations
from presselese.normalise.affiliation_scene import LEXICON, Holding, Node, Scene, has_head

_WEIGHTS: dict[str, float] = load_toml("affiliation_weights")["organisation"]
# Relations that the sentence says; the others are inferred from the document.
SAID = frozenset({"from", "possessive", "speaks-for", "of"})
_MUNICIPAL = tuple(LEXICON["municipal"])
_COUNTY = tuple(LEXICON["county"])
_RELATIONAL = tuple(LEXICON["relational"])
_TOP_OFFICES = tuple(LEXICON["top_offices"])
_CHAIR = tuple(LEXICON["chair"])
_HEADS_OF: list[dict[str, list[str]]] = LEXICON["heads_of"]
_INDEFINITE = frozenset({"ein", "eine", "einer", "einem", "einen", "als"})
_ADJECTIVE_BEFORE = re.compile(r"\b[\w-]+(?:sche|scher|schen|ische|er) $")
# "Ortsvorsteherin von Richen": a name follows that is no organisation.
_NAMED = re.compile(
    r" (?:von|in|im|am|an der|in der|für|aus|beim|bei der|auf) (?:[a-zäöü]+ )*[A-ZÄÖÜ]"
)
_WORD = re.compile(r"\w{4,}")
# Characters from the beginning of the text in which the issuing city is likely to be named.
_LEAD = 300


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
            return self.relation.split(",")[0]
        if "home" in self.features or "issuer" in self.features:
            return "issuer"
        if "fits" in self.features:
            return "head"
        county = self.organisation is not None and self.organisation.kind == "county"
        return "county" if county else "nearest"


def choose(mentions: Sequence[Sequence[Candidate]]) -> Candidate:
    """Return the best candidate for the mentions of one office; all have the same organisations.

    The weights of its features over all mentions are added, the first of equals wins.
    """
    totals = [
        sum(_WEIGHTS.get(feature, 0.0) for candidate in row for feature in candidate.features)
        for row in zip(*mentions, strict=True)
    ]
    return mentions[0][totals.index(max(totals))]


def office(role: Node) -> str:
    """Return the class of a role that decides where its organisation is looked for."""
    return _office(role.name, role.kind)


@lru_cache(maxsize=4096)
def _office(name: str, kind: str | None) -> str:
    if has_head(name, _COUNTY) or name.startswith("Kreis"):
        return "county"
    if has_head(name, _TOP_OFFICES):
        return "mayor" if has_head(name, _MUNICIPAL) else "state"
    if has_head(name, _MUNICIPAL) or kind == "municipal":
        return "municipal"
    if kind in {"government", "parliament"}:
        return "state"
    if has_head(name, _RELATIONAL) or kind in {"leadership", "association"}:
        return "relational"
    return "other"


@lru_cache(maxsize=4096)
def _is_in_role(role: str, organisation: str) -> bool:
    """Whether a word of an organisation begins the head of a role: "Museumsleiter"."""
    word = role.lower().split(" für ", 1)[0].rsplit(" ", 1)[-1]
    head = word[:4]
    return any(
        head in part and any(word.startswith(part[cut:]) for cut in range(len(part) - 3))
        for part in _WORD.findall(organisation.lower())
    )


def _field(role: Node, group: str) -> str | None:
    """Return the field of a role: the category of the lexicon, for municipal offices that."""
    return "municipal" if group in {"mayor", "municipal"} else role.kind


def _both(features: Sequence[str], group: str) -> Iterator[str]:
    """Yield features alone and together with the class of the role."""
    for feature in features:
        yield feature
        yield f"{feature}/{group}"


class Candidates:
    """The organisations of one document as candidates for the roles held in it.

    `members` are the persons that the text ties to an organisation without a role.
    """

    def __init__(
        self,
        scene: Scene,
        holdings: Sequence[Holding],
        home: Home,
        members: Sequence[tuple[Node, Node]] = (),
    ) -> None:
        self.scene = scene
        self.home = home
        self.mentions: dict[str, list[Node]] = {}
        for node in scene.organisations:
            self.mentions.setdefault(node.name, []).append(node)
        self.relations = Relations(scene, self.mentions)
        self.holders_of = Counter(id(holding.role) for holding in holdings)
        self._weigh_document()
        self._know_home()
        self.taken = {
            id(holding.organisation): holding.person.entity
            for holding in holdings
            if holding.organisation is not None and holding.org_rule != "shared"
        }
        self.held: dict[tuple[int, str], list[Node]] = {}
        for holding in holdings:
            if holding.organisation is not None:
                key = (holding.person.entity, holding.organisation.name)
                self.held.setdefault(key, []).append(holding.role)
        self.holders = {name for _, name in self.held}
        self.members = {(person.entity, other.name) for person, other in members if not other.party}

    def _weigh_document(self) -> None:
        """What is named most, first, in the title, and only inside other names."""
        counts = Counter({name: len(nodes) for name, nodes in self.mentions.items()})
        ranked = [*sorted(counts.values(), reverse=True), 0, 0]
        self.main = {name for name, count in counts.items() if count == ranked[0] > 1}
        alone = ranked[0] > 2 and ranked[0] >= 2 * ranked[1]
        self.dominant = self.main if alone else set[str]()
        outer = {id(node) for node in self.scene.nodes}
        self.nested = {
            name for name, nodes in self.mentions.items() if not any(id(n) in outer for n in nodes)
        }
        self.first = next((node for node in self.scene.nodes if node.label == "ORG"), None)
        self.title_end = self.scene.text.find("\n")

    def _know_home(self) -> None:
        """How sure the issuing city is, and under which name it acts in the text."""
        city = self.home.city
        self.home_name = next(
            (
                name
                for name, nodes in self.mentions.items()
                if nodes[0].kind == "municipality" and (city is None or nodes[0].city == city)
            ),
            None,
        )
        places = [(n.start, n.name) for n in self.scene.nodes if n.label == "CITY"]
        places += [(n.start, n.city) for n in self.scene.nodes if n.label == "ORG" and n.city]
        self.places = sorted(places)
        own = [start for start, name in self.places if name == city]
        # A city that the text never names is known from the page itself.
        self.times = min(len(own), 4) if own or city is None else 4
        self.in_lead = not own or own[0] < _LEAD
        self.known = self.home_name is not None or self.times > 2

    def of(self, holding: Holding) -> list[Candidate]:
        """Return the candidates for a holding, no organisation first."""
        role, group = holding.role, office(holding.role)
        fitting = self._fitting(role)
        out = [Candidate(None, tuple(self._none(holding, group, fitting is not None)))]
        home = tuple(self._home(holding, group))
        complement = self.relations.complement(role)
        for name, nodes in self.mentions.items():
            relation = self.relations.relation(holding, nodes)
            place = self.relations.place(holding, nodes)
            features = [
                *self._kind(role, group, nodes[0]),
                *self._fit(name, group, fitting),
                *(home if name == self.home_name else self._seat(group, nodes[0])),
                *_both(self._prominence(name, nodes), group),
                *self._others(holding, group, name, nodes),
                *_both([relation, place] if relation else [place], group),
                f"{place}/kind {nodes[0].kind}",
            ]
            if name in self.nested:
                features.append("nested")
            if len(nodes) > 3:
                features.append(f"often/{group}")
            if complement:
                features.append(f"complement/{place}")
                if name in self.main:
                    features.append("complement/main")
            nearest = min(nodes, key=lambda node: abs(node.start - role.start))
            out.append(Candidate(nearest, tuple(features), relation))
        if self.home_name is None and self.home.municipality is not None:
            unnamed = (*_both(["unnamed"], group), f"kind municipality/{group}")
            out.append(Candidate(self.home.municipality, (*unnamed, *home)))
        return out

    # -- features ---------------------------------------------------------------------------------

    def _none(self, holding: Holding, group: str, grouped: bool) -> Iterator[str]:
        """What speaks for no organisation at all."""
        role, text = holding.role, self.scene.text
        yield from ("none", f"none/{group}", f"none/field {_field(role, group)}")
        yield "none/" + holding.rule.rpartition(".")[2]
        if not self.known:
            yield from _both(["none/news"], group)
        if not self.mentions:
            yield "none/no-organisation"
        if role.status:
            yield f"none/{role.status}"
        if " für " in role.name:
            yield "none/complement"
        if grouped:
            yield "none/group"
        if self.holders_of[id(role)] > 1:
            yield "none/several"
        words = self.scene.words_before(role, 30)
        if words and words[-1].lower() in _INDEFINITE:
            yield "none/indefinite"
        if _ADJECTIVE_BEFORE.search(text[max(0, role.start - 30) : role.start]):
            yield "none/adjective"
        if self.relations.complement(role):
            yield from _both(["none/complement-noun"], group)
        elif _NAMED.match(text, role.end):
            yield from _both(["none/complement-name"], group)

    def _home(self, holding: Holding, group: str) -> Iterator[str]:
        """What speaks for the issuing municipality."""
        role, city = holding.role, self.home.city
        yield from ("home", f"home/{group}", f"home/field {_field(role, group)}")
        yield f"home/city {self.times}"
        if self.holders_of[id(role)] > 1:
            yield f"home/several/{group}"
        if role.status:
            yield f"home/{role.status}"
        sentence = self.scene.sentences[self.scene.sentence_of(role)]
        cities = [node for node in sentence.nodes if node.label == "CITY"]
        if any(node.name != city and node.end <= role.start for node in cities):
            yield "home/other city before"
        if any(node.name != city and node.start >= role.end for node in cities):
            yield "home/other city behind"
        if any(node.name == city for node in cities):
            yield "home/city in sentence"
        last = next((name for start, name in reversed(self.places) if start < role.start), None)
        if last is not None:
            yield "home/last city " + ("own" if last == city else "other")
        if self.home_name is not None:
            yield "home/actor"
        if self.in_lead:
            yield "home/lead"

    def _seat(self, group: str, first: Node) -> Iterator[str]:
        """Whether an organisation sits in the issuing city."""
        if first.city is not None:
            seat = "city here" if first.city == self.home.city else "city elsewhere"
            yield from _both([seat], group)

    def _kind(self, role: Node, group: str, first: Node) -> Iterator[str]:
        """What kind of organisation it is."""
        yield "organisation"
        yield from _both([f"kind {first.kind}"], group)
        yield f"kind {first.kind}/field {_field(role, group)}"
        if has_head(role.name, _CHAIR) and first.kind in {"municipality", "county", "council"}:
            yield "chair of a municipality"
        if first.party:
            yield from _both(["party"], group)
        if first.kind not in {"municipality", "county"} and _is_in_role(role.name, first.name):
            yield from _both(["in-role"], group)

    def _fitting(self, role: Node) -> list[Node] | None:
        """The organisations whose offices have such a name; None for a role that is nowhere.

        A "Wehrführer" belongs to a fire brigade, a "Rektorin" to a school; the nearest is first.
        """
        name = role.name.lower()
        for pair in _HEADS_OF:
            if any(head in name for head in pair["roles"]):
                heads = pair["organisations"]
                fitting = [
                    node
                    for node in self.scene.organisations
                    if any(head in node.name.lower() for head in heads)
                ]
                own = {None, self.home.city}
                return sorted(
                    fitting, key=lambda n: (n.city not in own, abs(n.start - role.start), n.start)
                )
        return None

    def _fit(self, name: str, group: str, fitting: list[Node] | None) -> Iterator[str]:
        if fitting is None:
            return
        first = next((node for node in fitting if node.name == name), None)
        yield from _both(["fits" if first is not None else "misfits"], group)
        if first is not None:
            yield "fits/home" if first.city in {None, self.home.city} else "fits/foreign"
            if first.name == fitting[0].name:
                yield "fits/nearest"

    def _prominence(self, name: str, nodes: list[Node]) -> list[str]:
        """How much of the document an organisation fills."""
        signs = {
            "issuer": name == self.home.issuer,
            "main": name in self.main,
            "again": len(nodes) > 1,
            "title": nodes[0].start < self.title_end,
            "first": nodes[0] is self.first,
            "dominant": name in self.dominant,
        }
        return [sign for sign, holds in signs.items() if holds]

    def _others(self, holding: Holding, group: str, name: str, nodes: list[Node]) -> Iterator[str]:
        """What other ties say of an organisation."""
        entity, role = holding.person.entity, holding.role
        if (entity, name) in self.members:
            yield from _both(["tied"], group)
        roles = [other for other in self.held.get((entity, name), ()) if other is not role]
        if roles:
            yield "held"
            yield from sorted({f"held/{office(other)}/{group}" for other in roles})
            if any(other.start < role.start for other in roles):
                yield "held before"
        elif name in self.holders:
            yield "held by another"
        takers = {self.taken.get(id(node)) for node in nodes}
        if None not in takers:
            yield from _both(["taken"], group)
            yield "taken by own" if entity in takers else "taken by another"
