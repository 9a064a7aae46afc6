"""The one person who owns an action: resolved from what was sent, and given the key to the action's record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action
from actions.rules.lifecycle import ActionState
from kernel import clock
from kernel.errors import Invalid
from kernel.permission import Actor
from kernel.record import Part, Participation
from nudges.models import TokenEnd
from nudges.service import tokens
from organisation.models import Person
from organisation.service.person import find_or_add_person

FIELDS = ("owner", "owner_name", "owner_email")


def owner_id_of(session: Session, actor: Actor, fields: Mapping[str, Any]) -> int | None:
    """The person's id, None for nobody yet. A name (and mail) that nobody has is added as a person (decision 6)."""
    name = fields.get("owner_name")
    if name:
        person: Person | None = _named(session, actor, name, fields.get("owner_email"))
    else:
        person = session.get(Person, fields["owner"]) if fields.get("owner") else None
        if fields.get("owner") and person is None:
            raise Invalid({"owner": ["Select a person, not a team"]})
    if person is not None and not person.is_active:
        raise Invalid({"owner": [f"{person.name} has left. Select somebody else"]})
    return person.id if person is not None else None


def _named(session: Session, actor: Actor, name: str, email: str | None) -> Person:
    """The person of this name, found or added; refusals come back under the names of our own fields."""
    try:
        return find_or_add_person(session, actor, name, email)
    except Invalid as wrong:
        raise Invalid({f"owner_{field}": texts for field, texts in wrong.messages.items()}) from None


def says_owner(fields: Mapping[str, Any]) -> bool:
    """True when an edit says something about the owner: an absent field stays as it is."""
    return "owner" in fields or bool(fields.get("owner_name"))


def asked_anew(action: Action) -> dict[str, Any]:
    """Somebody else is asked now: nothing is accepted or disputed. Returns what the audit entry says of it beside the owner."""
    action.asked_at, action.accepted_at = clock.now(), None
    settle(action)
    return {"state": ActionState.PROPOSED} if action.state is ActionState.ACCEPTED else {}


def settle(action: Action) -> None:
    """The question whose action it is, is answered. Part of a larger write."""
    action.disputed_at, action.dispute_reason, action.suggested_owner_id = None, "", None


def hand_over(session: Session, action_id: int, owner_id: int | None) -> None:
    """Make ``owner_id`` the only person with the part *owner*: it opens the action when it is restricted.

    Links in mails to an earlier owner answer for nothing any more.
    """
    session.execute(
        sa.delete(Participation).where(Participation.record_id == action_id, Participation.part == Part.OWNER)
    )
    if owner_id is not None:
        session.add(Participation(record_id=action_id, person_id=owner_id, part=Part.OWNER))
    tokens.revoke(session, action_id, TokenEnd.REASSIGNED, but_of=owner_id)
