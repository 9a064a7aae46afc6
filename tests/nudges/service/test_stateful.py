"""One action through a life at random, beside a model that knows only dates: nothing after an answer, nothing lost, nothing
doubled, one mail for a person and a local day."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from actions.models import Action
from actions.service import edit_action, move_due, transition
from kernel import clock
from kernel.db import Database
from kernel.errors import DebriefError
from kernel.outbox import Message, State
from nudges.models import Nudge
from nudges.service.pause import on_track, snooze
from nudges.service.sweep import sweep
from tests.nudges.model import newest, opening_days, weekdays

START = datetime(2026, 11, 2, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
OWNERS = ("Raj Patel", "Lena Brandt")
DAY = timedelta(days=1)


class Life(RuleBasedStateMachine):
    """The moment only goes forward. ``told`` is what was really sent: (version, person) -> rungs."""

    template: Path
    tell: Any

    @initialize(due=st.integers(3, 40))
    def begin(self, due: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="life"))
        shutil.copy(self.template, self.folder / "life.db")
        self.database = Database(f"sqlite:///{self.folder / 'life.db'}")
        self.now, self.due, self.set_on = START, (START + due * DAY).date(), START.date()
        self.version, self.owner, self.open = 0, OWNERS[0], True
        self.peaces: dict[tuple[int, str], date] = {}
        self.told: dict[tuple[int, str], set[int]] = {}
        self.mails: set[tuple[str, date]] = set()
        self.seen = 0
        with self.unit() as session:
            self.tell.house(session)
            made = self.tell.action(session, self.due)
            self.ref, self.id = made.record.ref, made.id

    def unit(self) -> Any:
        return self.tell.written(self.database, self.now.strftime("%Y-%m-%d %H:%M"))

    def teardown(self) -> None:
        self.database.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def peace(self) -> date | None:
        """Until when this owner asked not to be reminded of this date: it waits for them while the action is another's."""
        return self.peaces.get((self.version, self.owner))

    @property
    def today(self) -> date:
        return self.now.astimezone(LONDON).date()

    @rule(hours=st.sampled_from([1, 5, 24, 24, 72, 170]))
    def time_passes(self, hours: int) -> None:
        self._time_passes(hours)

    def _time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def to_the_next_morning(self) -> None:
        self.morning_of(self.today + DAY)

    def morning_of(self, day: date) -> None:
        self.now = datetime.combine(day, datetime.min.time(), LONDON).astimezone(UTC) + timedelta(hours=9, minutes=5)

    @rule()
    def sweep_and_send(self) -> None:
        """Twice, as a minute later: what nobody wanted any more when its turn came is decided anew by the next sweep."""
        for _ in range(2):
            with clock.told(self.now):
                sweep(self.database)
            self.tell.claimed(self.database, self.now.strftime("%Y-%m-%d %H:%M"))
        self.check()

    @rule(act=st.sampled_from(["move_the_date", "done", "another_owner", "put_off", "say_on_track", "time_passes"]))
    def something_comes_between_deciding_and_sending(self, act: str) -> None:
        """In the morning of a day on which something opened, if there is one ahead."""
        ahead = [day for day in opening_days(self.due, weekdays, early=True).values() if day > self.today]
        self.morning_of(min(ahead, default=self.today + DAY))
        with clock.told(self.now):
            sweep(self.database)
        if self.open:
            getattr(self, f"_{act}")(3)
        self.sweep_and_send()

    @precondition(lambda self: self.open)
    @rule(days=st.integers(1, 30))
    def move_the_date(self, days: int) -> None:
        self._move_the_date(days)

    def _move_the_date(self, days: int) -> None:
        due = max(self.due, self.today) + days * DAY
        with self.unit() as session:
            version = session.get_one(Action, self.id).record.version
            move_due(session, self.tell.as_actor(session, "Maya Lindqvist"), self.ref, version, due=due, reason="Later")
        self.due, self.version, self.set_on = due, self.version + 1, self.today

    @precondition(lambda self: self.open)
    @rule()
    def done(self) -> None:
        self._done()

    def _done(self, _: int = 0) -> None:
        with self.unit() as session:
            transition(session, self.tell.as_actor(session, self.owner), self.ref, "claim_done", claim="CHG1")
        self.open = False

    @precondition(lambda self: not self.open)
    @rule()
    def sent_back(self) -> None:
        with self.unit() as session:
            transition(session, self.tell.as_actor(session, "Maya Lindqvist"), self.ref, "send_back", reason="No evidence")
        self.open = True

    @precondition(lambda self: self.open)
    @rule()
    def another_owner(self) -> None:
        self._another_owner()

    def _another_owner(self, _: int = 0) -> None:
        self.owner = OWNERS[1 - OWNERS.index(self.owner)]
        with self.unit() as session:
            version = session.get_one(Action, self.id).record.version
            fields = {"owner": self.tell.who(session, self.owner).id}
            edit_action(session, self.tell.as_actor(session, "Anna Kowalski"), self.ref, version, fields)

    @precondition(lambda self: self.open)
    @rule(days=st.integers(1, 7))
    def put_off(self, days: int) -> None:
        self._put_off(days)

    def _put_off(self, days: int) -> None:
        self._rest(lambda session, actor: snooze(session, actor, self.ref, until=self.today + days * DAY, reason="Away"))

    @precondition(lambda self: self.open)
    @rule()
    def say_on_track(self) -> None:
        self._say_on_track()

    def _say_on_track(self, _: int = 0) -> None:
        self._rest(lambda session, actor: on_track(session, actor, self.ref))

    def _rest(self, ask: Any) -> None:
        try:
            with self.unit() as session:
                until = ask(session, self.tell.as_actor(session, self.owner)).until
        except DebriefError:
            return  # once for each date, and nothing is on track after it
        self.peaces[self.version, self.owner] = max(until, self.peace or until)

    def check(self) -> None:
        """After everything that waited was claimed: what went out now, and what had to."""
        with self.database.unit_of_work(write=False) as session:
            people = {p.id: p.name for p in map(session.get, [type(self.tell.who(session, self.owner))] * 9, range(1, 10)) if p}
            sent = session.scalars(sa.select(Message).where(Message.state == State.SENT, Message.id > self.seen)).all()
            rows = session.scalars(sa.select(Nudge).where(Nudge.message_id.in_([m.id for m in sent]), Nudge.ladder == "action_due")).all()
        self.seen = max([self.seen, *(m.id for m in sent)])
        for message in sent:
            mail = (people[message.recipient_id], date.fromisoformat(message.payload["day"]))
            assert mail not in self.mails, "one mail a day"
            self.mails.add(mail)
        for row in rows:
            if row.audience != "asked":
                continue
            name = people[row.recipient_id]
            assert self.open, "nothing after an answer"
            assert name == self.owner, "nothing to somebody whose it is not"
            assert row.due_version == self.version, "nothing about a date that is no longer"
            assert not (self.peace and self.today < self.peace), "nothing while there is peace"
            told = self.told.setdefault((self.version, name), set())
            assert row.rung not in told, "nothing twice"
            told.add(row.rung)
        self.nothing_is_lost()

    def nothing_is_lost(self) -> None:
        """On a working day, in the hours for mail, whoever has to act has been told the newest or has had today's mail."""
        local = self.now.astimezone(LONDON)
        if not self.open or not weekdays(self.today) or not 9 <= local.hour < 18 or (self.peace and self.today < self.peace):
            return
        rung = newest(self.due, self.today, weekdays, early=(self.due - self.set_on).days > 14)
        told = self.told.get((self.version, self.owner), set())
        if rung is not None and max(told, default=-99) < rung:
            assert (self.owner, self.today) in self.mails, (rung, told, self.due, self.today)


@pytest.mark.parametrize("examples", [10])
def test_a_life_at_random(migrated_sqlite: Path, tell: Any, examples: int) -> None:
    Life.template, Life.tell = migrated_sqlite, tell
    run_state_machine_as_test(
        Life, settings=settings(max_examples=examples, stateful_step_count=20, deadline=None,
                                suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)),
    )  # fmt: skip
