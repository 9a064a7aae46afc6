"""Which document a report is written from: the frozen one of the newest signed edition, else the live draft."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.permission import Actor, require_on
from pir.models import Review, Snapshot
from pir.queries.corrections import corrections_of
from pir.queries.document import document
from pir.queries.review import find
from pir.rules.content import thawed
from pir.rules.corrections import corrected
from pir.rules.lifecycle import SIGNED

#: What a signature adds after the freeze and every report has to show.
LATER = ("approvals", "versions", "chain", "clocks", "clock_events")


def of_review(session: Session, actor: Actor, ref: str) -> dict[str, Any]:
    """The document to report. Of a signed review the content is the frozen one with its editorial corrections, and so is
    the moment it is judged at (an action is late or not as of the signing); state, signatures and met clocks are today's."""
    review = find(session, actor, ref)
    require_on(session, actor, "export a review", review.record)
    live = document(session, review)
    if review.state not in SIGNED:
        return live
    snapshot = _newest(session, review)
    frozen = corrected(thawed(snapshot.document), corrections_of(session, snapshot.id))
    frozen.update({part: live[part] for part in LATER})
    for part in ("state", "approved_at", "published_at", "submitted_at"):
        frozen["review"][part] = live["review"][part]
    return frozen


def _newest(session: Session, review: Review) -> Snapshot:
    return session.scalars(
        sa.select(Snapshot)
        .where(Snapshot.review_id == review.id, Snapshot.edition == review.edition)
        .order_by(Snapshot.number.desc())
        .limit(1)
    ).one()
