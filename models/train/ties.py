"""Fit the weights by which the person and the organisation of a role are chosen.

    python models/train/ties.py person --gold corpus/gold/train --extra <wikinews/train>
    python models/train/ties.py organisation --gold corpus/gold/train --extra <wikinews/train>

in this order: whose office is asked only where somebody holds it. Roles, persons and organisations
are those the pipeline finds, mistakes and all; who holds what is annotated. What the sentence says
by a construction (`affiliation_holders`, `affiliation_organisations`) is left out, what it leaves
open are the examples. (Spans of the annotation instead gave 0.01 less F1 of person, role and
organisation on releases that neither weights nor model had seen.) The weights are
those of a conditional logit over the candidates with an L2 penalty (McFadden 1974), rounded to two
digits, and go to `lexicon/affiliation_weights.toml`. `--folds 6` prints how often a choice is right
on the releases left out instead. Needs scipy and a minute.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from presselese import lexicon
from presselese.assemble import Page
from presselese.assemble.readings import read_page, source_of
from presselese.assemble.ties import municipality_of, nodes_of
from presselese.clean import clean
from presselese.evaluate.gold import GoldDocument, read_gold
from presselese.extract import Extractor, load
from presselese.match.spans import GROUPS, TEXT, read_spans
from presselese.normalise.affiliation_candidates import Candidates, Home
from presselese.normalise.affiliation_holders import Holders, find_holdings
from presselese.normalise.affiliation_memberships import memberships
from presselese.normalise.affiliation_organisations import say_organisations
from presselese.normalise.affiliation_scene import Holding, Node, Scene
from presselese.read import RawText

# What an article of the extra corpus counts beside a release, the penalty, the smallest weight.
EXTRA, PENALTY, SMALLEST = 0.3, 2.0, 0.1
TARGET = Path(lexicon.__file__).with_name("affiliation_weights.toml")
HEADER = """\
# What speaks for an organisation as that of a held role, and for a person as the holder of a role,
# and how much; fitted by models/train/ties.py on the annotated releases. "home" is the issuing
# municipality, "none" no organisation, "nobody" no person; behind the stroke stands the class of
# the role (mayor, municipal, county, state, relational, other) or what else it is combined with.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A choice: the candidates of one or more mentions, by name, with their features.

    `right` are the annotated names; None is nobody, or no organisation.
    """

    mentions: list[list[tuple[str | None, tuple[str, ...]]]]
    right: set[str | None]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A release: scene, origin, persons by number; annotated holders by the role's offset."""

    scene: Scene
    home: Home
    persons: dict[int, str]
    holders: dict[int, set[str]]
    document: GoldDocument


def read_scene(document: GoldDocument, extractor: Extractor) -> Annotated:
    """Make the scene of a release from what the pipeline finds in it."""
    page = Page(RawText(document.doc_id, document.doc_id, document.text), clean(document.text))
    doc = extractor.nlp.make_doc(page.kept)
    doc.user_data[TEXT] = page.kept
    doc = extractor.nlp(doc)
    page.spans.update((group, read_spans(doc, group)) for group in GROUPS)
    readings, city = read_page(page)
    name = municipality_of(city, source_of(city, readings))
    home = Node(0, 0, "ORG", name, city=city, kind="municipality") if name else None
    linked = {
        (mention.start, mention.end): set(mention.attrs.get("person") or [])
        for mention in document.mentions
        if mention.label == "ROLE"
    }
    nodes = nodes_of(readings)
    return Annotated(
        Scene(page.kept, nodes),
        Home(page.cleaned.metadata.issuer, city, home),
        {node.entity: node.name for node in nodes if node.label == "PERSON"},
        {
            node.start: linked.get((page.to_raw(node.start), page.to_raw_end(node.end)), set())
            for node in nodes
            if node.label == "ROLE"
        },
        document,
    )


def persons_of(release: Annotated) -> list[Example]:
    """Return the choices of a person for the roles of one release."""
    finder = Holders(release.scene)
    return [
        Example(
            [[(release.persons[b.person.entity] if b.person else None, b.features) for b in row]],
            set(release.holders.get(role.start, ())) or {None},
        )
        for role, row in finder.open_roles(finder.settle())
    ]


def organisations_of(release: Annotated) -> list[Example]:
    """Return the choices of an organisation for the held roles of one release."""
    scene = release.scene
    holdings = find_holdings(scene)
    say_organisations(scene, holdings, release.home)
    members = [(person, other) for person, other, _ in memberships(scene, [])]
    candidates = Candidates(scene, holdings, release.home, members)
    said: dict[tuple[str, str | None], set[str | None]] = defaultdict(set)
    for tie in release.document.affiliations:
        said[tie.person, tie.role].add(tie.organisation)
    groups: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    for holding in holdings:
        if not holding.placed:
            groups[release.persons[holding.person.entity], holding.role.name].append(holding)
    return [
        Example(
            [
                [(c.organisation.name if c.organisation else None, c.features) for c in row]
                for row in map(candidates.of, group)
            ],
            said[key],
        )
        for key, group in groups.items()
        if key in said
    ]


TABLES = {"person": persons_of, "organisation": organisations_of}


def fit(examples: Sequence[tuple[Example, float]]) -> dict[str, float]:
    """Return the weights of the features; the number beside an example is what it counts."""
    columns: dict[str, int] = {}
    rows, cols, starts = list[int](), list[int](), [0]
    right, counts = list[bool](), list[float]()
    for example, count in examples:
        for mention in example.mentions:
            if not any(name in example.right for name, _ in mention):
                continue
            for name, features in mention:
                for feature in set(features):
                    rows.append(len(right))
                    cols.append(columns.setdefault(feature, len(columns)))
                right.append(name in example.right)
            starts.append(len(right))
            counts.append(count)
    matrix = csr_matrix((np.ones(len(rows)), (rows, cols)), shape=(len(right), len(columns)))
    hit, begins, count_of = np.array(right), np.array(starts[:-1]), np.array(counts)
    segment = np.repeat(np.arange(len(counts)), np.diff(starts))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, begins)[segment])
        total, good = np.add.reduceat(powers, begins), np.add.reduceat(powers * hit, begins)
        value = -(count_of * np.log(good / total)).sum() + PENALTY / 2 * weights @ weights
        gap = (powers / total[segment] - powers * hit / good[segment]) * count_of[segment]
        return float(value), matrix.T @ gap + PENALTY * weights

    result = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B")
    return {feature: float(result.x[column]) for feature, column in columns.items()}


def right_of(examples: Sequence[Example], weights: dict[str, float]) -> int:
    """Count the examples whose best candidate is an annotated one."""
    good = 0
    for example in examples:
        totals = [
            sum(weights.get(feature, 0.0) for _, features in row for feature in features)
            for row in zip(*example.mentions, strict=True)
        ]
        good += example.mentions[0][totals.index(max(totals))][0] in example.right
    return good


def write(table: str, weights: dict[str, float], path: Path) -> None:
    """Put the weights into their table of the file, sorted by feature; the others stay."""
    tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    tables[table] = {f: round(w, 2) for f, w in sorted(weights.items()) if abs(w) >= SMALLEST}
    lines = [HEADER]
    for name in sorted(tables):
        lines.append(f"[{name}]\n")
        lines += [f'"{feature}" = {weight:.2f}\n' for feature, weight in tables[name].items()]
    path.write_text("".join(lines), encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("table", choices=TABLES, help="which choice the weights are for")
    parser.add_argument("--gold", type=Path, required=True, help="annotated releases (.ann)")
    parser.add_argument("--extra", type=Path, help="more of them, which count less")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate, write nothing")
    parser.add_argument("--output", type=Path, default=TARGET)
    args = parser.parse_args(arguments)
    extractor = load()
    corpora = [(args.gold, 1.0), *([(args.extra, EXTRA)] if args.extra else [])]
    examples = [
        [
            (TABLES[args.table](read_scene(document, extractor)), count)
            for document in read_gold(path)
        ]
        for path, count in corpora
    ]
    if not args.folds:
        flat = [(e, count) for corpus in examples for found, count in corpus for e in found]
        write(args.table, fit(flat), args.output)
        return 0
    for path, corpus in zip((path for path, _ in corpora), examples, strict=True):
        good = total = 0
        for fold in range(args.folds):
            learn = [
                (example, count)
                for other in examples
                for number, (found, count) in enumerate(other)
                if number % args.folds != fold
                for example in found
            ]
            test = [e for found, _ in corpus[fold :: args.folds] for e in found]
            good += right_of(test, fit(learn))
            total += len(test)
        print(f"{path}: {good} of {total} open choices right")
    return 0


if __name__ == "__main__":
    sys.exit(main())
