"""R2: sixty days in which three scheduler processes sweep and send at the same moments, while four web processes write down
what owners answer. Every rung is told once, nothing after the answer, and every mail is taken once.

The processes share nothing but the database. They meet at the beginning and the end of each sweep, so that they really collide;
that there may be only one leader is not used: each of them decides, which is more than a leader that is followed would do.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from multiprocessing.synchronize import Barrier

import sqlalchemy as sa

import scheduler
from actions.models import Action
from actions.rules.lifecycle import OPEN
from actions.service import add_action, transition
from kernel import audit, clock
from kernel.chunks import chunks
from kernel.db import Database
from kernel.outbox import Message, State
from kernel.permission import Role, machine
from kernel.record import Part, Participation, Record, next_ref
from kernel.ref import RecordKind
from nudges.models import Nudge
from nudges.queries.mailed import DAILY
from nudges.rules.rung import Audience
from nudges.rules.shipped import DUE
from organisation.models import Person
from tests import make
from tests.chaos.ground import Ground
from tests.nudges.model import newest, weekdays

SCHEDULERS, WEB, OWNERS = 3, 4, 200
FIRST_DAY = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
DAYS = tuple(day for n in range(60) if weekdays((day := FIRST_DAY + timedelta(days=n)).date()))
WRITTEN = datetime(2026, 11, 2, 12, tzinfo=UTC)
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Sixty:
    """``missing``: rungs that opened for an unanswered action and were not told. ``twice``: told more than once.

    ``late``: told on a day after that of the answer. ``crowded``: second daily mails for one person and day.
    ``copies``, ``lost``: mails taken more than once, or not at all.
    """

    actions: int
    answered: int
    told: int
    mails: int
    missing: int
    twice: int
    late: int
    crowded: int
    copies: int
    lost: int


def sixty_days(ground: Ground, *, actions: int, answers: int) -> Sixty:
    """``answers``: how many each web process writes down each day."""
    scheduler.prepare(ground.settings)
    with ground.database() as database:
        _fill(database, actions)
    meeting = FORK.Barrier(SCHEDULERS + WEB)
    doing: list[Callable[[Database, datetime], object]] = [lambda database, _day: scheduler.sweep(database, ground.settings)] * SCHEDULERS
    doing += [lambda database, day, own=own: _answer(database, own, day, answers) for own in range(WEB)]  # type: ignore[misc]
    running = [FORK.Process(target=_live, args=(ground, meeting, what)) for what in doing]
    for process in running:
        process.start()
    for process in running:
        process.join()
    if any(process.exitcode for process in running):
        raise RuntimeError(f"A process ended before its time: {[process.exitcode for process in running]}")
    with ground.database() as database:
        return _found(database, ground)


def _live(ground: Ground, meeting: Barrier, what: Callable[[Database, datetime], object]) -> None:
    try:
        with ground.database() as database:
            for day in DAYS:
                meeting.wait()
                with clock.told(day):
                    what(database, day)
    except BaseException:
        meeting.abort()
        raise


def _fill(database: Database, count: int) -> None:
    """Owners, one facilitator, and actions that come due from the fourth week on."""
    with clock.told(WRITTEN):
        with database.unit_of_work() as session:
            make.problem_manager(session)
            anna = make.facilitator(session)
            owners = [make.person(session, f"Owner {n}", Role.CONTRIBUTOR).id for n in range(min(OWNERS, count))]
            source = Record(kind=RecordKind.REVIEW, ref=next_ref(session, RecordKind.REVIEW), title="Checkout down")
            session.add(source)
            session.flush()
            session.add(Participation(record_id=source.id, person_id=anna.person_id, part=Part.FACILITATOR))
            audit.note(session, machine("test"), "make source")
            of = source.ref
        for some in chunks(range(count)):
            with database.unit_of_work() as session:
                for n in some:
                    fields = {"title": f"Number {n}", "kind": "prevent", "due": date(2026, 12, 1) + timedelta(days=n % 17), "owner": owners[n % len(owners)]}
                    made = add_action(session, anna, of, fields)
                    transition(session, replace(anna, person_id=made.owner_id), made.record.ref, "accept")


def _answer(database: Database, own: int, day: datetime, count: int) -> None:
    """A web process writes down that some actions are done: those of its share that are due next. A third is never answered."""
    with database.unit_of_work(write=False) as session:
        wanted = sa.select(Record.ref, Action.owner_id).join(Record, Record.id == Action.id).where(
            Action.state.in_(OPEN), Action.id % WEB == own, Action.id % 3 > 0, Action.due <= day.date() + timedelta(days=2)
        )
        found = session.execute(wanted.order_by(Action.due, Action.id).limit(count)).all()
    for ref, owner in found:
        with database.unit_of_work() as session:
            actor = make.actor(session.get_one(Person, owner), "link")
            transition(session, actor, ref, "claim_done", claim="CHG0051688")


def _found(database: Database, ground: Ground) -> Sixty:
    taken = Counter(line.split("\t")[2] for line in ground.history.read_text(encoding="utf-8").splitlines())
    with database.unit_of_work(write=False) as session:
        actions = session.execute(sa.select(Action.id, Action.due, Action.claimed_at)).all()
        rows = session.execute(
            sa.select(Nudge.item_id, Nudge.rung, Nudge.local_day)
            .join(Action, sa.and_(Action.id == Nudge.item_id, Action.owner_id == Nudge.recipient_id))
            .where(Nudge.ladder == DUE, Nudge.audience == Audience.ASKED)
        ).all()
        mails = session.execute(sa.select(Message.message_id, Message.state, Message.kind, Message.recipient_id, Message.payload)).all()
    told = Counter((item, rung) for item, rung, _day in rows)
    ended = {item: claimed.date() for item, _due, claimed in actions if claimed}
    return Sixty(
        actions=len(actions), answered=len(ended), told=len(rows), mails=len(mails),
        missing=len({one for item, due, _claimed in actions for one in _opened(item, due, ended.get(item))} - set(told)),
        twice=sum(count - 1 for count in told.values()),
        late=sum(item in ended and day > ended[item] for item, _rung, day in rows),
        crowded=sum(count - 1 for count in Counter((who, payload["day"]) for _, _, kind, who, payload in mails if kind == DAILY).values()),
        copies=sum(max(taken[one] - 1, 0) for one, *_ in mails),
        lost=sum(taken[one] == 0 for one, state, *_ in mails if state is not State.DROPPED),
    )  # fmt: skip


def _opened(item: int, due: date, ended: date | None) -> Iterator[tuple[int, int]]:
    """By brute force: the newest rung of each day before that of the answer."""
    for day in DAYS:
        if ended is None or day.date() < ended:
            rung = newest(due, day.date(), weekdays, early=True)
            if rung is not None:
                yield item, rung
