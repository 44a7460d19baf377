"""The loaded gazetteer: municipalities by name, short name, affix, genitive and adjective.

Names are looked up, never searched: every question is a few dictionary accesses. A *short name*
is an official name without the affix that tells it from its namesakes (Frankfurt am Main ->
Frankfurt, Halle (Saale) -> Halle). Nothing here reads a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from presselese.lexicon import load_csv, load_toml
from presselese.records import City

Kind = Literal["name", "genitive", "adjective"]

# The affix of an official name: river, mountains or region behind a slash, in brackets or behind
# a preposition. The look-ahead keeps names that begin with a preposition (Am Mellensee) whole.
_SPLIT = re.compile(
    r"(?P<short>[^\s/(]{1,60}(?: (?![a-z])[^\s/(]{1,60}){0,6})"
    r"(?: ?/ ?(?P<slash>[^/]{1,80})| \((?P<brackets>.{1,80}?)\)| (?P<run>[a-z].{1,80}))"
)
_COUNTY_KIND = re.compile(r"\A(?:Landkreis|Kreis|Region|Städteregion|Regionalverband) ")
_AFFIX_WORD = re.compile(r"[^\W\d_]+\.?", re.UNICODE)
_MOST = 20_000  # words and names that are remembered


@dataclass(frozen=True, slots=True)
class Form:
    """A reading of a word form: the name it stands for and how it was bent."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Affix:
    """The affix of an official name: its content words in small letters, and the row."""

    words: tuple[str, ...]
    row: int
    slash: bool


def content_words(affix: str) -> tuple[str, ...]:
    """Return what names the place in an affix: no prepositions, articles, brackets.

    Prepositions may be cut (a. d., i., v. d.); a content word begins with a capital.
    """
    words = (word for word in _AFFIX_WORD.findall(affix))
    return tuple(word.casefold() for word in words if word[0].isupper())


def short_name(name: str) -> str:
    """Return a name without its affix: Frankfurt am Main -> Frankfurt."""
    match = _SPLIT.fullmatch(name)
    return match["short"] if match else name


def affix_of(name: str) -> str:
    """Return the affix of a name, `""` where it has none: Halle (Saale) -> Saale."""
    match = _SPLIT.fullmatch(name)
    return (match["slash"] or match["brackets"] or match["run"]) if match else ""


def county_own_name(county: str) -> str:
    """Return a county's name without its kind: Landkreis Fulda -> Fulda."""
    return _COUNTY_KIND.sub("", county)


def same_word(one: str, other: str) -> bool:
    """Whether two content words agree, where either may be cut: `m.` main, `rbge.` rübenberge.

    A word with a full stop stands for any word with the same first letter that holds its letters
    in that order.
    """
    if one == other:
        return True
    if not one.endswith("."):
        one, other = other, one
    if not one.endswith(".") or one[0] != other[0]:
        return False
    letters = iter(other)
    return all(letter in letters for letter in one[:-1])


def same_affix(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two affixes name the same river, mountains or region."""
    return len(one) == len(other) and all(map(same_word, one, other))


class Gazetteer:
    """Municipalities of Germany and cities abroad, as `lexicon/*.csv` list them.

    Rows are kept as strings and become `City` records only when they are asked for.
    """

    def __init__(
        self,
        municipalities: list[dict[str, str]],
        foreign: list[dict[str, str]],
        words: dict[str, object],
    ) -> None:
        self._rows = [*municipalities, *foreign]
        self._german = len(municipalities)
        self.names: dict[str, list[int]] = {}
        self.affixes: dict[str, list[Affix]] = {}
        self._cities: dict[int, City] = {}
        self._forms: dict[str, tuple[Form, ...]] = {}
        self._populations: dict[str, int] = {}
        self._at_home: dict[str, bool] = {}
        self._irregular: dict[str, str] = dict(words["adjectives"])  # type: ignore[call-overload]
        self._no_adjectives = frozenset(words["not_adjectives"].split())  # type: ignore[attr-defined]
        self._no_genitives = frozenset(words["not_genitives"].split())  # type: ignore[attr-defined]
        exonyms: dict[str, dict[str, str]] = words["exonyms"]  # type: ignore[assignment]
        self._exonyms = frozenset(name for names in exonyms.values() for name in names)
        self._titles: tuple[str, ...] = tuple(words["name_titles"])  # type: ignore[arg-type]
        for row, record in enumerate(municipalities):
            self._add_german(row, record["name"])
        for row, record in enumerate(foreign, self._german):
            self.names.setdefault(record["name"], []).append(row)
            if record["aliases"]:
                for alias in record["aliases"].split(";"):
                    self.names.setdefault(alias, []).append(row)
        for both in words["bilingual"].splitlines():  # type: ignore[attr-defined]
            for row in self.names.get(both.split("/")[0], ()):
                if row < self._german and municipalities[row]["ags"][:2] in ("12", "14"):
                    self._name_also(both, row)
        self.counties = self._county_parts(municipalities)
        for alias, name in words["short_names"].items():  # type: ignore[attr-defined]
            self.names.setdefault(alias, []).extend(self.names.get(name, ()))

    def _add_german(self, row: int, name: str) -> None:
        self.names.setdefault(name, []).append(row)
        short = name
        if "/" in name or " " in name:
            if match := _SPLIT.fullmatch(name):
                short = match["short"]
                self._name_also(short, row)
                affix = match["slash"] or match["brackets"] or match["run"]
                words = content_words(affix)
                if words:
                    self.affixes.setdefault(short, []).append(
                        Affix(words, row, bool(match["slash"]))
                    )
            first, _, rest = short.partition(" ")
            if rest and first in self._titles:
                self._name_also(rest, row)
            if first in ("St.", "Sankt"):
                self._name_also(("Sankt " if first == "St." else "St. ") + rest, row)

    @staticmethod
    def _county_parts(municipalities: list[dict[str, str]]) -> dict[str, frozenset[str]]:
        """For each county's name the parts of it that name a city of the county or a free city.

        Schleswig-Flensburg -> both; Kreis Steinburg -> none (the town lies elsewhere).
        """
        inside: dict[str, set[str]] = {}
        free: set[str] = set()
        for record in municipalities:
            short = short_name(record["name"])
            if record["county"]:
                inside.setdefault(record["county"], set()).add(short)
            else:
                free.add(short)
        out: dict[str, set[str]] = {}
        for county, names in inside.items():
            name = short_name(county_own_name(county))
            parts = {part for part in (name, *name.split("-")) if part in names or part in free}
            out.setdefault(name, set()).update(parts)
        return {name: frozenset(parts) for name, parts in out.items()}

    def _name_also(self, name: str, row: int) -> None:
        rows = self.names.setdefault(name, [])
        if row not in rows:
            rows.append(row)

    # -- rows -------------------------------------------------------------------------------

    def city(self, row: int) -> City:
        """Return the record of a row."""
        if row not in self._cities:
            record = self._rows[row]
            german = row < self._german
            self._cities[row] = City(
                city_id=f"ags:{record['ags']}" if german else f"geonames:{record['geonames_id']}",
                name=record["name"],
                designation=record["designation"] or None if german else None,
                country="DE" if german else record["country"],
                state=record["state"] or None if german else None,
                county=record["county"] or None if german else None,
                latitude=float(record["latitude"]) if record["latitude"] else None,
                longitude=float(record["longitude"]) if record["longitude"] else None,
                population=int(record["population"]) if record["population"] else None,
                geonames_id=int(record["geonames_id"]) if record["geonames_id"] else None,
            )
        return self._cities[row]

    def population(self, name: str) -> int:
        """Inhabitants of the most populous place of that name; 0 where none is known."""
        known = self._populations.get(name)
        if known is None:
            if len(self._populations) > _MOST:
                self._populations.clear()
            rows = self.names.get(name, ())
            known = max((int(self._rows[row]["population"] or 0) for row in rows), default=0)
            self._populations[name] = known
        return known

    def is_german(self, name: str) -> bool:
        """Whether a German municipality bears the name."""
        german = self._at_home.get(name)
        if german is None:
            if len(self._at_home) > _MOST:
                self._at_home.clear()
            german = any(row < self._german for row in self.names.get(name, ()))
            self._at_home[name] = german
        return german

    def is_known(self, name: str) -> bool:
        """Whether a German reader takes the name for a city: any German one, large ones abroad.

        Abroad these are the cities with a German name and those of 100,000 and more.
        """
        if name not in self.names:
            return False
        return name in self._exonyms or self.is_german(name) or self.population(name) >= 100_000

    def lookup(self, name: str) -> tuple[City, ...]:
        """Return all places of a name: German ones first, the more populous first.

        The name may be official, short, an alias abroad, or short with any spelling of its affix
        (Frankfurt/M.). Inflected forms are not read here; see `city_of`.
        """
        rows = self.names.get(name) or self.rows_of_affixed(name)
        cities = {row: self.city(row) for row in rows}
        return tuple(
            cities[row]
            for row in sorted(
                cities,
                key=lambda r: (r >= self._german, -(cities[r].population or 0), cities[r].city_id),
            )
        )

    def rows_of_affixed(self, name: str) -> list[int]:
        """Rows of a short name written with its affix in any spelling: Mülheim a. d. Ruhr."""
        match = _SPLIT.fullmatch(name)
        if not match or match["short"] not in self.affixes:
            return []
        words = content_words(match["slash"] or match["brackets"] or match["run"])
        return [a.row for a in self.affixes[match["short"]] if words and same_affix(words, a.words)]

    # -- forms ------------------------------------------------------------------------------

    def city_of(self, name: str) -> str | None:
        """Return the base form of a city's name: Fuldaer -> Fulda, Krefelds -> Krefeld.

        The base form is a name that `lookup` knows; None where the word is no form of any.
        """
        forms = self.forms(name)
        if forms:
            return forms[0].name
        return name if self.rows_of_affixed(name) else None

    def forms(self, word: str) -> tuple[Form, ...]:
        """Return the readings of a form, the likeliest first: name, genitive, adjective.

        Of several names behind one adjective (Weiler: Weil, Weiler) the most populous leads.
        """
        known = self._forms.get(word)
        if known is None:
            known = self._forms[word] = tuple(self._read(word))
            if len(self._forms) > _MOST:  # a run over many texts must not grow without bound
                self._forms.clear()
        return known

    def _read(self, word: str) -> Iterator[Form]:
        if word in self.names:
            yield Form(word, "name")
        for ending in ("s", "’", "'"):
            stem = word.removesuffix(ending)
            if stem == word or stem not in self.names or word in self._no_genitives:
                continue
            if ending == "s" or stem[-1] in "sxzß":
                yield Form(stem, "genitive")
        if name := self.adjective(word):
            yield Form(name, "adjective")

    def adjective(self, word: str, *, strict: bool = True) -> str | None:
        """Read an adjective or inhabitant's name (Duisburger, Hallesche) as the city's name.

        Words that commonly mean something else (Hammer, Schwerter) are read only if not `strict`.
        """
        if strict and word in self._no_adjectives:
            return None
        return next(iter(self.adjective_bases(word)), None)

    def adjective_bases(self, word: str) -> list[str]:
        """Return all cities that an adjective may belong to, the largest German one first.

        Höchstädter: Höchstadt, Höchstädt.
        """
        if word in self._irregular:
            return [self._irregular[word]]
        match = _SCHE.fullmatch(word)
        if match and match[1] in self._irregular:
            return [self._irregular[match[1]]]
        first, blank, last = word.rpartition(" ")
        if not last.endswith("er") or len(last) < 5:
            return []
        stems = [first + blank + stem for stem in _stems(last)]
        known = [stem for stem in stems if self.is_known(stem)]
        if not known and not blank:
            known = [f"Bad {stem}" for stem in _stems(last) if self.is_known(f"Bad {stem}")]
        return sorted(known, key=self._rank, reverse=True)

    def _rank(self, name: str) -> tuple[bool, int, bool, str]:
        # Belgrad before Belgrade, which stands in the list as well
        return self.is_german(name), self.population(name), name in self._exonyms, name

    @cached_property
    def pieces(self) -> dict[str, list[str]]:
        """Names of several words by their first two: `Bad Homburg` -> [Bad Homburg v.d. Höhe, …].

        Pieces are runs of letters; what stands between them belongs to the key. The longest name
        comes first.
        """
        out: dict[str, list[str]] = {}
        for name in self.names:
            if match := _TWO_PIECES.match(name):
                out.setdefault(match[0], []).append(name)
        for names in out.values():
            names.sort(key=lambda name: (-len(name), name))
        return out


_SCHE = re.compile(r"(.{1,60}sch)e[nrms]?")
_TWO_PIECES = re.compile(r"[^\W\d_]{1,60}[^\w]{1,2}[^\W\d_]{1,60}")


def _stems(word: str) -> Iterator[str]:
    """Names from which an adjective in -er may come, by German derivation.

    Duisburg-er, Karlsruh(e)-er, Brem(en)-er, Dresd(e)n-er, Bas(e)l-er, Ingolst(ä)dt-er,
    Barsingh(ä)us(en)-er.
    """
    stem = word[:-2]
    plain = stem
    for bent, base in (("städt", "stadt"), ("häus", "haus"), ("wäld", "wald"), ("gräb", "grab")):
        if stem.endswith(bent):
            plain = stem[: -len(bent)] + base
    for root in dict.fromkeys((plain, stem)):
        yield root
        yield root + "e"
        yield root + "en"
        if root.endswith("n"):
            yield root[:-1] + "en"
        if root.endswith("l"):
            yield root[:-1] + "el"
        if root.endswith("r"):
            yield root[:-1] + "er"
        if root.endswith("an") and len(root) > 5:
            yield root[:-2]  # Münsteraner, Hannoveraner
        if root.endswith("i") and len(root) > 5:
            yield root + "en"


@cache
def load_gazetteer() -> Gazetteer:
    """Load the gazetteer once per process; LexiconError where a list is missing or malformed."""
    return Gazetteer(load_csv("municipalities"), load_csv("foreign_cities"), load_toml("places"))
