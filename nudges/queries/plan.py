"""Everything that stands on a ladder, and the verdict on it for each person concerned: what a sweep acts on and pages show."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from nudges import sources
from nudges.queries.mailed import Mailed, mailed
from nudges.queries.people import People, Recipient, people_of
from nudges.queries.told import Ledger, ledger_of
from nudges.rules.decide import Held, Place, Verdict, decide
from nudges.rules.hours import first_open
from nudges.rules.rung import Audience, Ladder
from nudges.rules.shipped import ladders
from nudges.rules.steps import DAY, Step, steps
from nudges.sources import Due
from organisation.queries.policy import policy_in_force


@dataclass(frozen=True, slots=True)
class Line:
    """One person and one thing. ``is_urgent``: it goes by itself and at once."""

    due: Due
    to: Audience
    recipient: Recipient
    verdict: Verdict
    is_urgent: bool


def lines(session: Session, now: datetime, only: Collection[int] | None = None) -> Iterator[Line]:
    """A fixed number of statements for each 500 things and 500 people. ``only`` as in ``sources.Source``."""
    known = ladders_in_force(session, now)
    dues = list(standing(session, known, now, only))
    people = people_of(session, dues)
    ledger = ledger_of(session, (due.item_id for due in dues), _late(known))
    gone = mailed(session, people.reachable, now)
    stepped = cache(steps)
    for due in dues:
        ladder = known[due.ladder]
        for to, person in _concerned(ladder, due, people):
            found = stepped(ladder, due.anchor, due.set_at, person.hours.daily)
            yield Line(due, to, person, _verdict(found, ladder, due, to, person, ledger, gone, now), ladder.urgent)


def ladders_in_force(session: Session, now: datetime) -> dict[str, Ladder]:
    return ladders(policy_in_force(session, now).terms)


def snooze_days(session: Session) -> int:
    """For how many days a reminder may be put off."""
    return int(policy_in_force(session).terms["nudges"]["snooze_days"])


def standing(
    session: Session, known: Mapping[str, Ladder], now: datetime, only: Collection[int] | None = None
) -> Iterator[Due]:
    """What the domains say."""
    for source in sources.SOURCES:
        yield from source.due(session, known, now, only)


def _late(known: Mapping[str, Ladder]) -> dict[str, int]:
    """Ladder -> the number from which whoever has to act was warned."""
    return {ladder.name: ladder.weekly.after for ladder in known.values() if ladder.weekly}


def _concerned(ladder: Ladder, due: Due, people: People) -> Iterator[tuple[Audience, Recipient]]:
    audiences = dict.fromkeys([*(r.to for r in ladder.rungs), *(ladder.weekly.to if ladder.weekly else ())])
    for to in audiences:
        person = people.who(due, to)
        if person is not None:
            yield to, person


def _verdict(
    found: tuple[Step, ...], ladder: Ladder, due: Due, to: Audience, person: Recipient, ledger: Ledger, gone: Mailed, now: datetime
) -> Verdict:
    hours = person.hours.calendar(urgent=ladder.urgent)
    today = person.hours.day_of(now)
    verdict = decide(found, to, ledger.told(due, person.id), Place(hours, today, ledger.paused_until(due, person.id)), now)
    if verdict.ask and not ladder.urgent and gone.has(person.id, today):
        return Verdict(verdict.current, Held.DAILY, first_open(person.hours.daily, today + DAY), verdict.next)
    return verdict

