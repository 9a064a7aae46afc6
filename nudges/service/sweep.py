"""One sweep: decide for everybody who is asked now, and store what was decided together with the message that says it.

Any number may run at once, as often as they like: the unique keys of ledger and outbox let one of them win, and who loses
has changed nothing. What is missed is found by the next.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernel import clock, outbox
from kernel.chunks import chunks
from kernel.db import Database
from nudges.models import Nudge
from nudges.queries.mailed import DAILY, URGENT, Mailed, mailed
from nudges.queries.people import Recipient
from nudges.queries.plan import Line, lines

log = logging.getLogger("debrief.nudges")

#: So many letters are stored in one transaction; when one of them was stored elsewhere, they go one by one.
TOGETHER = 50


@dataclass(frozen=True, slots=True)
class Letter:
    """One message that is to be: to whom, and the lines that it is about. ``day`` is the recipient's local day."""

    kind: str
    key: str
    recipient: Recipient
    day: date
    lines: tuple[Line, ...]


def sweep(database: Database) -> int:
    """How many messages were stored."""
    now = clock.now()
    with database.unit_of_work(write=False) as session:
        letters = list(_letters(session, now))
    stored = sum(_store_all(database, some, now) for some in chunks(letters, TOGETHER))
    if stored:
        log.info("%d reminders stored", stored)
    return stored


def _letters(session: Session, now: datetime) -> Iterator[Letter]:
    by_person: dict[int, list[Line]] = defaultdict(list)
    for line in lines(session, now):
        if line.verdict.ask and line.is_urgent:
            yield _urgent(line, now)
        elif line.verdict.ask:
            by_person[line.recipient.id].append(line)
    gone = mailed(session, by_person, now)
    for found in by_person.values():
        yield _daily(found, gone, now)


def _urgent(line: Line, now: datetime) -> Letter:
    step, due, person = line.verdict.ask, line.due, line.recipient
    number = step.number if step else 0
    key = f"urgent:{person.id}:{due.item_id}:{due.ladder}:{due.version}:{number}"
    return Letter(URGENT, key, person, person.hours.day_of(now), (line,))


def _daily(found: Sequence[Line], gone: Mailed, now: datetime) -> Letter:
    person = found[0].recipient
    day = person.hours.day_of(now)
    return Letter(DAILY, gone.key(person.id, person.channel, day), person, day, tuple(_once(found)))


def _once(found: Iterable[Line]) -> Iterator[Line]:
    """Who stands on a ladder twice (as the manager of somebody and as the one who decides) is asked by its newest rung."""
    newest: dict[tuple[int, str, int], Line] = {}
    for line in found:
        key = (line.due.item_id, line.due.ladder, line.due.version)
        if key not in newest or _number(line) > _number(newest[key]):
            newest[key] = line
    yield from newest.values()


def _number(line: Line) -> int:
    return line.verdict.current.number if line.verdict.current else 0


def _store_all(database: Database, letters: Sequence[Letter], now: datetime) -> int:
    if _store(database, letters, now):
        return len(letters)
    return sum(_store(database, [letter], now) for letter in letters) if len(letters) > 1 else 0


def _store(database: Database, letters: Sequence[Letter], now: datetime) -> bool:
    """False when another sweep was faster with any of them: nothing of these is stored then."""
    try:
        with database.unit_of_work() as session:
            for letter in letters:
                _write(session, letter, now)
    except IntegrityError:
        return False
    return True


def _write(session: Session, letter: Letter, now: datetime) -> None:
    person = letter.recipient
    message = outbox.put(
        session, kind=letter.kind, key=letter.key, recipient_id=person.id, channel=person.channel, address=person.address,
        payload={"day": letter.day.isoformat()},
    )  # fmt: skip
    session.add_all(
        Nudge(item_id=line.due.item_id, ladder=line.due.ladder, due_version=line.due.version, rung=step.number,
              recipient_id=person.id, audience=line.to, says=step.says, local_day=letter.day, decided_at=now,
              message_id=message.id)
        for line in letter.lines if (step := line.verdict.ask)
    )
    session.flush()
