"""The only clock: aware, in UTC, and for the demo told what time it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from kernel import clock

NAIVE = datetime(2026, 11, 20, 14, 3)
LOCAL = datetime(2026, 11, 20, 15, 3, tzinfo=timezone(timedelta(hours=1)))


def test_now_is_aware_and_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().tzinfo is UTC


def test_told_holds_inside_and_is_forgotten_after() -> None:
    with clock.told(LOCAL):
        assert clock.now() == LOCAL
        assert clock.now().tzinfo is UTC
        with clock.told(LOCAL + timedelta(days=1)):
            assert clock.now() == LOCAL + timedelta(days=1)
        assert clock.now() == LOCAL
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_told_is_forgotten_after_a_failure() -> None:
    with pytest.raises(RuntimeError), clock.told(LOCAL):
        raise RuntimeError
    assert clock.now() != LOCAL


def test_a_naive_time_is_refused() -> None:
    for refuses in (clock.utc, clock.stamp):
        with pytest.raises(ValueError, match="no time zone"):
            refuses(NAIVE)
    with pytest.raises(ValueError, match="no time zone"), clock.told(NAIVE):
        pass


@pytest.mark.parametrize(
    ("moment", "text"),
    [(None, None), (LOCAL, "2026-11-20T14:03:00Z"), (LOCAL.replace(microsecond=5), "2026-11-20T14:03:00.000005Z")],
)
def test_stamp(moment: datetime | None, text: str | None) -> None:
    assert clock.stamp(moment) == text
    assert text is None or datetime.fromisoformat(text) == moment
