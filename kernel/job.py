"""What the scheduler wakes: a name, a period, and a call that looks for itself what is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kernel.config import Settings
from kernel.db import Database


@dataclass(frozen=True, slots=True)
class Job:
    """``every`` in seconds. ``call`` opens its own unit of work and is harmless when woken twice."""

    name: str
    every: int
    call: Callable[[Database, Settings], None]
