"""What an exported file is called."""

from __future__ import annotations

import re

from exports.model import Report


def file_name(report: Report, ending: str = "docx") -> str:
    """Return a name that every file system takes, such as ``PIR-2026-0014_v1.0_INTERNAL.docx``."""
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", report.name).strip("-._")
    return f"{safe or 'report'}.{ending}"
