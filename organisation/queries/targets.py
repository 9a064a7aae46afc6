"""Service level targets: the table of a moment, and what it asks for a service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.calendar import WorkingCalendar
from organisation.models import Calendar, Service, Target, TargetTable
from organisation.queries.calendar import default_rule, rule_of
from organisation.rules.catalogue import TIERS
from organisation.rules.targets import CountedIn, TargetRow, most_specific

EVERY_SERVICE = "every service"


@dataclass(frozen=True, slots=True)
class Aim:
    """What is asked of one service, in which hours, and by which row (``of``, in words)."""

    of: str
    hours: CountedIn
    calendar: WorkingCalendar
    response_minutes: int | None
    restore_minutes: int | None


def tables(session: Session) -> list[TargetTable]:
    """Every version, the newest first."""
    return list(session.scalars(sa.select(TargetTable).order_by(TargetTable.version.desc())))


def table_at(session: Session, at: datetime) -> TargetTable | None:
    """The newest version that had started at ``at``; None before the first."""
    started = sa.select(TargetTable).where(TargetTable.starts_at <= at).order_by(TargetTable.version.desc())
    return session.scalar(started.limit(1))


def rows_of(table: TargetTable | None) -> list[TargetRow]:
    """The table as the rule reads it."""
    return _as_rows(table.rows if table else ())


def aims_of(
    session: Session, severity: int | None, service_ids: Sequence[int] | sa.Select[int], at: datetime | None
) -> list[Aim]:
    """What the table of ``at`` asks of each service at this severity; of every service where none is named.

    ``service_ids`` may be a select of them. None of the two facts known, or a silent table: nothing is asked. Three
    statements at most, whatever the number of services.
    """
    rows = _rows_at(session, at, severity) if at and severity else []
    if not rows or not severity:
        return []
    found = session.execute(
        sa.select(Service, Calendar)
        .outerjoin(Calendar, Calendar.id == Service.calendar_id)
        .where(Service.id.in_(service_ids))
        .order_by(Service.name)
    ).all()
    named: list[tuple[TargetRow, Service | None, Calendar | None]] = [
        (row, service, calendar)
        for service, calendar in found
        if (row := most_specific(rows, severity, service.id, service.tier))
    ]
    if not found and (row := most_specific(rows, severity, None, None)):
        named = [(row, None, None)]
    needs_own = any(row.hours is CountedIn.SUPPORT and calendar is None for row, _, calendar in named)
    own = default_rule(session) if needs_own else WorkingCalendar()
    return [_aim(row, severity, service, rule_of(calendar) if calendar else own) for row, service, calendar in named]


def _rows_at(session: Session, at: datetime, severity: int) -> list[TargetRow]:
    """The rows for one severity of the table in force at ``at``, in one statement."""
    newest = sa.select(TargetTable.id).where(TargetTable.starts_at <= at).order_by(TargetTable.version.desc()).limit(1)
    return _as_rows(
        session.scalars(sa.select(Target).where(Target.table_id == newest.scalar_subquery(), Target.severity == severity))
    )


def _as_rows(rows: Iterable[Target]) -> list[TargetRow]:
    return [TargetRow(r.severity, r.service_id, r.tier, r.hours, r.response_minutes, r.restore_minutes) for r in rows]


def _aim(row: TargetRow, severity: int, service: Service | None, calendar: WorkingCalendar) -> Aim:
    if row.service_id and service:
        of = service.name
    elif row.tier:
        of = f"services of tier {row.tier}, {TIERS[row.tier].lower()}"
    else:
        of = EVERY_SERVICE
    return Aim(f"P{severity}, {of}", row.hours, calendar, row.response_minutes, row.restore_minutes)
