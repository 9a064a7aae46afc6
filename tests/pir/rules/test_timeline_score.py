"""Found, wrong, false, empty: counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from pir.rules.paste import parse
from pir.rules.timeline_score import GoldEntry, Score, first_day, score, total

TEXT = "14:03 a\n14:05 b\nnothing\n14:10:30 c\n14:20 d"


def scored(*gold: tuple[int, str, str | None]) -> Score:
    return score(parse(TEXT, date=date(2026, 11, 20), zone="America/New_York"), [GoldEntry(*entry) for entry in gold])


def test_counts() -> None:
    found = scored((1, "2026-11-20", "14:03"), (2, "2026-11-21", "14:05"), (3, "2026-11-20", "14:07"), (4, "2026-11-20", "14:10:30"))
    assert (found.gold, found.found, found.wrong, found.false, found.empty) == (4, 2, 1, 1, 0)
    assert (found.missed_lines, found.false_lines) == ((2, 3), (5,))
    assert (found.found_share, found.false_share) == (0.5, 0.25)


def test_a_date_alone_is_never_found_and_a_time_counts_once() -> None:
    found = scored((1, "2026-11-20", None), (2, "2026-11-20", "14:05"), (2, "2026-11-20", "14:05"), (4, "2026-11-20", "14:10"))
    assert (found.found, found.wrong, found.false) == (2, 1, 1)


def test_empty_needs_three_wanted_and_nothing_read() -> None:
    gold = [GoldEntry(n, "2026-11-20", "14:03") for n in (1, 2, 3)]
    silent = parse("a\nb\nc", date=date(2026, 11, 20), zone="UTC")
    assert [score(silent, gold[:count]).empty for count in (0, 2, 3)] == [0, 0, 1]
    assert scored((3, "2026-11-20", "14:00"), (3, "2026-11-20", "14:01"), (3, "2026-11-20", "14:02")).empty == 0


def test_total() -> None:
    summed = total([Score(4, 2, 1, 1, 0), Score(6, 6, 0, 0, 1)])
    assert (summed, summed.found_share) == (Score(10, 8, 1, 1, 1), 0.8)
    assert (total([]).found_share, total([]).false_share) == (None, None)


@pytest.mark.parametrize(
    ("name", "text", "day"),
    [
        ("moj__2020-02-12.md", "2021-01-01", date(2020, 2, 12)), ("PM2019-009.md", "2021-01-01", date(2019, 1, 1)), ("cargo.md", "on 2021-02-30 or 2021-03-01", date(2021, 3, 1)),
        ("cargo.md", "nothing", date(2020, 5, 6)), ("2020-13-45.md", "2021-03-01", date(2021, 3, 1)),
    ],
)  # fmt: skip
def test_the_first_day(name: str, text: str, day: date) -> None:
    assert first_day(name, text, [GoldEntry(1, "2020-05-06", "14:03")]) == day
    assert first_day("x", "", []) is None
