"""A batch: inputs in shards of small units, worker processes, tables on disk, work that is kept.

Units (16 inputs) are a function of the order of the inputs; so the bytes of a result depend on
nothing but inputs, configuration, model and code: not on workers, shards, the order in which
workers answer, or how often a run was killed and resumed. Between processes and to the work
folder go rows, never spaCy documents.
"""

from __future__ import annotations

from presselese.run.batch import Progress, run
from presselese.run.manifest import Summary
from presselese.run.units import UNIT
from presselese.run.worker import Extracts, Load, load_extractor

__all__ = ["UNIT", "Extracts", "Load", "Progress", "Summary", "load_extractor", "run"]
