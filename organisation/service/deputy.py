"""Deputies: who answers for a person from one day to another."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from kernel import audit
from kernel.errors import Invalid, NotFound
from kernel.permission import Actor, require
from organisation.models import Deputy, Person


def add_deputy(
    session: Session, actor: Actor, person: Person, deputy: Person, *, starts_on: date, ends_on: date
) -> Deputy:
    """``deputy`` answers for ``person`` on both days and between. One's own needs no role."""
    if actor.person_id != person.id:
        require(actor, "administer people")
    wrong: dict[str, list[str]] = {}
    if deputy.id == person.id:
        wrong["deputy"] = ["Choose somebody else"]
    elif not deputy.is_active:
        wrong["deputy"] = [f"{deputy.name} has left"]
    if ends_on < starts_on:
        wrong["ends_on"] = ["The last day must not be before the first"]
    if wrong:
        raise Invalid(wrong)
    row = Deputy(person_id=person.id, deputy_id=deputy.id, starts_on=starts_on, ends_on=ends_on)
    session.add(row)
    session.flush()
    audit.note(
        session, actor, "add deputy",
        after={"person": person.id, "deputy": deputy.id, "starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()},
    )
    return row


def end_deputy(session: Session, actor: Actor, person: Person, deputy_id: int, *, today: date) -> None:
    """Take a deputyship away: one that has begun ends yesterday and stays in the history, one to come is gone.

    One's own needs no role. ``NotFound`` when the person has no such deputyship.
    """
    if actor.person_id != person.id:
        require(actor, "administer people")
    row = session.get(Deputy, deputy_id)
    if row is None or row.person_id != person.id:
        raise NotFound("deputyship")
    said = {"person": person.id, "deputy": row.deputy_id}
    if row.starts_on >= today:
        session.delete(row)
    elif row.ends_on >= today:
        row.ends_on = today - timedelta(days=1)
    else:
        return
    session.flush()
    audit.note(session, actor, "end deputy", after=said)
