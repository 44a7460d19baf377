"""Lines that repeat across the pages of a site: counted over a batch, kept in a TOML file, used.

Only a second look over many pages shows them. A site is a folder of the input. What is learned
decides like a rule of its own: a line that no other rule decides is dropped. Lines of sentences
are listed, but stay the other rules' business, since releases repeat their self-description, too.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from presselese.clean.repair import STEPS, Trail
from presselese.errors import ConfigError, OutputError

#: A line is furniture of a site if it stands on so many pages and on such a share of them.
LEAST_PAGES = 3
LEAST_SHARE = 0.2
#: Longer lines are texts, whatever repeats them.
LONGEST = 400
_HEAD = """\
# Lines that repeat across the pages of a site, learned by `presselese learn-boilerplate`.
# A site is a folder of the input; the number is the count of its pages that hold the line.
# Lines may be taken out or added by hand; the counts are for the reader.
"""


@dataclass(frozen=True, slots=True)
class Site:
    """The furniture of one site: its lines with the number of pages that hold each."""

    folder: str
    pages: int
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The furniture of the sites of a batch."""

    sites: tuple[Site, ...] = ()

    def lines_on(self, lines: Iterable[str]) -> frozenset[str]:
        """Return the furniture of the site that a page with these lines comes from.

        That is the site with the most lines in common with the page; of equals the first.
        """
        here = set(lines)
        best: Site | None = None
        most = 0
        for site in self.sites:
            common = sum(line in here for line in site.lines)
            if common > most:
                best, most = site, common
        return frozenset(best.lines) if best is not None else frozenset()


@dataclass(slots=True)
class Learner:
    """Counts lines page by page; feed it with `add`, then take `learned`."""

    _pages: Counter[str] = field(default_factory=Counter)
    _counts: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, doc_id: str, text: str) -> None:
        """Count the lines of one page; its site is the folder part of its id."""
        folder = doc_id.rpartition("/")[0]
        self._pages[folder] += 1
        self._counts.setdefault(folder, Counter()).update(set(mended_lines(text)))

    def learned(self) -> Boilerplate:
        """Return the lines that repeat often enough, site by site, the most frequent first."""
        sites = []
        for folder in sorted(self._pages):
            pages = self._pages[folder]
            least = max(LEAST_PAGES, LEAST_SHARE * pages)
            often = [(line, n) for line, n in self._counts[folder].items() if n >= least]
            often.sort(key=lambda item: (-item[1], item[0]))
            if often:
                sites.append(Site(folder, pages, dict(often)))
        return Boilerplate(tuple(sites))


def mended_lines(text: str) -> Iterator[str]:
    """Yield the lines of a raw text as the cleaner sees them, but for empty and long ones."""
    trail = Trail()
    for _, step in STEPS:
        text = trail.take(text, step(text))
    for line in text.splitlines():
        line = line.strip()  # noqa: PLW2901 -- the same line
        if line and len(line) <= LONGEST:
            yield line


def write_boilerplate(boilerplate: Boilerplate, path: Path) -> None:
    """Write the file that `read_boilerplate` reads; raises OutputError if that cannot be done."""
    parts = [_HEAD]
    for site in boilerplate.sites:
        parts.append(f"\n[[site]]\nfolder = {_quoted(site.folder)}\npages = {site.pages}\n")
        parts.append("[site.lines]\n")
        parts += [f"{_quoted(line)} = {count}\n" for line, count in site.lines.items()]
    try:
        path.write_text("".join(parts), encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error


def _quoted(text: str) -> str:
    """Return a TOML string: JSON's escapes are TOML's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_boilerplate(path: Path) -> Boilerplate:
    """Read a file of learned lines; raises ConfigError for one that is missing or malformed."""
    try:
        table = tomllib.loads(_bytes(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML in UTF-8: {error}") from error
    sites = table.get("site", [])
    if not isinstance(sites, list) or not all(_is_site(site) for site in sites):
        raise ConfigError(
            f"{path}: no file of learned lines; write one with presselese learn-boilerplate"
        )
    return Boilerplate(
        tuple(Site(site["folder"], site.get("pages", 0), site["lines"]) for site in sites)
    )


def hash_boilerplate(path: Path) -> str:
    """Return the SHA-256 of a file of learned lines: it decides a result, its place does not."""
    return hashlib.sha256(_bytes(path)).hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error


def _is_site(site: object) -> bool:
    return (
        isinstance(site, dict)
        and isinstance(site.get("folder"), str)
        and isinstance(site.get("lines"), dict)
    )
