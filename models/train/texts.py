"""Readers of the training and test texts: every source becomes texts with PER, LOC, ORG and MISC.

Labels follow the project's guideline: only the outermost span of nested ones; persons are PER,
cities (adjectives too) and all other places LOC. Third-party files are read only if their SHA-256
is the one that SHA256SUMS names.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from invent import Replacement  # type: ignore[import-not-found]

from presselese.evaluate.gold import GoldDocument, read_gold

LABELS = ("LOC", "MISC", "ORG", "PER")


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its entities as (start, end, label); offsets are code points, half-open.

    Of the tokens in the `unknown` spans nobody says whether they are names.
    """

    text: str
    entities: tuple[tuple[int, int, str], ...]
    source: str
    unknown: tuple[tuple[int, int], ...] = ()


# Readable by `sha256sum --check --ignore-missing` in the folder of the corpora or the lists.
SHA256 = {
    name: digest
    for digest, name in (
        line.split("  ")
        for line in Path(__file__).with_name("SHA256SUMS").read_text("utf-8").splitlines()
    )
}


class SourceError(Exception):
    """A third-party file is missing or is not the one that was measured."""


def read_checked(folder: Path, name: str) -> bytes:
    """Read a third-party file of the name and the SHA-256 that SHA256SUMS gives."""
    path = folder / name
    if not path.is_file():
        raise SourceError(f"{path} is missing; models/README.md names where it comes from")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise SourceError(f"{path}: SHA-256 differs from the one in SHA256SUMS")
    return content


# --- releases and articles in the project's own format -----------------------------------------

_FROM_GOLD = {
    "PERSON": "PER",
    "CITY": "LOC",
    "LOC": "LOC",
    "ORG": "ORG",
    "MISC": "MISC",
}


def gold(
    path: Path,
    source: str,
    rename: Callable[[GoldDocument], dict[tuple[int, int], Replacement]] | None = None,
) -> list[Text]:
    """Read annotated releases: the kept lines joined by line feeds, as the pipeline sees them.

    With `rename` the mentions (start, end) that it names come with other text.
    """
    return [
        _kept(document, source, rename(document) if rename else {}) for document in read_gold(path)
    ]


def _kept(
    document: GoldDocument,
    source: str,
    replacements: dict[tuple[int, int], Replacement],
) -> Text:
    pieces: list[str] = []
    length = 0
    places: dict[int, int] = {}  # offsets of the raw text at which spans begin or end
    spans: list[tuple[int, int, str]] = []

    def add(piece: str) -> None:
        nonlocal length
        pieces.append(piece)
        length += len(piece)

    for line in document.lines:
        if not line.kept:
            continue
        if pieces:
            add("\n")
        position = line.start
        mentions = [m for m in document.mentions if line.start <= m.start and m.end <= line.end]
        replaced = {m.start: m for m in mentions if (m.start, m.end) in replacements}
        borders = sorted({border for m in mentions for border in (m.start, m.end)})
        for border in [*borders, line.end]:
            if border < position:
                continue
            add(document.text[position:border])
            position = border
            places[border] = length
            if mention := replaced.get(border):
                text, inner = replacements[mention.start, mention.end]
                label = _FROM_GOLD[mention.label]
                spans += [(length + start, length + end, label) for start, end in inner]
                add(text)
                position = mention.end
                places[mention.end] = length
    spans += [
        (places[mention.start], places[mention.end], _FROM_GOLD[mention.label])
        for mention in document.mentions
        if mention.label in _FROM_GOLD
        and (mention.start, mention.end) not in replacements
        and mention.start in places
        and mention.end in places
    ]
    return Text("".join(pieces), outermost(spans), source)


def outermost(spans: list[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    """Keep of overlapping spans the one that starts first, of these the longest."""
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1], span[2])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return tuple(kept)


# Ends of sentences: not after a number, an initial or an abbreviation of up to four letters.
_SENTENCE_END = re.compile(r"\n+|(?<=[^\W\d_]{5}[.!?])[“\"»]? +(?=[„\"»A-ZÄÖÜ])")


def sentences(item: Text) -> list[Text]:
    """Cut a text at its lines and at clear ends of sentences that lie outside of all spans."""
    spans = [(start, end) for start, end, _ in item.entities] + list(item.unknown)
    borders = [
        match.end()
        for match in _SENTENCE_END.finditer(item.text)
        if not any(start < match.end() and match.start() < end for start, end in spans)
    ]
    out = []
    for start, end in zip([0, *borders], [*borders, len(item.text)], strict=True):
        if piece := item.text[start:end].rstrip():
            entities = tuple(
                (s - start, e - start, label) for s, e, label in item.entities if start <= s < end
            )
            unknown = tuple((s - start, e - start) for s, e in item.unknown if start <= s < end)
            out.append(Text(piece, entities, item.source, unknown))
    return out


# --- pre-tokenised sentences -------------------------------------------------------------------

_NO_BLANK_BEFORE = set(".,;:!?)]}“”’%…")
_NO_BLANK_AFTER = set("([{„‚»§")


# Where the guidelines of others differ: municipalities ("Stadt Fulda") are organisations here,
_MUNICIPALITY = re.compile(
    r"\b(?:Stadt|(?:Landeshaupt|Kreis|Groß|Hanse)stadt|Gemeinde"
    r"|(?:Landk|K)reis(?:es)?|Bezirks?|Land(?:es)?) $"
)
# so are definite institutions without a proper name ("die Staatsanwaltschaft"),
_INSTITUTION = re.compile(
    r"\b(?:[A-ZÄÖÜ][\w-]*?(?:gericht(?:e?s)?|ministerium(?:s)?|regierung|anwaltschaft|parlament(?:s)?"
    r"|präsidium(?:s)?|rat(?:e?s)?|kammer|ausschuss(?:es)?|polizei|behörde|(?<!Insges)amt(?:e?s)?|verwaltung)"
    r"|(?:Bundes|Land|Kreis|Städte)tag(?:e?s)?|Senats?|Luftwaffe|Bundeswehr|Nato|NATO|EU|UNO)\b"
)
# and news agencies that are named as the source; currencies are no names.
_AGENCY = re.compile(r"\b(?:dpa|AFP|Reuters|DAPD|dapd|ddp)\b")
_CURRENCY = re.compile(r"Euro|EUR|Cent|Dollar|US-Dollar|Pfund|Franken|Rubel|Yen|D-?Mark")


def _doubtful(
    text: str, entities: tuple[tuple[int, int, str], ...], institutions: bool
) -> tuple[tuple[int, int], ...]:
    """Return places after such a noun and the noun: the corpus does not tell what they are."""
    places = [
        (match.start(), end)
        for start, end, label in entities
        if label == "LOC" and (match := _MUNICIPALITY.search(text, max(0, start - 24), start))
    ]
    places += [
        match.span()
        for match in _INSTITUTION.finditer(text)
        if institutions
        and not any(start < match.end() and match.start() < end for start, end, _ in entities)
    ]
    return tuple(sorted(places))


def third_party(
    text: str, spans: list[tuple[int, int, str]], source: str, institutions: bool = True
) -> Text:
    """Make a text of a corpus with another guideline: what contradicts ours is left open.

    Without `institutions` those that it does not name are taught to be no names.
    """
    entities = outermost(
        [
            span
            for span in spans
            if not (span[2] == "MISC" and _CURRENCY.fullmatch(text[span[0] : span[1]]))
        ]
    )
    agencies = [(*match.span(), "ORG") for match in _AGENCY.finditer(text)]
    entities = outermost([*entities, *agencies])
    unknown = _doubtful(text, entities, institutions)
    sure = tuple(e for e in entities if not any(s < e[1] and e[0] < t for s, t in unknown))
    return Text(text, sure, source, unknown)


def _exactly(text: str, spans: list[tuple[int, int, str]], source: str) -> Text:
    return Text(text, outermost(spans), source)


def detokenise(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Join tokens into running text and return each token's offsets in it."""
    text, places, glue, quoted = "", [], True, False
    for token in tokens:
        before, after = token in _NO_BLANK_BEFORE, token in _NO_BLANK_AFTER
        if token in {'"', "''", "``", "'"}:
            before, after, quoted = quoted, not quoted, not quoted
        if token in {"/", "–/"}:
            before = after = True
        if text and not glue and not before:
            text += " "
        places.append((len(text), len(text) + len(token)))
        text += token
        glue = after
    return text, places


def _iob(tags: list[str]) -> list[tuple[int, int, str]]:
    """Read IOB2 tags as (first token, token after the last, label); a stray I- opens a span."""
    spans: list[tuple[int, int, str]] = []
    for index, tag in enumerate(tags):
        prefix, _, label = tag.partition("-")
        if prefix == "B" or (prefix == "I" and not (spans and spans[-1][1:] == (index, label))):
            spans.append((index, index + 1, label))
        elif prefix == "I":
            spans[-1] = (spans[-1][0], index + 1, label)
    return spans


def _sentences(
    lines: list[str], word: int, tag: int, separator: str
) -> Iterator[tuple[list[str], list[str]]]:
    words: list[str] = []
    tags: list[str] = []
    for line in [*lines, ""]:
        if line.startswith("# ") or line.startswith("#\t"):
            continue
        cells = line.rstrip("\r\n").split(separator)
        if line.strip() and len(cells) > max(word, tag) and cells[word]:
            words.append(cells[word])
            tags.append(cells[tag])
        elif words:
            yield words, tags
            words, tags = [], []


_GERMEVAL = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "OTH": "MISC"}


def germeval(corpora: Path, part: str) -> list[Text]:
    """Read the outer spans of GermEval 2014 ("dev" or "test").

    Of derivations only capitalised adjectives in -er ("Berliner") are places by the guideline,
    as city adjectives are; of compounds only organisations and places before a hyphen count.
    """
    lines = (
        read_checked(corpora, f"germeval2014/GermEval2014/NER-de-{part}.tsv").decode().split("\n")
    )
    out = []
    for words, tags in _sentences(lines, 1, 2, "\t"):
        text, places = detokenise(words)
        spans = []
        for first, last, label in _iob(tags):
            start, end = places[first][0], places[last - 1][1]
            surface = text[start:end]
            if label in _GERMEVAL:
                spans.append((start, end, _GERMEVAL[label]))
            elif label == "LOCderiv":
                if re.fullmatch(r"[A-ZÄÖÜ]\w+er", surface) and surface != "Schweizer":
                    spans.append((start, end, "LOC"))
            elif label in {"LOCpart", "ORGpart"} and "-" in surface:
                spans.append((start, start + surface.rindex("-"), label[:3]))
        if part == "dev":
            out.append(_exactly(text, spans, "germeval-dev"))
        else:
            out.append(third_party(text, spans, f"germeval-{part}", institutions=False))
    return out


def uner(corpora: Path) -> list[Text]:
    """Read the 1,000 German PUD sentences with the annotation of Universal NER."""
    lines = read_checked(corpora, "uner-pud/de_pud-ud-test.iob2").decode().split("\n")
    out = []
    for words, tags in _sentences(lines, 1, 2, "\t"):
        text, places = detokenise(words)
        spans = [(places[a][0], places[b - 1][1], label) for a, b, label in _iob(tags)]
        out.append(Text(text, outermost(spans), "uner-pud"))
    return out


_LEGAL = {
    **dict.fromkeys(("PER", "AN", "RR"), "PER"),
    **dict.fromkeys(("LD", "ST", "STR", "LDS"), "LOC"),
    **dict.fromkeys(("ORG", "UN", "INN", "GRT"), "ORG"),
    "MRK": "MISC",
}
_LEGAL_PER_LABEL = 900
_LEGAL_PLAIN = 1000


def legal(corpora: Path, seed: int) -> list[Text]:
    """Draw sentences of court decisions that name persons, places or institutions.

    Sentences with citations of laws or decisions are left out: their names stand inside spans
    that the guideline does not have. So are persons and places that are mere initials.
    """
    pool: list[tuple[Text, set[str]]] = []
    plain: list[Text] = []
    for name in sorted(name for name in SHA256 if name.startswith("legal-ler/")):
        lines = read_checked(corpora, name).decode().split("\n")
        for words, tags in _sentences(lines, 0, 1, " "):
            found = _iob(tags)
            labels = {label for _, _, label in found}
            if labels - _LEGAL.keys() or not 4 <= len(words) <= 80:
                continue
            text, places = detokenise(words)
            spans = [(places[a][0], places[b - 1][1], _LEGAL[label]) for a, b, label in found]
            if any(end - start < 4 and label in {"PER", "LOC"} for start, end, label in spans):
                continue
            item = third_party(text, spans, "legal-ler")
            if labels:
                pool.append((item, labels))
            else:
                plain.append(item)
    generator = random.Random(seed)
    generator.shuffle(pool)
    counts: Counter[str] = Counter()
    out = []
    for item, labels in pool:
        if any(counts[label] < _LEGAL_PER_LABEL for label in labels):
            counts.update(labels)
            out.append(item)
    return out + generator.sample(plain, _LEGAL_PLAIN)


# --- SmartData ---------------------------------------------------------------------------------

_SMART = {
    "person": "PER",
    "organization": "ORG",
    "organization-company": "ORG",
    "location": "LOC",
    "location-city": "LOC",
    "location-street": "LOC",
    "location-stop": "LOC",
}
# Common nouns that the corpus marks as companies because they stand for one.
_SMART_NOUNS = re.compile(
    r"(?:|Gruppe|Konzerns?|Unternehmens?|Firma|Bank|Hersteller|Tochter\w*|Polizei|Verlag|Betreiber"
    r"|Anbieter|Fluggesellschaft|Airline|Versicherer|Mutter\w*)"
)


def smartdata(corpora: Path, part: str = "train") -> list[Text]:
    """Read SmartData: "train" are the documents in neither the dev nor the test part of version 3.

    "test" is the test part of version 3.
    """
    parts = {
        name: list(_json_objects(read_checked(corpora, f"smartdata/{name}.json.gz")))
        for name in (("v3-test",) if part == "test" else ("v3-dev", "v3-test", "train", "test"))
    }
    if part == "test":
        return [_exactly(*_smart(record), "smartdata-test") for record in parts["v3-test"]]
    seen = {record["id"] for name in ("v3-dev", "v3-test") for record in parts[name]}
    out = []
    for record in (*parts["train"], *parts["test"]):
        if record["id"] not in seen:
            seen.add(record["id"])
            out.append(third_party(*_smart(record), "smartdata"))
    return out


def _smart(record: dict[str, Any]) -> tuple[str, list[tuple[int, int, str]]]:
    text = record["text"]["string"].rstrip()
    spans = []
    for mention in (record["conceptMentions"] or {"array": []})["array"]:
        start, end = mention["span"]["start"], mention["span"]["end"]
        label = _SMART.get(mention["type"].lower().replace("_", "-"))
        while start < end and text[start] in "#@ ":
            start += 1
        surface = text[start:end].rstrip()
        # Lower-case spans are common nouns and adjectives ("beiden Richtungen").
        if label and not surface[:1].islower() and not _SMART_NOUNS.fullmatch(surface):
            spans.append((start, start + len(surface), label))
    return text, spans


def _json_objects(content: bytes) -> Iterator[dict[str, Any]]:
    text, decoder, position = gzip.decompress(content).decode(), json.JSONDecoder(), 0
    while match := re.compile(r"\s*(?=\{)").match(text, position):
        record, position = decoder.raw_decode(text, match.end())
        yield record
