"""The response check as the document of a review holds it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.clock import stamp
from organisation.models import Person
from pir.models import Hypothesis, OnCall, ResponseCheck, SupplierAnalysis


def response_of(session: Session, review_id: int) -> dict[str, Any]:
    """Plain JSON values; answers that were not given are None, texts ""."""
    held = session.get(ResponseCheck, review_id)
    return {
        "runbook_use": held.runbook_use.value if held and held.runbook_use else None,
        "runbook": held.runbook if held else "",
        "runbook_right": held.runbook_right.value if held and held.runbook_right else None,
        "runbook_note": held.runbook_note if held else "",
        "severity_right": held.severity_right.value if held and held.severity_right else None,
        "severity_note": held.severity_note if held else "",
        "on_call": [
            {"who": row.who, "paged_at": stamp(row.paged_at), "reached_at": stamp(row.reached_at)}
            for row in session.scalars(sa.select(OnCall).where(OnCall.review_id == review_id).order_by(OnCall.position, OnCall.id))
        ],
        "hypotheses": [
            {"statement": row.statement, "opened_at": stamp(row.opened_at), "outcome": row.outcome.value, "closed_at": stamp(row.closed_at), "by_what": row.by_what}
            for row in session.scalars(sa.select(Hypothesis).where(Hypothesis.review_id == review_id).order_by(Hypothesis.position, Hypothesis.id))
        ],
        "suppliers": [
            {"supplier": row.supplier, "owner": row.owner_id, "owner_name": name, "requested_on": _day(row.requested_on), "due_on": _day(row.due_on),
             "received_on": _day(row.received_on), "accepted_on": _day(row.accepted_on)}
            for row, name in session.execute(
                sa.select(SupplierAnalysis, Person.name).outerjoin(Person, Person.id == SupplierAnalysis.owner_id)
                .where(SupplierAnalysis.review_id == review_id).order_by(SupplierAnalysis.position, SupplierAnalysis.id)
            )
        ],
    }  # fmt: skip


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
