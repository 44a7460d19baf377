"""Speed of the embedded NER model against the network of de_core_news_md, in one run.

The other network has spaCy's architecture of that model (hash embeddings and static vectors of 300
dimensions, a CNN of width 96 and depth 4, the transition-based parser) with random weights and a
random vector for every word of the texts; it reads with the same tokenizer. Both are run in two
ways: as spaCy runs them, and as presselese does (`presselese.network`). Every round takes the
processor time of all four, one after the other, and ratios are formed round by round.

    OMP_NUM_THREADS=1 python benchmarks/ner.py [--texts FOLDER] [--rounds N] [--documents N]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language

import de_presse_md
from presselese.clean import clean
from presselese.match.tokens import customise
from presselese.network import one_thread, speed_up
from presselese.read import find_inputs, read_text

DIMENSIONS = 300


def reference(texts: list[str]) -> Language:
    """Make the network of de_core_news_md's NER with random weights, knowing the words of texts."""
    nlp = spacy.blank("de")
    customise(nlp)
    words = sorted({token.text for doc in nlp.pipe(texts) for token in doc})
    generator = np.random.default_rng(0)
    vectors = generator.standard_normal((len(words), DIMENSIONS), dtype="f4")
    nlp.vocab.reset_vectors(width=DIMENSIONS)
    for word, vector in zip(words, vectors, strict=True):
        nlp.vocab.set_vector(word, vector)
    tok2vec = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 96,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
            "rows": [5000, 1000, 2500, 2500, 50, 50],
            "include_static_vectors": True,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 96,
            "depth": 4,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }
    ner = nlp.add_pipe(
        "ner",
        config={
            "model": {
                "@architectures": "spacy.TransitionBasedParser.v2",
                "state_type": "ner",
                "extra_state_tokens": False,
                "hidden_width": 64,
                "maxout_pieces": 2,
                "use_upper": True,
                "tok2vec": tok2vec,
            }
        },
    )
    for label in ("LOC", "MISC", "ORG", "PER"):
        ner.add_label(label)  # type: ignore[attr-defined]
    nlp.initialize()
    return nlp


def main() -> None:
    """Print words a second, the ratio, loading time and memory."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--texts", type=Path, default=Path("corpus/raw"), help="folder of .txt")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--documents", type=int, default=200, help="texts are repeated up to this")
    args = parser.parse_args()
    start = time.perf_counter()
    ours = de_presse_md.load()
    print(f"de_presse_md loads in {time.perf_counter() - start:.2f} s")
    sources = [read_text(source).text for source in find_inputs([str(args.texts)])]
    kept = [
        "\n".join(text[line.start : line.end] for line in clean(text).lines if line.kept)
        for text in sources
    ]
    texts = [kept[number % len(kept)] for number in range(args.documents)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    list(ours.pipe(texts, batch_size=16))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak resident memory {memory:.0f} MB loaded, {after:.0f} MB after the texts")
    other = "de_core_news_md's network"
    plain = {"de_presse_md": ours, other: reference(texts)}
    fast = {"de_presse_md": de_presse_md.load(), other: reference(texts)}
    for nlp in fast.values():
        speed_up(nlp)
    models = {(name, "spaCy"): nlp for name, nlp in plain.items()}
    models |= {(name, "presselese"): nlp for name, nlp in fast.items()}
    tokens = sum(len(ours.make_doc(text)) for text in texts)
    seconds: dict[tuple[str, str], list[float]] = {name: [] for name in models}
    for number in range(args.rounds + 1):
        for name, nlp in models.items():
            begin = time.process_time()
            with one_thread():
                list(nlp.pipe(texts, batch_size=16))
            if number:  # the first round only warms up
                seconds[name].append(time.process_time() - begin)
    print(f"{len(texts)} documents, {tokens} tokens, {args.rounds} rounds, medians")
    for (network, way), values in seconds.items():
        print(f"{network:28} in {way:12} {tokens / statistics.median(values):9.0f} tokens/s")
    print("speed of de_presse_md as a share of the other:")
    for ours_in, other_in in (("spaCy", "spaCy"), ("presselese",) * 2, ("presselese", "spaCy")):
        pairs = zip(seconds[other, other_in], seconds["de_presse_md", ours_in], strict=True)
        ratio = statistics.median(b / a for b, a in pairs)
        print(f"  ours in {ours_in:12} the other in {other_in:12} {ratio:.2f}")


if __name__ == "__main__":
    main()
