"""R1: kill -9 at random moments while there is work, on SQLite with one sender and on PostgreSQL with several."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

from tests.chaos.checker import Found, check
from tests.chaos.ground import Ground


@dataclass(frozen=True)
class Killed:
    found: Found
    landed: int
    seconds: float


def kill_at_random(ground: Ground, *, messages: int, kills: int, senders: int, between: tuple[float, float], seed: int = 11) -> Killed:
    """Send ``messages`` while processes are killed until ``kills`` landed while work was left, or the work is done.

    A kill has landed when the process was alive and messages were left after its death.
    """
    chance, landed, began = random.Random(seed), 0, time.monotonic()
    ground.fill([f"owner{n % 200}@example.org" for n in range(messages)])
    with ground.database() as database:
        running = [ground.start() for _ in range(senders)]
        while landed < kills:
            time.sleep(chance.uniform(*between))
            victim = running.pop(chance.randrange(len(running)))
            if ground.is_alive(victim):
                ground.kill(victim)
                landed += ground.left(database) > 0
            if ground.left(database) == 0:
                break
            running.append(ground.start())
        for child in running:
            ground.kill(child)
        ground.finish()
        return Killed(check(database, ground.history), landed, time.monotonic() - began)
