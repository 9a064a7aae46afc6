"""R1b: a process dies at one exact step of one message. What must have come of it stands in ``EXPECTED``.

The steps are hooked from outside, in the process that is to die: the product has no hook for it.
"""

from __future__ import annotations

import os
import signal
import smtplib
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

import kernel.delivery.sender as sender
from kernel.delivery.smtp import SmtpChannel
from tests.chaos.checker import outcomes
from tests.chaos.ground import Ground

#: step → (times that the relay took it, doubts in the ledger) once it is sent
EXPECTED = {
    "before claim": (1, 0), "after claim": (1, 1), "after MAIL": (1, 1), "before the final dot": (1, 1), "after 250": (2, 1),
    "before commit": (2, 1), "after commit": (1, 0),
}  # fmt: skip


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(owner: Any, name: str) -> None:
    whole = getattr(owner, name)

    def call(*given: Any, **more: Any) -> None:
        if whole(*given, **more) is not None:
            die()

    setattr(owner, name, call)


def _before_the_dot() -> None:
    whole = smtplib.SMTP.send

    def send(self: smtplib.SMTP, content: Any) -> None:
        if isinstance(content, bytes) and content.endswith(b"\r\n.\r\n"):
            whole(self, content[:-3])
            time.sleep(0.02)  # the text is out, the dot is not
            die()
        whole(self, content)

    smtplib.SMTP.send = send  # type: ignore[method-assign]


def _before_commit() -> None:
    whole = sender.settle

    def settle(*given: Any) -> bool:
        event.listen(Session, "before_commit", lambda _session: die())
        return whole(*given)

    sender.settle = settle


def _before_claim() -> None:
    sender.claim = lambda *_given, **_more: die()  # type: ignore[assignment]


HOOKS: dict[str, Callable[[], None]] = {
    "before claim": _before_claim,
    "after claim": lambda: _after(sender, "claim"),
    "after MAIL": lambda: _after(smtplib.SMTP, "mail"),
    "before the final dot": _before_the_dot,
    "after 250": lambda: _after(SmtpChannel, "send"),
    "before commit": _before_commit,
    "after commit": lambda: _after(sender, "settle"),
}


def die_at(ground: Ground, step: str, times: int) -> Counter[tuple[str, int, int]]:
    """``times`` processes die at ``step``, each with another message in hand: (state, times taken, doubts) → messages."""
    ground.fill([f"owner{n}@example.org" for n in range(times)])
    with ground.database() as database:
        for _ in range(times):
            child = ground.start(HOOKS[step])
            deadline = time.monotonic() + 30
            while ground.is_alive(child):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"no process died at '{step}'")
                time.sleep(0.005)
        ground.finish()
        return Counter((row["state"].value, row["taken"], row["doubt_count"]) for row in outcomes(database, ground.history))
