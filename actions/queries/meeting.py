"""Meetings and their minutes. Of the decisions, those about actions that exist for the reader."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action
from actions.models.meeting import Decided, Meeting
from actions.rules.meeting import sentence
from kernel.errors import NotFound
from kernel.permission import Actor, visible
from kernel.record import Record, Scope
from organisation.queries.person import names_of


@dataclass(frozen=True, slots=True)
class Line:
    """One decision as the minutes say it."""

    id: int
    action_id: int
    ref: str
    title: str
    is_restricted: bool
    owner: str
    said: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Minutes:
    meeting: Meeting
    held_by: str
    attendees: tuple[str, ...]
    lines: tuple[Line, ...]


IS_OPEN = Meeting.closed_at.is_(None)


def open_meeting(session: Session) -> Meeting | None:
    return session.scalar(sa.select(Meeting).where(IS_OPEN))


def find_meeting(session: Session, meeting_id: int) -> Meeting:
    found = session.get(Meeting, meeting_id)
    if found is None:
        raise NotFound("meeting")
    return found


def meetings(session: Session, *, offset: int = 0, size: int = 10) -> list[tuple[Meeting, str]]:
    """Meetings with who held them, newest first."""
    found = list(session.scalars(sa.select(Meeting).order_by(Meeting.id.desc()).offset(offset).limit(size)))
    names = names_of(session, {m.started_by_id for m in found if m.started_by_id})
    return [(m, names.get(m.started_by_id or 0, "Debrief")) for m in found]


def count_meetings(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(Meeting)) or 0


def minutes(session: Session, actor: Actor, meeting: Meeting) -> Minutes:
    """Five statements."""
    attendees = [a.person_id for a in meeting.attendees]
    names = names_of(session, {i for i in (meeting.started_by_id, *attendees) if i})
    lines = lines_of(session, actor, meeting.id)
    return Minutes(meeting, names.get(meeting.started_by_id or 0, "Debrief"), tuple(sorted(names[i] for i in attendees if i in names)), tuple(lines))


def lines_of(session: Session, actor: Actor, meeting_id: int, only: Collection[int] | None = None) -> list[Line]:
    """The decisions in the order in which they were taken; ``only`` those about these actions. Two statements."""
    wanted = (
        sa.select(Decided, Record.ref, Record.title, Record.scope, Action.owner_id)
        .join(Action, Action.id == Decided.action_id)
        .join(Record, Record.id == Action.id)
        .where(Decided.meeting_id == meeting_id, visible(actor))
        .order_by(Decided.id)
    )
    if only is not None:
        wanted = wanted.where(Decided.action_id.in_(only))
    rows = session.execute(wanted).all()
    people = {i for row in rows for i in (row.owner_id, row.Decided.by_id, row.Decided.facts.get("owner"), row.Decided.facts.get("was_owner")) if i}
    names = names_of(session, people)
    return [
        Line(row.Decided.id, row.Decided.action_id, row.ref, row.title, row.scope is Scope.RESTRICTED, names.get(row.owner_id or 0, "nobody"),
             sentence(row.Decided.decision, row.Decided.facts, names), row.Decided.words, names.get(row.Decided.by_id or 0, "Debrief"), row.Decided.at)
        for row in rows
    ]  # fmt: skip


def count_decided(session: Session, actor: Actor, meeting_id: int) -> int:
    """How many decisions the reader may see."""
    wanted = sa.select(sa.func.count()).select_from(Decided).join(Record, Record.id == Decided.action_id)
    return session.scalar(wanted.where(Decided.meeting_id == meeting_id, visible(actor))) or 0
