"""The report: one self-contained HTML page of a finished run."""

from presselese.report.page import Summary, write_report

__all__ = ["Summary", "write_report"]
