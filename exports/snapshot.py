"""Which document a report is written from: the frozen one of the newest signed edition, else the live draft."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.permission import Actor, may, parts_of, require_on
from pir.models import Review, Snapshot
from pir.queries.checks import dismissals_of, quality
from pir.queries.corrections import corrections_of
from pir.queries.document import document
from pir.queries.review import find
from pir.rules.content import thawed
from pir.rules.corrections import corrected
from pir.rules.lifecycle import EDITABLE, SIGNED
from pir.service.editing import CONTRIBUTE

#: What a signature adds after the freeze and every report has to show.
LATER = ("approvals", "versions", "chain", "clocks", "clock_events")


def of_review(session: Session, actor: Actor, ref: str) -> dict[str, Any]:
    """The document to report. Of a signed review the content is the frozen one with its editorial corrections, and so is
    the moment it is judged at (an action is late or not as of the signing); state, signatures and met clocks are today's."""
    review = find(session, actor, ref)
    require_on(session, actor, "export a review", review.record)
    live = document(session, review)
    if review.state not in SIGNED:
        return {**live, **_checks(session, actor, review, live)}
    snapshot = _newest(session, review)
    frozen = corrected(thawed(snapshot.document), corrections_of(session, snapshot.id))
    frozen.update({part: live[part] for part in LATER})
    for part in ("state", "approved_at", "published_at", "submitted_at"):
        frozen["review"][part] = live["review"][part]
    return frozen


def _checks(session: Session, actor: Actor, review: Review, live: dict[str, Any]) -> dict[str, Any]:
    """Of a draft the checks are for those who edit it; what is submitted goes with its checks."""
    if review.state in EDITABLE and not may(actor, CONTRIBUTE, parts_of(session, actor, review.record)):
        return {}
    return quality(live, dismissals_of(session, review.id))


def _newest(session: Session, review: Review) -> Snapshot:
    return session.scalars(
        sa.select(Snapshot)
        .where(Snapshot.review_id == review.id, Snapshot.edition == review.edition)
        .order_by(Snapshot.number.desc())
        .limit(1)
    ).one()
