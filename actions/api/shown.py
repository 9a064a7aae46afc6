"""Actions as the API answers them."""

from __future__ import annotations

from typing import Any

from actions.queries.action import Detail
from actions.queries.rows import Row
from actions.rules.lateness import Today
from actions.rules.lifecycle import SHOWN_AS


def line(row: Row, today: Today) -> dict[str, Any]:
    """A row of the list as ``ActionLine`` writes it."""
    return {
        "ref": row.ref,
        "title": row.title,
        "source": row.source.ref if row.source else None,
        "state": row.state.value,
        "shown_as": row.shown_as.value,
        "kind": row.kind.value,
        "strength": row.strength.value if row.strength else None,
        "owner": _person(row.owner_id, row.owner),
        "due": row.due,
        "original_due": row.original_due,
        "moves": row.moves,
        "working_days_late": today.days_late(row.open_due),
        "version": row.version,
    }


def whole(found: Detail) -> dict[str, Any]:
    """One action as ``ActionShown`` writes it. Hints are private: only for those who may edit."""
    action = found.action
    return {
        "ref": action.record.ref,
        "title": action.record.title,
        "source": found.source.ref if found.source else None,
        "state": action.state.value,
        "shown_as": SHOWN_AS[action.state].value,
        "kind": action.kind.value,
        "strength": action.strength.value if action.strength else None,
        "owner": _person(action.owner_id, found.owner),
        "due": action.due,
        "original_due": action.original_due,
        "moves": action.due_version,
        "working_days_late": found.today.days_late(found.open_due),
        "version": action.record.version,
        "measure": action.measure,
        "measure_threshold": action.measure_threshold,
        "measure_source": action.measure_source,
        "effect_window_days": action.effect_window_days,
        "expected_evidence": action.expected_evidence,
        "external_ref": action.external_ref,
        "external_url": action.external_url,
        "external_state": action.external_state.value if action.external_state else None,
        "claim": action.claim,
        "claimed_at": action.claimed_at,
        "verified_by": _person(action.verified_by_id, found.names.get(action.verified_by_id or 0)),
        "verified_at": action.verified_at,
        "accepted_at": action.accepted_at,
        "evidence_awaited": action.evidence_awaited,
        "evidence": [{"number": p.number, "description": p.description, "url": p.url, "filename": p.filename} for p in found.pieces],
        "effect_due": action.effect_due,
        "owner_disputed": action.disputed_at is not None,
        "suggested_owner": _person(action.suggested_owner_id, found.names.get(action.suggested_owner_id or 0)),
        "answered_for_by": [_person(i, found.names.get(i)) for i in found.answering.people],
        "waiting_move": _waiting(found),
        "reason": action.reason,
        "risk_expires_on": action.risk_expires_on,
        "superseded_by": found.superseded_by,
        "factors": [{"factor": f.ref, "effect": f.effect.value, "probability": f.probability} for f in found.factors],
        "due_moves": action.moves,
        "transitions": [o.transition.name for o in found.offers if not o.hindrance],
        "linked_with": [other.ref for other in found.linked],
        "hints": found.hints if found.may_edit else (),
    }


def _waiting(found: Detail) -> dict[str, Any] | None:
    asked = found.waiting_move
    return {"due": asked.to_due, "reason": asked.reason, "asked_by": _person(asked.asked_by_id, found.names.get(asked.asked_by_id or 0))} if asked else None


def _person(person_id: int | None, name: str | None) -> dict[str, Any] | None:
    return {"id": person_id, "name": name} if person_id and name else None
