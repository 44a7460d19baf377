"""THE function: raw text in, `Extraction` out; it also builds the spaCy pipeline underneath.

The way of a text: `clean` keeps its press lines, which joined are the *kept text*; a spaCy
pipeline (any German model with PER, LOC and ORG, then our matchers) finds spans in it; `assemble`
gives them values, ties them and counts offsets in the raw text again.
"""

from __future__ import annotations

import gc
import importlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

import spacy
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc
from spacy.util import is_package

import presselese.tables
from presselese.assemble import Page, assemble
from presselese.clean import Cleaned, clean
from presselese.clean.batch import named_sections
from presselese.clean.boilerplate import Boilerplate, read_boilerplate
from presselese.config import Config
from presselese.corrections import ByText, by_text, read_corrections
from presselese.errors import DocumentError, ModelError
from presselese.match.spans import GROUPS, TEXT, read_spans
from presselese.match.tokens import customise
from presselese.network import one_thread, speed_up
from presselese.read import RawText
from presselese.records import Document, Failure

if TYPE_CHECKING:
    import pandas as pd

EMBEDDED = "de_presse_md"
# Words that stay in memory, about 15 MB; the rarer ones are forgotten after each batch.
VOCABULARY = 20_000
BATCH = 16  # documents; near the best speed of spaCy, and little memory
MATCHERS = (
    "presselese_dates",
    "presselese_places",
    "presselese_people",
    "presselese_organisations",
    "presselese_roles",
)
# Pipes of other models that named entities do not need; each costs time.
SUPERFLUOUS = (
    "tagger",
    "morphologizer",
    "parser",
    "senter",
    "sentencizer",
    "lemmatizer",
    "trainable_lemmatizer",
    "attribute_ruler",
    "textcat",
    "textcat_multilabel",
    "entity_linker",
)


class Extraction(presselese.tables.Extraction):
    """The records of one document; see `presselese.tables.Extraction` for its fields."""

    __slots__ = ()

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """Return all tables as data frames."""
        from presselese.write import frames  # noqa: PLC0415 -- pandas is slow to import

        return frames(self.tables())


@dataclass(slots=True)
class _Job:
    """One text on its way: with its page and kept text, or with the reason why it failed."""

    raw: RawText
    page: Page | None = None
    error: DocumentError | None = None


class Extractor:
    """A loaded pipeline. `name` is the model's name and version, `nlp` the spaCy pipeline."""

    def __init__(
        self,
        nlp: Language,
        boilerplate: Boilerplate | None = None,
        corrections: ByText | None = None,
    ) -> None:
        self.nlp = nlp
        self.boilerplate = boilerplate
        self.corrections: ByText = corrections or {}
        self.name = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
        self._model = f"{nlp.meta['lang']}_{nlp.meta['name']}"
        # spaCy's recogniser takes a quarter of its batch at a time.
        self._cfg = {
            name: {"batch_size": 4 * BATCH}
            for name, pipe in nlp.pipeline
            if isinstance(pipe, EntityRecognizer)
        }

    def extract(
        self, text: str, *, doc_id: str = "text", path: str = "-", published: date | None = None
    ) -> Extraction:
        """Extract one text; `published` is its day of publication where the caller knows it.

        The text is taken for one release; `pipe` looks whether it holds several.
        A text that cannot be processed gives an extraction with one record in `errors`.
        """
        source = "given" if published is not None else None
        job = _Job(RawText(doc_id, path, text, published=published, published_source=source))
        self._clean(job)
        return next(iter(self._process([job])))

    def pipe(self, texts: Iterable[RawText | str]) -> Iterator[Extraction]:
        """Extract many texts: one extraction a text, in their order, also for those that fail.

        A text with several releases gives one for each: its id, then the id with `#2`, `#3` …
        Texts are taken in batches of 16; strings get the ids text-1, text-2 …
        """
        jobs = (
            _Job(raw if isinstance(raw, RawText) else RawText(f"text-{number}", "-", raw))
            for number, raw in enumerate(texts, 1)
        )
        while batch := list(islice(jobs, BATCH)):
            yield from self._process([part for job in batch for part in self._parts(job)])

    def _process(self, jobs: list[_Job]) -> Iterator[Extraction]:
        with _no_collection():
            # Nothing of spaCy leaves the zone, and it is closed before the caller sees anything.
            with self._memory_zone():
                self._find(jobs)
            done = [self._finish(job) for job in jobs]
        yield from done

    def _find(self, jobs: list[_Job]) -> None:
        """Give the pages their spans, or the jobs the reason why they failed."""
        todo = [job for job in jobs if job.page is not None and job.page.kept]
        for job, doc in zip(todo, self._docs(todo), strict=True):
            if isinstance(doc, DocumentError):
                job.error = doc
            elif job.page is not None:
                job.page.spans.update((group, read_spans(doc, group)) for group in GROUPS)

    def _memory_zone(self) -> AbstractContextManager[object]:
        """Forget new words behind this batch, once the vocabulary is full.

        Until then words are kept: the frequent ones come first, and a known word is tokenised in
        no time. Inside a zone that the caller opened there is nothing to do; zones do not nest.
        """
        vocab: Any = self.nlp.vocab
        if len(vocab) < VOCABULARY or vocab.in_memory_zone:
            return nullcontext()
        return self.nlp.memory_zone()

    def _parts(self, job: _Job) -> list[_Job]:
        """Clean a text and return a job for each release in it."""
        try:
            found = list(named_sections(job.raw, self.boilerplate))
        except Exception as error:  # noqa: BLE001 -- one bad document is one row in `errors`
            job.error = _as_failure("clean", error)
            return [job]
        parts = []
        for doc_id, cleaned in found:
            raw = replace(job.raw, doc_id=doc_id)
            parts.append(_Job(raw, page=self._page(raw, cleaned)))
        return parts

    def _clean(self, job: _Job) -> None:
        try:
            cleaned = clean(job.raw.text, self.boilerplate)
            job.page = self._page(job.raw, cleaned)
        except Exception as error:  # noqa: BLE001 -- one bad document is one row in `errors`
            job.error = _as_failure("clean", error)

    def _page(self, raw: RawText, cleaned: Cleaned) -> Page:
        corrections = self.corrections.get(raw.sha256 or "", {})
        return Page(raw, _dated(cleaned, raw), corrections=corrections)

    def _docs(self, jobs: list[_Job]) -> list[Doc | DocumentError]:
        """Run the pipeline over a batch; if it fails, over each text, to know which one it was."""
        texts = [job.page.kept for job in jobs if job.page is not None]
        try:
            with one_thread():
                docs = self.nlp.pipe(self._made(texts), batch_size=BATCH, component_cfg=self._cfg)
                return list(docs)
        except Exception:  # noqa: BLE001 -- the single runs below tell the reason
            return [self._doc(text) for text in texts]

    def _made(self, texts: Iterable[str]) -> Iterator[Doc]:
        for text in texts:
            doc = self.nlp.make_doc(text)
            doc.user_data["presselese_model"] = self._model
            doc.user_data[TEXT] = text
            yield doc

    def _doc(self, text: str) -> Doc | DocumentError:
        try:
            with one_thread():
                return next(iter(self.nlp.pipe(self._made([text]))))
        except Exception as error:  # noqa: BLE001 -- one bad document is one row in `errors`
            return _as_failure("match", error)

    def _finish(self, job: _Job) -> Extraction:
        raw = job.raw
        if job.error is None and job.page is not None:
            try:
                records = assemble(job.page)
                return Extraction(text=raw.text, **records)
            except Exception as error:  # noqa: BLE001 -- one bad document is one row in `errors`
                job.error = _as_failure("normalise", error)
        reason = job.error or DocumentError("clean", "nothing was read")
        document = Document(
            doc_id=raw.doc_id,
            path=raw.path,
            sha256=raw.sha256,
            encoding=raw.encoding,
            n_chars=len(raw.text),
            given=raw.given_json,
            status="error",
        )
        failure = Failure(
            doc_id=raw.doc_id,
            path=raw.path,
            stage=reason.stage,
            error=type(reason.__cause__ or reason).__name__,
            message=str(reason),
        )
        return Extraction(document=document, text=raw.text, errors=(failure,))


def _dated(cleaned: Cleaned, raw: RawText) -> Cleaned:
    """Let the day of publication that was known beside the text prevail over the page's stamps."""
    if raw.published is None:
        return cleaned
    metadata = replace(
        cleaned.metadata, published_on=raw.published, published_source=raw.published_source
    )
    return replace(cleaned, metadata=metadata)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold Python's garbage collector off for a batch.

    A full collection goes through the 200,000 objects of the lexicon and the gazetteer and takes
    as long as ten releases; between the batches it comes seldom, within them every 250 releases.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def load(model: str = EMBEDDED, config: Config | None = None) -> Extractor:
    """Load a spaCy model by name or folder and put the matchers on top of it.

    Raises ModelError for a model that is not installed or has no NER with PER, LOC and ORG,
    ConfigError for a file of learned lines that cannot be read.
    """
    config = config or Config()
    learned = read_boilerplate(config.boilerplate) if config.boilerplate is not None else None
    corrected = read_corrections(config.corrections) if config.corrections is not None else []
    nlp = _load_model(model)
    labels = {label for name in nlp.pipe_names for label in nlp.pipe_labels.get(name, ())}
    missing = [label for label in ("PER", "LOC", "ORG") if label not in labels]
    if missing:
        raise ModelError(
            f"the model {model!r} does not find {', '.join(missing)}; "
            f"use a German model with PER, LOC and ORG such as {EMBEDDED}"
        )
    # Length is the reader's business; the pipeline must not refuse what it let through.
    nlp.max_length = max(nlp.max_length, config.max_chars)
    speed_up(nlp)
    if isinstance(nlp.tokenizer, Tokenizer):
        # spaCy remembers the tokens of 10,000 different chunks: enough for 200 releases.
        nlp.tokenizer.max_cache_size = VOCABULARY
    for name in MATCHERS:
        nlp.add_pipe(name)
    return Extractor(nlp, learned, by_text(corrected))


def _load_model(model: str) -> Language:
    if model == EMBEDDED:
        return _embedded()
    try:
        nlp = spacy.load(model, exclude=list(SUPERFLUOUS))
    except OSError as error:
        if is_package(model):
            raise ModelError(
                f"the model {model!r} is installed but does not load: {error}"
            ) from error
        raise ModelError(
            f"the model {model!r} is not installed and no folder of that name holds one. "
            f"Built in: {EMBEDDED}. Explosion's German models: python -m spacy download "
            "de_core_news_md (not pip install: the package index holds a stranger's placeholder "
            "under that name)"
        ) from error
    except Exception as error:
        raise ModelError(f"the model {model!r} does not load: {error}") from error
    if nlp.lang != "de":
        raise ModelError(f"the model {model!r} reads {nlp.lang!r}; a German one is needed")
    customise(nlp)
    return nlp


def _embedded() -> Language:
    try:
        package = importlib.import_module(EMBEDDED)
        nlp: Language = package.load()
    except (ImportError, OSError) as error:
        raise ModelError(
            f"the embedded model {EMBEDDED!r} is damaged ({error}); install presselese again"
        ) from error
    customise(nlp)
    return nlp


def _as_failure(stage: str, error: Exception) -> DocumentError:
    if isinstance(error, DocumentError):
        return error
    failure = DocumentError(stage, f"{type(error).__name__}: {error}")
    failure.__cause__ = error
    return failure
