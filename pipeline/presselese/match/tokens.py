"""Tokenizer rules that let every name and date of a German press release sit on token borders.

spaCy's German tokenizer keeps "DEFUS-Mitglieder", "3.Mai" and "07.02.2019Gemeinsam" in one piece,
and a span inside a token has no place in a Doc. `customise` replaces the three affix patterns of
a German tokenizer and drops those of its exceptions that join words or are emoticons ("CDU/CSU",
"(8"); words ("z.B.", "Dr.") and the URL pattern stay. The rules are plain regular expressions and
word lists, so they are saved with the model.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

_LOWER = "a-zäöüßàáâãåæçèéêëìíîïñòóôõøùúûýćčęěğıłńňőœřśşšţůűźżž"
_UPPER = "A-ZÄÖÜÀÁÂÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕØÙÚÛÝĆČĘĚĞİŁŃŇŐŒŘŚŞŠŢŮŰŹŻŽ"
_LETTER = _LOWER + _UPPER
_DASHES = r"\-‐‑‒–—―−"
# Characters that are never part of a word: they part it wherever they stand.
_QUOTES = '"„“”‟»«›‹`´'
_BRACKETS = r"()\[\]{}<>"
_BREAKS = rf"/\\|…•·►▪■●→{_QUOTES}{_BRACKETS}{_DASHES}"
# A long row of mixed signs ("(-(-(-…", a ruler) is one token: stripped sign by sign, each step
# copying the rest, it would take time with the square of its length.
_SIGNS = rf"[{_BREAKS}‚‘’'§%=*#@&~,;:!?$£€©®†.+]"
_ROW = rf"{_SIGNS}{{20,}}"
# "Bürgermeister:innen", "Kolleg:in", "Ärzt:innen-": the colon joins one word.
_GENDER_ENDING = rf"(?:innen|in|r|n|e|en)(?![{_LETTER}])"

INFIXES = (
    rf"\.{{2,}}|([{_BREAKS}])\1{{0,99}}",
    # Single quotes part only where they are no apostrophe (d'Arc, Müller's).
    rf"[‚‘’'](?![{_LETTER}])|(?<![{_LETTER}])[‚‘’']",
    rf"(?<=[{_LETTER}0-9])[,;!?](?=[{_LETTER}„\"»])|(?<=[{_LETTER}])[,;!?](?=[0-9])",
    rf"(?<=[{_LETTER}0-9.)])[:=](?=[{_LETTER}])(?!{_GENDER_ENDING})",
    rf"(?<=[{_LETTER}.])[:=](?=[0-9])",
    # A full stop without its blank: "Ende.Der", "Hauptstr.5", "Co.KG".
    rf"(?<=[{_LOWER}])\.(?=[{_UPPER}])|(?<=[{_LOWER}][{_LOWER}])\.(?=[0-9])",
    # Glued day and month ("3.Mai"), glued stamp ("07.02.2019Gemeinsam", "Mai2021").
    rf"(?<=[0-9])\.(?=[{_LETTER}/{_DASHES}])",
    rf"(?<=[0-9])(?=[{_UPPER}][{_LOWER}])",
    rf"(?<=[{_LETTER}][{_LOWER}][{_LOWER}])(?=[0-9])",
    # Words glued across a lost line break ("SeptemberGedenken"), not "BürgerInnen".
    rf"(?<=[{_LOWER}][{_LOWER}][{_LOWER}])(?=[{_UPPER}][{_LOWER}][{_LOWER}])(?!Innen)",
)
PREFIXES = (
    _ROW,
    # A row of the same sign is one token, also to keep rulers ("-----") linear.
    rf"([{_BREAKS}‚‘’'§%=*#@&~,;:!?$£€©®†])\1{{0,99}}",
    r"\.{2,}",
    r"\.(?=[^0-9.])",
    r"\+{2,}",
    r"\+(?![0-9])",
)
SUFFIXES = (
    rf"(?<!{_SIGNS}){_ROW}",
    rf"([{_BREAKS}‚‘’',;:!?%=*&~$£€©®†])\1{{0,99}}",
    r"\.{3,}",
    # "im Jahr 2021.", "Hauptstr. 12.", "Müller." but not the initial "A." nor "a.D."; the
    # exceptions ("Dr.", "z.B.") are looked up before.
    r"(?<=[0-9])\.",
    r"(?<=[^\s.][^\s.])\.",
    r"(?<=\.)\.",
    r"\+{2,}",
    r"(?<=[0-9])(?:km|m|cm|mm|kg|g|t|ha|l|kWh|MWh|kW|MW|m²|km²|m³|h|\+|°C?)",
)


# The no-break space keeps the norm that spaCy gives it. Its rules for blank, tab and line break say
# nothing, but each line break of a text that they match costs as much as twenty words.
_WORD_EXCEPTION = re.compile(rf"[{_LETTER}.'’]+(?:-[{_LETTER}.]+)?|\xa0")


def customise(nlp: Language) -> None:
    """Give `nlp` the affix rules of this module; its word exceptions and URL pattern stay.

    Raises TypeError where the tokenizer is not spaCy's rule-based one.
    """
    tokenizer = nlp.tokenizer
    if not isinstance(tokenizer, Tokenizer):
        raise TypeError(
            f"the tokenizer of {nlp.meta.get('name', 'this model')!r} is a "
            f"{type(tokenizer).__name__}; presselese needs spaCy's rule-based Tokenizer"
        )
    tokenizer.rules = {
        text: parts for text, parts in tokenizer.rules.items() if _WORD_EXCEPTION.fullmatch(text)
    }
    # The compilers anchor a whole entry, so no entry holds a bare alternation.
    tokenizer.prefix_search = compile_prefix_regex(PREFIXES).search
    tokenizer.suffix_search = compile_suffix_regex(SUFFIXES).search
    tokenizer.infix_finditer = compile_infix_regex(INFIXES).finditer
