"""The decisions of a meeting by mail: to each person those that concern them, and to those who were there all of them.

What a message says is written when it is sent, from what that person may see then. Of a restricted action it says the
reference alone; the words that were said stand in the minutes, behind the sign-in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from sqlalchemy.orm import Session

from actions.models import Action
from actions.models.meeting import Decided, Meeting
from actions.queries.meeting import Line, find_meeting, lines_of
from kernel.outbox import MAIL, Message, Rendered, base_url, put
from kernel.record import Part, Participation, Record
from organisation.models import Person
from organisation.queries.account import as_actor

KIND = "meeting_minutes"
_TEMPLATES = Environment(
    loader=PackageLoader("actions", "templates/actions/minutes_letter"), autoescape=select_autoescape(["html"]),
    trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, undefined=StrictUndefined,
)  # fmt: skip


def send_minutes(session: Session, meeting: Meeting) -> int:
    """A message for each person concerned who has a mail address; how many. Part of the close, in its transaction."""
    concerned = _concerned(session, meeting)
    people = session.scalars(sa.select(Person).where(Person.id.in_(concerned), Person.left_on.is_(None), Person.email.is_not(None)).order_by(Person.id))
    told = 0
    for person in people:
        payload = {"meeting": meeting.id, "actions": sorted(concerned[person.id])}
        put(session, kind=KIND, key=f"{KIND}:{meeting.id}:{person.id}", recipient_id=person.id, channel=MAIL, address=person.email or "", payload=payload)
        told += 1
    return told


def _concerned(session: Session, meeting: Meeting) -> dict[int, set[int]]:
    """Person → actions: the owners before and after, whoever runs the review, and all of them for those who were there."""
    decisions = session.scalars(sa.select(Decided).where(Decided.meeting_id == meeting.id)).all()
    found: dict[int, set[int]] = defaultdict(set)
    for person_id, action_id in (*_owners(session, decisions), *_facilitators(session, decisions)):
        found[person_id].add(action_id)
    everything = {decided.action_id for decided in decisions}
    if everything:
        for one in (meeting.started_by_id, *(attendee.person_id for attendee in meeting.attendees)):
            if one is not None:
                found[one] |= everything
    return found


def _owners(session: Session, decisions: Sequence[Decided]) -> Iterator[tuple[int, int]]:
    ids = [one.action_id for one in decisions]
    yield from ((owner, i) for owner, i in session.execute(sa.select(Action.owner_id, Action.id).where(Action.id.in_(ids))) if owner)
    for one in decisions:
        if one.facts.get("was_owner"):
            yield one.facts["was_owner"], one.action_id


def _facilitators(session: Session, decisions: Sequence[Decided]) -> Iterator[tuple[int, int]]:
    rows = session.execute(
        sa.select(Participation.person_id, Record.id)
        .join(Record, Record.guard_id == Participation.record_id)
        .where(Record.id.in_([one.action_id for one in decisions]), Participation.part == Part.FACILITATOR)
    )
    yield from ((row[0], row[1]) for row in rows)


def render(session: Session, message: Message) -> Rendered | None:
    """The letter; None when its reader may see nothing of it any more."""
    person = session.get(Person, message.recipient_id)
    if person is None or not person.is_active:
        return None
    meeting = find_meeting(session, message.payload["meeting"])
    lines = lines_of(session, as_actor(person, "job"), meeting.id, message.payload["actions"])
    if not lines:
        return None
    values = {"day": f"{meeting.started_at:%-d %b %Y}", "lines": lines, "url": f"{base_url()}/actions/meetings/{meeting.id}"}
    return Rendered(_subject(lines), _TEMPLATES.get_template("letter.txt").render(values), _TEMPLATES.get_template("letter.html").render(values))


def _subject(lines: Sequence[Line]) -> str:
    refs = list(dict.fromkeys(line.ref for line in lines))
    more = f" and {len(refs) - 1} more" if len(refs) > 1 else ""
    return f"[{refs[0]}]{more}: decided in the action meeting"
