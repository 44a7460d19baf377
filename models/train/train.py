"""Train de_presse_md from its sources and put it into a package folder, in one command.

    python models/train/train.py --gold corpus/gold/train --names corpus/names \
        --extra <wikinews/train> --corpora <folder with germeval2014, legal-ler, smartdata> \
        --lists <folder with names> --raw <folder with bundestag, wikinews> \
        --held-out <wikinews/dev>

With `--raw` dense vectors are learned first. `--quick` trains on `--gold` and `--names` alone
for a few hundred steps, to try the machinery. Everything runs on one core (set OMP_NUM_THREADS=1)
and without network; models/README.md names the sources and figures.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import silver  # type: ignore[import-not-found]
import spacy
import srsly
import texts  # type: ignore[import-not-found]
from raw import articles  # type: ignore[import-not-found]
from rename import KINDS, renamed  # type: ignore[import-not-found]
from spacy.cli.train import train as spacy_train
from spacy.language import Language
from spacy.tokens import DocBin
from spacy.util import registry
from stock import Names, read_names  # type: ignore[import-not-found]
from thinc.api import NumpyOps, set_current_ops
from vectors import make_vectors  # type: ignore[import-not-found]

from de_presse_md import __version__
from evaluate import report  # type: ignore[import-not-found]
from presselese import lexicon
from presselese.evaluate.gold import GoldDocument
from presselese.match.tokens import customise

HERE = Path(__file__).parent
SEED = 1848
STEPS, QUICK_STEPS = 14_000, 300
# Words with a vector, and how many of them (the most frequent) stand for compounds they end.
WORDS, TAILS = 1_000_000, 100_000
# How often the annotated releases, the texts annotated for names alone, the articles and the
# sentences of GermEval are seen beside the other texts.
RELEASES, NAMED, ARTICLES, SENTENCES = 3, 2, 4, 2
# Share of made-up words in the new names of persons in articles.
STRANGE = 0.5
NAME = "presse_md"
DESCRIPTION = "German NER (PER, LOC, ORG, MISC) for press releases: CNN with word vectors."


def _customise(nlp: Language) -> Language:
    customise(nlp)
    return nlp


@registry.callbacks("presselese.customise_tokenizer.v1")  # type: ignore[untyped-decorator]
def _tokenizer_callback() -> Callable[[Language], Language]:
    return _customise


@registry.callbacks("presselese.read_vectors.v1")  # type: ignore[untyped-decorator]
def _vectors_callback(path: Path) -> Callable[[Language], Language]:
    def read(nlp: Language) -> Language:
        nlp.vocab.vectors.from_disk(path)
        return nlp

    return read


def renamer(
    names: Names | None, seed: str, kinds: frozenset[str] = KINDS, strange: float = 0.0
) -> Callable[[GoldDocument], Any] | None:
    """Return what gives a document other names (rename.py); None without names."""
    if names is None:
        return None
    return lambda document: renamed(document, names, seed + document.doc_id, kinds, strange)


def training_texts(args: argparse.Namespace) -> list[texts.Text]:
    """Read all texts, some in copies with other names or cut into sentences."""
    names = None
    if args.lists is not None:
        names = read_names(
            texts.read_checked(args.lists, "first_names.csv"),
            texts.read_checked(args.lists, "surnames.txt"),
            Path(lexicon.__file__).with_name("municipalities.csv"),
        )
    items: list[texts.Text] = []
    for folder, source, copies in ((args.gold, "releases", RELEASES), (args.names, "names", NAMED)):
        if folder is not None:
            items += texts.gold(folder, source)
            for copy in range(1, copies):
                items += texts.gold(folder, source, renamer(names, f"{args.seed}/{copy}/"))
    if args.quick:
        return items
    for folder in args.extra:
        name = folder.parent.name or "extra"
        items += texts.gold(folder, name) * (ARTICLES - 1)
        people = renamer(names, f"{args.seed}/1/", frozenset({"PERSON"}), STRANGE)
        for item in texts.gold(folder, f"{name} cut", people):
            items += texts.sentences(item)
    items += texts.germeval(args.corpora, "test") * SENTENCES
    items += texts.legal(args.corpora, args.seed)
    items += texts.smartdata(args.corpora)
    if args.raw is not None:
        unread = articles(args.raw, [*args.extra, *args.held_out])
        for number, item in enumerate(silver.read(silver.FILE, unread)):
            items += texts.sentences(item) if number % 2 else [item]
    return items


def write_docs(items: Iterable[texts.Text], path: Path) -> None:
    """Write texts as spaCy Docs and print what each source gave."""
    nlp = spacy.blank("de")
    customise(nlp)
    binary, counts = DocBin(), Counter[tuple[str, str]]()
    for item in items:
        doc = nlp.make_doc(item.text)
        spans = [doc.char_span(start, end, label=label) for start, end, label in item.entities]
        # The parser refuses names that begin, end or break at white space.
        aligned = [span for span in spans if span is not None and not any(t.is_space for t in span)]
        named = {token.i for span in aligned for token in span}
        unknown = {
            token.i
            for start, end in item.unknown
            for token in doc.char_span(start, end, alignment_mode="expand") or ()
        }
        missing = [doc[index : index + 1] for index in sorted(unknown - named)]
        doc.set_ents(aligned, missing=missing)
        binary.add(doc)
        counts[item.source, "texts"] += 1
        counts[item.source, "tokens"] += len(doc)
        counts[item.source, "entities"] += len(aligned)
        counts[item.source, "not aligned"] += len(spans) - len(aligned)
    binary.to_disk(path)
    for source in sorted({source for source, _ in counts}):
        kinds = ("texts", "tokens", "entities", "not aligned")
        print(f"{source:15}", *(f"{counts[source, kind]:8} {kind}" for kind in kinds))


def train(build: Path, steps: int, seed: int) -> Path:
    """Train a pipeline from the files in `build`; returns its folder."""
    # numpy's matrix product is several times faster than that of blis on the machines tried.
    set_current_ops(NumpyOps(use_blis=False))
    overrides: dict[str, Any] = {
        "paths.train": str(build / "train.spacy"),
        "paths.dev": str(build / "dev.spacy"),
        "paths.vectors": str(build),
        "system.seed": seed,
        "training.max_steps": steps,
    }
    spacy_train(HERE / "config.cfg", build / "model", overrides=overrides)
    return build / "model" / "model-last"


def package(model: Path, output: Path, build: Path) -> None:
    """Make the importable package from a trained pipeline; readers see the old one or the new.

    Strings are left out (lexemes come into being when a text is read), and the configuration
    forgets the paths and the callback of the training.
    """
    nlp = spacy.load(model)
    nlp.add_pipe("presse_close")
    nlp.config["nlp"]["after_pipeline_creation"] = None
    for key in nlp.config["paths"]:
        nlp.config["paths"][key] = None
    nlp.config["initialize"]["before_init"] = None
    nlp.meta.update(
        name=NAME,
        version=__version__,
        description=DESCRIPTION,
        author="The presselese founders",
        license="CC-BY-4.0",
        spacy_version=">=3.8.7,<3.9.0",
        performance={},
    )
    fresh, old = build / "package", build / "package.old"
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    nlp.to_disk(fresh)
    srsly.write_json(fresh / "vocab" / "strings.json", sorted(texts.LABELS))
    for code in output.glob("*.py"):
        shutil.copy(code, fresh)
    output.rename(old)
    fresh.rename(output)
    shutil.rmtree(old)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--gold", type=Path, required=True, help="annotated releases (.ann)")
    parser.add_argument("--names", type=Path, help="texts annotated for names alone (.ann)")
    parser.add_argument("--extra", type=Path, action="append", default=[], help="more of them")
    parser.add_argument("--corpora", type=Path, help="third-party corpora")
    parser.add_argument(
        "--lists", type=Path, help="first_names.csv, surnames.txt for renamed copies"
    )
    parser.add_argument("--raw", type=Path, help="raw text: protocols, articles")
    parser.add_argument(
        "--held-out",
        type=Path,
        action="append",
        default=[],
        help="articles never learned from",
    )
    parser.add_argument("--dev", type=Path, action="append", default=[], help="only watched")
    parser.add_argument("--output", type=Path, default=HERE.parent / "de_presse_md")
    parser.add_argument("--build", type=Path, default=HERE / "build", help="folder for work files")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--quick", action="store_true", help="--gold and --names alone, few steps")
    parser.add_argument("--package", type=Path, metavar="MODEL", help="package a trained pipeline")
    args = parser.parse_args(arguments)
    args.build.mkdir(parents=True, exist_ok=True)
    if args.package is not None:
        package(args.package, args.output, args.build)
        return 0
    if args.corpora is None and not args.quick:
        parser.error("--corpora is needed without --quick")
    if args.raw is not None and not args.held_out:
        parser.error("--raw needs --held-out: the test articles are among the raw ones")
    started = time.perf_counter()
    vectors = make_vectors(WORDS, TAILS, args.seed, args.raw, args.held_out)
    vectors.to_disk(args.build)
    print(f"vectors: {vectors.n_keys} words, {len(vectors)} clusters")
    items = training_texts(args)
    write_docs(items, args.build / "train.spacy")
    dev = [text for folder in args.dev for text in texts.gold(folder, "dev")]
    write_docs(dev or items[:20], args.build / "dev.spacy")
    steps = args.steps or (QUICK_STEPS if args.quick else STEPS)
    package(train(args.build, steps, args.seed), args.output, args.build)
    print(f"trained in {(time.perf_counter() - started) / 60:.1f} minutes")
    if dev:
        print(report(spacy.load(args.output), dev))
    return 0


if __name__ == "__main__":
    sys.exit(main())
