"""Actions of other reviews that were expected to prevent a cause which this review met again (answer 7 of the graph).

Nothing is changed by itself: the question is put before whoever checks actions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from actions.models import Action, ActionFactor, Effect
from actions.rules.lifecycle import SHOWN_AS, Shown
from kernel.permission import Actor, visible
from kernel.record import Record
from pir.models import Cause, Factor, FocusEvent, Review
from pir.models.analysis import Analysis
from rca.vocabulary import Confidence, Question, State

here, there, known, own, other = aliased(Factor), aliased(Factor), aliased(Record), aliased(Cause), aliased(Cause)
focus, analysis = aliased(FocusEvent), aliased(Analysis)

CHECKED = tuple(state for state, shown in SHOWN_AS.items() if shown is Shown.CHECKED)


@dataclass(frozen=True, slots=True)
class Recurred:
    """``action`` was checked on ``verified_at``, before this review began, and was expected to prevent ``statement``."""

    action: str
    title: str
    verified_at: datetime
    statement: str
    known: str


def recurred(session: Session, actor: Actor, review: Review) -> list[Recurred]:
    """Checked actions that eliminate a factor which a person has said to be the same known cause as one that occurred here.

    Two statements at most. Classification never counts as the same cause (decision 13); what the actor may not see is left out.
    """
    wanted = (
        sa.select(Record.ref, Record.title, Action.verified_at, known.title.label("known"), sa.func.min(here.id).label("factor"))
        .select_from(here)
        .join(focus, focus.id == here.focus_id)
        .join(analysis, analysis.id == focus.analysis_id)
        .join(own, own.id == here.cause_id)
        .join(other, sa.func.coalesce(other.merged_into_id, other.id) == sa.func.coalesce(own.merged_into_id, own.id))
        .join(there, there.cause_id == other.id)
        .join(ActionFactor, sa.and_(ActionFactor.factor_id == there.id, ActionFactor.effect == Effect.ELIMINATES))
        .join(Action, Action.id == ActionFactor.action_id)
        .join(Record, Record.id == Action.id)
        .join(known, known.id == sa.func.coalesce(own.merged_into_id, own.id))
        .where(
            analysis.record_id == review.id, focus.question == Question.WHY, here.state == State.OCCURRED, here.removed_at.is_(None),
            here.confidence != Confidence.REFUTED, Action.source_id != review.id, Action.state.in_(CHECKED),
            Action.verified_at < review.opened_at, visible(actor),
        )
        .group_by(Record.id, Record.ref, Record.title, Action.verified_at, known.title)
        .order_by(Action.verified_at, Record.ref)
    )
    titles = sa.select(Record.id, Record.title)
    rows = session.execute(wanted).all()
    said = dict(session.execute(titles.where(Record.id.in_([row.factor for row in rows]))).all()) if rows else {}
    return [Recurred(row.ref, row.title, row.verified_at, said[row.factor], row.known) for row in rows]
