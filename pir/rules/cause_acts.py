"""Words of the acts that reshape causes: the ways in which one moves, and what a half of a split one takes along."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

#: way → how far among the siblings
STEPS = {"up": -1, "down": 1}
#: ``in`` under the cause above, ``out`` beside its own effect.
WAYS = (*STEPS, "in", "out")


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two statements of a split, with the evidence (as a form shows it) and the causes (references) that go with it."""

    statement: str
    evidence: Collection[str]
    causes: Collection[str]
