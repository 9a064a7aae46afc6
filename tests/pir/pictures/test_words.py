"""Durations and times in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pir.pictures.words import clock, day, duration, hours

AT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 min"), (0.4, "0 min"), (119, "119 min"), (120, "2 h"), (125, "2 h 5 min"), (2879, "47 h 59 min"),
     (2880, "2 days"), (4560, "3 days 4 h"), (4595, "3 days 5 h")],
)  # fmt: skip
def test_a_duration_grows_with_what_matters(minutes, said):
    assert duration(timedelta(minutes=minutes)).replace("\xa0", " ") == said


def test_an_instant_is_written_where_people_were():
    kolkata = ZoneInfo("Asia/Kolkata")
    assert clock(AT, kolkata) == "05:00"
    assert clock(AT, kolkata, with_day=True, with_year=True) == "21\xa0Nov\xa02026\xa005:00"
    assert day(AT, ZoneInfo("UTC"), with_weekday=True) == "Fri\xa020\xa0Nov"


def test_whole_hours_are_hours():
    assert hours(timedelta(hours=1)) == "1\xa0h"
    assert hours(timedelta(minutes=30)) == "30\xa0min"
