"""R1: kill -9 at random moments while there is work, on SQLite with one sender and on PostgreSQL with several."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

from kernel.outbox import State
from tests.chaos.checker import Found, check
from tests.chaos.ground import Ground
from tests.chaos.progress import until


@dataclass(frozen=True)
class Killed:
    """``landed``: kills of a process that had begun to send, with messages left; ``holding``: of those, in the middle of one."""

    found: Found
    landed: int
    holding: int
    seconds: float


def kill_at_random(ground: Ground, *, messages: int, kills: int, senders: int, pause: float, seed: int = 11) -> Killed:
    """Send ``messages`` while processes are killed until ``kills`` landed or the work is done.

    Each victim is killed at a random moment within ``pause`` seconds after it was seen to have claimed its first message, so
    that the kills fall into the sending and not into the start of a process.
    """
    chance, landed, holding, began = random.Random(seed), 0, 0, time.monotonic()
    ground.fill([f"owner{n % 200}@example.org" for n in range(messages)])
    with ground.database() as database:
        running = [ground.start() for _ in range(senders)]
        while landed < kills and ground.left(database):
            victim = running.pop(chance.randrange(len(running)))
            until(lambda v=victim: ground.claims(database, v) or not ground.left(database), lambda: ground.work(database), pause=0.005)
            time.sleep(chance.uniform(0, pause))
            ground.kill(victim)
            landed += ground.claims(database, victim) > 0 and ground.left(database) > 0
            holding += ground.claims(database, victim, State.CLAIMED)
            running.append(ground.start())
        for child in running:
            ground.kill(child)
        ground.finish()
        return Killed(check(database, ground.history), landed, holding, time.monotonic() - began)
