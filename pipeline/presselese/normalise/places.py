"""Reads CITY mentions: base form of the name, and which municipality of that name is meant.

410 names serve several German municipalities. Which one a document means is decided by evidence
in the document only, the strongest first (the ids are those of `CityReading.evidence`):

- `unique`      one municipality bears the name;
- `affix`       the name stands in the text with the affix that tells it from its namesakes;
- `country`     a country behind the name: Bath (England);
- `source`      the city that issues the document bears the name;
- `context`     the text names the river, county or state of one namesake only;
- `near`        one namesake lies near the other cities of the document, the rest far away;
- `population`  one namesake is ten times as populous as any other;
- `ambiguous`   none of these: no city, all candidates;
- `unlisted`    the gazetteer does not know the name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from presselese.lexicon import load_toml
from presselese.normalise.gazetteer import (
    Gazetteer,
    affix_of,
    content_words,
    county_own_name,
    load_gazetteer,
    short_name,
)
from presselese.records import City, Found

NEAR_KM = 80.0  # a namesake this near to the document's other cities is meant …
FARTHER = 2.0  # … if the next one lies at least this many times as far
LARGER = 10  # least ratio of inhabitants for `population`
ABROAD = 20  # least ratio at which a city abroad goes before a German village of its name

# Rules whose spans are adjectives and names of inhabitants.
_BENT = frozenset(("place.adjective", "place.inhabitant"))
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BEHIND = re.compile(r" ?\(([^()\n]{2,40})\)|,? in ([A-ZÄÖÜ][^\W\d_]+)")
_CUT = re.compile(r"(?:\b[a-zäöü]{1,3}\.|\w\.(?=$|\s|\)))")


@dataclass(frozen=True, slots=True)
class CityReading:
    """What a CITY mention stands for.

    `norm` is the longest form of the name in the document, in its base form; `city` the
    municipality or None; `candidates` the ids of all that it may be where none could be chosen;
    `evidence` the rule that decided (see the module), and `detail` the word or name that it found.
    """

    norm: str
    city: City | None
    candidates: tuple[str, ...]
    evidence: str
    detail: str | None = None


@dataclass(slots=True)
class _Mention:
    found: Found
    base: str  # base form as written here
    key: str  # short name: mentions of one key are one city
    rows: tuple[City, ...]
    affixed: bool


def read_cities(
    text: str, found: Sequence[Found], *, source_city: str | None = None
) -> list[CityReading]:
    """Read the CITY mentions of a document, one reading per element of `found`, in its order.

    `text` is what the offsets of `found` count; `source_city` the name of the city that issues
    the document, if known. Mentions of one name in one document get one reading, unless the
    document tells two namesakes apart by their affixes.
    """
    gazetteer = load_gazetteer()
    mentions = [_mention(gazetteer, record) for record in found]
    _settle_adjectives(gazetteer, mentions)
    groups: dict[str, list[_Mention]] = {}
    for mention in mentions:
        groups.setdefault(mention.key, []).append(mention)
    document = _Document(gazetteer, text, source_city, groups)
    return [document.read(mention) for mention in mentions]


def base_form(text: str, gazetteer: Gazetteer | None = None) -> str:
    """Return the base form of a city's name: no genitive, no adjective, no capitals throughout.

    An affix that is cut where the official name is not is written out (Frankfurt/M. ->
    Frankfurt am Main); unknown names come back as they are.
    """
    gazetteer = gazetteer or load_gazetteer()
    name = " ".join(text.split())
    if any(word.isupper() and len(word) > 2 for word in _WORD.findall(name)):
        plain = re.sub(r"[^\W\d_]{3,}", lambda m: m[0].capitalize(), name)
        spelled = next(
            (n for n in (plain, plain.replace("ss", "ß", 1)) if gazetteer.city_of(n)), plain
        )
        name = spelled if gazetteer.city_of(spelled) or " " not in name else name
        name = name if gazetteer.city_of(name) else plain
    if name in gazetteer.names:
        return _written_out(name)
    rows = gazetteer.rows_of_affixed(name)
    if rows:
        official = gazetteer.city(rows[0]).name
        cut = bool(_CUT.search(name))
        if (cut or ("/" in name and "/" not in official)) and not _CUT.search(official):
            return official
        return _written_out(name)
    title, _, rest = name.partition(" ")
    if title == "Lutherstadt" and rest:
        return f"{title} {base_form(rest, gazetteer)}"
    return (
        gazetteer.city_of(name)
        or gazetteer.adjective(name, strict=False)
        or _genitive_of_affixed(gazetteer, name)
        or name
    )


_PREPOSITION = re.compile(r" ([abi]\.)( ?d\.)? ?(?=[A-ZÄÖÜ])")


def _written_out(name: str) -> str:
    """Write out the cut words of an affix: Prien a.Chiemsee -> Prien am Chiemsee."""
    match = _PREPOSITION.search(name)
    if not match:
        return name
    words: dict[str, str] = load_toml("places")["affix_words"]
    key = f"{match[1]} d." if match[2] else match[1]
    tail = name[match.end() :]
    preposition = words[key]
    if preposition == "im" and tail == "Bay.":
        preposition = "in"
    return f"{name[: match.start()]} {preposition} {words.get(tail, tail)}"


def _genitive_of_affixed(gazetteer: Gazetteer, name: str) -> str | None:
    """Mülheims an der Ruhr -> Mülheim an der Ruhr."""
    head, blank, tail = name.partition(" ")
    if blank and head.endswith("s") and gazetteer.rows_of_affixed(f"{head[:-1]} {tail}"):
        return f"{head[:-1]} {tail}"
    return None


def _mention(gazetteer: Gazetteer, record: Found) -> _Mention:
    bases = gazetteer.adjective_bases(record.text) if record.source in _BENT else []
    if bases:
        # Hammer is a village, too, but was found as the adjective of Hamm.
        return _Mention(record, *_named(bases[0], gazetteer))
    return _Mention(record, *_named(record.text, gazetteer))


def _settle_adjectives(gazetteer: Gazetteer, mentions: list[_Mention]) -> None:
    """Give an adjective of several cities (Höchstädter) to the one that the document names."""
    named = {m.key for m in mentions if m.found.source not in _BENT}
    for index, mention in enumerate(mentions):
        if mention.found.source in _BENT and mention.key not in named:
            bases = gazetteer.adjective_bases(mention.found.text)
            base = next((base for base in bases if base in named), None)
            if base is not None:
                mentions[index] = _Mention(mention.found, *_named(base, gazetteer))


@lru_cache(maxsize=16_384)
def _named(text: str, gazetteer: Gazetteer) -> tuple[str, str, tuple[City, ...], bool]:
    """Return what the words of a mention alone say: base, key, rows and whether it is affixed."""
    base = base_form(text, gazetteer)
    bare = base.removeprefix("Lutherstadt ")
    rows = gazetteer.lookup(bare)
    short = short_name(bare)
    affixed = short != bare and bool(rows) and short in gazetteer.affixes
    return base, short if affixed else bare, rows, affixed


# The city or None, all that bear the name, the rule that decided, and the word that it found.
_Decision = tuple[City | None, tuple[City, ...], str, str | None]


class _Document:
    """The evidence of one document; decisions are made once per name."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        text: str,
        source_city: str | None,
        groups: dict[str, list[_Mention]],
    ) -> None:
        self.gazetteer = gazetteer
        self.text = text
        self.groups = groups
        self.source = gazetteer.lookup(base_form(source_city, gazetteer)) if source_city else ()
        self.decided: dict[str, CityReading] = {}
        self.fixed = [
            mentions[0].rows[0]
            for mentions in groups.values()
            if len(mentions[0].rows) == 1 and mentions[0].rows[0].country == "DE"
        ]
        if len(self.source) == 1:
            self.fixed.append(self.source[0])

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the document; only ambiguous names need them."""
        return frozenset(_WORD.findall(self.text))

    def read(self, mention: _Mention) -> CityReading:
        """Return the reading of a mention; those of one name without an affix share it."""
        if mention.affixed:
            return self._reading(mention, self._choose(mention.rows, [mention], "affix"))
        reading = self.decided.get(mention.key)
        if reading is None:
            decision = self._decide(self.groups[mention.key])
            reading = self.decided[mention.key] = self._reading(mention, decision)
        return reading

    def _reading(self, mention: _Mention, decision: _Decision) -> CityReading:
        city, among, evidence, detail = decision
        norm = self._norm(mention, self.groups[mention.key], city)
        candidates = () if city else tuple(row.city_id for row in among)
        return CityReading(norm, city, candidates, evidence, detail)

    def _norm(self, mention: _Mention, group: list[_Mention], city: City | None) -> str:
        """Return the longest form of the name in the document that means the same city."""
        if mention.affixed:
            forms = [m.base for m in group if m.affixed and {*m.rows} & {*mention.rows}]
        else:
            forms = [m.base for m in group if not m.affixed or city in m.rows or city is None]
        return max(forms or [mention.base], key=lambda form: (len(form), form))

    def _decide(self, group: list[_Mention]) -> _Decision:
        affixed = [mention for mention in group if mention.affixed]
        if affixed:
            cities = {mention.rows[0].city_id: mention for mention in affixed}
            # Two namesakes in one text: the one named with its affix more often.
            best = max(
                cities.values(),
                key=lambda m: (sum(o.rows == m.rows for o in affixed), -m.found.start),
            )
            return self._choose(best.rows, [best], "affix")
        return self._choose(group[0].rows, group, "unique")

    def _choose(self, rows: tuple[City, ...], group: list[_Mention], alone: str) -> _Decision:
        if not rows:
            return None, (), "unlisted", None
        if country := self._country(group):
            there = tuple(row for row in rows if row.country == country)
            if there:
                return there[0], there, "country", country
            if country != "DE":
                return None, (), "unlisted", None
        rows = _at_home(rows)
        if len(rows) == 1:
            return rows[0], rows, alone, group[0].found.text if alone == "affix" else None
        source = [row for row in rows if row in self.source]
        if len(source) == 1:
            return source[0], rows, "source", source[0].name
        if (hit := self._by_context(rows)) is not None:
            return hit[0], rows, "context", hit[1]
        if (hit := self._nearest(rows)) is not None:
            return hit[0], rows, "near", hit[1]
        first, second = sorted((row.population or 0 for row in rows), reverse=True)[:2]
        if first >= LARGER * max(second, 1):
            return max(rows, key=lambda row: row.population or 0), rows, "population", None
        return None, rows, "ambiguous", None

    def _country(self, group: Iterable[_Mention]) -> str | None:
        codes = _country_codes()
        for mention in group:
            if match := _BEHIND.match(self.text, mention.found.end):
                word = (match[1] or match[2]).split(",")[0].strip()
                if word in codes:
                    return codes[word]
        return None

    def _by_context(self, rows: tuple[City, ...]) -> tuple[City, str] | None:
        """Return the one namesake whose affix, county or state the text names, and that word."""
        told = [_telling_words(row) for row in rows]
        for kind in range(len(told[0])):
            hits = [
                (row, min(named))
                for row, words in zip(rows, told, strict=True)
                if (named := words[kind] & self.words)
            ]
            if len(hits) == 1:
                return hits[0]
        return None

    def _nearest(self, rows: tuple[City, ...]) -> tuple[City, str] | None:
        """Return the namesake nearest to the document's unambiguous cities, if clearly so."""
        if not self.fixed or any(row.latitude is None for row in rows):
            return None
        ranked = sorted(
            (*min((_km(row, other), other.name) for other in self.fixed), row.city_id, row)
            for row in rows
        )
        nearest, next_best = ranked[0][0], ranked[1][0]
        if nearest <= NEAR_KM and next_best >= FARTHER * max(nearest, 10.0):
            return ranked[0][3], ranked[0][1]
        return None


def _at_home(rows: tuple[City, ...]) -> tuple[City, ...]:
    """German places only, if any, unless a city abroad dwarfs them (Rom, Wien)."""
    home = tuple(row for row in rows if row.country == "DE")
    away = tuple(row for row in rows if row.country != "DE")
    if not home or not away:
        return home or away
    largest = max(away, key=lambda row: row.population or 0)
    people = max(row.population or 0 for row in home)
    if (largest.population or 0) >= max(100_000, ABROAD * people):
        return (largest,)
    return home


@lru_cache(maxsize=16_384)
def _telling_words(row: City) -> tuple[frozenset[str], ...]:
    """Return the words that tell a city from its namesakes: of affix, county and state."""
    return _affix_words(row), _county_words(row), _state_words(row)


def _affix_words(row: City) -> frozenset[str]:
    words = content_words(affix_of(row.name))
    return frozenset(
        word.capitalize() for word in words if not word.endswith(".") and len(word) > 2
    )


def _county_words(row: City) -> frozenset[str]:
    name = county_own_name(row.county or "")
    own = short_name(row.name)
    # A county called like the town (Kreis Fürth) or its affix would prove nothing.
    return frozenset({name} - {own, ""})


def _state_words(row: City) -> frozenset[str]:
    if not row.state:
        return frozenset()
    adjectives = {
        "Hessen": "hessisch",
        "Bayern": "bayerisch",
        "Sachsen": "sächsisch",
        "Thüringen": "thüringisch",
        "Niedersachsen": "niedersächsisch",
        "Brandenburg": "brandenburgisch",
    }
    stem = adjectives.get(row.state)
    endings = ("e", "en", "er", "es", "em")
    bent = {stem + ending for ending in endings} if stem else set()
    return frozenset({row.state, *bent, *(word.capitalize() for word in bent)})


def _km(one: City, other: City) -> float:
    """Distance in kilometres on a plane; exact enough to rank namesakes."""
    if one.latitude is None or one.longitude is None:
        return math.inf
    if other.latitude is None or other.longitude is None:
        return math.inf
    x = (one.longitude - other.longitude) * math.cos(math.radians(one.latitude))
    return 111.2 * math.hypot(one.latitude - other.latitude, x)


@cache
def _country_codes() -> dict[str, str]:
    table: dict[str, str] = load_toml("places")["country_codes"]
    return {word: code for code, words in table.items() for word in words.split()}
