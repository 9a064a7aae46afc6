"""R1c: a relay that misbehaves in every way that RFC 5321 knows, and some that it does not. ``EXPECTED`` says what must come of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tests.chaos.checker import outcomes
from tests.chaos.ground import Ground
from tests.chaos.progress import until

#: address of the recipient (see sink.py) → (state, times taken, doubts, bounced)
EXPECTED = {
    "fault-421-1": ("sent", 1, 0, False),
    "fault-450-2": ("sent", 1, 0, False),
    "fault-451-1": ("sent", 1, 0, False),
    "fault-451dot-1": ("sent", 1, 0, False),
    "fault-452-2": ("sent", 1, 0, False),
    "fault-cut-1": ("sent", 1, 0, False),  # the connection was reset before the text
    "fault-stall-1": ("sent", 1, 0, False),  # no answer to RCPT: given up after the timeout, tried again
    "fault-reset-1": ("sent", 2, 1, False),  # taken, then reset before the 250
    "fault-silent-1": ("sent", 2, 1, False),  # taken, and no answer to the dot
    "fault-550-0": ("failed", 0, 0, True),
    "fault-552-0": ("failed", 0, 0, False),
    "fault-451-0": ("failed", 0, 0, False),  # "for now" for ever: given up after the limit
    "owner": ("sent", 1, 0, False),
}
#: Each costs the sender a timeout, so there are fewer of them.
SLOW = frozenset({"fault-stall-1", "fault-silent-1"})


@dataclass(frozen=True)
class Misbehaved:
    """``came``: address → (state, times taken, doubts, bounced) → messages. Seconds until every healthy address was served."""

    came: dict[str, Counter[tuple[str, int, int, bool]]]
    healthy_among_faults: float
    healthy_alone: float


def misbehave(ground: Ground, *, each: int, slow: int) -> Misbehaved:
    """``each`` messages to every kind of address (``slow`` where each costs a timeout), mixed, and as many healthy ones as quick faulty ones."""
    counts = {name: slow if name in SLOW else each for name in EXPECTED}
    healthy = counts["owner"] = each * (len(EXPECTED) - len(SLOW) - 1)
    alone = _time_healthy(ground, healthy)
    quick = [f"{name}-{n}@example.org" for n in range(max(counts.values())) for name, count in counts.items() if n < count and name not in SLOW]
    ground.fill(quick)
    child = ground.start()
    among = _wait_for_healthy(ground, healthy * 2)
    ground.kill(child, 15)
    ground.fill([f"{name}-{n}@example.org" for name in sorted(SLOW) for n in range(slow)])
    ground.finish()
    came: dict[str, Counter[tuple[str, int, int, bool]]] = {name: Counter() for name in EXPECTED}
    with ground.database() as database:
        for row in outcomes(database, ground.history):
            name = row["address"].rpartition("-")[0]
            came[name][row["state"].value, row["taken"], row["doubt_count"], row["bounced"]] += 1
    return Misbehaved(came, among, alone)


def _time_healthy(ground: Ground, count: int) -> float:
    ground.fill([f"owner-{n}@example.org" for n in range(count)])
    child = ground.start()
    lasted = _wait_for_healthy(ground, count)
    ground.kill(child, 15)
    return lasted


def _wait_for_healthy(ground: Ground, count: int) -> float:
    """Until the history holds ``count`` texts to healthy addresses; only the history is asked."""

    def taken() -> int:
        return ground.history.read_text(encoding="utf-8").count("\towner-")

    return until(lambda: taken() >= count, taken, pause=0.02)
