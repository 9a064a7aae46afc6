"""The ledger of one record as its page shows it: who was told what and when, what comes next, what was not sent and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.outbox import Message, State
from kernel.permission import Actor, may, parts_of
from kernel.record import Record
from nudges.models import Nudge, Pause, PauseKind
from nudges.queries.plan import Line, ladders_in_force, lines
from nudges.rules.decide import Held
from nudges.rules.rung import Audience
from nudges.rules.shipped import DUE
from nudges.rules.steps import steps
from nudges.rules.words import SAYS
from organisation.models import Person

#: Whoever holds one of these on a record sees whom it reminds.
SEEN_BY = ("answer for an action", "check an action", "edit an action", "read the audit trail")
NEWEST = 30


@dataclass(frozen=True, slots=True)
class Sent:
    """One row of the ledger. ``state`` is that of its message, None when that is no longer kept."""

    at: datetime
    name: str
    word: str
    state: State | None
    is_copy: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """What a person is told next: ``at`` the earliest instant (None: when the owner was warned), ``held`` why not now."""

    name: str
    word: str
    at: datetime | None
    held: Held | None
    is_copy: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A reminder that opened and was never sent, because a newer one took its place."""

    name: str
    word: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reminders:
    """``put_off`` are the pauses; ``may_put_off``: the reader is reminded of the due date and has not put it off yet."""

    sent: tuple[Sent, ...]
    coming: tuple[Coming, ...]
    left_out: tuple[LeftOut, ...]
    put_off: tuple[Pause, ...]
    may_put_off: bool


def reminders(session: Session, actor: Actor, record: Record, now: datetime) -> Reminders | None:
    """None for a reader who has nothing to do with the record. The number of statements is fixed."""
    parts = parts_of(session, actor, record)
    if not any(may(actor, verb, parts) for verb in SEEN_BY):
        return None
    standing = list(lines(session, now, [record.id]))
    rows = _rows(session, record.id)
    put_off = tuple(session.scalars(sa.select(Pause).where(Pause.item_id == record.id).order_by(Pause.id)))
    return Reminders(
        sent=tuple(_sent(row, message, name) for row, message, name in rows),
        coming=tuple(sorted(_coming(standing), key=lambda c: (c.at is None, c.at or now, c.name))),
        left_out=tuple(_left_out(session, standing, [row for row, _, _ in rows], now)),
        put_off=put_off,
        may_put_off=_may_put_off(actor, standing, put_off),
    )


def _rows(session: Session, item_id: int) -> Sequence[tuple[Nudge, State | None, str]]:
    found = session.execute(
        sa.select(Nudge, Message.state, Person.name)
        .join(Person, Person.id == Nudge.recipient_id)
        .outerjoin(Message, Message.id == Nudge.message_id)
        .where(Nudge.item_id == item_id)
        .order_by(Nudge.decided_at.desc(), Nudge.id.desc())
        .limit(NEWEST)
    )
    return [(row, state, name) for row, state, name in found]


def _sent(row: Nudge, state: State | None, name: str) -> Sent:
    return Sent(row.decided_at, name, SAYS[row.says].word, state, row.audience is Audience.COPY)


def _coming(standing: Sequence[Line]) -> Iterator[Coming]:
    """What is held now, else what opens next; a copy that nothing has been late for yet is left unsaid."""
    for line in standing:
        verdict, step = line.verdict, line.verdict.current or line.verdict.next
        if step is None:
            continue
        at = verdict.until if verdict.held else step.at
        yield Coming(line.recipient.name, SAYS[step.says].word, at, verdict.held, line.to is Audience.COPY)


def _left_out(session: Session, standing: Sequence[Line], rows: Sequence[Nudge], now: datetime) -> Iterator[LeftOut]:
    known = ladders_in_force(session, now)
    for line in standing:
        due, person = line.due, line.recipient
        told = {r.rung for r in rows if (r.ladder, r.due_version, r.recipient_id) == (due.ladder, due.version, person.id)}
        for step in steps(known[due.ladder], due.anchor, due.set_at, person.hours.daily):
            if step.to is line.to and told and step.number < max(told) and step.number not in told:
                yield LeftOut(person.name, SAYS[step.says].word, step.at)


def _may_put_off(actor: Actor, standing: Sequence[Line], put_off: Sequence[Pause]) -> bool:
    mine = {(line.due.ladder, line.due.version) for line in standing
            if line.due.ladder == DUE and line.to is Audience.ASKED and line.due.asked[:1] == (actor.person_id,)}
    used = {(p.ladder, p.due_version) for p in put_off if p.person_id == actor.person_id and p.kind is PauseKind.SNOOZE}
    return bool(mine - used)
