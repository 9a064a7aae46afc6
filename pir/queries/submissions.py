"""Every submission of a review and its present state, as the ends that a difference can have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kernel.errors import NotFound
from pir.models import Review, Snapshot
from pir.queries.document import document
from pir.queries.editions import editions_of
from pir.rules.content import thawed
from pir.rules.difference import PartChanges, difference
from pir.rules.lifecycle import EDITABLE

NOW = "now"


@dataclass(frozen=True, slots=True)
class Submission:
    """``key`` is "2.1" for the first submission of version 2, or "now"."""

    key: str
    name: str
    frozen_at: datetime | None = None
    snapshot_id: int | None = None


def submissions(session: Session, review: Review) -> list[Submission]:
    """Oldest first. The live state is among them while it can differ from the last submission."""
    found = [_frozen(snapshot) for snapshot in reversed(editions_of(session, review.id))]
    return [*found, Submission(NOW, f"Version {review.edition} as it stands now")] if review.state in EDITABLE or not found else found


def between(session: Session, review: Review, held: list[Submission], old: str, new: str) -> tuple[PartChanges, ...]:
    """The difference of two submissions by their keys; NotFound for a key that is none."""
    by_key = {one.key: one for one in held}
    if old not in by_key or new not in by_key:
        raise NotFound("version")
    if old == new:
        return ()
    return difference(_document(session, review, by_key[old]), _document(session, review, by_key[new]))


def _frozen(snapshot: Snapshot) -> Submission:
    again = "" if snapshot.number == 1 else f", submitted again ({snapshot.number})"
    return Submission(f"{snapshot.edition}.{snapshot.number}", f"Version {snapshot.edition}{again}", snapshot.frozen_at, snapshot.id)


def _document(session: Session, review: Review, one: Submission) -> dict[str, Any]:
    if one.snapshot_id is None:
        return document(session, review)
    return thawed(session.get_one(Snapshot, one.snapshot_id).document)
