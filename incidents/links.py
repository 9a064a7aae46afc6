"""What the domains above lend to the pages of incidents, which may not import them. The composition root sets these.
Until it does, no page speaks of reviews.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.permission import Actor

#: Reference of the review that an incident leads (None when one is only proposed), its address, and its state in words.
ReviewWords = tuple[str | None, str | None, str]


def _no_reviews(_session: Session, _actor: Actor, _ids: Sequence[int]) -> dict[int, ReviewWords]:
    return {}


#: Live reviews and proposals, for those incidents that have one; a review that the actor may not see is left out.
REVIEW_OF: Callable[[Session, Actor, Sequence[int]], dict[int, ReviewWords]] = _no_reviews
#: Condition on ``Incident.id`` for "needs", "has" and "none"; None where nobody can tell, and then no list asks.
REVIEW_IS: Callable[[Session, Actor, str], sa.ColumnElement[bool]] | None = None
#: Where a POST opens a review of the incident with this reference; None where nobody opens reviews.
OPEN_REVIEW: Callable[[str], str] | None = None
