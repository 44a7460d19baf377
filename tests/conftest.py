"""Makes `tests.fake_extractor` importable, here and in worker processes; sets up hypothesis."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent.parent))

# How long a case takes says nothing on a busy machine; benchmarks/ measures speed.
settings.register_profile("presselese", deadline=None)
settings.load_profile("presselese")
