"""Who has to be asked: whoever acts, else the facilitator, else the problem manager, and never nobody.

A person is passed over who has left or has no address. Of a restricted record only its own people are asked; when none of
them can be reached, the problem manager is told that something waits, and the letter says no more than the reference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.outbox import CHAT, MAIL
from kernel.permission import Role
from kernel.record import Part, Participation, Record, Scope
from nudges.models import NudgeWishes
from nudges.rules.hours import Hours, Wishes
from nudges.rules.rung import Audience
from nudges.sources import Due
from organisation.models import ChatChannel, Person, PersonRole, Team, TeamMember
from organisation.queries.calendar import default_rule, rules_by_id

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who can be reached."""

    id: int
    name: str
    channel: str
    address: str
    hours: Hours


@dataclass
class People:
    """Everybody who may have to be asked about some items."""

    reachable: dict[int, Recipient] = field(default_factory=dict)
    facilitators: dict[int, tuple[int, ...]] = field(default_factory=dict)  # by item, the steward last
    insiders: dict[int, frozenset[int]] = field(default_factory=dict)  # by restricted item
    leads: dict[int, tuple[int, ...]] = field(default_factory=dict)  # by member
    deciders: tuple[int, ...] = ()  # problem managers, then administrators

    def who(self, due: Due, to: Audience) -> Recipient | None:
        """Who is asked. None only for a copy that has nobody to go to, or in a house where nobody has an address."""
        chain = self._chain(due, to)
        insiders = self.insiders.get(due.item_id)
        known = [i for i in chain if (insiders is None or i in insiders) and i not in due.never]
        found = self._first(known) or (self._first(self.deciders) if to is not Audience.COPY else None)
        if to is Audience.COPY and found is not None and found == self.who(due, Audience.ASKED):
            return None
        return found

    def _chain(self, due: Due, to: Audience) -> Sequence[int]:
        near = self.facilitators.get(due.item_id, ())
        if to is Audience.ASKED:
            return (*due.asked, *near, *self.deciders)
        if to is Audience.COPY:
            return (*(lead for asked in due.asked[:1] for lead in self.leads.get(asked, ())), *self.deciders)
        return (*near, *self.deciders) if to is Audience.STEWARD else (*self.deciders, *near)

    def _first(self, chain: Iterable[int]) -> Recipient | None:
        return next((self.reachable[i] for i in chain if i in self.reachable), None)


def people_of(session: Session, dues: Sequence[Due]) -> People:
    """A fixed number of statements for each 500 items and 500 people."""
    found = People(deciders=_deciders(session))
    items = sorted({due.item_id for due in dues})
    for some in _chunks(items):
        _read_parts(session, some, found)
    asked = sorted({i for due in dues for i in due.asked})
    for some in _chunks(asked):
        _read_leads(session, some, found)
    near = {i for ids in (*found.facilitators.values(), *found.leads.values()) for i in ids}
    found.reachable = recipients(session, {*asked, *near, *found.deciders})
    return found


def recipients(session: Session, person_ids: Iterable[int]) -> dict[int, Recipient]:
    """Those of these people who are here and have an address: their chat where they want that and have one, else mail."""
    calendars, usual = rules_by_id(session), default_rule(session)
    found: dict[int, Recipient] = {}
    for some in _chunks(sorted(person_ids)):
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


def _deciders(session: Session) -> tuple[int, ...]:
    """Problem managers, then administrators, each by id."""
    rows = session.execute(
        sa.select(PersonRole.role, PersonRole.person_id)
        .where(PersonRole.role.in_([Role.PROBLEM_MANAGER, Role.ADMINISTRATOR]))
        .order_by(PersonRole.person_id)
    ).all()
    first = [i for role, i in rows if role is Role.PROBLEM_MANAGER]
    return tuple(dict.fromkeys([*first, *(i for _, i in rows)]))


def _read_parts(session: Session, items: list[int], found: People) -> None:
    records = session.execute(
        sa.select(Record.id, Record.guard_id, Record.scope, Record.steward_id).where(Record.id.in_(items))
    ).all()
    homes = sorted({*items, *(row.guard_id for row in records if row.guard_id)})
    parts: dict[int, list[tuple[int, Part]]] = defaultdict(list)
    for some in _chunks(homes):
        asked = sa.select(Participation.record_id, Participation.person_id, Participation.part)
        for home, person, part in session.execute(asked.where(Participation.record_id.in_(some)).order_by(Participation.id)):
            parts[home].append((person, part))
    for row in records:
        all_parts = [*parts[row.id], *(parts[row.guard_id] if row.guard_id else ())]
        running = [person for person, part in all_parts if part is Part.FACILITATOR]
        found.facilitators[row.id] = tuple(dict.fromkeys([*running, *([row.steward_id] if row.steward_id else [])]))
        if row.scope is Scope.RESTRICTED:
            found.insiders[row.id] = frozenset(person for person, _ in all_parts)


def _read_leads(session: Session, people: list[int], found: People) -> None:
    rows = session.execute(
        sa.select(TeamMember.person_id, Team.lead_id)
        .join(Team, Team.id == TeamMember.team_id)
        .where(TeamMember.person_id.in_(people), Team.lead_id.is_not(None), Team.retired_on.is_(None))
        .order_by(Team.id)
    )
    leads: dict[int, list[int]] = defaultdict(list)
    for person, lead in rows:
        if lead is not None and lead != person:
            leads[person].append(lead)
    found.leads |= {person: tuple(ids) for person, ids in leads.items()}


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
