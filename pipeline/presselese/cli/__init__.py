"""The commands; what they do stands elsewhere, here it is asked for, shown and ended.

Exit codes: 0 all fine, 1 some documents failed, 2 the call cannot be served, 130 interrupted.
Results and summaries go to standard output, progress and messages to standard error.
"""

# Each module adds its commands to the application; the help shows them in this order.
# isort: off
from presselese.cli import extracting, exporting, reporting, reviewing, evaluating, comparing
from presselese.cli import explaining, cleaning

# isort: on
from presselese.cli.app import app, main

__all__ = [
    "app",
    "cleaning",
    "comparing",
    "evaluating",
    "explaining",
    "exporting",
    "extracting",
    "main",
    "reporting",
    "reviewing",
]
