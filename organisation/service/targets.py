"""A new version of the service level targets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.edit import expect_version
from kernel.errors import Invalid
from kernel.permission import Actor, require
from organisation.models import Organisation, Service, Target, TargetTable
from organisation.queries.policy import the_organisation
from organisation.queries.targets import rows_of, tables
from organisation.rules.lengths import length_words
from organisation.rules.targets import TargetRow

VERB = "administer policies"


def set_targets(
    session: Session, actor: Actor, rows: Sequence[TargetRow], *, starts_on: date, version: int | None
) -> TargetTable | None:
    """Put a whole new table in force from a day of the organisation's zone; None when it says what the last one says.

    ``version`` is the newest one as it was read (0 where there was none), else ``Stale``. The first table may begin on any
    day; a later one not before today, so that a past incident keeps the target of its time. Raises ``Invalid`` on
    ``rows-N-…`` or ``starts_on``.
    """
    require(actor, VERB)
    session.scalar(sa.select(Organisation.id).with_for_update())  # one version at a time, on both databases
    held = next(iter(tables(session)), None)
    newest = held.version if held else 0
    expect_version("the targets", newest, version)
    _check(session, rows)
    starts_at = _start(session, starts_on, held)
    if held is not None and sorted(map(repr, rows_of(held))) == sorted(map(repr, rows)):
        return None
    made = TargetTable(version=newest + 1, starts_at=starts_at, made_by_id=actor.person_id, rows=[
        Target(severity=r.severity, service_id=r.service_id, tier=r.tier, hours=r.hours,
               response_minutes=r.response_minutes, restore_minutes=r.restore_minutes)
        for r in rows
    ])  # fmt: skip
    session.add(made)
    session.flush()
    before, after = (told(session, set_) for set_ in (rows_of(held), rows))
    audit.note(session, actor, "set service targets", before={"targets": before},
               after={"targets": after, "version": made.version, "starts_on": starts_on.isoformat()})
    return made


def told(session: Session, rows: Sequence[TargetRow]) -> list[str]:
    """Each row in words, for the trail and for a list."""
    ids = {row.service_id for row in rows if row.service_id}
    names = dict(session.execute(sa.select(Service.id, Service.name).where(Service.id.in_(ids))).all())
    return [_line(row, names.get(row.service_id or 0)) for row in rows]


def _line(row: TargetRow, service: str | None) -> str:
    whom = service or (f"tier {row.tier}" if row.tier else "every service")
    response, restore = length_words(row.response_minutes) or "none", length_words(row.restore_minutes) or "none"
    return f"P{row.severity} {whom}: response {response}, restore {restore} in {row.hours.value} hours"


def _start(session: Session, starts_on: date, held: TargetTable | None) -> datetime:
    zone = ZoneInfo(the_organisation(session).zone)
    today = clock.now().astimezone(zone).date()
    if held is not None and starts_on < today:
        raise Invalid({"starts_on": ["Select today or a later day. Incidents of the past keep the target of their time"]})
    at = datetime.combine(starts_on, time(), zone)
    if held is not None and at < held.starts_at:
        raise Invalid({"starts_on": [f"Version {held.version} starts on {held.starts_at.astimezone(zone):%d %b %Y}. Select that day or a later one"]})
    return at


def _check(session: Session, rows: Sequence[TargetRow]) -> None:
    wrong: dict[str, list[str]] = {} if rows else {"rows": ["Enter at least one target"]}
    known = set(session.scalars(sa.select(Service.id)))
    seen: dict[tuple[int, int | None, int | None], int] = {}
    for number, row in enumerate(rows):
        if row.service_id and row.service_id not in known:
            wrong[f"rows-{number}-applies_to"] = ["Select a service from the list"]
        if row.response_minutes is None and row.restore_minutes is None:
            wrong[f"rows-{number}-response"] = ["Enter a response or a restore target"]
        if (first := seen.setdefault(row.key, number)) != number:
            wrong[f"rows-{number}-applies_to"] = [f"Row {first + 1} says this severity and these services already"]
    if wrong:
        raise Invalid(wrong)
