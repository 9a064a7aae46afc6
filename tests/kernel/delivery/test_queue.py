"""Claiming and settling, by hand: who gets a message, what each outcome leaves behind, and what the fence refuses."""

from __future__ import annotations

from datetime import timedelta

import make
import pytest
import sqlalchemy as sa

from kernel import clock, outbox
from kernel.db import Database
from kernel.delivery import queue
from kernel.delivery.outcome import Outcome, Verdict
from kernel.delivery.patience import Patience
from kernel.delivery.queue import claim, doubt, renew, settle
from kernel.outbox import Message, Rendered, State

PATIENCE = Patience()
NOW = make.at()


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch):
    kinds = {
        "note": lambda _session, message: Rendered(f"About\r\n {message.payload['ref']}", "text", "<p>text</p>"),
        "unwanted": lambda _session, _message: None,
        "broken": lambda _session, _message: 1 / 0,
    }
    for kind, renderer in kinds.items():
        monkeypatch.setitem(outbox.RENDERERS, kind, renderer)


def put(database: Database, kind: str = "note", key: str = "1", channel: str = "mail", **given) -> int:
    with database.unit_of_work() as session:
        return outbox.put(session, kind=kind, key=key, recipient_id=None, channel=channel, address="anna@example.com", payload={"ref": "ACT-0107"}, **given).id


def stored(database: Database, number: int) -> Message:
    with database.unit_of_work(write=False) as session:
        return session.get_one(Message, number)


def take(database: Database, name: str = "a", **given):
    found = claim(database, name, PATIENCE, **given)
    assert found is not None
    return found


def test_the_text_is_written_once_and_frozen(database: Database, monkeypatch) -> None:
    number = put(database)
    first = take(database)
    assert (first.subject, first.text, first.html, first.attempt) == ("About ACT-0107", "text", "<p>text</p>", 1)
    monkeypatch.setitem(outbox.RENDERERS, "note", lambda *_: Rendered("Another", "another"))
    assert settle(database, first, Outcome(Verdict.LATER, "451"), PATIENCE)
    with clock.told(clock.now() + timedelta(days=1)):
        again = take(database)
    assert (again.subject, again.text, again.message_id, again.attempt, again.fence) == ("About ACT-0107", "text", first.message_id, 2, 2)
    assert stored(database, number).state is State.CLAIMED


def test_a_message_is_claimed_by_one(database: Database) -> None:
    put(database)
    take(database)
    assert claim(database, "b", PATIENCE) is None


def test_the_oldest_due_first_and_none_before_its_time(database: Database) -> None:
    with clock.told(NOW):
        put(database, key="later", not_before=NOW + timedelta(hours=1))
        put(database, key="second")
        put(database, key="first", not_before=NOW - timedelta(hours=1))
        order = [take(database).message_id for _ in range(2)]
        assert claim(database, "a", PATIENCE) is None
    with database.unit_of_work(write=False) as session:
        ids = {m.key: m.message_id for m in session.query(Message)}
    assert order == [ids["first"], ids["second"]]


def test_a_channel_that_rests_is_passed_over(database: Database) -> None:
    put(database, key="mail")
    put(database, key="chat", channel="chat")
    assert take(database, resting={"mail"}).channel == "chat"
    assert claim(database, "a", PATIENCE, resting={"mail"}) is None


def test_what_nobody_wants_any_more_is_dropped(database: Database, monkeypatch) -> None:
    unwanted, answered = put(database, "unwanted", "1"), put(database, "note", "2")
    monkeypatch.setitem(outbox.STILL_WANTED, "note", lambda *_: False)
    first = take(database)  # the renderer decides at the first claim, the other question is asked from then on
    settle(database, first, Outcome(Verdict.LATER, "451"), PATIENCE)
    with clock.told(clock.now() + timedelta(days=1)):
        assert claim(database, "a", PATIENCE) is None
    assert [stored(database, n).state for n in (unwanted, answered)] == [State.DROPPED] * 2
    assert "Not wanted" in stored(database, unwanted).last_error


def test_poison_stops_nobody_else(database: Database) -> None:
    poison, note = put(database, "broken", "1"), put(database, "note", "2")
    assert take(database).id == note
    found = stored(database, poison)
    assert (found.state, found.attempts, found.subject) == (State.WAITING, 1, None)
    assert "ZeroDivisionError" in found.last_error
    assert found.not_before > clock.now()


def test_poison_is_given_up(database: Database) -> None:
    poison, moment = put(database, "broken"), clock.now()
    for _ in range(PATIENCE.limit + 3):
        moment += timedelta(days=1)
        with clock.told(moment):
            assert claim(database, "a", PATIENCE) is None
    found = stored(database, poison)
    assert (found.state, found.attempts) == (State.FAILED, PATIENCE.limit)


#: verdict → (state, attempts, doubts, bounced, body kept, error kept)
SETTLED = {
    Verdict.SENT: (State.SENT, 1, 0, False, False, False),
    Verdict.LATER: (State.WAITING, 1, 0, False, True, True),
    Verdict.REFUSED: (State.FAILED, 1, 0, False, True, True),
    Verdict.BOUNCED: (State.FAILED, 1, 0, True, True, True),
    Verdict.IN_DOUBT: (State.IN_DOUBT, 1, 1, False, True, True),
    Verdict.UNAVAILABLE: (State.WAITING, 0, 0, False, True, True),
}


@pytest.mark.parametrize("verdict", SETTLED)
def test_what_an_outcome_leaves(database: Database, verdict: Verdict) -> None:
    number = put(database)
    assert settle(database, take(database), Outcome(verdict, "why"), PATIENCE)
    m = stored(database, number)
    assert (m.state, m.attempts, m.doubt_count, m.bounced, m.body_text is not None, m.last_error == "why") == SETTLED[verdict]
    assert m.lease_until is None
    assert (m.sent_at is not None) == (verdict is Verdict.SENT)


@pytest.mark.parametrize(("verdict", "doubts"), [(Verdict.LATER, 0), (Verdict.IN_DOUBT, 16)])
def test_the_limit_of_attempts(database: Database, verdict: Verdict, doubts: int) -> None:
    """Sixteen as shipped; the last leaves it failed, for a person to see."""
    number, moment = put(database), clock.now()
    for attempt in range(1, 17):
        moment += timedelta(hours=7)  # the longest pause is six
        with clock.told(moment):
            found = take(database)
            assert found.attempt == attempt
            settle(database, found, Outcome(verdict, "451"), PATIENCE)
    assert (stored(database, number).state, stored(database, number).doubt_count) == (State.FAILED, doubts)


def lose(database: Database, number: int) -> None:
    """The lease runs out: as after a kill -9."""
    with database.unit_of_work() as session:
        session.get_one(Message, number).lease_until = clock.real() - timedelta(seconds=1)


def test_a_lost_claim_is_in_doubt_and_its_fence_holds(database: Database) -> None:
    number = put(database)
    stopped = take(database, "stopped")
    assert doubt(database, PATIENCE) == 0
    lose(database, number)
    assert doubt(database, PATIENCE) == 1
    m = stored(database, number)
    assert (m.state, m.doubt_count, m.lease_until) == (State.IN_DOUBT, 1, None)
    assert not settle(database, stopped, Outcome(Verdict.SENT), PATIENCE)
    other = take(database, "other")
    assert not settle(database, stopped, Outcome(Verdict.SENT), PATIENCE)
    assert not renew(database, stopped, PATIENCE)
    assert stored(database, number).claimed_by == "other"
    assert settle(database, other, Outcome(Verdict.SENT), PATIENCE)
    assert not settle(database, other, Outcome(Verdict.LATER), PATIENCE)
    assert (stored(database, number).state, stored(database, number).doubt_count) == (State.SENT, 1)


def test_a_claim_that_is_renewed_is_not_lost(database: Database) -> None:
    number = put(database)
    found = take(database)
    lose(database, number)
    assert renew(database, found, PATIENCE)
    assert doubt(database, PATIENCE) == 0
    assert settle(database, found, Outcome(Verdict.SENT), PATIENCE)


def test_a_message_that_kills_its_senders_is_given_up(database: Database) -> None:
    number = put(database)
    for _ in range(PATIENCE.limit):
        take(database)
        lose(database, number)
        doubt(database, PATIENCE)
    assert (stored(database, number).state, stored(database, number).doubt_count) == (State.FAILED, PATIENCE.limit)


def test_pauses_double_up_to_the_longest(sqlite_only: Database) -> None:
    class Never:
        def random(self) -> float:
            return 1.0

    minutes = [PATIENCE.pause(n, Never()).total_seconds() / 60 for n in range(1, 12)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


def test_a_claim_looks_into_the_index_of_what_is_to_send(database: Database) -> None:
    """Not one row after the other, nor all that is due sorted: with 20,000 waiting that was most of what sending cost."""
    with database.unit_of_work(write=False) as session:
        if not database.is_sqlite:
            session.execute(sa.text("SET LOCAL enable_seqscan = off"))  # a table of no rows is read whole
        asked = queue._due(()).with_only_columns(Message.id).compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = session.execute(sa.text(f"EXPLAIN {'QUERY PLAN' if database.is_sqlite else ''} {asked}".replace(":", r"\:"))).all()
    words = " ".join(str(row) for row in plan)
    assert "ix_message_to_send" in words
    assert "SORT" not in words.upper()
    assert "B-TREE" not in words
