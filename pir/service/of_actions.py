"""What a review learns of its actions."""

from __future__ import annotations

from sqlalchemy.orm import Session

from actions.events import ActionChanged
from kernel import audit
from kernel.permission import Actor
from kernel.record import Record
from pir.models import Review


def on_action_changed(session: Session, actor: Actor, happened: ActionChanged) -> None:
    """An action that did not work stands in the history of the review that raised it; what follows, a person decides."""
    if happened.change != "find_not_effective" or session.get(Review, happened.source_id) is None:
        return
    action = session.get_one(Record, happened.action_id)
    audit.note(session, actor, "hear of action", record_id=happened.source_id, after={"action": action.ref, "title": action.title})
