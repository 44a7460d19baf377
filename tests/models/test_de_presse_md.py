"""The embedded model: what it holds, how big it is, what it finds, and that it travels."""

import pickle
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Span
from thinc.api import Maxout, Model, fix_random_seed

import de_presse_md
from de_presse_md import close, pool
from presselese.match.tokens import customise

GOLD = Path(__file__).parents[2] / "corpus" / "gold" / "dev"
FOLDER = Path(de_presse_md.__file__).parent
TEXT = (
    "Fulda baut neue Schule\n"
    "Oberbürgermeisterin Dr. Lea Kolb und Stadtwerke-Chef Jan Müller haben am 3. Mai 2021 die "
    "Pläne der Stadt Fulda vorgestellt. „Das hilft uns“, sagte Müller."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return de_presse_md.load()


def test_loads_quickly_and_lean() -> None:
    start = perf_counter()
    nlp = de_presse_md.load()
    assert perf_counter() - start < 3.0
    assert nlp.pipe_names == ["tok2vec", "ner", "presse_close"]
    assert len(nlp.vocab.strings) < 5000


def test_labels(nlp: Language) -> None:
    assert nlp.pipe_labels["ner"] == ["LOC", "MISC", "ORG", "PER"]


def test_package_is_small_and_knows_no_paths() -> None:
    files = [
        path for path in FOLDER.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    assert sum(path.stat().st_size for path in files) < 15_000_000
    config = (FOLDER / "config.cfg").read_text(encoding="utf-8")
    assert "/work" not in config
    assert "/tmp" not in config
    assert "train.spacy" not in config
    assert "customise_tokenizer" not in config


def test_version_is_the_one_of_the_meta(nlp: Language) -> None:
    assert nlp.meta["version"] == de_presse_md.__version__
    assert nlp.meta["name"] == "presse_md"


@pytest.mark.parametrize(
    ("name", "label"),
    [("Lea Kolb", "PER"), ("Jan Müller", "PER"), ("Stadt Fulda", "ORG"), ("Müller", "PER")],
)
def test_finds(nlp: Language, name: str, label: str) -> None:
    assert (name, label) in {(ent.text, ent.label_) for ent in nlp(TEXT).ents}


def test_offsets_give_the_text(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert doc.text == TEXT
    for ent in doc.ents:
        assert TEXT[ent.start_char : ent.end_char] == ent.text
        assert "\n" not in ent.text


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "x" * 5000, "\u00ad\u200b"])
def test_odd_texts_pass(nlp: Language, text: str) -> None:
    assert nlp(text).text == text


def test_tokenizer_is_the_customised_one(nlp: Language) -> None:
    assert [t.text for t in nlp.make_doc("DEFUS-Mitglieder 3.Mai")] == [
        *("DEFUS", "-", "Mitglieder", "3", ".", "Mai")
    ]


def test_tokenizer_rules_are_those_of_the_code(nlp: Language) -> None:
    """The model was trained with the rules that the pipeline puts on every model it loads."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(GOLD.glob("*.ann"))[:20]]
    blank = spacy.blank("de")
    customise(blank)
    for text in texts:
        assert [t.text for t in nlp.make_doc(text)] == [t.text for t in blank.make_doc(text)]


def test_unknown_compound_stands_beside_its_end(nlp: Language) -> None:
    vectors = nlp.vocab.vectors
    for word in ("Quittenbaumpartnerschaft", "Partnerschaft", "qxqxqx"):
        nlp.vocab.strings.add(word)
    compound, end = vectors["Quittenbaumpartnerschaft"], vectors["Partnerschaft"]
    assert "Quittenbaumpartnerschaft" not in vectors
    # Behind the columns of the clusters two tell a spelling and an end, then come dense ones.
    differing = [column for column in range(len(end)) if compound[column] != end[column]]
    assert len(differing) == 1
    assert (compound[differing[0]], end[differing[0]]) == (1.0, 0.0)
    assert end[differing[0] + 1 :].any()
    assert not vectors["qxqxqx"].any()


@pytest.mark.parametrize(
    ("text", "found", "wanted"),
    [
        ("aus Herzberg (Elster) kam", (1, 4), "Herzberg (Elster)"),
        ("die Schule „Am Hang“ hat", (1, 5), "Schule „Am Hang“"),
        ("Dynamo Kiew - FC Porto", (0, 3), "Dynamo Kiew"),
        ("CDU/CSU", (0, 2), "CDU"),
        ("„Stadt Fulda“ (neu)", (1, 3), "Stadt Fulda"),
        ("die Stadt Fulda (Hessen) ist", (1, 3), "Stadt Fulda"),
        ("Kalbe (Milde) ist", (0, 4), "Kalbe (Milde)"),
    ],
)
def test_names_end_where_their_signs_do(
    nlp: Language, text: str, found: tuple[int, int], wanted: str
) -> None:
    doc = nlp.make_doc(text)
    doc.ents = [Span(doc, *found, label="ORG")]
    assert [ent.text for ent in close.close(doc).ents] == [wanted]


def test_name_of_signs_alone_goes(nlp: Language) -> None:
    doc = nlp.make_doc("Fulda - Kassel")
    doc.ents = [Span(doc, 1, 2, label="LOC"), Span(doc, 2, 3, label="LOC")]
    assert [ent.text for ent in close.close(doc).ents] == ["Kassel"]


def test_ends_of_compounds_are_found(nlp: Language) -> None:
    docs = [
        nlp.make_doc("Die Ludwig-Emil-Schule - und Sing- und Musikschule"),
        nlp.make_doc(""),
        nlp.make_doc("VKU-Chef"),
    ]
    places, lasts = pool.ends(docs)
    tokens = [token.text for doc in docs for token in doc]
    assert [(tokens[place], tokens[last]) for place, last in zip(places, lasts, strict=True)] == [
        *((part, "Schule") for part in ("Ludwig", "-", "Emil", "-")),
        *((part, "Chef") for part in ("VKU", "-")),
    ]


def test_other_mentions_are_found_within_a_document(nlp: Language) -> None:
    docs = [
        nlp.make_doc("SNF und die SNF und die Stadt, SNF"),
        nlp.make_doc("SNF"),
        nlp.make_doc(""),
    ]
    places, groups = pool.mentions(docs)
    assert places.tolist() == [0, 3, 8]
    assert groups.tolist() == [0, 0, 0]
    rows = np.array([[1.0], [2.0], [6.0]], dtype="f4")
    assert pool.others(rows, groups).tolist() == [[4.0], [3.5], [1.5]]


def test_gradient_of_others_is_its_transpose() -> None:
    generator = np.random.default_rng(0)
    groups = np.array([0, 1, 0, 1, 1])
    x, y = generator.standard_normal((2, 5, 3))
    assert np.isclose((pool.others(x, groups) * y).sum(), (x * pool.others(y, groups)).sum())


def test_gradient_of_the_layer_is_that_of_its_result(nlp: Language) -> None:
    """A step against the gradient of one number of the result changes that number as foretold."""
    docs = [nlp.make_doc("Die Emil-Grimm-Schule und die SNF"), nlp.make_doc("SNF und SNF-Chef")]
    generator = np.random.default_rng(0)
    rows = [generator.standard_normal((len(doc), 4)).astype("f4") for doc in docs]
    caught: list[list[Any]] = []
    source: Model[Any, Any] = Model(
        "rows", lambda *_, **__: ([r.copy() for r in rows], caught.append)
    )
    fix_random_seed(0)
    join, mix = (Maxout(4, 8, nP=3, normalize=True, dropout=0.0) for _ in range(2))
    join.initialize()
    mix.initialize()
    layer: Model[Any, Any] = Model("layer", pool._forward, layers=[source, join, mix])
    wanted = [generator.standard_normal(r.shape).astype("f4") for r in rows]

    def value() -> float:
        return sum(float((y * w).sum()) for y, w in zip(layer.predict(docs), wanted, strict=True))

    layer(docs, is_train=True)[1](wanted)
    for number, place, column in ((0, 1, 0), (0, 5, 2), (0, 7, 1), (1, 0, 3), (1, 2, 1), (1, 4, 0)):
        rows[number][place, column] += 0.01
        up = value()
        rows[number][place, column] -= 0.02
        down = value()
        rows[number][place, column] += 0.01
        assert (up - down) / 0.02 == pytest.approx(
            float(caught[0][number][place, column]), abs=0.05, rel=0.05
        )


def test_documents_do_not_depend_on_their_batch(nlp: Language) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(GOLD.glob("*.ann"))[:6]]
    alone = [[(e.start, e.end, e.label_) for e in nlp(text).ents] for text in texts]
    batch = [[(e.start, e.end, e.label_) for e in doc.ents] for doc in nlp.pipe(texts)]
    assert alone == batch


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="read from Linux's /proc")
def test_resident_memory() -> None:
    """A fresh process that loads the model and reads texts stays under 500 MB."""
    code = (
        "import sys, de_presse_md; nlp = de_presse_md.load();"
        "list(nlp.pipe(open(path, encoding='utf-8').read() for path in sys.argv[1:]));"
        # not ru_maxrss, which begins with the size of the process that started this one
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    paths = [str(path) for path in sorted(GOLD.glob("*.ann"))]
    run = subprocess.run([sys.executable, "-c", code, *paths], capture_output=True, check=True)
    assert int(run.stdout) < 500_000  # kilobytes


def test_survives_disk_bytes_and_pickle(nlp: Language, tmp_path: Path) -> None:
    wanted = [(ent.text, ent.label_) for ent in nlp(TEXT).ents]
    nlp.to_disk(tmp_path)
    copies = [
        spacy.load(tmp_path),
        de_presse_md.load().from_bytes(nlp.to_bytes()),
        pickle.loads(pickle.dumps(nlp)),
    ]
    for copy in copies:
        assert [(ent.text, ent.label_) for ent in copy(TEXT).ents] == wanted
