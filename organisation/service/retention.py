"""Retention periods, the search for what is due, and deleting it when a person says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit
from kernel.erase import erase
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor, require, visible
from kernel.record import Record
from organisation.models import DueForDeletion, RetentionPeriod
from organisation.queries.retention import past_their_period, periods
from organisation.retention import KINDS

SET_PERIODS = "administer policies"
DELETE = "delete after retention"


def set_periods(session: Session, actor: Actor, years: Mapping[str, int | None]) -> dict[str, int]:
    """Years by kind; None keeps for ever. What is due is searched anew at once; nothing is deleted."""
    require(actor, SET_PERIODS)
    before = periods(session)
    after = {key: number for key, number in years.items() if number is not None}
    if unknown := set(after) - {kind.key for kind in KINDS}:
        raise Invalid({key: ["There is no such kind of record"] for key in unknown})
    if before != after:
        session.execute(sa.delete(RetentionPeriod))
        session.add_all(RetentionPeriod(kind=key, years=number) for key, number in after.items())
        session.flush()
        audit.note(session, actor, "set retention", before=before, after=after)
        find_due(session, actor)
    return after


def find_due(session: Session, actor: Actor) -> int:
    """Write down what is past its period now; the number. Says so in the trail when the list changed."""
    found = {one.record_id: one for one in past_their_period(session)}
    held = set(session.scalars(sa.select(DueForDeletion.record_id)))
    if found.keys() == held:
        return len(found)
    session.execute(sa.delete(DueForDeletion).where(DueForDeletion.record_id.not_in(found)))
    session.add_all(
        DueForDeletion(record_id=one.record_id, kind=one.kind, ended_on=one.ended_on, due_on=one.due_on)
        for one in found.values() if one.record_id not in held
    )  # fmt: skip
    session.flush()
    audit.note(session, actor, "find what is due for deletion", after={"found": len(found)})
    return len(found)


def delete_due(session: Session, actor: Actor, record_ids: Sequence[int]) -> int:
    """Erase these records, each of which the search has found, whose period is still over, and which nothing holds.

    Their content is gone for good; reference, kind and audit trail stay. Raises ``Refused`` when one may not go: then none does.
    """
    require(actor, DELETE)
    records = list(session.scalars(
        sa.select(Record)
        .join(DueForDeletion, DueForDeletion.record_id == Record.id)
        .where(Record.id.in_(record_ids), visible(actor))
        .order_by(Record.id)
        .with_for_update(of=Record)
    ))  # fmt: skip
    over = {one.record_id: one for one in past_their_period(session, [record.id for record in records])}
    if len(records) != len(set(record_ids)) or over.keys() != {record.id for record in records}:
        raise Refused([Obstacle("One of these is not due any more, or is on hold. Nothing was deleted. Look at the list again.")])
    if not records:
        raise Refused([Obstacle("Select what is to be deleted.")])
    for record in records:
        said = {"kind": over[record.id].kind, "ended_on": over[record.id].ended_on, "due_on": over[record.id].due_on}
        audit.note(session, actor, "delete record", record_id=record.id, after={"ref": record.ref, **{k: str(v) for k, v in said.items()}})
    erase(session, [record.id for record in records])
    return len(records)


