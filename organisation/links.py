"""What the domains above lend to the pages of policies, which may not import them. The composition root sets it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kernel.permission import Actor


@dataclass(frozen=True, slots=True)
class Judged:
    """An incident that the old and the new terms judge differently: "opens a review", "is proposed", "needs none"."""

    ref: str
    title: str
    severity: int | None
    restored_at: datetime
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock of a running review, when it is due, and when it would be under the new terms."""

    ref: str
    title: str
    clock: str
    due_at: datetime
    would_be: datetime


@dataclass(frozen=True, slots=True)
class Effect:
    """What terms would have done to the incidents of the last ``days``, and would do to the reviews that run.

    ``opened`` and ``proposed`` are numbers (before, after).
    """

    days: int
    incidents: int
    opened: tuple[int, int]
    proposed: tuple[int, int]
    judged: tuple[Judged, ...]
    reviews: int
    moved: tuple[Moved, ...]


def _unknown(_session: Session, _actor: Actor, _before: Mapping[str, Any], _after: Mapping[str, Any]) -> Effect | None:
    return None


#: The effect of new terms beside those that they follow, as far as the actor may see it; None where nobody can tell.
EFFECT: Callable[[Session, Actor, Mapping[str, Any], Mapping[str, Any]], Effect | None] = _unknown
