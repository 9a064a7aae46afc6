"""One incident of a file as rows of our tables. What is too long for a column is cut there and stays whole in the source row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from incidents.intake.facts import Change, IncidentFacts, Note
from incidents.models import EntryKind, Incident, IncidentChange, IncidentTime, Moment, Precision, Source, TimelineEntry
from incidents.queries.stored import column_of
from kernel import clock
from kernel.intake.refusal import Remarks
from kernel.record import Record, Scope
from kernel.ref import RecordKind
from organisation.models import Service
from organisation.rules.names import one_line

Row = dict[str, Any]

#: Columns of `Incident` that an import sets, named as the facts are.
FACTS = (
    "severity", "state", "category", "subcategory", "assignment_group", "contact_type", "caller", "parent_number",
    "major_state", "is_major", "problem_ref", "change_ref", "caused_by", "made_sla", "reopen_count", "reassignment_count", "opened_at",
)  # fmt: skip


def _limits(model: type[Any]) -> dict[str, int]:
    columns: Any = sa.inspect(model).columns
    return {c.key: c.type.length for c in columns if isinstance(c.type, sa.String) and c.type.length}


_INCIDENT, _RECORD, _TIME, _SERVICE, _CHANGE, _ENTRY = (
    _limits(m) for m in (Incident, Record, IncidentTime, Service, IncidentChange, TimelineEntry)
)
_SHORT = tuple((name, _INCIDENT[name]) for name in FACTS if name in _INCIDENT)


def clipped(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis.

    >>> clipped("Checkout", 8), clipped("Checkout is down", 8)
    ('Checkout', 'Checkou…')
    """
    return text if len(text) <= limit else text[: limit - 1] + "…"


def record_row(facts: IncidentFacts, person_id: int | None) -> Row:
    """The supertype row of a new incident; its reference is the number that the source gave it."""
    now = clock.now()
    return {
        "kind": RecordKind.INCIDENT, "ref": facts.number, "title": clipped(facts.title, _RECORD["title"]),
        "scope": Scope.OPEN, "version": 1, "created_at": now, "changed_at": now, "changed_by_id": person_id,
    }  # fmt: skip


def incident_row(facts: IncidentFacts, zone: str, remarks: Remarks) -> Row:
    """The columns of `Incident` that this file decides, without its id and ``source``."""
    row = {name: getattr(facts, name) for name in FACTS}
    for name, limit in _SHORT:
        if row[name] is not None and len(row[name]) > limit:
            row[name] = clipped(row[name], limit)
            remarks.count(f"Texts too long for the {name.replace('_', ' ')}, cut; whole in the source row", facts.row, column_of(facts))
    row["description"] = facts.description or ""
    row["zone"] = zone
    row["source_row"] = dict(facts.source_row)
    row["digest"] = facts.digest
    return row


def time_rows(facts: IncidentFacts, incident_id: int) -> list[Row]:
    """One row for each time that the file knows."""
    return [
        {
            "incident_id": incident_id, "moment": Moment(name), "source": Source.IMPORT, "at": moment.at,
            "precision": Precision(moment.precision), "zone": moment.zone, "typed": clipped(moment.typed, _TIME["typed"]),
        }
        for name, moment in facts.times.items()
    ]  # fmt: skip


def change_rows(changes: Sequence[Change], incident_id: int, after: int = 0) -> list[Row]:
    """One row for each save that an audit log tells, numbered on from ``after``."""
    return [
        {
            "incident_id": incident_id, "position": position, "at": change.at, "typed": clipped(change.typed, _CHANGE["typed"]),
            "actor": clipped(change.actor, _CHANGE["actor"]), "state": change.state and clipped(change.state, _CHANGE["state"]),
            "values": change.values,
        }
        for position, change in enumerate(changes, start=after + 1)
    ]  # fmt: skip


def note_rows(notes: Sequence[Note], incident_id: int) -> list[Row]:
    """One entry of the timeline for each entry of the work log. No person has written it here, so ``created_by_id`` stays empty."""
    now = clock.now()
    return [
        {
            "record_id": incident_id, "at": note.at.at, "precision": Precision(note.at.precision), "zone": note.at.zone,
            "typed": clipped(note.at.typed, _ENTRY["typed"]), "actor": clipped(note.actor, _ENTRY["actor"]), "text": note.text,
            "kind": EntryKind.COMMUNICATION if note.is_public else EntryKind.OBSERVATION,
            "is_key": False, "position": position, "version": 1, "created_at": now,
        }
        for position, note in enumerate(notes)
    ]  # fmt: skip


def service_names(facts: IncidentFacts) -> list[str]:
    """The services of the row as they can be stored, each once; capital letters do not tell two apart."""
    names = (clipped(one_line(name), _SERVICE["name"]) for name in facts.services)
    return list({name.lower(): name for name in names if name}.values())


def title_of(facts: IncidentFacts) -> str:
    return clipped(facts.title, _RECORD["title"])


def plain(value: Any) -> Any:
    """A value as it stands in the audit trail."""
    return clock.stamp(value) if isinstance(value, datetime) else value


