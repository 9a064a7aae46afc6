"""Composition root for time: any number of these processes; one leads and decides, and they send.

APScheduler is only the clock: no job store, one interval per job, in UTC. What is due stands in the database, so a
wake that is missed, doubled or late does no harm. Leading saves work; it is not what keeps the jobs right.

The leader alone wakes the jobs of ``wiring.JOBS``. On PostgreSQL every process sends what waits in the outbox, on SQLite
only the leader: a second writer there would wait for the lock just between the relay's yes and our note of it.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler

import wiring
from kernel import audit, clock, event, leadership, outbox
from kernel.config import Misconfigured, Settings
from kernel.db import Database
from kernel.delivery.outcome import Channel
from kernel.delivery.patience import Patience
from kernel.delivery.sender import Sender, new_name
from kernel.job import Job

log = logging.getLogger("debrief.scheduler")

SEND_EVERY = 1.0  # seconds between two looks into the outbox


@dataclass
class Scheduler:
    """One process: a heartbeat (the caller's thread), a sender (a thread), and while it leads the clock with its jobs."""

    database: Database
    settings: Settings
    stop: threading.Event
    sender: Sender
    candidate: leadership.Candidate
    beat: float = leadership.BEAT
    _clock: BackgroundScheduler | None = None
    _leads: threading.Event = field(default_factory=threading.Event)
    _wake: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Until ``stop``. Whatever happens to the database, no thread ends: it is tried again with the next beat."""
        sending = threading.Thread(target=self._send_on, name="sender")
        sending.start()
        while not self.stop.is_set():
            self._beat_once()
            self.stop.wait(self.beat)
        self._follow()
        sending.join()
        self.candidate.leave()

    def _beat_once(self) -> None:
        led = self.candidate.term
        try:
            term = self.candidate.step()
            self.sender.keep()
        except Exception:
            log.exception("no heartbeat: the database does not answer")
            term = self.candidate.term
        if term != led:
            self._follow()
            if term is not None:
                self._lead(term)

    def _lead(self, term: int) -> None:
        log.info("%s leads in term %d with %d jobs", self.candidate.name, term, len(wiring.JOBS))
        self._clock = start_clock(self.database.marked(**{leadership.TERM: term}), self.settings)
        self._leads.set()
        self._wake.set()

    def _follow(self) -> None:
        if self._clock is not None:
            log.info("%s leads no more", self.candidate.name)
            self._leads.clear()
            self._clock.shutdown(wait=self.stop.is_set())  # a job still under way ends at its fence
            self._clock = None

    def _send_on(self) -> None:
        while not self.stop.is_set():
            try:
                if not self._may_not_send():
                    self.sender.drain(self._may_not_send)
            except Exception:
                log.exception("sending stopped; it goes on in %.0f s", SEND_EVERY)
            self._wake.wait(SEND_EVERY)
            self._wake.clear()

    def _may_not_send(self) -> bool:
        return self.stop.is_set() or (self.database.is_sqlite and not self._leads.is_set())


def start_clock(database: Database, settings: Settings) -> BackgroundScheduler:
    """Wake every job now and then every ``job.every`` seconds, each never twice at a time."""
    found = BackgroundScheduler(timezone="UTC")
    for job in wiring.JOBS:
        found.add_job(wake, "interval", seconds=job.every, args=[job, database, settings], id=job.name, next_run_time=clock.real(),
                      coalesce=True, max_instances=1, misfire_grace_time=None)
    found.start()
    return found


def wake(job: Job, database: Database, settings: Settings) -> None:
    """Run one job; a failure is logged and tried again at the next wake, the thread lives on."""
    try:
        job.call(database, settings)
    except leadership.Deposed as deposed:
        log.warning("job %s wrote nothing: %s", job.name, deposed)
    except Exception:
        log.exception("job %s failed; next try in %d s", job.name, job.every)


def sweep(database: Database, settings: Settings) -> int:
    """Every job once, then everything that is due goes out, all at the time that ``kernel.clock`` tells; messages sent.

    For operators and tests: what a leader does over and over. Raises what a job raises. Harmless beside a running leader.
    """
    for job in wiring.JOBS:
        job.call(database, settings)
    return Sender(database, ways_out(database, settings)).drain()


def ways_out(database: Database, settings: Settings) -> dict[str, Channel]:
    """Channel → how it is reached from here. Without a relay, mail waits; in the demo it goes into a folder."""
    from kernel.delivery.chat import ChatChannel  # Apprise takes a while, and only whoever sends needs it
    from kernel.delivery.mailbox import MailboxChannel, folder_of
    from kernel.delivery.smtp import SmtpChannel
    from organisation.queries.channel import address_of

    ways: dict[str, Channel] = {outbox.CHAT: ChatChannel(lambda number: address_of(database, settings, number))}
    if settings.relay is not None:
        ways[outbox.MAIL] = SmtpChannel(settings.relay)
    elif settings.demo:
        ways[outbox.MAIL] = MailboxChannel(folder_of(settings.home))
    return ways


def make(settings: Settings, stop: threading.Event, patience: Patience = Patience(), lease: timedelta = leadership.LEASE) -> Scheduler:  # noqa: B008 - frozen
    """A process on its database; the audit key has to be in place."""
    database, name = Database(settings.database_url), new_name()
    return Scheduler(
        database, settings, stop, Sender(database, ways_out(database, settings), patience, name),
        leadership.Candidate(database, leadership.locks_for(database, settings.home), name, lease),
    )  # fmt: skip


def prepare(settings: Settings) -> None:
    """What every process needs before it touches the database."""
    audit.use_key(audit.read_key(settings.audit_key_file))
    outbox.use_origin(settings)
    wiring.connect()
    event.subscribe(wiring.SUBSCRIBERS)


def run(settings: Settings) -> None:
    """Until a signal comes."""
    prepare(settings)
    made = make(settings, _stopped_by_signal())
    made.run()
    made.database.dispose()


def _stopped_by_signal() -> threading.Event:
    stop = threading.Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, note)
    return stop


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    try:
        run(Settings.from_environment())
    except Misconfigured as wrong:
        sys.exit(str(wrong))
