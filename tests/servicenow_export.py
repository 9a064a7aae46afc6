"""A ServiceNow list export as a test wants it: plain rows in, the bytes of the CSV out."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from incidents.intake.facts import Intake
from incidents.profiles.servicenow import read_servicenow
from incidents.service.importing import ImportResult, import_incidents
from kernel.permission import Actor, machine

COLUMNS = (
    "number", "short_description", "priority", "incident_state", "opened_at", "resolved_at", "closed_at", "business_service",
    "parent_incident", "assignment_group", "category",
)
USUAL = {"short_description": "Checkout answered 503", "priority": "3 - Moderate", "incident_state": "Closed",
         "opened_at": "2026-03-02 10:00", "resolved_at": "2026-03-02 12:30", "closed_at": "2026-03-05 09:00"}


def export(*rows: Mapping[str, Any], columns: tuple[str, ...] = COLUMNS) -> bytes:
    """The file: what a row does not say is as in ``USUAL``; None is a blank cell."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore")
    writer.writeheader()
    for number, row in enumerate(rows, start=1):
        whole = {"number": f"INC{number:07}", **USUAL, **row}
        writer.writerow({name: "" if whole.get(name) is None else whole.get(name) for name in columns})
    return text.getvalue().encode()


def written(at: datetime) -> str:
    """An instant as a cell, to the minute, for files read in UTC."""
    return f"{at:%Y-%m-%d %H:%M}"


def take(session: Session, content: bytes | Intake, actor: Actor | None = None, zone: str = "UTC") -> ImportResult:
    """Import a file of the test."""
    intake = read_servicenow(content, zone=zone) if isinstance(content, bytes) else content
    digest = hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else "0" * 64
    return import_incidents(session, actor or machine(), intake, filename="export.csv", sha256=digest)
