"""The ground of every trial: a database, the sink, and scheduler processes that can be killed.

The processes are forked from one that has imported everything, so that starting one takes milliseconds and 200 kills
fall into the work instead of into imports. Each runs ``scheduler.make(…).run()``, the product as it is.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

import scheduler
from kernel import leadership, outbox
from kernel.config import Settings
from kernel.db import Database
from kernel.delivery.patience import Patience
from kernel.outbox import Message, Rendered, State
from kernel.relay import Relay
from tests.chaos.progress import until

KIND = "chaos"
QUICK = Patience(first=timedelta(seconds=0.2), longest=timedelta(seconds=1), limit=6, lease=timedelta(seconds=1))
OPEN = (State.WAITING, State.CLAIMED, State.IN_DOUBT)


def says(_session: sa.orm.Session, message: Message) -> Rendered:
    """The key of the ledger row is the subject: the history can be held against the ledger."""
    return Rendered(message.key, f"{message.key} is overdue.\n\n.a line that begins with a dot\n")


@dataclass
class Ground:
    """``url``: the database. ``patience`` and ``lease`` are those of every process."""

    url: str
    folder: Path
    port: int
    history: Path
    patience: Patience = QUICK
    lease: timedelta = timedelta(seconds=2)
    timeout: int = 1
    children: list[int] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        relay = Relay("127.0.0.1", self.port, "none", "Debrief <debrief@example.org>", timeout=self.timeout)
        return Settings(
            home=self.folder, database_url=self.url, secret_key="chaos", audit_key_file=self.folder / "audit.key", relay=relay, testing=True,
        )  # fmt: skip

    def fill(self, addresses: list[str]) -> None:
        """One message to each address; its key is ``number/address``."""
        with self.database() as database, database.unit_of_work() as session:
            for number, address in enumerate(addresses):
                outbox.put(session, kind=KIND, key=f"{number}/{address}", recipient_id=None, channel=outbox.MAIL, address=address, payload={})

    @contextmanager
    def database(self) -> Iterator[Database]:
        found = Database(self.url)
        try:
            yield found
        finally:
            found.dispose()

    def start(self, before: Callable[[], object] = lambda: None) -> int:
        """Fork a scheduler process; ``before`` runs in it first. Its process id."""
        child = os.fork()
        if child == 0:
            try:
                self._live(before)
            finally:
                os._exit(0)
        self.children.append(child)
        return child

    def _live(self, before: Callable[[], object]) -> None:
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        logging.basicConfig(filename=self.folder / "schedulers.log", level=logging.INFO, force=True, format="%(process)d %(asctime)s %(name)s %(message)s")
        outbox.RENDERERS[KIND] = says
        before()
        made = scheduler.make(self.settings, stop, self.patience, self.lease)
        made.beat = 0.2
        made.run()

    def kill(self, child: int, number: int = signal.SIGKILL) -> None:
        os.kill(child, number)
        if number in {signal.SIGKILL, signal.SIGTERM}:
            os.waitpid(child, 0)
            self.children.remove(child)

    def is_alive(self, child: int) -> bool:
        if child in self.children and os.waitpid(child, os.WNOHANG) == (0, 0):
            return True
        if child in self.children:
            self.children.remove(child)
        return False

    def left(self, database: Database) -> int:
        """How many messages are neither sent nor given up."""
        with database.unit_of_work(write=False) as session:
            return session.scalar(sa.select(sa.func.count()).select_from(Message).where(Message.state.in_(OPEN))) or 0

    def claims(self, database: Database, child: int, *states: State) -> int:
        """How many messages this process was the last to claim; of these, how many are in one of ``states``."""
        theirs = sa.select(sa.func.count()).select_from(Message).where(Message.claimed_by.contains(f":{child}:"))
        with database.unit_of_work(write=False) as session:
            return session.scalar(theirs.where(Message.state.in_(states)) if states else theirs) or 0

    def work(self, database: Database) -> tuple[str, ...]:
        """How many messages are in each state, after how many attempts: changes with everything that a sender does."""
        counted = sa.select(Message.state, sa.func.count(), sa.func.sum(Message.attempts)).group_by(Message.state).order_by(Message.state)
        with database.unit_of_work(write=False) as session:
            return tuple(f"{count} {state.value} after {attempts} attempts" for state, count, attempts in session.execute(counted))

    def finish(self) -> float:
        """Let one process end the work; the seconds that it took. Raises ``Stuck`` when nothing moves any more."""
        child = self.start()
        with self.database() as database:
            lasted = until(lambda: not self.left(database), lambda: self.work(database))
        self.kill(child, signal.SIGTERM)
        return lasted

    def stop_all(self) -> None:
        for child in list(self.children):
            os.kill(child, signal.SIGCONT)
            self.kill(child)


@contextmanager
def ground(url: str, folder: Path, **given: object) -> Iterator[Ground]:
    """A sink and a ground over it. ``url`` names a migrated, empty database."""
    history = folder / "history.tsv"
    history.touch()
    command = [sys.executable, str(Path(__file__).with_name("sink.py")), "0", str(history)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as sink:
        made = Ground(url, folder, int(sink.stdout.readline()), history, **given)  # type: ignore[arg-type]
        try:
            yield made
        finally:
            made.stop_all()
            sink.kill()


def leader(database: Database) -> tuple[int, int]:
    """(term, process id) of whoever leads as the row says."""
    with database.unit_of_work(write=False) as session:
        term, holder = session.execute(sa.select(leadership.Leadership.term, leadership.Leadership.holder)).one()
    return term, int(holder.split(":")[1]) if holder else 0
