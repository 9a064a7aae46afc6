"""What an incident refers to by number: records that stand here and that the actor may see, as links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import Incident
from kernel.permission import Actor, visible
from kernel.record import Record
from kernel.ref import RecordKind

#: Attributes of `Incident` that hold the number of another record.
REFERRING = ("problem_ref", "change_ref", "caused_by")


@dataclass(frozen=True, slots=True)
class Referred:
    """A record of ours."""

    kind: RecordKind
    ref: str
    title: str


def references_of(session: Session, actor: Actor, incident: Incident) -> Mapping[str, Referred]:
    """By attribute the record that has the number. Absent and not to be seen are the same: the number alone."""
    named = {name: number for name in REFERRING if (number := getattr(incident, name))}
    if not named:
        return {}
    rows = session.execute(sa.select(Record.kind, Record.ref, Record.title).where(Record.ref.in_(named.values()), visible(actor)))
    found = {row.ref: Referred(row.kind, row.ref, row.title) for row in rows}
    return {name: found[number] for name, number in named.items() if number in found}
