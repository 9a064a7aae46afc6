"""Waiting for as long as something moves: a slow machine takes longer, only what stands still is stuck."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

#: Seconds without any change after which a trial is stuck; longer than every lease, timeout and back-off of the trials.
STUCK = 60.0


class Stuck(Exception):
    """Nothing changed for too long; the text says what remains."""


def until(done: Callable[[], bool], progress: Callable[[], Hashable], *, stuck: float = STUCK, pause: float = 0.05) -> float:
    """Wait for ``done``; the seconds that it took. Raises ``Stuck`` when ``progress`` stays the same for ``stuck`` seconds."""
    began = moved = time.monotonic()
    last = progress()
    while not done():
        time.sleep(pause)
        now = progress()
        if now != last:
            last, moved = now, time.monotonic()
        elif time.monotonic() - moved > stuck:
            raise Stuck(f"nothing moved for {stuck:.0f} s after {moved - began:.0f} s of work: {last}")
    return time.monotonic() - began
