"""Two people changed one action: both texts of every field that differs, in words and not in ids (decision 27)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action
from actions.rules.words import EFFECTS, KINDS
from kernel.edit import expect_version
from kernel.record import Record
from organisation.queries.person import names_of

LABELS = {
    "title": "What will be done",
    "owner": "Owner",
    "due": "Due date",
    "kind": "What it is for",
    "strength": "Strength",
    "measure": "How we will know that it worked",
    "measure_threshold": "Threshold",
    "measure_source": "Where the data come from",
    "effect_window_days": "Watched for so many days",
    "expected_evidence": "Evidence to expect",
    "external_ref": "Ticket or change",
    "external_url": "Address of the ticket",
    "factors": "What it acts on",
}


def expect(session: Session, action: Action, version: int | None, fields: Mapping[str, Any]) -> None:
    """Nothing when ``version`` is the stored one, else ``Stale``; five statements at most, and only then."""
    record = action.record
    if version == record.version:
        return
    ids = {action.owner_id, fields.get("owner"), record.changed_by_id}
    names = names_of(session, {i for i in ids if i})
    expect_version(
        record.ref, record.version, version, labels=LABELS,
        theirs=_theirs(session, action, names), yours=_yours(fields, names),
        by=names.get(record.changed_by_id or 0),
    )


def _theirs(session: Session, action: Action, names: Mapping[int, str]) -> dict[str, str]:
    ids = [f.factor_id for f in action.factors]
    refs = dict(session.execute(sa.select(Record.id, Record.ref).where(Record.id.in_(ids))).all())
    return {
        "title": action.record.title,
        "owner": names.get(action.owner_id or 0, ""),
        "due": action.due.isoformat() if action.due else "",
        "kind": KINDS[action.kind],
        "strength": action.strength.capitalize() if action.strength else "",
        "measure": action.measure,
        "measure_threshold": action.measure_threshold,
        "measure_source": action.measure_source,
        "effect_window_days": "" if action.effect_window_days is None else str(action.effect_window_days),
        "expected_evidence": action.expected_evidence,
        "external_ref": action.external_ref or "",
        "external_url": action.external_url or "",
        "factors": _lines((refs[f.factor_id], f.effect.value) for f in action.factors),
    }


def _yours(fields: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, str]:
    """What was sent, in the same words; a field that was not sent is no clash."""
    said: dict[str, str] = {}
    for name in LABELS.keys() & fields.keys():
        value = fields[name]
        if name == "owner":
            said[name] = fields.get("owner_name") or names.get(value or 0, "")
        elif name == "factors":
            said[name] = _lines((row["factor"], row["effect"]) for row in value)
        elif name == "kind":
            said[name] = KINDS[value]
        elif name == "strength":
            said[name] = value.capitalize() if value else ""
        else:
            said[name] = "" if value is None else str(value)
    return said


def _lines(rows: Any) -> str:
    return "\n".join(sorted(f"{EFFECTS[effect]}: {ref}" for ref, effect in rows))
