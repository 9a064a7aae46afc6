"""An export of another tool, stored: all of it or, when anything stops it, nothing (R8).

Idempotent by number: a row whose content was stored before changes nothing. All happens in the caller's unit of work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.events import IncidentReopened, IncidentsImported, SeverityChanged, TimesChanged
from incidents.intake.facts import Intake
from incidents.queries.stored import Compared, compared
from incidents.rules.own_number import own_digits
from incidents.service.import_audit import ImportTrail
from incidents.service.import_insert import insert_new
from incidents.service.import_run import ImportRun
from incidents.service.import_services import ServiceShelf
from incidents.service.import_update import apply_changes
from kernel import clock, event
from kernel.intake.refusal import Reject
from kernel.permission import Actor, require
from kernel.record import Record, RefCounter
from kernel.ref import RecordKind

IMPORT = "import incidents"
#: Any number, the same everywhere: imports wait for each other on PostgreSQL, as on SQLite all writers do.
_LOCK = 0x1AC1DE47


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of a file. ``incidents`` were understood = created + updated + unchanged; ids are of the first two.

    A restricted incident that the actor may not see is counted like any other and named nowhere.
    """

    created: int
    updated: int
    unchanged: int
    rejected: tuple[Reject, ...]
    warnings: tuple[str, ...]
    reviews_opened: int
    incident_ids: tuple[int, ...]

    @property
    def incidents(self) -> int:
        return self.created + self.updated + self.unchanged

    @property
    def told(self) -> dict[str, Any]:
        """The JSON that others read, of the command as of the API; the names are fixed."""
        return {
            "incidents": self.incidents,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": [{"row": r.row, "column": r.column, "reason": r.reason} for r in self.rejected],
            "reviews_opened": self.reviews_opened,
        }


def import_incidents(session: Session, actor: Actor, intake: Intake, *, filename: str, sha256: str) -> ImportResult:
    """Store what the file says, announce it, and let the rule open its reviews.

    ``filename`` and ``sha256`` (hexadecimal, of the file as sent) go into the audit trail. Raises `Forbidden`, and
    whatever reading on raises (`Unreadable`): the unit of work then ends with nothing stored.
    """
    require(actor, IMPORT)
    _wait_for_other_imports(session)
    run = ImportRun(session, actor, intake.tool, intake.zone, ServiceShelf(session), intake.remarks)
    created, updated, trail, same, highest = [], [], ImportTrail(), 0, 0
    happened: list[event.Event] = []
    for part in compared(session, intake.rows):
        created += insert_new(run, part.new)
        changes = apply_changes(run, part.changed)
        for one in changes:
            trail.remember(session, actor, one)
        updated += [(one.id, one.difference.has_new_instants) for one in changes]
        happened += [IncidentReopened(one.id, clock.now()) for one in changes if one.difference.is_reopened]
        happened += [SeverityChanged(one.id, *one.difference.severity) for one in changes if one.difference.severity]
        same += part.same
        intake.rejects += part.rejects
        highest = max(highest, _highest_own(part))
    _skip_own_numbers(session, highest)
    trail.seal(
        session, actor,
        {"file": filename, "sha256": sha256, "tool": intake.tool, "zone": intake.zone, "created": len(created), "updated": len(updated),
         "unchanged": same, "rejected": len(intake.rejects)},
        services=run.shelf.added,
    )  # fmt: skip
    ids = (*created, *(id_ for id_, _ in updated))
    opened = _announce(session, actor, ids, [id_ for id_, has_new_instants in updated if has_new_instants], happened)
    return ImportResult(
        created=len(created), updated=len(updated), unchanged=same,
        rejected=tuple(sorted(intake.rejects, key=lambda reject: reject.row)), warnings=tuple(intake.warnings),
        reviews_opened=opened, incident_ids=ids,
    )


def _announce(session: Session, actor: Actor, ids: tuple[int, ...], retimed: list[int], happened: list[event.Event]) -> int:
    """Let the domains above react; how many reviews there are more than before."""
    session.expire_all()  # the rows were written beneath the session's objects
    before = _reviews(session)
    for one in happened:  # before the new times: an end that came after a reopening starts the clocks anew
        event.announce(session, actor, one)
    for incident_id in retimed:
        event.announce(session, actor, TimesChanged(incident_id))
    if ids:
        event.announce(session, actor, IncidentsImported(ids))
    session.flush()
    return _reviews(session) - before


def _reviews(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).where(Record.kind == RecordKind.REVIEW)) or 0


def _wait_for_other_imports(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def _highest_own(part: Compared) -> int:
    return max((own_digits(facts.number) for facts in part.new), default=0)


def _skip_own_numbers(session: Session, highest: int) -> None:
    """Numbers of the file in our own form must not be given out again to an incident written down here."""
    if not highest:
        return
    of_kind = (RefCounter.kind == RecordKind.INCIDENT, RefCounter.year == 0)
    last = session.scalar(sa.select(RefCounter.last).where(*of_kind))
    if last is None:
        session.execute(sa.insert(RefCounter).values(kind=RecordKind.INCIDENT, year=0, last=highest))
    elif last < highest:
        session.execute(sa.update(RefCounter).where(*of_kind).values(last=highest))
