"""The response check of a review, saved whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.db import Base
from kernel.errors import Invalid
from kernel.permission import Actor
from organisation.queries.person import active_people
from pir.models import Answer, Hypothesis, OnCall, Outcome, ResponseCheck, Review, RunbookUse, SupplierAnalysis
from pir.queries.response import response_of
from pir.service.editing import CONTRIBUTE, expect, open_for_change, save

ANSWERS = {"runbook_use": RunbookUse, "runbook_right": Answer, "severity_right": Answer}
TEXTS = ("runbook", "runbook_note", "severity_note")


def set_response_check(session: Session, actor: Actor, ref: str, version: int | None, values: Mapping[str, Any]) -> Review:
    """Replace all answers and rows; ``values`` as ``ResponseForm`` loads them."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    before = response_of(session, review.id)
    expect(session, review, version, {"response_check": in_words(before)}, {"response_check": in_words(values)})
    _known(session, values)
    for table in (ResponseCheck, OnCall, Hypothesis, SupplierAnalysis):
        session.execute(sa.delete(table).where(table.review_id == review.id))
    answers = {name: kind(values[name]) if values.get(name) else None for name, kind in ANSWERS.items()}
    session.add(ResponseCheck(review_id=review.id, **answers, **{name: values.get(name) or "" for name in TEXTS}))
    session.add_all(_rows(review.id, values))
    session.flush()
    save(session, actor, review, "set response check", before, response_of(session, review.id))
    return review


def _rows(review_id: int, values: Mapping[str, Any]) -> list[Base]:
    called: list[Base] = [
        OnCall(review_id=review_id, position=n, who=row["who"], paged_at=row["paged_at"], reached_at=row.get("reached_at"))
        for n, row in enumerate(values.get("on_call") or ())
    ]
    suspected: list[Base] = [
        Hypothesis(review_id=review_id, position=n, statement=row["statement"], opened_at=row.get("opened_at"), outcome=Outcome(row.get("outcome") or "open"),
                   closed_at=row.get("closed_at"), by_what=row.get("by_what") or "")
        for n, row in enumerate(values.get("hypotheses") or ())
    ]
    asked: list[Base] = [
        SupplierAnalysis(review_id=review_id, position=n, supplier=row["supplier"], owner_id=row.get("owner"),
                         **{step: row.get(step) for step in ("requested_on", "due_on", "received_on", "accepted_on")})
        for n, row in enumerate(values.get("suppliers") or ())
    ]
    return [*called, *suspected, *asked]


def _known(session: Session, values: Mapping[str, Any]) -> None:
    """Owners are people who are here."""
    asked = {n: row["owner"] for n, row in enumerate(values.get("suppliers") or ()) if row.get("owner")}
    if not asked:
        return
    here = {person.id for person in active_people(session)}
    wrong = {f"suppliers-{n}-owner": ["Select a person from the list"] for n, owner in asked.items() if owner not in here}
    if wrong:
        raise Invalid(wrong)


def in_words(check: Mapping[str, Any]) -> str:
    """All of it as lines of text, for a conflict."""
    lines = [f"{name}: {value}" for name, value in check.items() if isinstance(value, str) and value]
    rows = [" · ".join(str(v) for v in row.values() if v) for name in ("on_call", "hypotheses", "suppliers") for row in check.get(name) or ()]
    return "\n".join([*lines, *rows])
