"""An action that was kept elsewhere, written down here with its own dates. Nobody is asked anything before it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from actions import sources
from actions.events import ActionChanged
from actions.models import Action, DateMove, Kind
from actions.rules.lifecycle import ActionState
from actions.rules.policy import needs_evidence
from actions.service.owner import hand_over, owner_id_of
from actions.service.values import columns
from kernel import audit, clock, event
from kernel.permission import Actor
from kernel.record import Record, next_ref
from kernel.ref import RecordKind
from organisation.queries.policy import the_organisation

CLAIM = "Done, says the spreadsheet that it came from."
MOVED = "Moved before it was brought in."


def bring_in(session: Session, actor: Actor, source: Record, values: Mapping[str, Any]) -> Action:
    """Store one row. The caller has checked its verb and that ``source`` exists for the actor.

    ``values``: ``title`` and ``state``; any of ``kind strength measure external_ref``, the owner as ``owner`` or
    ``owner_name`` and ``owner_email``, ``due`` with ``original_due``, and ``created``, a day. Dates may lie in the past.
    """
    plain = {name: value for name, value in values.items() if name not in {"created", "original_due", "state"}}
    owner_id = owner_id_of(session, actor, values)
    record = Record(
        kind=RecordKind.ACTION, ref=next_ref(session, RecordKind.ACTION), title=values["title"], scope=source.scope,
        guard_id=source.guard_id or source.id, changed_by_id=actor.person_id, created_at=_begun(session, values.get("created")),
    )
    action = Action(
        record=record, source_id=source.id, state=values["state"], owner_id=owner_id, asked_at=clock.now() if owner_id else None, due=values.get("due"),
        original_due=values.get("original_due"), unconfirmed=True, created_by_id=actor.person_id, **{"kind": Kind.PREVENT, **columns(plain)},
    )
    if action.state is ActionState.DONE:
        action.claim, action.claimed_at = CLAIM, clock.now()
        action.evidence_awaited = needs_evidence(sources.expected_of(session, source.id))
    session.add(action)
    session.flush()
    _move(action, actor)
    hand_over(session, action.id, owner_id)
    session.flush()
    said = {"ref": record.ref, "title": record.title, "source": source.id, "owner_id": owner_id, "due": action.due,
            "original_due": action.original_due, "state": action.state}
    audit.note(session, actor, "bring in action", record_id=action.id, after={k: v for k, v in said.items() if v})
    event.announce(session, actor, ActionChanged(action.id, source.id, "bring_in", None, action.state))
    return action


def _begun(session: Session, day: date | None) -> datetime:
    """Noon of the day on which it was agreed, as the organisation counts days."""
    if day is None:
        return clock.now()
    return datetime.combine(day, time(12), ZoneInfo(the_organisation(session).zone))


def _move(action: Action, actor: Actor) -> None:
    """A later date than the first is one move; how often it really was moved, no spreadsheet says."""
    if action.due is None or action.original_due is None or action.due == action.original_due:
        return
    action.due_version = 1
    action.moves.append(DateMove(number=1, from_due=action.original_due, to_due=action.due, reason=MOVED, moved_by_id=actor.person_id))
