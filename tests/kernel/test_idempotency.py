"""One key, one effect (decision 27). Many at once: tests/load."""

from __future__ import annotations

import make
import pytest

from kernel.db import Database
from kernel.idempotency import Answer, Idempotency, KeyReused, begin, body_hash, finish

ANSWER = Answer(303, "/reviews/PIR-2026-0001", None)


@pytest.fixture
def people(database: Database) -> tuple[int, int]:
    with database.unit_of_work() as session:
        return make.person(session, "Anna").id, make.person(session, "Raj").id


def first_time(database: Database, person: int, key: str = "k", body: str = "h") -> None:
    with database.unit_of_work() as session:
        assert begin(session, key, person, body) is None
        finish(session, key, person, ANSWER)


def test_the_same_again_gets_the_same_answer(database: Database, people: tuple[int, int]) -> None:
    first_time(database, people[0])
    with database.unit_of_work() as session:
        assert begin(session, "k", people[0], "h") == ANSWER


def test_another_body_is_refused(database: Database, people: tuple[int, int]) -> None:
    first_time(database, people[0])
    with pytest.raises(KeyReused, match="other content"), database.unit_of_work() as session:
        begin(session, "k", people[0], "other")


def test_an_answer_that_never_came_is_not_made_up(database: Database, people: tuple[int, int]) -> None:
    with database.unit_of_work() as session:
        assert begin(session, "k", people[0], "h") is None
    with pytest.raises(KeyReused), database.unit_of_work() as session:
        begin(session, "k", people[0], "h")


def test_what_was_rolled_back_is_free_again(database: Database, people: tuple[int, int]) -> None:
    with pytest.raises(RuntimeError), database.unit_of_work() as session:
        begin(session, "k", people[0], "h")
        raise RuntimeError
    first_time(database, people[0])


def test_a_key_belongs_to_one_person(database: Database, people: tuple[int, int]) -> None:
    first_time(database, people[0])
    first_time(database, people[1], body="something else")


def test_the_loser_of_a_race_reads_the_winner(database: Database, people: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Both looked before either wrote: the second insert fails on the primary key and finds the first."""
    from kernel import idempotency

    first_time(database, people[0])
    real, asked = idempotency._find, []

    def blind_once(session: object, key: str, person: int) -> Idempotency | None:
        asked.append(key)
        return None if len(asked) == 1 else real(session, key, person)  # type: ignore[arg-type]

    monkeypatch.setattr(idempotency, "_find", blind_once)
    with database.unit_of_work() as session:
        assert begin(session, "k", people[0], "h") == ANSWER
    assert len(asked) == 2


def test_the_hash_keeps_parts_apart() -> None:
    assert body_hash(b"POST", b"/a", b"b=1") != body_hash(b"POST", b"/ab", b"=1")
    assert body_hash(b"POST", b"/a") == body_hash(b"POST", b"/a")
    assert len(body_hash()) == 64
