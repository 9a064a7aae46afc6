"""Deputies: who answers for a person from one day to another."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from kernel import audit
from kernel.errors import Invalid
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
