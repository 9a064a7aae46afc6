"""Taking a person's name out, for good. The audit trail names people by number, so it stays whole."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit, clock, event
from kernel.errors import Invalid, Obstacle, Refused
from kernel.hold import takes_part_in_held
from kernel.outbox import forget_recipient
from kernel.permission import Actor, require
from organisation.events import PersonAnonymised
from organisation.models import Account, ApiToken, ChatChannel, Person, Stash
from organisation.rules.names import one_line


def anonymise(session: Session, actor: Actor, person: Person, reason: str) -> Person:
    """The name becomes "Former colleague 17", in texts that are exactly this name too; mail address, account and tokens go.

    Signed versions of reviews keep the name: they are sealed. Raises ``Refused`` before the person has left or while they
    take part in a record on legal hold, ``Invalid`` on ``reason``. Cannot be undone.
    """
    require(actor, "administer people")
    text = one_line(reason)
    if not text:
        raise Invalid({"reason": ["Enter why"]})
    session.refresh(person, with_for_update=True)
    if obstacles := hindrances(session, person):
        raise Refused(obstacles)
    name, instead = person.name, f"Former colleague {person.id}"
    alone = is_only_one_called_so(session, person)
    person.name, person.email, person.zone, person.anonymised_at = instead, None, "UTC", clock.now()
    for table in (ApiToken, Account, Stash, ChatChannel):
        session.execute(sa.delete(table).where(table.person_id == person.id))
    forget_recipient(session, person.id)
    session.flush()
    if alone:
        event.announce(session, actor, PersonAnonymised(person.id, name, instead))
    audit.note(session, actor, "anonymise person", after={"person": person.id, "reason": text, "texts_too": alone})
    return person


def hindrances(session: Session, person: Person) -> list[Obstacle]:
    """Why the person cannot be anonymised now."""
    found = []
    if person.anonymised_at is not None:
        found.append(Obstacle("The name is gone already."))
    if person.is_active:
        found.append(Obstacle(f"Mark {person.name} as left first."))
    if takes_part_in_held(session, person.id):
        found.append(Obstacle(f"{person.name} takes part in a record on legal hold. The names in it have to stay until the hold is released."))
    return found


def is_only_one_called_so(session: Session, person: Person) -> bool:
    """False when somebody else has the same name: a text with it may mean either, so it stays."""
    same = sa.func.lower(Person.name) == person.name.lower()
    return session.scalar(sa.select(sa.func.count()).select_from(Person).where(same, Person.id != person.id)) == 0
