"""A change of a policy set: a new version with its own start. What is stored is never edited (decision 4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.edit import expect_version
from kernel.errors import Invalid
from kernel.permission import Actor, require
from organisation.models import Policy
from organisation.queries.calendar import calendars
from organisation.queries.policy import newest_version, the_organisation
from organisation.rules.policy_terms import all_terms, changed, words

ADMINISTER = "administer policies"


def add_version(
    session: Session,
    actor: Actor,
    key: str,
    terms: Mapping[str, Any],
    *,
    starts_on: date | None = None,
    reason: str = "",
    version: int | None,
) -> Policy:
    """The next version of set ``key``. ``version`` is the newest one that the person has read, else ``Stale``.

    It starts at once, or at the first minute of a later day of the organisation. A version that was to start later than
    this one, and is older, never comes into force.
    """
    require(actor, ADMINISTER)
    newest = newest_version(session, key)
    names = {c.id: c.name for c in calendars(session)}
    _expect(newest, terms, names, version)
    chosen = terms["clocks"]["calendar_id"]
    if chosen is not None and chosen not in names:
        raise Invalid({"clocks-calendar_id": ["Select a calendar from the list"]})
    told = changed(newest.terms, terms, names)
    if not told:
        raise Invalid({"main": [f"Nothing differs from version {newest.version}"]})
    made = Policy(key=key, version=newest.version + 1, name=newest.name, starts_at=_start(session, starts_on),
                  terms={"name": newest.name, **terms}, reason=reason, made_at=clock.now(), made_by_id=actor.person_id)
    session.add(made)
    session.flush()
    audit.note(
        session, actor, "change policy",
        before={label: was for label, was, _ in told},
        after={"policy": made.name, "version": made.version, "starts_at": clock.stamp(made.starts_at), "reason": reason,
               **{label: now for label, _, now in told}},
    )
    return made


def _start(session: Session, day: date | None) -> datetime:
    now, zone = clock.now(), ZoneInfo(the_organisation(session).zone)
    today = now.astimezone(zone).date()
    if day is not None and day < today:
        raise Invalid({"starts_on": ["The start must not be in the past"]})
    return now if day is None or day == today else datetime.combine(day, time(), zone)


def _expect(newest: Policy, terms: Mapping[str, Any], names: Mapping[int, str], version: int | None) -> None:
    theirs, yours = (
        {term.name: words(term, term.of(side), names) for term in all_terms()} for side in (newest.terms, terms)
    )
    labels = {term.name: term.label for term in all_terms()}
    expect_version(f"the policy {newest.name}", newest.version, version, labels=labels, theirs=theirs, yours=yours)
