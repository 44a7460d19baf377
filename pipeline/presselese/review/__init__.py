"""What a reader edited in a result: found by comparison, kept as corrections, exported as gold."""

from presselese.review.annotate import annotated
from presselese.review.edited import Edited, compare, read_edited

__all__ = ["Edited", "annotated", "compare", "read_edited"]
