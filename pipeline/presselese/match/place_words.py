"""The words that tell, around a name, whether a city is meant: `lexicon/places.toml` as sets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from presselese.lexicon import load_toml
from presselese.normalise.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True, eq=False)
class PlaceWords:
    """The tables of the lexicon that the finder of cities asks; see there what each holds."""

    words: frozenset[str]
    surnames: frozenset[str]
    never: frozenset[str]
    weak_adjectives: frozenset[str]
    articles: frozenset[str]
    locative: frozenset[str]
    half_locative: frozenset[str]
    prepositions: frozenset[str]
    heads: frozenset[str]
    not_city_heads: frozenset[str]
    person_cues: frozenset[str]
    family_cues: frozenset[str]
    civic: frozenset[str]
    given_names: frozenset[str]
    streets: frozenset[str]
    landscapes: frozenset[str]
    countries: frozenset[str]
    regions: frozenset[str]
    areas: frozenset[str]
    rivers: frozenset[str]
    sides: frozenset[str]
    city_states: frozenset[str]
    pair_heads: frozenset[str]
    municipal_heads: frozenset[str]
    offices_of: frozenset[str]
    state_pairs: tuple[str, ...]
    street_ends: tuple[str, ...]
    treaty_ends: tuple[str, ...]
    head_ends: tuple[str, ...]

    @lru_cache(maxsize=16_384)  # noqa: B019 -- the tables live as long as the process
    def is_weak(self, name: str, gazetteer: Gazetteer) -> bool:
        """Whether a name alone does not show that a city is meant (Essen, Berg, Baden)."""
        if len(name) < 3 or name in self.words or name in self.surnames:
            return True
        if name in self.never or not gazetteer.is_known(name):
            return True
        first, _, rest = name.partition(" ")
        return first in ("St.", "Sankt") and rest in self.given_names

    @lru_cache(maxsize=16_384)  # noqa: B019
    def is_head(self, word: str) -> bool:
        """Whether a city's name may follow the noun directly: Stadtwerke, Universitätsklinikum."""
        return word in self.heads or (word[:1].isupper() and word.endswith(self.head_ends))

    def is_article(self, word: str) -> bool:
        """Whether the word is an article or stands in its place; `""` is none."""
        return word in self.articles or (word[:1].isupper() and word.lower() in self.articles)


@cache
def load_place_words() -> PlaceWords:
    """Load the tables once per process."""
    lexicon = load_toml("places")
    tables: dict[str, frozenset[str] | tuple[str, ...]] = {}
    for field in PlaceWords.__dataclass_fields__:
        table = lexicon.get(field, "")
        if field in ("street_ends", "head_ends", "treaty_ends"):
            tables[field] = tuple(table)
        elif field == "state_pairs":
            tables[field] = tuple(table.split())
        else:
            tables[field] = frozenset(table.split())
    given, countries = lexicon["given_names"].split(), lexicon["country_codes"].values()
    tables["prepositions"] = frozenset(
        [*lexicon["locative"].split(), *lexicon["half_locative"].split()]
    )
    tables["person_cues"] = frozenset([*lexicon["person_cues"].split(), *given])
    abroad = [word for names in countries for word in names.split()]
    tables["countries"] = frozenset(
        [*lexicon["countries"].split(), *lexicon["regions"].split(), *abroad]
    )
    return PlaceWords(**tables)  # type: ignore[arg-type]
