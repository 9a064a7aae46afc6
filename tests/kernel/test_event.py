"""What happened below, told to those above, inside the same unit of work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from kernel import event
from kernel.event import Event, announce, subscribe
from kernel.permission import machine


@dataclass(frozen=True)
class Rained(Event):
    mm: int


@dataclass(frozen=True)
class Snowed(Event):
    pass


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    kept = {kind: list(found) for kind, found in event._reactions.items()}
    yield
    event._reactions.clear()
    event._reactions.update(kept)


def test_each_subscriber_reacts_in_order_with_the_session_and_the_actor() -> None:
    seen: list[Any] = []
    session: Any = object()
    subscribe([(Rained, lambda *told: seen.append(("first", *told))), (Rained, lambda *told: seen.append(("second", *told)))])
    happened, actor = Rained(3), machine()
    announce(session, actor, happened)
    assert seen == [("first", session, actor, happened), ("second", session, actor, happened)]


def test_nobody_hears_of_what_they_did_not_ask_for() -> None:
    subscribe([(Rained, lambda *_: pytest.fail("not this"))])
    announce(None, machine(), Snowed())  # type: ignore[arg-type]


def test_to_subscribe_again_replaces() -> None:
    subscribe([(Rained, lambda *_: pytest.fail("the old one"))])
    subscribe([])
    announce(None, machine(), Rained(1))  # type: ignore[arg-type]


def test_what_a_subscriber_raises_stops_the_whole_unit_of_work() -> None:
    def refuse(*_: Any) -> None:
        raise RuntimeError("no")

    subscribe([(Rained, refuse)])
    with pytest.raises(RuntimeError, match="no"):
        announce(None, machine(), Rained(1))  # type: ignore[arg-type]
