"""What an import leaves in the audit trail: one entry for the file, and one for each restricted incident it changed.

A change to a restricted incident hangs on that incident, so that only those who may know of it can read it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from incidents.service.import_update import Updated
from kernel import audit
from kernel.permission import Actor

#: Changed incidents that the entry spells out; of the others it says how many there are.
MOST_TOLD = 500
#: Characters of one value.
LONGEST = 200


@dataclass(slots=True)
class ImportTrail:
    """Collects what is to be said while the chunks go by."""

    before: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    after: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    untold: int = 0

    def remember(self, session: Session, actor: Actor, one: Updated) -> None:
        """Take one changed incident into account."""
        before, after = _short(one.difference.before), _short(one.difference.after)
        if one.is_restricted:
            audit.note(session, actor, "update incident by import", record_id=one.id, before=before, after=after)
        elif len(self.after) < MOST_TOLD:
            self.before[one.ref], self.after[one.ref] = before, after
        else:
            self.untold += 1

    def seal(self, session: Session, actor: Actor, facts: Mapping[str, Any], *, services: Sequence[str]) -> None:
        """The entry of the file: ``facts`` are its name, its hash and the counts; ``services`` those that were new."""
        told = {"services": len(services), "services_added": list(services[:MOST_TOLD])}
        after: dict[str, Any] = {**facts, **told, "updates": self.after}
        if self.untold:
            after["updates_not_listed"] = self.untold
        audit.note(session, actor, "import incidents", before={"updates": self.before} if self.before else None, after=after)


def _short(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value[:LONGEST] + "…" if isinstance(value, str) and len(value) > LONGEST else value for name, value in values.items()}
