"""Words for instants and durations. The expected texts are worked out by hand; "_" stands for a no-break space."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from web import filters


def plain(text: str) -> str:
    return text.replace(filters.NB, "_")


@pytest.mark.parametrize(
    ("at", "zone", "form", "expected"),
    [
        ("2026-11-20T14:03:00Z", "Europe/London", "full", "Fri 20_Nov 2026, 14:03_GMT"),
        ("2026-07-01T23:30:00Z", "Europe/London", "full", "Thu 2_Jul 2026, 00:30_BST"),
        ("2026-11-20T14:03:00Z", "Asia/Kolkata", "full", "Fri 20_Nov 2026, 19:33_IST"),
        ("2026-11-20T14:03:00Z", "America/Sao_Paulo", "full", "Fri 20_Nov 2026, 11:03_UTC-3"),
        ("2026-11-20T14:03:00Z", "Australia/Lord_Howe", "full", "Sat 21_Nov 2026, 01:03_UTC+11"),
        ("2026-07-20T14:03:00Z", "Australia/Lord_Howe", "full", "Tue 21_Jul 2026, 00:33_UTC+10:30"),
        ("2026-11-20T14:03:00Z", "UTC", "short", "20_Nov 14:03"),
        ("2026-11-20T14:03:00+01:00", "UTC", "clock", "13:03"),
        (datetime(2026, 11, 20, 14, 3, tzinfo=UTC), "UTC", "day", "Fri 20_Nov 2026"),
        (None, "UTC", "full", "not known"),
        ("", "UTC", "full", "not known"),
    ],
)
def test_local(at: str | None, zone: str, form: str, expected: str) -> None:
    assert plain(filters.local(at, zone, form)) == expected


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        filters.local("2026-11-20T14:03:00")


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (0, "0_s"), (0.75, "45_s"), (1, "1_min"), (59.4, "59_min"), (59.6, "1_h"), (60, "1_h"), (369, "6_h_9_min"),
        (2400, "40_h"), (71 * 60 + 59, "71_h_59_min"), (72 * 60, "3_days"), (5 * 1440 + 4 * 60 + 10, "5_days_4_h"),
    ],
)  # fmt: skip
def test_minutes(total: float, expected: str) -> None:
    assert plain(filters.minutes(total)) == expected


NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "working_days", "expected"),
    [
        ("2026-11-23T15:21:00Z", None, ("6_h_9_min", False)),
        ("2026-11-23T09:12:00Z", None, ("0_s", False)),
        ("2026-11-23T07:12:00Z", None, ("Passed by 2_h", True)),
        ("2026-11-26T09:11:00Z", 3, ("71_h_59_min", False)),
        ("2026-11-26T09:12:00Z", 3, ("3_working days", False)),
        ("2026-11-27T15:21:00Z", 4, ("4_working days", False)),
        ("2026-12-18T09:12:00Z", None, ("25_days", False)),
        ("2026-12-18T09:12:00Z", 1, ("1_working day", False)),
    ],
)
def test_time_left(due: str, working_days: int | None, expected: tuple[str, bool]) -> None:
    left = filters.time_left(due, NOW, working_days)
    assert (plain(left.text), left.is_passed) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-18T22:10:00Z", "D-2_"),
        ("2026-11-20T00:00:00Z", ""),
        ("2026-11-21T00:10:00Z", "D+1_"),
    ],
)
def test_relative_day(at: str, expected: str) -> None:
    assert plain(filters.relative_day(at, "2026-11-20T14:03:00Z", "Europe/London")) == expected


def test_relative_day_counts_local_days() -> None:
    # 23:30 UTC on 30 June is already 1 July in London
    assert filters.relative_day("2026-06-30T23:30:00Z", "2026-07-01T12:00:00Z", "Europe/London") == ""


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        ("2026-11-20T14:03:00Z", "Europe/London", "GMT (UTC+0)"),
        ("2026-07-20T14:03:00Z", "Europe/London", "BST (UTC+1)"),
        ("2026-11-20T14:03:00Z", "Asia/Kathmandu", "UTC+5:45"),
        ("2026-11-20T14:03:00Z", "UTC", "UTC (UTC+0)"),
        ("2026-11-20T14:03:00Z", "America/St_Johns", "NST (UTC-3:30)"),
    ],
)
def test_zone_words(at: str, zone: str, expected: str) -> None:
    assert filters.zone_words(at, zone) == expected


def test_machine_is_utc() -> None:
    assert filters.machine("2026-11-20T14:03:00+01:00") == "2026-11-20T13:03:00Z"
    assert filters.machine(datetime(2026, 11, 20, tzinfo=UTC).date()) == "2026-11-20"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\r\ntwo\n\n \nthree", "<p>one<br>two</p><p>three</p>"),
        ("<script>alert(1)</script> & co", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; co</p>"),
        ("", ""),
        (None, ""),
        ("  \n ", ""),
    ],
)
def test_paragraphs(text: str | None, expected: str) -> None:
    assert str(filters.paragraphs(text)) == expected


def test_counted_and_grouped() -> None:
    assert plain(filters.counted(1, "entry", "entries")) == "1_entry"
    assert plain(filters.counted([1, 2], "entry", "entries")) == "2_entries"
    assert plain(filters.counted(0, "entry", "entries")) == "0_entries"
    assert plain(filters.counted(1204, "entry", "entries")) == "1,204_entries"
    assert filters.grouped(41200) == "41,200"


def test_duration() -> None:
    assert plain(filters.duration(timedelta(hours=6, minutes=9))) == "6_h_9_min"


def test_choices() -> None:
    given = ["near_miss", ("a", "A label"), (1, "One", "hint")]
    assert filters.choices(given) == [("near_miss", "Near miss", ""), ("a", "A label", ""), ("1", "One", "hint")]
