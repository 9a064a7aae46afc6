"""More ways in which people write times, and more lines that only look like times."""

from __future__ import annotations

from datetime import date

import pytest

from pir.rules.paste import Line, parse

FRIDAY = date(2026, 11, 20)


def read(text: str, day: date = FRIDAY, zone: str = "Europe/London") -> list[Line]:
    return parse(text, date=day, zone=zone)


def entries(text: str, day: date = FRIDAY, zone: str = "Europe/London") -> list[tuple[str, str | None, str]]:
    return [(e.at.isoformat(), e.until.isoformat() if e.until else None, e.text) for e in read(text, day, zone) if e.kind == "entry" and e.at]


@pytest.mark.parametrize(
    "text",
    [
        "14:03 UTC - 14:20 UTC x", "14:03Z - 14:20Z x", "14:03-14:20Z x", "from 14:03 to 14:20 x", "de 14h03 à 14h20 x",
        "20 Nov 2026 14:03 UTC – 20 Nov 2026 14:20 UTC x", "2026-11-20 14:03 UTC to 2026-11-20 14:20 UTC: x",
        "Nov 20, 2026, 2:03 PM - Nov 20, 2026, 2:20 PM x", "Nov 20 14:03 – Nov 20 14:20 x", "(14:03 → 14:20 UTC) x",
    ],
)  # fmt: skip
def test_ranges_with_a_zone_or_a_day_at_both_ends(text: str) -> None:
    assert entries(text) == [("2026-11-20T14:03:00+00:00", "2026-11-20T14:20:00+00:00", "x")]


def test_a_range_over_days() -> None:
    assert entries("30 Dec 2026 23:50 – 2 Jan 2027 00:10 x") == [("2026-12-30T23:50:00+00:00", "2027-01-02T00:10:00+00:00", "x")]


@pytest.mark.parametrize(
    "text",
    [
        "14 h 03 : x", "à 14h03, x", "20 novembre 2026 à 14h03 x", "le 20 nov. à 14:03 : x", "Vendredi 20 novembre 14h03 – x",
        "20. November 2026, 14:03 Uhr: x", "am 20. November um 14:03 Uhr x", "20.11. 14.03 Uhr x", "| 20.11. 14.03 Uhr | x |",
        "Fri Nov 20 14:03:00 2026 x", "Fri Nov 20 14:03:00 UTC 2026 x", "11/20/26 2:03 PM x", "Friday, 14:03 UTC - x", "Day 1, 14:03 x",
        "a) 14:03 x", "@14:03 x", "14:03. x", "__14:03__ x", "`[14:03]` x", "**14:03 UTC –** x", "**[14:03]**: x", "2026-11-20T14:03:00.123Z x",
    ],
)  # fmt: skip
def test_ways_to_write_one_time(text: str) -> None:
    assert entries(text) == [("2026-11-20T14:03:00+00:00", None, "x")]


def test_a_day_of_the_week_is_the_next_one_from_the_day_before_it() -> None:
    assert [at[:16] for at, _, _ in entries("Fri 23:50 a\nSat 00:10 b\n### Monday\n09:00 c")] == ["2026-11-20T23:50", "2026-11-21T00:10", "2026-11-23T09:00"]


@pytest.mark.parametrize(
    "text",
    [
        "1503 error", "2000 users locked out", "port 8080", "8080 is the port", "v1.12.30", "1.12.30 released", "10:1 ratio", "3:2 majority", "24/7 support",
        "192.168.10.20 down", "10.0.0.1:8080 down", "12:30:45 duration", "00:30:00 of downtime", "15:00 minutes later", "10:10 ratio of reads", "2h30 of downtime",
        "3:00 to 5:00 ratio", "John 3:16", "1795183380 x", "Weekday cover", "Day 2 of the outage", "Monday was quiet", "On Friday nobody noticed",
    ],
)  # fmt: skip
def test_lines_that_only_look_like_times(text: str) -> None:
    for written in (text, f"- {text}", f"| {text} | x |"):
        assert entries(written) == []


def test_a_fence_inside_a_fence_leaves_what_follows_to_a_person() -> None:
    text = "14:03 a\n\n```\n```bash\nls\n```\n14:10 b"
    found = read(text)
    assert entries(text) == [("2026-11-20T14:03:00+00:00", None, "a")]
    assert (found[6].kind, found[6].is_doubtful, found[6].text) == ("unread", True, "b")
    assert found[6].problem == "Line 4 opens a block of code inside another, so that this may be code"
    assert found[6].at and found[6].at.isoformat() == "2026-11-20T14:10:00+00:00"


def test_a_fence_inside_a_fence_hides_nothing_where_there_is_nothing_else() -> None:
    assert len(entries("```\n```bash\nls\n```\n14:10 b\n14:12 c")) == 2


def test_a_date_outside_of_the_timeline_does_not_move_it() -> None:
    text = "# Event\n10 December 2026\n## Summary\nx\n## Timeline\n14:03 a\n14:05 b"
    assert [at[:16] for at, _, _ in entries(text)] == ["2026-11-20T14:03", "2026-11-20T14:05"]


@pytest.mark.parametrize("name", ["Actions", "Follow-up", "How are we making this less likely?", "Plan d'action", "Numbers"])
def test_sections_without_entries_are_left_out(name: str) -> None:
    text = f"## What we saw\n14:03 a\n14:05 b\n14:06 c\n## {name}\n- 15:00 d"
    assert [text for _, _, text in entries(text)] == ["a", "b", "c"]


def test_a_story_in_sentences_is_no_timeline_and_three_of_them_are() -> None:
    one = "## What happened?\nAt 14:03 it broke."
    assert entries(one) == []
    assert len(entries(f"{one}\nAt 14:05 we looked.\nAt 14:20 it was back.")) == 3


def test_chats_with_the_name_above_or_behind_the_time() -> None:
    above = "Anna Kowalski\n2:03 PM\nit is down\n\nIncident Bot\nAPP  2:04 PM\ndeclared"
    behind = "[14:03] Kowalski, Anna\nit is down\n[14:04] Incident Bot\ndeclared"
    assert [(e.actor, e.text) for e in read(above) if e.kind == "entry"] == [("Anna Kowalski", "it is down"), ("Incident Bot", "declared")]
    assert [(e.actor, e.text) for e in read(behind) if e.kind == "entry"] == [("Kowalski, Anna", "it is down"), ("Incident Bot", "declared")]


def test_many_rows_of_html_in_one_line() -> None:
    text = "<table><tr><th>Time</th><th>Event</th></tr><tr><td>14:03</td><td><b>a</b></td></tr><tr><td>14:05</td><td>b</td></tr></table>"
    assert [(e.number, e.text) for e in read(text) if e.kind == "entry"] == [(1, "a"), (1, "b")]
    assert "".join(e.raw for e in read(text)) == text


def test_a_row_of_html_over_many_lines() -> None:
    assert entries("<tr>\n<td>14:03</td>\n<td>a <b>b</b></td>\n</tr>") == [("2026-11-20T14:03:00+00:00", None, "a b")]


def test_the_time_under_the_message_of_a_status_page() -> None:
    text = "Resolved\nAll is well.\nPosted Nov 20, 2026 - 14:20 UTC\n\nMonitoring\nA fix is out.\nPosted Nov 20, 2026 - 14:03 UTC"
    assert [(text, e.order_break) for e in read(text) if e.kind == "entry" for text in [e.text]] == [("Resolved\nAll is well.", False), ("Monitoring\nA fix is out.", True)]
