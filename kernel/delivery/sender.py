"""A sender: one thread that claims, sends and settles until nothing is due."""

from __future__ import annotations

import logging
import os
import platform
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from kernel.db import Database
from kernel.delivery.outcome import Channel, Outcome, Outgoing, Verdict
from kernel.delivery.patience import Patience
from kernel.delivery.queue import claim, doubt, is_due, renew, settle
from kernel.outbox import CHANNELS

log = logging.getLogger("debrief.delivery")

DOUBT_EVERY = 5.0  # seconds between two looks for senders that fell silent; more often where leases are short
CONFIRM_AGAIN = 1.0  # seconds until a confirmation is tried again that the database did not take
REST_FIRST, REST_LONGEST = 5.0, 300.0  # seconds that a channel rests after it could not be used at all


def new_name() -> str:
    """Who claims: machine, process, and a part that no later process repeats."""
    return f"{platform.node()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


@dataclass
class Sender:
    """``channels``: name of a channel → the way out. A channel that is missing keeps its messages waiting."""

    database: Database
    channels: Mapping[str, Channel]
    patience: Patience = field(default_factory=Patience)
    name: str = field(default_factory=new_name)
    holding: tuple[Outgoing, float] | None = None
    _rests: dict[str, tuple[int, float]] = field(default_factory=dict)
    _looked: float = float("-inf")

    def drain(self, is_stopped: Callable[[], bool] = lambda: False) -> int:
        """Send until nothing is due; the number of messages handed over. Raises what the database raises."""
        sent = 0
        try:
            self._look_for_the_silent()
            if is_due(self.database, self._resting()):
                while not is_stopped() and (verdict := self._send_next(is_stopped)):
                    sent += verdict is Verdict.SENT
                    self._look_for_the_silent()
        finally:
            for channel in self.channels.values():
                channel.close()
        return sent

    def _look_for_the_silent(self) -> None:
        if time.monotonic() - self._looked > min(DOUBT_EVERY, self.patience.lease.total_seconds() / 4):
            self._looked = time.monotonic()
            if found := doubt(self.database, self.patience):
                log.warning("%d messages are in doubt: their sender fell silent", found)

    def _send_next(self, is_stopped: Callable[[], bool]) -> Verdict | None:
        """None when nothing is due any more."""
        message = claim(self.database, self.name, self.patience, resting=self._resting())
        if message is None:
            return None
        self.holding = (message, time.monotonic())
        try:
            outcome = self._send(message)
            self._settle(message, outcome, is_stopped)
        finally:
            self.holding = None
        return outcome.verdict

    def _send(self, message: Outgoing) -> Outcome:
        try:
            outcome = self.channels[message.channel].send(message)
        except Exception as wrong:
            log.exception("channel %s broke on message %d", message.channel, message.id)
            return Outcome(Verdict.IN_DOUBT, f"{type(wrong).__name__}: {wrong}")
        self._note_rest(message.channel, outcome)
        return outcome

    def _settle(self, message: Outgoing, outcome: Outcome, is_stopped: Callable[[], bool]) -> None:
        """What the relay said must not get lost while the database is away: it is said again until it is heard."""
        while True:
            try:
                is_mine = settle(self.database, message, outcome, self.patience)
            except SQLAlchemyError:
                if is_stopped():
                    raise
                log.warning("the database does not take the outcome of message %d; trying again", message.id)
                time.sleep(CONFIRM_AGAIN)
            else:
                if not is_mine:
                    log.warning("message %d was taken over meanwhile: '%s' is not written", message.id, outcome.verdict)
                return

    def _note_rest(self, channel: str, outcome: Outcome) -> None:
        if outcome.verdict is not Verdict.UNAVAILABLE:
            self._rests.pop(channel, None)
            return
        failures = self._rests.get(channel, (0, 0.0))[0] + 1
        pause = min(REST_FIRST * 2 ** (failures - 1), REST_LONGEST)
        self._rests[channel] = (failures, time.monotonic() + pause)
        log.warning("channel %s rests for %.0f s: %s", channel, pause, outcome.error)

    def _resting(self) -> frozenset[str]:
        now = time.monotonic()
        missing = {name for name in CHANNELS if name not in self.channels}
        return frozenset(missing | {name for name, (_, until) in self._rests.items() if until > now})

    def keep(self) -> None:
        """From the heartbeat: the claim of a send that takes long is renewed, one that hangs is broken off."""
        holding = self.holding
        if holding is None:
            return
        message, since = holding
        lasted = time.monotonic() - since
        if lasted > self.patience.hang.total_seconds():
            self.channels[message.channel].abort()
        elif lasted > self.patience.lease.total_seconds() / 3:
            renew(self.database, message, self.patience)
