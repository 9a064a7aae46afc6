"""A sender: a channel that rests, a database that blinks, a send that takes long."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from kernel import clock, outbox
from kernel.db import Database
from kernel.delivery import sender as module
from kernel.delivery.outcome import Outcome, Outgoing, Verdict
from kernel.delivery.patience import Patience
from kernel.delivery.sender import Sender
from kernel.outbox import CHAT, MAIL, Message, Rendered, State


class Way:
    """A way out that answers as it is told, the last answer for ever."""

    def __init__(self, *answers: Verdict) -> None:
        self.answers, self.sent, self.aborted = list(answers), [], 0

    def send(self, message: Outgoing) -> Outcome:
        self.sent.append(message.id)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return Outcome(answer, "why")

    def close(self) -> None:
        pass

    def abort(self) -> None:
        self.aborted += 1


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(outbox.RENDERERS, "note", lambda *_: Rendered("About", "text"))
    monkeypatch.setattr(module, "CONFIRM_AGAIN", 0.01)


def put(database: Database, *channels: str) -> list[int]:
    with database.unit_of_work() as session:
        return [outbox.put(session, kind="note", key=str(n), recipient_id=None, channel=channel, address="17", payload={}).id for n, channel in enumerate(channels)]


def states(database: Database) -> list[State]:
    with database.unit_of_work(write=False) as session:
        return list(session.scalars(sa.select(Message.state).order_by(Message.id)))


def test_all_that_is_due_goes_out(database: Database) -> None:
    put(database, MAIL, CHAT, MAIL)
    mail, chat = Way(Verdict.SENT), Way(Verdict.SENT)
    assert Sender(database, {MAIL: mail, CHAT: chat}).drain() == 3
    assert (len(mail.sent), len(chat.sent), set(states(database))) == (2, 1, {State.SENT})


def test_a_channel_that_is_missing_keeps_its_messages(database: Database) -> None:
    put(database, MAIL, CHAT)
    assert Sender(database, {CHAT: Way(Verdict.SENT)}).drain() == 1
    assert states(database) == [State.WAITING, State.SENT]


def test_a_channel_that_cannot_be_used_rests_and_the_other_goes_on(database: Database) -> None:
    put(database, MAIL, MAIL, CHAT)
    mail = Way(Verdict.UNAVAILABLE)
    sender = Sender(database, {MAIL: mail, CHAT: Way(Verdict.SENT)})
    assert sender.drain() == 1
    assert len(mail.sent) == 1
    assert states(database) == [State.WAITING, State.WAITING, State.SENT]


def test_what_a_channel_did_not_foresee_is_a_doubt_and_stops_nobody(database: Database) -> None:
    put(database, MAIL, MAIL)
    assert Sender(database, {MAIL: Way(RuntimeError("broken"), Verdict.SENT), CHAT: Way(Verdict.SENT)}).drain() == 1
    assert states(database) == [State.IN_DOUBT, State.SENT]


def test_a_yes_is_said_again_until_the_database_hears_it(database: Database, monkeypatch) -> None:
    """It blinks between the relay's yes and our note of it: no second copy, no doubt."""
    put(database, MAIL)
    sender = Sender(database, {MAIL: Way(Verdict.SENT), CHAT: Way(Verdict.SENT)})
    whole, refused = module.settle, []

    def settle(*given) -> bool:
        if len(refused) < 3:
            refused.append(1)
            raise sa.exc.OperationalError("UPDATE", {}, Exception("the database is away"))
        return whole(*given)

    monkeypatch.setattr(module, "settle", settle)
    assert sender.drain() == 1
    assert (states(database), len(refused)) == ([State.SENT], 3)


def test_a_database_that_is_away_is_told_to_whoever_drains(sqlite_only: Database, monkeypatch) -> None:
    @contextmanager
    def away(*, write: bool = True):
        raise sa.exc.OperationalError("SELECT", {}, Exception("the database is away"))
        yield

    sender = Sender(sqlite_only, {MAIL: Way(Verdict.SENT), CHAT: Way(Verdict.SENT)})
    put(sqlite_only, MAIL)
    with monkeypatch.context() as blink:
        blink.setattr(sqlite_only, "unit_of_work", away)
        with pytest.raises(sa.exc.OperationalError):
            sender.drain()
    assert sender.drain() == 1


def test_a_claim_that_takes_long_is_renewed_and_one_that_hangs_is_broken_off(database: Database) -> None:
    number = put(database, MAIL)[0]
    mail = Way(Verdict.SENT)
    sender = Sender(database, {MAIL: mail, CHAT: mail}, Patience(lease=timedelta(seconds=30), hang=timedelta(seconds=100)))
    message = module.claim(database, sender.name, sender.patience)
    now = module.time.monotonic()
    before = clock.real()
    for lasted, renewed, aborted in ((5, False, 0), (11, True, 0), (101, False, 1)):
        with database.unit_of_work() as session:
            session.get_one(Message, number).lease_until = before
        sender.holding = (message, now - lasted)
        sender.keep()
        with database.unit_of_work(write=False) as session:
            assert (session.get_one(Message, number).lease_until > before, mail.aborted) == (renewed, aborted)
    sender.holding = None
    sender.keep()
    assert mail.aborted == 1
