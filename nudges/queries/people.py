"""Who has to be asked: whoever acts, else the facilitator, else the problem manager, and never nobody.

A person is passed over who has left, has no address, or may not do what is asked for. Of a restricted record only its own
people are asked; when none of them can be reached, the problem manager is told that something waits, and the letter says no
more than the reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.chunks import chunks
from kernel.outbox import CHAT, MAIL
from nudges.models import NudgeWishes
from nudges.rules.hours import Hours, Wishes
from nudges.rules.rung import Audience
from nudges.sources import Due
from organisation.models import ChatChannel, Person, Team, TeamMember
from organisation.queries.calendar import default_rule, rules_by_id
from organisation.queries.in_charge import InCharge, in_charge


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who can be reached."""

    id: int
    name: str
    channel: str
    address: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who may have to be asked about some items."""

    reachable: dict[int, Recipient]
    leads: dict[int, tuple[int, ...]]  # by member
    in_charge: InCharge

    def who(self, due: Due, to: Audience) -> Recipient | None:
        """Who is asked. None only for a copy that has nobody to go to, or in a house where nobody has an address."""
        able = [i for i in self._chain(due, to) if self._may_be_asked(due, i)]
        found = self._first(able) or (self._first(self.in_charge.deciders) if to is not Audience.COPY else None)
        if to is Audience.COPY and found is not None and found == self.who(due, Audience.ASKED):
            return None
        return found

    def _chain(self, due: Due, to: Audience) -> Iterator[int]:
        if to is Audience.COPY:
            yield from (lead for asked in due.asked[:1] for lead in self.leads.get(asked, ()))
            yield from self.in_charge.deciders
            return
        if to is Audience.ASKED:
            yield from due.asked
        for tier in self.in_charge.tiers(due.item_id, decide=to is Audience.DECIDER):
            yield from tier

    def _may_be_asked(self, due: Due, person: int) -> bool:
        may_act = not due.verb or self.in_charge.may(due.item_id, person, due.verb)
        return may_act and person not in due.never and self.in_charge.may_know(due.item_id, person)

    def _first(self, chain: Iterable[int]) -> Recipient | None:
        return next((self.reachable[i] for i in chain if i in self.reachable), None)


def people_of(session: Session, dues: Sequence[Due]) -> People:
    """A fixed number of statements for each 500 items and 500 people."""
    found = in_charge(session, (due.item_id for due in dues))
    asked = sorted({i for due in dues for i in due.asked})
    leads = _leads(session, asked)
    theirs = {i for ids in leads.values() for i in ids}
    around = {i for kept in found.records.values() for i in (*kept.near, *(kept.parts if kept.is_restricted else ()))}
    return People(recipients(session, {*asked, *theirs, *around, *found.deciders}), leads, found)


def recipients(session: Session, person_ids: Iterable[int]) -> dict[int, Recipient]:
    """Those of these people who are here and have an address: their chat where they want that and have one, else mail."""
    calendars, usual = rules_by_id(session), default_rule(session)
    found: dict[int, Recipient] = {}
    for some in chunks(sorted(person_ids)):
        rows = session.execute(
            sa.select(Person.id, Person.name, Person.email, Person.zone, ChatChannel.id, NudgeWishes)
            .outerjoin(NudgeWishes, NudgeWishes.person_id == Person.id)
            .outerjoin(ChatChannel, ChatChannel.person_id == Person.id)
            .where(Person.id.in_(some), Person.left_on.is_(None), Person.anonymised_at.is_(None))
        )
        for person_id, name, email, zone, chat_id, wishes in rows:
            channel, address = (CHAT, str(chat_id)) if wishes and wishes.channel == CHAT and chat_id else (MAIL, email)
            if address is None:
                continue
            working = calendars.get(wishes.calendar_id, usual) if wishes and wishes.calendar_id else usual
            found[person_id] = Recipient(person_id, name, channel, address, Hours.of(zone, working, _wishes(wishes)))
    return found


def _wishes(row: NudgeWishes | None) -> Wishes:
    return Wishes(row.digest_at, row.quiet_from, row.quiet_until) if row else Wishes()


def _leads(session: Session, people: list[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for some in chunks(people):
        rows = session.execute(
            sa.select(TeamMember.person_id, Team.lead_id)
            .join(Team, Team.id == TeamMember.team_id)
            .where(TeamMember.person_id.in_(some), Team.lead_id.is_not(None), Team.retired_on.is_(None))
            .order_by(Team.id)
        )
        for person, lead in rows:
            if lead is not None and lead != person:
                found[person] = (*found.get(person, ()), lead)
    return found
