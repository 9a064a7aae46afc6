"""Signing in: the limit, the same answer for every reason, sessions that end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from kernel import audit, clock
from kernel.audit import AuditEntry
from kernel.db import Database
from kernel.permission import Role, machine
from organisation.models import Account, Person, SignInAttempt
from organisation.queries.account import actor_of
from organisation.service import passwords
from organisation.service import sign_in as signing
from organisation.service.roles import disable_account, mark_as_left
from organisation.service.sign_in import TOO_MANY, WRONG, Admitted, TurnedAway, change_own_password, sign_in

PASSWORD = "a lamp beside the sea"
HOME = "192.0.2.7"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Password checks without the work, and a list of the hashes that were asked about."""
    asked: list[str] = []

    def verify(stored: str, password: str) -> bool:
        asked.append(stored)
        return password == PASSWORD and stored != passwords.NOBODY

    monkeypatch.setattr(signing.passwords, "verify", verify)
    return asked


def test_the_right_password_admits(installed: Database) -> None:
    assert sign_in(installed, " ANNA@example.org ", PASSWORD, HOME) == Admitted(person_id=1, epoch=1)
    with installed.unit_of_work(write=False) as session:
        assert session.scalars(sa.select(AuditEntry.verb).order_by(AuditEntry.seq)).all() == ["install", "sign in"]
        assert session.scalar(sa.select(sa.func.count()).select_from(SignInAttempt)) == 0


def test_every_reason_gets_the_same_words_and_the_same_work(installed: Database, join: Callable[..., int], quick: list[str]) -> None:
    left, disabled = join("Raj Patel", "raj@example.org"), join("Maya Lindqvist", "maya@example.org")
    join("Jonas Weber", "jonas@example.org", account=False)
    with installed.unit_of_work() as session:
        mark_as_left(session, machine(), session.get_one(Person, left))
        disable_account(session, machine(), session.get_one(Person, disabled))
    tries = [
        ("nobody@example.org", PASSWORD), ("anna@example.org", "wrong"), ("raj@example.org", PASSWORD),
        ("maya@example.org", PASSWORD), ("jonas@example.org", PASSWORD), ("", ""),
    ]
    answers = [sign_in(installed, mail, password, HOME) for mail, password in tries]
    assert answers == [TurnedAway(WRONG)] * 6
    assert len(quick) == 6
    assert quick.count(passwords.NOBODY) == 3  # unknown, without account, empty


def test_five_failures_lock_a_mail_address_known_or_not(installed: Database, quick: list[str]) -> None:
    for mail in ("anna@example.org", "nobody@example.org"):
        answers = [sign_in(installed, mail, "wrong", f"198.51.100.{n}") for n in range(6)]
        assert [a.text for a in answers[:5] if isinstance(a, TurnedAway)] == [WRONG] * 5
        assert answers[5] == TurnedAway(TOO_MANY.format(minutes="15 minutes"), answers[5].wait)  # type: ignore[union-attr]
    assert len(quick) == 10  # the sixth is not looked at


def test_the_limit_is_lifted_after_fifteen_minutes(installed: Database, quick: list[str]) -> None:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False) as time:
        for _ in range(5):
            sign_in(installed, "anna@example.org", "wrong", HOME)
        time.shift(timedelta(minutes=14, seconds=59))
        assert sign_in(installed, "anna@example.org", PASSWORD, HOME) == TurnedAway(
            TOO_MANY.format(minutes="1 minute"), timedelta(seconds=1)
        )
        time.shift(timedelta(seconds=1))
        assert isinstance(sign_in(installed, "anna@example.org", PASSWORD, HOME), Admitted)


def test_a_success_clears_the_account_but_not_the_address(installed: Database, quick: list[str]) -> None:
    for number in range(4):
        sign_in(installed, "anna@example.org", "wrong", HOME)
        sign_in(installed, f"n{number}@example.org", "wrong", HOME)
    assert isinstance(sign_in(installed, "anna@example.org", PASSWORD, HOME), Admitted)
    for number in range(4, 16):  # 8 and 12 failures of the address
        assert sign_in(installed, f"n{number}@example.org", "wrong", HOME) == TurnedAway(WRONG)
    refused = sign_in(installed, "anna@example.org", PASSWORD, HOME)
    assert isinstance(refused, TurnedAway)
    assert refused.wait is not None
    assert isinstance(sign_in(installed, "anna@example.org", PASSWORD, "203.0.113.1"), Admitted)


def test_one_ipv6_network_is_one_address(installed: Database, quick: list[str]) -> None:
    for number in range(20):
        sign_in(installed, f"n{number}@example.org", "wrong", f"2001:db8::{number:x}")
    refused = sign_in(installed, "anna@example.org", PASSWORD, "2001:db8::ffff")
    assert isinstance(refused, TurnedAway)
    assert refused.wait is not None


def test_the_limit_holds_over_many_workers_at_once(installed: Database, quick: list[str]) -> None:
    """Each thread has its own connection, as each worker has; none may slip past the count of another."""
    answers: list[Admitted | TurnedAway] = []
    second = Database(installed.url.render_as_string(hide_password=False))
    start = threading.Barrier(12)

    def attempt(database: Database) -> None:
        start.wait()
        answers.append(sign_in(database, "anna@example.org", "wrong", HOME))

    threads = [threading.Thread(target=attempt, args=(db,)) for db in (installed, second) * 6]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    second.dispose()
    assert len(answers) == 12
    assert len(quick) == 5
    assert sum(isinstance(a, TurnedAway) and a.text == WRONG for a in answers) == 5


def test_an_account_closed_while_the_hash_was_worked_out_is_refused(
    installed: Database, join: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    raj = join("Raj Patel", "raj@example.org")

    def close_meanwhile(_stored: str, _password: str) -> bool:
        with installed.unit_of_work() as session:
            disable_account(session, machine(), session.get_one(Person, raj))
        return True

    monkeypatch.setattr(signing.passwords, "verify", close_meanwhile)
    assert sign_in(installed, "raj@example.org", PASSWORD, HOME) == TurnedAway(WRONG)


def test_an_old_hash_is_renewed_and_the_session_stays(installed: Database) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with installed.unit_of_work() as session:
        session.execute(sa.update(Account).values(password_hash=weak))
    assert passwords.needs_rehash(weak)
    assert sign_in(installed, "anna@example.org", PASSWORD, HOME) == Admitted(1, 1)
    with installed.unit_of_work(write=False) as session:
        stored = session.get_one(Account, 1).password_hash
    assert not passwords.needs_rehash(stored)
    assert passwords.verify(stored, PASSWORD)


def test_the_hash_of_nobody_costs_as_much_as_a_real_one() -> None:
    assert not passwords.needs_rehash(passwords.NOBODY)
    assert not passwords.verify(passwords.NOBODY, PASSWORD)


def test_a_password_typed_on_another_keyboard_is_the_same() -> None:
    assert passwords.verify(passwords.hash_password("caf\u00e9 au lait"), "cafe\u0301 au lait")


def test_a_broken_stored_hash_refuses_instead_of_failing() -> None:
    assert passwords.verify("not a hash", PASSWORD) is False


def test_a_changed_password_ends_every_other_session(installed: Database, join: Callable[..., int]) -> None:
    raj = join("Raj Patel", "raj@example.org", Role.FACILITATOR)
    with installed.unit_of_work(write=False) as session:
        actor = actor_of(session, raj, 1)
    assert actor is not None
    assert change_own_password(installed, actor, "wrong", "another long one", HOME) == TurnedAway("The current password is not right")
    assert change_own_password(installed, actor, PASSWORD, "another long one", HOME) == Admitted(raj, 2)
    with installed.unit_of_work(write=False) as session:
        assert actor_of(session, raj, 1) is None
        assert actor_of(session, raj, 2) == actor
    assert sign_in(installed, "raj@example.org", PASSWORD, HOME) == TurnedAway(WRONG)
    assert sign_in(installed, "raj@example.org", "another long one", HOME) == Admitted(raj, 2)


def test_guessing_the_own_password_meets_the_limit(installed: Database, quick: list[str]) -> None:
    with installed.unit_of_work(write=False) as session:
        actor = actor_of(session, 1, 1)
    assert actor is not None
    for _ in range(5):
        change_own_password(installed, actor, "wrong", "another long one", HOME)
    refused = change_own_password(installed, actor, PASSWORD, "another long one", HOME)
    assert isinstance(refused, TurnedAway)
    assert refused.wait is not None


def test_failures_are_counted_under_hashes_and_forgotten_after_a_day(installed: Database, quick: list[str]) -> None:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False) as time:
        sign_in(installed, "nobody@example.org", "wrong", HOME)
        with installed.unit_of_work(write=False) as session:
            subjects = session.scalars(sa.select(SignInAttempt.subject)).all()
        assert len(subjects) == 2
        assert all(len(s) == 64 and "@" not in s for s in subjects)
        time.shift(timedelta(days=1, seconds=1))
        sign_in(installed, "anna@example.org", PASSWORD, HOME)
        with installed.unit_of_work(write=False) as session:
            assert session.scalars(sa.select(SignInAttempt.subject)).all() == []


def test_the_audit_chain_stays_sound(installed: Database) -> None:
    sign_in(installed, "anna@example.org", PASSWORD, HOME)
    with installed.unit_of_work(write=False) as session:
        assert audit.verify(session, bytes(range(32))).sound
    assert clock.now().tzinfo is not None
