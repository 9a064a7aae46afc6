"""What reviews announce to the domains above."""

from __future__ import annotations

from dataclasses import dataclass

from kernel.event import Event


@dataclass(frozen=True, slots=True)
class ReviewApproved(Event):
    review_id: int


@dataclass(frozen=True, slots=True)
class ReviewPublished(Event):
    review_id: int
