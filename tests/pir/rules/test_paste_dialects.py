"""Dialects beyond a clock at the beginning of a line: relative, behind the event, German, chats, code, sections."""

from __future__ import annotations

from datetime import date

import pytest

from pir.rules.paste import Line, parse

DAY = date(2026, 11, 20)


def lines(text: str, day: date = DAY, zone: str = "Europe/London") -> list[Line]:
    return parse(text, date=day, zone=zone)


def told(text: str, day: date = DAY, zone: str = "Europe/London") -> list[tuple[str, str]]:
    """Local time as written and text of each entry; the date only where it is another."""
    return [(line.at.isoformat().removeprefix("2026-11-20T")[:16], line.text) for line in lines(text, day, zone) if line.kind == "entry" and line.at]


def test_relative_times_count_from_the_first_the_last_written_and_the_line_before() -> None:
    text = "14:03 a\n+4 on-call paged\n4 min later b\nT+10m c\n+0:05 d\n14:30 e\n+5 min f\nT-3m g\nT+1h30 h\nan hour later i\nhalf an hour later: j\n[T+20] k"
    assert [at[:5] for at, _ in told(text)] == ["14:03", "14:07", "14:11", "14:13", "14:08", "14:30", "14:35", "14:00", "15:33", "16:33", "17:03", "14:23"]
    assert [entry.order_break for entry in lines(text)][4:8] == [True, False, False, True]


def test_relative_times_without_a_time_above_say_so() -> None:
    (only,) = lines("T+10m rollback")
    assert (only.kind, only.problem) == ("unread", "T+10m counts from an earlier time, and there is none above")


@pytest.mark.parametrize("text", ["+20 nodes added", "+4 % errors", "+4.5 x", "4 pods later", "T+9999999 x", "a few minutes later x", "later that day"])
def test_what_only_looks_relative_stays_text(text: str) -> None:
    assert lines(f"14:03 a\n{text}")[1].kind == "unread"


def test_t0_may_be_given_a_clock() -> None:
    assert told("13:00 deploy\nT0 = 14:03: outage\nT+5m page") == [
        ("13:00:00+00:00", "deploy"), ("14:03:00+00:00", "outage"), ("14:08:00+00:00", "page"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Detected: 14:03 UTC (by Pingdom)", "Detected (by Pingdom)"),
        ("**Resolved:** 2026-11-20 14:03", "Resolved"),
        ("- Incident declared 20 Nov 2026 14:03", "Incident declared"),
        ("Outage began at 14:03.", "Outage began"),
        ("Incident declared 2026-11-20 14:03, in #ops", "Incident declared in #ops"),
        ("Ende: 14:03 Uhr", "Ende"),
    ],
)
def test_a_time_behind_its_event(text: str, said: str) -> None:
    assert told(text) == [("14:03:00+00:00", said)]


@pytest.mark.parametrize(
    "text",
    ["Time to detect: 1:30", "Duration: 0:45", "Last updated: 2026-11-20 14:03", "Date: 2026-11-20 14:03", "Downtime: 02:10", "Score: 14:03", "1503 error",
     "2000 users locked out", "99.99 % of orders", "10.20.30.40 answers", "v1.14.03 deployed", "503 errors", "3/4 of all pods", "1:1 with Anna", "14:3 x", "5-10 users"],
)  # fmt: skip
def test_what_only_looks_like_a_time_stays_text(text: str) -> None:
    (only,) = lines(text)
    assert (only.kind, only.text) == ("unread", text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("14:03 UTC on 20 Nov 2026 x", "14:03:00+00:00"), ("14:03, 2026-11-20: x", "14:03:00+00:00"), ("Nov 20, 2026 at 2:03 PM GMT x", "14:03:00+00:00"),
        ("2026-11-20 14:03:05 -0500 x", "14:03:05-05:00"), ("2026-11-20 14:03 UTC+2: x", "14:03:00+02:00"), ("2:03 PM Pacific time - x", "14:03:00-08:00"),
        ("14:03 CEST x", "14:03:00+02:00"), ("20.11.2026 14:03 x", "14:03:00+00:00"), ("20.11. 14:03 x", "14:03:00+00:00"), ("20/11/26 14:03 x", "14:03:00+00:00"),
        ("Freitag, 20. November 2026, 14:03 Uhr: x", "14:03:00+00:00"), ("um 14.03 Uhr x", "14:03:00+00:00"), ("14 Uhr 03 x", "14:03:00+00:00"),
        ("1403 UTC x", "14:03:00+00:00"), ("1403h x", "14:03:00+00:00"), ("14:03 MEZ x", "14:03:00+01:00"), ("[14:03 UTC] x", "14:03:00+00:00"),
        ("<b>14:03</b> x<br>", "14:03:00+00:00"), ("<tr><td>14:03</td><td>x</td></tr>", "14:03:00+00:00"), ("'''14:03''' x", "14:03:00+00:00"),
        ("* '''14:03''' x", "14:03:00+00:00"), ("|| 14:03 || x ||", "14:03:00+00:00"), ("🔥 14:03 x", "14:03:00+00:00"), (":fire: 14:03 x", "14:03:00+00:00"),
        ("At 14:03 x", "14:03:00+00:00"), ("14:03—x", "14:03:00+00:00"), ("14:03 • x", "14:03:00+00:00"), ("h3. 14:03 x", "14:03:00+00:00"), ("==== 14:03 x ====", "14:03:00+00:00"),
        ("2026-11-20T14:03:00.123Z x", "14:03:00+00:00"), ("20262-11-20 14:03 x", "14:03:00+00:00"), ("14:03:22,5 x", "14:03:22+00:00"),
    ],
)  # fmt: skip
def test_more_ways_to_write_a_time(text: str, at: str) -> None:
    assert told(text) == [(at, "x")]


@pytest.mark.parametrize("text", ["14:03ish x", "gegen 14:03 x", "14:03 (approx) x", "shortly after 14:03 x", "≈ 14:03 x", "at around 14:03 x", "roughly 14:03: x"])
def test_more_ways_to_say_about(text: str) -> None:
    (only,) = lines(text)
    assert (only.precision, told(text)) == ("about", [("14:03:00+00:00", "x")])


def test_ranges_in_words() -> None:
    for text in ("between 14:03 and 14:10 x", "from 14:03 until 14:10: x", "von 14:03 bis 14:10 Uhr x", "14:03–14:10 Uhr: x"):
        (only,) = lines(text)
        assert (only.kind, only.until.isoformat() if only.until else None, only.text) == ("entry", "2026-11-20T14:10:00+00:00", "x")


def test_a_link_around_the_time_stays_in_the_text() -> None:
    assert told("- [14:03 UTC](https://chat.example/p1): revert") == [("14:03:00+00:00", "revert https://chat.example/p1")]


def test_the_order_of_day_and_month_comes_from_the_whole_text() -> None:
    assert told("11/19/2026 14:03 a\n11/20/2026 14:03 b")[0][0] == "2026-11-19T14:03"
    assert [at for at, _ in told("3/3/2023 23:58 a\n3/4/2023 00:04 b", date(2023, 3, 3))] == ["2023-03-03T23:58", "2023-03-04T00:04"]
    assert [at for at, _ in told("3/4/2023 00:04 a", date(2023, 4, 3))] == ["2023-04-03T00:04"]


def test_a_year_of_five_digits_is_mended_only_near_the_day() -> None:
    assert lines("20191-11-20 14:03 x")[0].problem == "20191-11-20 14:03 is not a date. Check the year, or start the line with \\ to keep it as text"


def test_chats_with_the_message_below_name_and_time() -> None:
    text = "Anna Kowalski  2:03 PM\nI see 503s\nand more\nraj APP 2:04 PM\nsame\n\nBob — Today at 2:05 PM\nok"
    assert told(text) == [("14:03:00+00:00", "I see 503s\nand more"), ("14:04:00+00:00", "same"), ("14:05:00+00:00", "ok")]
    assert [line.actor for line in lines(text) if line.kind == "entry"] == ["Anna Kowalski", "raj", "Bob"]


def test_one_sentence_that_ends_with_a_time_is_no_chat() -> None:
    assert told("Service restored 2:03 PM\nAll is well") == []


def test_a_status_page_has_the_time_below() -> None:
    assert told("Resolved - All systems work again.\nNov 20, 15:21 UTC\n\nInvestigating - We are looking.\nNov 20, 14:03 UTC") == [
        ("15:21:00+00:00", "Resolved - All systems work again."), ("14:03:00+00:00", "Investigating - We are looking."),
    ]  # fmt: skip


def test_a_timeline_in_a_fence_counts_and_output_does_not() -> None:
    assert told("```\n14:03 a\n14:05 b\n```") == [("14:03:00+00:00", "a"), ("14:05:00+00:00", "b")]
    assert told("```bash\n14:03 a\n14:05 b\n```") == []
    assert told("```\n14:03:01.123 ERROR a\n14:03:02.123 ERROR b\n```") == []
    assert told("- 14:00 x\n- 14:10 y\n```\n14:03 a\n14:05 b\n```") == [
        ("14:00:00+00:00", "x"), ("14:10:00+00:00", "y\n```\n14:03 a\n14:05 b\n```"),
    ]  # fmt: skip


def test_log_lines_count_only_where_nothing_else_has_a_time() -> None:
    log = "2026-11-20 14:03:22,123 ERROR db down\n2026-11-20 14:03:23,001 INFO retry"
    assert [at for at, _ in told(log)] == ["14:03:22+00:00", "14:03:23+00:00"]
    assert told(f"14:00 alert\n{log}") == [("14:00:00+00:00", "alert")]
    assert lines(f"14:00 alert\n{log}")[1].problem == "This line looks like the output of a program"


def test_only_the_timeline_of_a_review_counts() -> None:
    text = "# 2026-11-20 14:03 Checkout down\n## Impact\n- 14:03 to 15:21: no orders\n\nAt 14:03 it broke.\n## Timeline\n- 14:03 a\n- At 14:05 b\n### Recovery\n- 15:21 c\n## Action items\n- 16:00 review"
    assert told(text) == [("14:03:00+00:00", "a"), ("14:05:00+00:00", "b"), ("15:21:00+00:00", "c")]
    assert lines(text)[2].problem == "This line stands outside of the timeline of this text"


def test_without_a_timeline_section_all_counts() -> None:
    assert told("## Impact\n- 14:03 no orders\n- 14:05 x\n## Lessons\n- 15:21 y") == [
        ("14:03:00+00:00", "no orders"), ("14:05:00+00:00", "x"), ("15:21:00+00:00", "y"),
    ]  # fmt: skip


def test_front_matter_is_no_entry() -> None:
    assert told("---\ndate: 2026-11-20 14:03\nstart: 2026-11-20 14:03\n---\n14:05 a") == [("14:05:00+00:00", "a")]


def test_bare_digits_are_times_in_a_column_for_times_and_in_a_run() -> None:
    assert told("| Time (UTC) | What |\n|---|---|\n| 1403 | a |\n| 2000 | b |") == [("14:03:00+00:00", "a"), ("20:00:00+00:00", "b")]
    assert told("1403 - a\n1410 - b\n1425 - c") == [("14:03:00+00:00", "a"), ("14:10:00+00:00", "b"), ("14:25:00+00:00", "c")]
    assert told("1503 errors\n2000 users locked out\n2100 tickets") == []
    assert told("2100 - a\n1403 - b\n1425 - c") == []


def test_a_zone_word_of_one_meaning_counts_all_year() -> None:
    (only,) = lines("16:59 PST x", date(2026, 7, 1), "America/Los_Angeles")
    assert only.at is not None
    assert only.at.isoformat() == "2026-07-01T16:59:00-08:00"


def test_order_breaks_are_judged_by_instants_over_a_clock_change() -> None:
    found = lines("01:50 BST a\n01:10 GMT b", date(2026, 10, 25))
    assert [entry.order_break for entry in found] == [False, False]
