"""Report A, the post-incident review: from a snapshot document to a format-free report."""

from exports.reports.pir.report import build

__all__ = ["build"]
