"""The shape of a line: its words, whether it reads like sentences, its dates and separators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from presselese.clean.cues import Cues, Hit, default_cues, words_of
from presselese.lexicon import load_toml
from presselese.normalise.stamps import Stamp, find_stamps

_BULLET = re.compile(r"(?:(?:[-–—•*·»›▪►▶→+>■□●○◦✓]|o)\s+)+")
_END = re.compile(r"[.!?…:]['\"”“’«»)\]]*\s*$")
#: Lower-case words with the endings of finite verbs: sagt, stellte, wollten.
_VERBISH = re.compile(r"\b[a-zäöüß]{2,}(?:t|te|ten)\b")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d[./\-\s]\s?\d|\b(?:19|20)\d\d\b|\d\.\s?\w+\s\d{2,4}")
_INNER_END = re.compile(r"[a-zäöüß)\d\"“”«»][.!?][\"“”«»]? [„\"»A-ZÄÖÜ]")
_ENDS_IN_ABBREVIATION = re.compile(r"\b(?:usw|etc|Nr|Str|Tel|bzw|Dr|ca|St)\.\s*$")
#: Dates are looked for in short lines only: stamps are short, and the search is the dear part.
STAMP_LINE = 220
#: Longest line, in words, that a cue may decide.
LONGEST = 72
#: How much of a line is looked at, in characters: more than LONGEST words.
_LOOK = 640


@dataclass(frozen=True, slots=True)
class _Lexicon:
    function: frozenset[str]
    finite: frozenset[str]
    no_verb: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    words = load_toml("boilerplate")["words"]
    function, finite = frozenset(words["function"]), frozenset(words["finite"])
    return _Lexicon(function, finite, frozenset(words["not_finite"]) | function | finite)


@dataclass(slots=True)
class Shape:
    """What can be seen of one line without its neighbours.

    `prose` is 2 for long sentences, 1 for a short sentence, 0 for anything else; `core` is the
    text without white space and bullet. `n` counts the words, `digits` says whether the core has
    any, `ends` whether it ends like a sentence.
    """

    text: str
    core: str
    bullet: bool
    words: list[str]
    hits: list[Hit]
    function: int
    verbs: int
    prose: int
    stamps: list[Stamp]
    n: int
    digits: bool
    ends: bool

    def notes(self, id_: str) -> bool:
        """Whether a phrase of the cue `id_` stands in the line."""
        return any(hit.cue.id == id_ for hit in self.hits)


def shape_of(text: str, cues: Cues | None = None) -> Shape:
    """Look at one line (without its newline)."""
    cues = cues or default_cues()
    lexicon = _lexicon()
    stripped = text.strip()
    bullet = _BULLET.match(stripped)
    core = stripped[bullet.end() :] if bullet and bullet.end() < len(stripped) else stripped
    head = core if len(core) <= _LOOK else core[:_LOOK]
    words = words_of(head)
    # No cue may decide a longer line, and most of the text stands in long lines.
    hits = cues.hits(words) if len(words) <= LONGEST else []
    function = sum(map(lexicon.function.__contains__, words))
    verbs = sum(map(lexicon.finite.__contains__, words))
    for word in _VERBISH.findall(head):
        if word not in lexicon.no_verb and not word.startswith("ge"):
            verbs += 1
    n = len(words)
    ends = _END.search(core[-8:]) is not None
    digits = _DIGIT.search(core) is not None
    prose = _prose(core, head, n, function, verbs, ends=ends)
    stamps: list[Stamp] = []
    if digits and len(core) <= STAMP_LINE and _YEAR.search(core):
        stamps = find_stamps(core)
    bulleted = core is not stripped
    return Shape(text, core, bulleted, words, hits, function, verbs, prose, stamps, n, digits, ends)


def _prose(core: str, head: str, n: int, function: int, verbs: int, *, ends: bool) -> int:
    """Grade how far a line reads like sentences.

    Function words make up two fifths of German running text and hardly any of menus, contact
    blocks or lists; a finite verb and a closing mark tell a sentence from a heading.
    """
    if n < 3 or not (function or verbs):
        return 0
    ends = ends and not _ENDS_IN_ABBREVIATION.search(core[-8:])
    share = (function + verbs) / n
    if n >= 18 and share >= 0.15 and (verbs or ends) and (ends or n >= 25):
        return 2
    if n >= 12 and (ends or n >= 18) and share >= 0.2 and verbs and _INNER_END.search(head):
        return 2
    if n >= 12 and ends and verbs and share >= 0.2 and core[-1] != ":":
        return 2 if len(core) >= 110 else 1
    if n >= 4 and ends and verbs and share >= 0.25 and core[-1] != ":":
        return 1
    return 0
