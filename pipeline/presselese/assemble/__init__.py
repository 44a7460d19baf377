"""From spans to records: values are given, ties are made, offsets count the raw text again."""

from presselese.assemble.arbitration import arbitrate
from presselese.assemble.document import assemble
from presselese.assemble.page import Page

__all__ = ["Page", "arbitrate", "assemble"]
