"""Corrective actions in the search."""

from __future__ import annotations

import sqlalchemy as sa

from actions.models import Action
from kernel.record import Record
from kernel.ref import RecordKind
from kernel.search import Source, lines

SOURCES = (
    Source(
        "action", "Actions",
        sa.select(
            Action.id, Action.id, sa.literal("", sa.Text), Record.title,
            lines(Record.ref, Action.measure, Action.expected_evidence, Action.claim, Action.reason, Action.external_ref),
        ).join(Record, Record.id == Action.id),
        Action.id,
        {Action: lambda row: [row.id], Record: lambda row: [row.id] if row.kind is RecordKind.ACTION else []},
        lambda hit: f"/actions/{hit.ref}", weight=1.5,
    ),
)  # fmt: skip
