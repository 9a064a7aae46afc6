"""Pasted timelines: dialects, inherited days, midnight, clock changes, and lines that are no times."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pir.rules.paste import Line, parse

DAY = date(2026, 11, 20)
LONDON = "Europe/London"
WINDOW = (datetime(2026, 11, 20, 14, 0, tzinfo=UTC), datetime(2026, 11, 20, 15, 21, tzinfo=UTC))
DIALECTS = Path(__file__).resolve().parents[2] / "fixtures" / "paste_dialects.txt"


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


def lines(text: str, day: date = DAY, zone: str = LONDON, *, windowed: bool = False) -> list[Line]:
    return parse(text, date=day, zone=zone, window=WINDOW if windowed else None)


def line(text: str, day: date = DAY, zone: str = LONDON, *, windowed: bool = False) -> Line:
    (only,) = lines(text, day, zone, windowed=windowed)
    return only


@pytest.mark.parametrize(
    "text",
    [
        "14:03 Log volume full", "14:03:00 Log volume full", "14:03 - Log volume full", "14:03: Log volume full", "14:03\tLog volume full",
        "14h03 Log volume full", "2:03 pm Log volume full", "2:03PM – Log volume full", "2.03 p.m. Log volume full",
        "2026-11-20 14:03 Log volume full", "2026-11-20T14:03:00Z Log volume full", "2026-11-20T15:03+01:00 Log volume full",
        "2026-11-20T09:03:00-05:00 Log volume full", "2026-11-20 19:33 UTC+5:30 Log volume full",
        "20 Nov 14:03 Log volume full", "20 Nov 2026, 14:03 Log volume full", "November 20th, 2026 at 14:03 Log volume full",
        "Fri 20 Nov 14:03 Log volume full", "20/11/2026 14:03 Log volume full", "D+0 14:03 Log volume full",
        "- 14:03 Log volume full", "* 14:03 Log volume full", "• 14:03 Log volume full", "1. 14:03 Log volume full", "- [x] 14:03 Log volume full",
        "> 14:03 Log volume full", "### 14:03 Log volume full ###", "**14:03** - Log volume full", "**14:03:** Log volume full", "`14:03` Log volume full",
        "**14:03 - Log volume full**", "14:03 UTC - Log volume full", "14:03 GMT Log volume full", "(14:03) Log volume full", "9:03 EST Log volume full",
        "06:03 PT Log volume full", "| 14:03 | Log volume full |", "| 2026-11-20 | 14:03 | Log volume full |", "| | 14:03 | Log volume full |",
        "| Log volume full | 14:03 |", "- Log volume full 2026-11-20 14:03", "Log volume full (2026-11-20 14:03)",
    ],
)  # fmt: skip
def test_every_dialect_gives_the_same_entry(text: str) -> None:
    found = line(text)
    assert (found.kind, found.at, found.text, found.problem) == ("entry", at(2026, 11, 20, 14, 3), "Log volume full", None)
    assert (found.raw, found.zone, found.precision, found.number) == (text, LONDON, "exact", 1)


@pytest.mark.parametrize("text", ["~14:03 x", "about 14:03 x", "14:03~ x", "20 Nov, around 14:03 x", "- ~ 14:03 x", "ca. 14:03: x", "approx. 2:03 pm x"])
def test_about(text: str) -> None:
    found = line(text)
    assert (found.at, found.precision, found.text) == (at(2026, 11, 20, 14, 3), "about", "x")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("14:03-14:10 x", at(2026, 11, 20, 14, 3), at(2026, 11, 20, 14, 10)),
        ("14:03 – 14:10 x", at(2026, 11, 20, 14, 3), at(2026, 11, 20, 14, 10)),
        ("14:03 to 14:10 - x", at(2026, 11, 20, 14, 3), at(2026, 11, 20, 14, 10)),
        ("2:03-2:10 pm x", at(2026, 11, 20, 14, 3), at(2026, 11, 20, 14, 10)),
        ("11:50-12:10 pm x", at(2026, 11, 20, 11, 50), at(2026, 11, 20, 12, 10)),
        ("00:25 - 00:29 AM x", at(2026, 11, 20, 0, 25), at(2026, 11, 20, 0, 29)),
        ("23:50-00:10 x", at(2026, 11, 20, 23, 50), at(2026, 11, 21, 0, 10)),
        ("2026-11-20 23:50 - 2026-11-22 00:10 x", at(2026, 11, 20, 23, 50), at(2026, 11, 22, 0, 10)),
        ("| 2026-11-20 09:00 - 11:00 | x |", at(2026, 11, 20, 9), at(2026, 11, 20, 11)),
        ("14:03-14:03 x", at(2026, 11, 20, 14, 3), None),
        ("14:03 -14:40 x", at(2026, 11, 20, 14, 3), at(2026, 11, 20, 14, 40)),
    ],
)
def test_ranges(text: str, start: datetime, end: datetime | None) -> None:
    found = line(text)
    assert (found.at, found.until, found.text) == (start, end, "x")


def test_bare_digits_are_times_inside_the_window_only() -> None:
    assert line("1403 DB down", windowed=True).at == at(2026, 11, 20, 14, 3)
    assert line("14.03 DB down", windowed=True).at == at(2026, 11, 20, 14, 3)
    for text in ("1403 DB down", "14.03 DB down"):
        assert (line(text).kind, line(text).text) == ("unread", text)
    for text in ("2000 users locked out", "1230 tickets", "2561 rows", "10.20.30.40 is down", "14.5 % of orders", "4 pods", "99.99% of all"):
        found = line(text, windowed=True)
        assert (found.kind, found.at, found.text, found.problem) == ("unread", None, text, "No time was found in this line")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("25:99 x", "25:99 is not a time. Use 00:00 to 23:59, or start the line with \\ to keep it as text"),
        ("24:00 x", "24:00 is not a time. Use 00:00 to 23:59, or start the line with \\ to keep it as text"),
        ("25h10 x", "25:10 is not a time. Use 00:00 to 23:59, or start the line with \\ to keep it as text"),
        ("13:27 am x", "13:27 am is not a time. Use 00:00 to 23:59, or start the line with \\ to keep it as text"),
        ("14:03-14:75 x", "14:75 is not a time. Use 00:00 to 23:59, or start the line with \\ to keep it as text"),
        ("2026-02-30 14:03 x", "2026-02-30 14:03 is not a date. Check the day and the month, or start the line with \\ to keep it as text"),
        ("30 Feb 14:03 x", "30 Feb 14:03 is not a date. Check the day and the month, or start the line with \\ to keep it as text"),
        ("14:10-14:03 x", "14:03 is before 14:10. Check the end of the range"),
        ("14:03", "Enter what happened at 14:03"),
        ("25 Oct 2026 01:30 x", "01:30 happened twice on 25 Oct 2026. Was it the first (BST, UTC+1) or the second (GMT)?"),
        ("29 Mar 2026 01:30 x", "01:30 did not exist on 29 Mar 2026; clocks went from 01:00 to 02:00."),
        ("14:03 IST x", "IST can mean more than one zone. Write the offset, for example UTC+1"),
        ("14:03 BST x", "On 20 Nov 2026 the zone Europe/London was on GMT, not BST. Write GMT or leave it out"),
        ("2026-11-20 all day", "No time was found in this line, only the date 2026-11-20"),
        ("nothing here", "No time was found in this line"),
        ("\\14:03 as text", "Kept as text, because it starts with \\"),
    ],
)
def test_problems_keep_the_text(text: str, problem: str) -> None:
    found = line(text)
    assert (found.kind, found.problem) == ("unread", problem)
    assert found.text == text.removeprefix("\\")


def test_a_repeated_hour_offers_both_instants_and_its_zone_word_answers() -> None:
    assert line("25 Oct 2026 01:30 x").choices == (at(2026, 10, 25, 0, 30), at(2026, 10, 25, 1, 30))
    assert line("25 Oct 2026 01:30 BST x").at == at(2026, 10, 25, 0, 30)
    assert line("25 Oct 2026 01:30 GMT x").at == at(2026, 10, 25, 1, 30)


def test_relative_days_and_the_window() -> None:
    assert line("D+1 02:10 x").at == at(2026, 11, 21, 2, 10)
    assert line("D+1 02:10 x", windowed=True).at == at(2026, 11, 21, 2, 10)
    assert line("D+9 02:10 x", windowed=True).problem == "D+9 is outside this incident. Check the date"
    assert line("D+9 02:10 x", windowed=True).text == "D+9 02:10 x"


def test_midnight_is_crossed_when_the_clock_goes_back_by_more_than_six_hours() -> None:
    found = lines("23:50 a\n00:20 b\n00:10 c\n06:15 d\n00:10 e")
    assert [(entry.at, entry.order_break) for entry in found] == [
        (at(2026, 11, 20, 23, 50), False),
        (at(2026, 11, 21, 0, 20), False),
        (at(2026, 11, 21, 0, 10), True),
        (at(2026, 11, 21, 6, 15), False),
        (at(2026, 11, 22, 0, 10), False),
    ]


def test_six_hours_back_is_out_of_order_and_stays_where_it_was() -> None:
    found = lines("14:00 a\n08:00 b\n14:05 c")
    assert [(entry.at, entry.text, entry.order_break) for entry in found] == [
        (at(2026, 11, 20, 14), "a", False), (at(2026, 11, 20, 8), "b", True), (at(2026, 11, 20, 14, 5), "c", False),
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["## 2026-11-22", "Sunday 22 November 2026:", "**22 Nov**", "22/11/2026", "# 2026-11-22, the second outage", "| 22 Nov 2026 | | |", "D+2"])
def test_a_line_with_a_date_alone_sets_the_day(heading: str) -> None:
    first, head, second = lines(f"23:00 a\n{heading}\n09:00 b")
    assert (head.kind, head.at, head.problem) == ("heading", None, None)
    assert second.at == at(2026, 11, 22, 9)


def test_a_date_without_a_year_is_the_nearest_one() -> None:
    assert line("1 Jan 00:10 x", date(2026, 12, 31)).at == at(2027, 1, 1, 0, 10)
    assert line("31 Dec 23:50 x", date(2027, 1, 1)).at == at(2026, 12, 31, 23, 50)


@pytest.mark.parametrize(
    ("text", "actor", "said"),
    [
        ("[14:03] anna: on it", "anna", "on it"),
        ("[14:03] Anna Kowalski: on it: now", "Anna Kowalski", "on it: now"),
        ("[14:03:22] <raj> same", "raj", "same"),
        ("[20/11/2026, 14:03:22] Zoë: ja", "Zoë", "ja"),
        ("[14:03] https://status.example is red", None, "https://status.example is red"),
        ("14:03 note: no chat", None, "note: no chat"),
    ],
)
def test_chat(text: str, actor: str | None, said: str) -> None:
    assert (line(text).actor, line(text).text) == (actor, said)


def test_lines_that_go_on_belong_to_the_entry_above() -> None:
    found = lines("### 14:03\nFirst.\n\nSecond.\n```\n14:10 log line\n```\n## Lessons\nloose\n- 14:20 bullet\n  goes on\nloose again")
    assert [entry.kind for entry in found] == [
        "entry", "continued", "blank", "continued", "continued", "continued", "continued", "heading", "unread", "entry", "continued", "unread",
    ]  # fmt: skip
    assert found[0].text == "First.\nSecond.\n```\n14:10 log line\n```"
    assert found[9].text == "bullet\ngoes on"


def test_a_fence_that_is_never_closed_hides_nothing() -> None:
    assert [entry.kind for entry in lines("14:03 a\n```\n14:10 b")] == ["entry", "unread", "entry"]


def test_a_table_with_head_and_rule() -> None:
    found = lines("| Time | Who | Event |\n|:---|---|---|\n| 14:03 | Anna | a \\| b |\n| --:-- | Raj | c |")
    assert [entry.kind for entry in found] == ["heading", "heading", "entry", "unread"]
    assert found[2].text == "Anna | a | b"


def test_line_ends_odd_blanks_and_controls() -> None:
    found = lines("14:03\u202fPM a\r\n\r\n\u00a014:04\u00a0b\x07\x0b\x85c\r14:05 d")
    assert [(entry.number, entry.kind, entry.text) for entry in found] == [(1, "entry", "a"), (2, "blank", ""), (3, "entry", "bc"), (4, "entry", "d")]


def test_an_unknown_zone_leaves_all_lines_unread_with_their_text() -> None:
    found = line("14:03 x", zone="Mars/Olympus")
    assert (found.kind, found.text) == ("unread", "14:03 x")
    assert found.problem == '"Mars/Olympus" is not a known time zone. Use an IANA name, for example Europe/London'


def test_a_whole_paste() -> None:
    found = parse(DIALECTS.read_text(), date=date(2026, 1, 1), zone=LONDON, window=WINDOW)
    entries = [(entry.at, entry.until, entry.actor, entry.text) for entry in found if entry.kind == "entry"]
    day = (2026, 11, 20)
    assert entries == [
        (at(*day, 13, 58), None, None, "Deploy of checkout 4.12 finished"),
        (at(*day, 14, 3), None, None, "Checkout answers 503"),
        (at(*day, 14, 5), None, None, "First customer calls"),
        (at(*day, 14, 7), None, "anna", "I see 503 on all pods"),
        (at(*day, 14, 8), None, "raj", "same here"),
        (at(*day, 14, 10), at(*day, 14, 25), None, "Failover tried"),
        (at(*day, 14, 30), None, None, "Failover stopped"),
        (at(*day, 14, 41), None, None, "Log volume cleared"),
        (at(*day, 14, 50), None, None, "Orders flow again"),
        (at(*day, 15, 21), None, None, "Service restored.\nAll queues empty."),
        (at(*day, 23, 50), None, None, "Night check"),
        (at(2026, 11, 21, 0, 20), None, None, "Second night check"),
    ]
    assert [(entry.number, entry.text) for entry in found if entry.kind == "unread"] == [
        (12, "2000 users locked out by then"),
        (24, "D+2 09:00 Review planned"),
    ]


PIECES = st.sampled_from(
    ["14:03", "25:99", "1403", "2026-11-20", "20 Nov", "29 Feb", "D+1", "D+999", "~", "about ", "-", " – ", "to", " ", "\t", "\n", "|", "[", "]", "**", "`",
     "```", "#", "\\", ":", "pm", "a.m.", "BST", "PST", "UTC+99", "Z", "+01:00", "anna:", "<raj>", "é", "١٤:٠٣", "01:30", "25 Oct 2026", "9999-12-31", "x",
     "T+10m", "+4", " 4 min later ", "an hour later", "Uhr", "between ", " and ", "](http://x)", "Detected: ", "<b>", "<td>", "---", "Anna  ", "2:03 PM", "## Timeline\n",
     "T0 = ", "11/20/2026", "20262-", "\u200b", "\u00a0", "Mai", "ERROR ", "{", "[{", "time,what\n"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join))


@given(TEXTS, st.dates(), st.sampled_from([LONDON, "Australia/Lord_Howe", "nowhere"]), st.booleans())
def test_no_text_raises_and_no_text_is_dropped(text: str, day: date, zone: str, windowed: bool) -> None:
    found = lines(text, day, zone, windowed=windowed)
    assert [entry.raw for entry in found] == re.split(r"\r\n|\r|\n", text)
    assert [entry.number for entry in found] == list(range(1, len(found) + 1))
    for entry in found:
        assert (entry.problem is not None) == (entry.kind == "unread")
        assert (entry.at is not None) or entry.kind != "entry"
        if entry.kind in ("unread", "continued"):
            assert letters(entry.text) == letters(entry.raw)


@given(st.text(st.characters(categories=["L", "Zs", "Po"]), min_size=1, max_size=60).filter(lambda text: text.strip(" :,|*_`>\\.") != ""))
def test_the_text_of_an_entry_is_whole(text: str) -> None:
    text = f"x{text}"  # so that it cannot begin with a zone or with "pm"
    for written in (f"14:03 {text}", f"- 2026-11-20 14:03-14:10 {text}", f"**14:03** - {text}"):
        found = line(written)
        assert letters(found.text) in (letters(text), letters(written))


@pytest.mark.parametrize("piece", [" ", "- ", "* [ ] ", "|", "[", "**", "1 ", "14:03 ", "14:03-", "`", "# ", "a", "14:03 a:", "\\"])
def test_long_lines_take_no_longer_than_their_length(piece: str) -> None:
    """200,000 characters in one line: a pattern that goes back over them again and again would take minutes."""
    started = perf_counter()
    for text in (piece * (200_000 // len(piece)), f"# x{piece * (200_000 // len(piece))}y", f"[14:03] {piece * (200_000 // len(piece))}"):
        assert len(lines(text)) == 1
    assert perf_counter() - started < 10


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
