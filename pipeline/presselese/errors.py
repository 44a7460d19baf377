"""The errors presselese raises on purpose: each names the thing, the reason and the way out."""

from __future__ import annotations


class PresseleseError(Exception):
    """Base of all errors a user can mend; the command line prints it and exits with 2."""


class ConfigError(PresseleseError):
    """A configuration file or option cannot be used."""


class InputError(PresseleseError):
    """An input named on the command line cannot be used at all."""


class OutputError(PresseleseError):
    """The output folder cannot be written."""


class ModelError(PresseleseError):
    """A spaCy model is missing or cannot serve (no NER with PER, LOC and ORG)."""


class LexiconError(PresseleseError):
    """A lexicon file is malformed."""


class GoldError(PresseleseError):
    """An annotated file is malformed; the message holds file and line."""


class CorrectionError(PresseleseError):
    """A file of corrections cannot be used."""


class GateError(PresseleseError):
    """An accuracy gate is missing, malformed, or refuses to be lowered."""


class TablesError(PresseleseError):
    """A folder of tables is incomplete or was written by something else."""


class DocumentError(PresseleseError):
    """One document cannot be processed; it becomes a row of the table `errors`.

    `stage` names where: read, clean, match, normalise, link or worker.
    """

    def __init__(self, stage: str, message: str) -> None:
        super().__init__(stage, message)  # both, so that pickling gives the same error back
        self.stage = stage
        self.message = message

    def __str__(self) -> str:
        return self.message


class Interrupted(KeyboardInterrupt):
    """The user stopped a run; the message says what is kept and how to go on."""
