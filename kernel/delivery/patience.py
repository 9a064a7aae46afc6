"""How long to wait before the next attempt, and when to give up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random


@dataclass(frozen=True, slots=True)
class Patience:
    """Doubling from ``first`` to ``longest``, ``limit`` attempts in all; a claim is good for ``lease``.

    As shipped: 1, 2, 4, 8, 16, 32 minutes, 1, 2, 4, 6, 6 … hours; the sixteenth attempt comes after about two days.
    ``hang``: a send that lasts longer is broken off.
    """

    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=6)
    limit: int = 16
    lease: timedelta = timedelta(seconds=60)
    hang: timedelta = timedelta(minutes=10)

    def gives_up(self, attempts: int) -> bool:
        return attempts >= self.limit

    def pause(self, attempts: int, chance: Random) -> timedelta:
        """The wait after ``attempts`` failures, half of it at random, so that many do not come back at once.

        >>> Patience().pause(1, Random(1)) <= timedelta(minutes=1) <= Patience().pause(3, Random(1))
        True
        """
        whole: timedelta = min(self.first * 2.0 ** min(max(attempts - 1, 0), 32), self.longest)
        return whole * (0.5 + 0.5 * chance.random())
