"""Evidence for what an owner reports: a link, a text, files; by number in the action's own register."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from actions.events import ActionChanged
from actions.models import Action
from actions.queries.action import find
from actions.rules.lifecycle import ANSWER, CHECK, UNFINISHED
from actions.rules.words import word_of
from actions.service.edit import require_one
from kernel import audit, event
from kernel.errors import Invalid, Obstacle, Refused
from kernel.intake.attachment import Attachment
from kernel.permission import Actor
from kernel.pieces import LONGEST, Register, live_pieces_of
from kernel.record import lock, touch

LINK = ("https://", "http://")
NOTHING = "Select a file, or enter a link or what shows it"


def register_pieces(session: Session, actor: Actor, action: Action, text: str, files: Sequence[Attachment]) -> list[str]:
    """Add them to the register of the action; "E 1 CHG0051688" for each. Part of a larger write that audits."""
    clean = text.strip()
    is_link = clean.startswith(LINK)
    register = Register(session, actor, action.id, {"description": clean[:LONGEST]} if clean and not is_link else None)
    found = [register.file(one) for one in files]
    if clean:
        found.append(register.text(clean if is_link else ""))
    session.flush()
    return [f"E {one.piece.number} {one.piece.name}" for one in found]


def has_proof(session: Session, action: Action) -> bool:
    return bool(live_pieces_of(session, action.id))


def add_proof(session: Session, actor: Actor, ref: str, *, evidence: str = "", files: Sequence[Attachment] = ()) -> Action:
    """Evidence that comes before, with or after the claim; what awaited it can be checked from now on."""
    action = find(session, actor, ref)
    require_one(session, actor, action, ANSWER, CHECK)
    lock(session, action.record)
    session.refresh(action)
    if action.state not in UNFINISHED:
        raise Refused([Obstacle(f"{ref} is {word_of(action.state).lower()}. Its evidence stays as it is.", ref)])
    if not (evidence.strip() or files):
        raise Invalid({"evidence": [NOTHING]})
    said = register_pieces(session, actor, action, evidence, files)
    action.evidence_awaited = False
    touch(action.record, actor.person_id)
    session.flush()
    audit.note(session, actor, "add evidence", record_id=action.id, after={"evidence": said})
    event.announce(session, actor, ActionChanged(action.id, action.source_id, "add_proof", action.state, action.state))
    return action
