"""What stands beside an action for its private hints: the load of its owner, and open actions that say the same."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action
from actions.queries.rows import visible_actions
from actions.rules.lateness import Today
from actions.rules.lifecycle import OPEN
from actions.rules.overlap import Other, alike, stems
from kernel.link import LinkKind, RecordLink
from kernel.permission import Actor, visible
from kernel.record import Record

#: Candidates that are compared word by word; the newest.
MOST_COMPARED = 200


def load_of_owner(session: Session, actor: Actor, action: Action, today: Today) -> tuple[int, int]:
    """(open, late) of the owner's other actions that the reader may know of. One statement."""
    if action.owner_id is None:
        return 0, 0
    late = sa.func.sum(sa.case((Action.due < today.late_before, 1), else_=0))
    of_owner = (Action.owner_id == action.owner_id, Action.state.in_(OPEN), Action.id != action.id)
    row = session.execute(visible_actions(actor, sa.func.count(), late).where(*of_owner)).one()
    return row[0], row[1] or 0


def said_elsewhere(session: Session, actor: Actor, action: Action) -> tuple[Other, ...]:
    """Open actions of other sources that say the same, that the reader may know of and that are not linked yet.

    Candidates share the longest word of the title, so that the register is not read whole. One statement.
    """
    words = sorted(stems(action.record.title), key=len)
    if not words:
        return ()
    linked = sa.select(RecordLink.id).where(
        sa.or_(sa.and_(RecordLink.from_id == action.id, RecordLink.to_id == Action.id),
               sa.and_(RecordLink.to_id == action.id, RecordLink.from_id == Action.id)))
    wanted = visible_actions(actor, Record.ref, Record.title).where(
        Action.state.in_(OPEN), Action.source_id != action.source_id, Record.title.icontains(words[-1], autoescape=True), ~linked.exists())
    rows = session.execute(wanted.order_by(Action.id.desc()).limit(MOST_COMPARED))
    return alike(action.record.title, (Other(*row) for row in rows))


def linked_to(session: Session, actor: Actor, action_id: int) -> list[Other]:
    """The actions that somebody linked with this one, as far as the reader may know of them."""
    here = sa.or_(sa.and_(RecordLink.from_id == action_id, RecordLink.to_id == Record.id),
                  sa.and_(RecordLink.to_id == action_id, RecordLink.from_id == Record.id))
    rows = session.execute(
        sa.select(Record.ref, Record.title).join(Action, Action.id == Record.id).join(RecordLink, here)
        .where(RecordLink.kind == LinkKind.RELATES_TO, visible(actor)).order_by(Record.id)
    )
    return [Other(*row) for row in rows]
