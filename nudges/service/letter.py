"""What a reminder says, written when its message is first claimed: what was answered meanwhile is no longer in it.

A nudge that nobody is told of is taken out of the ledger again: it has spent nothing. References and titles only; of what the
reader may not open, the reference alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import clock
from kernel.outbox import Message, Rendered, base_url
from kernel.permission import Actor, visible
from kernel.record import Record, Scope
from nudges import sources
from nudges.models import Nudge
from nudges.queries.people import People, people_of
from nudges.queries.plan import ladders_in_force, standing
from nudges.queries.told import Ledger, ledger_of
from nudges.rules.rung import Audience
from nudges.rules.words import ANSWERS, SAYS, day_words
from nudges.service import tokens
from nudges.service.paper import Entry, paper
from nudges.sources import Due
from organisation.models import Person
from organisation.queries.person import names_of


def render(session: Session, message: Message) -> Rendered | None:
    """The letter, or None when nothing of it is wanted any more."""
    person = session.get(Person, message.recipient_id)
    told = _standing(session, message, withdraw=True)
    if person is None or not told:
        return None
    written = _Writer(session, person, date.fromisoformat(message.payload["day"]))
    return paper(written.entries(told), base_url() + "/profile/reminders")


def still_wanted(session: Session, message: Message) -> bool:
    """Whether a letter that was written already still has a reason."""
    return bool(_standing(session, message, withdraw=False))


def _standing(session: Session, message: Message, *, withdraw: bool) -> list[tuple[Nudge, Due]]:
    """The nudges of a message that still stand, each with what it is about."""
    rows = session.scalars(sa.select(Nudge).where(Nudge.message_id == message.id).order_by(Nudge.id)).all()
    ids = {row.item_id for row in rows}
    now = clock.now()
    dues = list(standing(session, ladders_in_force(session, now), now, ids)) if ids else []
    by_key = {(due.item_id, due.ladder, due.version): due for due in dues}
    people, ledger = people_of(session, dues), ledger_of(session, ids, {})
    found = []
    for row in rows:
        due = by_key.get((row.item_id, row.ladder, row.due_version))
        if due is not None and _stands(row, due, people, ledger, now):
            found.append((row, due))
        elif withdraw:
            session.delete(row)
    return found


def _stands(row: Nudge, due: Due, people: People, ledger: Ledger, now: datetime) -> bool:
    """It is still this person who is asked, and they have not been given peace since."""
    person = people.who(due, row.audience)
    if person is None or person.id != row.recipient_id:
        return False
    until = ledger.paused_until(due, person.id)
    return until is None or person.hours.day_of(now) >= until


@dataclass
class _Writer:
    """Turns nudges into entries of a letter for one person."""

    session: Session
    person: Person
    today: date

    def entries(self, told: Sequence[tuple[Nudge, Due]]) -> list[Entry]:
        """Most urgent first, each item once."""
        ids = {row.item_id for row, _ in told}
        records = {r.id: r for r in self.session.scalars(sa.select(Record).where(Record.id.in_(ids)))}
        seen = set(self.session.scalars(sa.select(Record.id).where(Record.id.in_(ids), visible(self._reader()))))
        names = names_of(self.session, {due.owner for _, due in told if due.owner})
        ordered = sorted(told, key=lambda pair: (-SAYS[pair[0].says].urgency, self._day(pair[1]), pair[0].item_id))
        by_item: dict[int, list[tuple[Nudge, Due]]] = {}
        for row, due in ordered:
            by_item.setdefault(row.item_id, []).append((row, due))
        return [self._entry(records[i], i in seen, pairs, names) for i, pairs in by_item.items()]

    def _entry(self, record: Record, is_seen: bool, pairs: list[tuple[Nudge, Due]], names: dict[int, str]) -> Entry:
        row, due = pairs[0]
        said = [SAYS[r.says] for r, _ in pairs]
        url = base_url() + sources.ADDRESSES.get(record.kind, "/").format(ref=record.ref)
        others = due.owner not in {None, self.person.id}
        return Entry(
            ref=record.ref,
            title=record.title if is_seen else "",
            sentences=tuple(say.sentence.format(when=self._when(d)) for say, (_, d) in zip(said, pairs, strict=True)),
            note=self._note(row, due),
            brief=said[0].brief.format(when=self._when(due)),
            owner=names.get(due.owner or 0, "") if others and is_seen else "",
            is_copy=row.audience is Audience.COPY,
            url=url,
            answers=tuple(self._answers(record, pairs)),
        )

    def _note(self, row: Nudge, due: Due) -> str:
        """Why it is this person who is asked to act, where it is not the first choice."""
        if row.audience is not Audience.ASKED or due.asked[:1] == (self.person.id,):
            return ""
        return due.note or ("Whoever has to act cannot be reached by mail." if due.asked else "")

    def _answers(self, record: Record, pairs: list[tuple[Nudge, Due]]) -> Iterator[tuple[str, str]]:
        """(words, address) of each answer that the owner of an open record may give without signing in."""
        mine = [SAYS[row.says].answers for row, due in pairs if due.answers and due.owner == self.person.id]
        offered = dict.fromkeys(answer for answers in mine for answer in answers)
        if not offered or record.scope is Scope.RESTRICTED:
            return
        raw = tokens.issue(self.session, self.person.id, record.id)
        for answer in ANSWERS:
            if answer in offered:
                yield ANSWERS[answer], f"{base_url()}/answer?key={raw}&a={answer}"

    def _reader(self) -> Actor:
        return Actor(self.person.id, self.person.name, frozenset(), "job", self.person.zone)

    def _day(self, due: Due) -> date:
        return due.anchor.astimezone(ZoneInfo(self.person.zone)).date() if isinstance(due.anchor, datetime) else due.anchor

    def _when(self, due: Due) -> str:
        words = day_words(self._day(due), self.today)
        if isinstance(due.anchor, datetime) and not due.answers:
            return f"{words} at {due.anchor.astimezone(ZoneInfo(self.person.zone)):%H:%M}"
        return words
