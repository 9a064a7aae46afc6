"""The seven times as a page tells them."""

from __future__ import annotations

from datetime import UTC, datetime

from incidents.rules.times import ORDER, TimeFact
from incidents.rules.told_times import told_times

TEN, ELEVEN = (datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (10, 11))


def fact(source: str, at: datetime | None, precision: str = "exact") -> TimeFact:
    return TimeFact("detected", source, at, precision)


def detected(*facts: TimeFact) -> tuple[TimeFact | None, TimeFact | None]:
    told = told_times(facts)
    assert [one.moment for one in told] == list(ORDER)
    return told[1].counts, told[1].imported


def test_nothing_said() -> None:
    assert detected() == (None, None)


def test_one_source() -> None:
    assert detected(fact("import", TEN)) == (fact("import", TEN), None)
    assert detected(fact("person", TEN)) == (fact("person", TEN), None)


def test_a_person_wins_and_the_import_stands_beside() -> None:
    for facts in ((fact("import", TEN), fact("person", ELEVEN)), (fact("person", ELEVEN), fact("import", TEN))):
        assert detected(*facts) == (fact("person", ELEVEN), fact("import", TEN))


def test_agreeing_sources_are_told_once_but_not_when_one_is_less_sure() -> None:
    assert detected(fact("import", TEN), fact("person", TEN)) == (fact("person", TEN), None)
    assert detected(fact("import", TEN, "about"), fact("person", TEN)) == (fact("person", TEN), fact("import", TEN, "about"))


def test_a_person_may_say_that_nobody_knows() -> None:
    unknown = fact("person", None, "unknown")
    assert detected(fact("import", TEN), unknown) == (unknown, fact("import", TEN))
