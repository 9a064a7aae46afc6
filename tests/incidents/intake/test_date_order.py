"""Day and month of an export: decided once, by evidence, never swapped."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from incidents.intake.date_order import OrderEvidence, read_cell
from incidents.rules.moment import Moment
from kernel.intake.refusal import Unreadable

UTC_ZONE = ZoneInfo("UTC")


def evidence(*cells: str) -> OrderEvidence:
    seen = OrderEvidence()
    for row, cell in enumerate(cells, start=2):
        seen.see(row, "opened_at", cell)
    return seen


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["3/4/2016 07:08", "29/2/2016 07:08", "5/6/2016 07:08"], "dmy"),
        (["3/4/2016 07:08", "2/29/2016 07:08"], "mdy"),
        (["02-29-2016 07:08:00"], "mdy"),
        (["3.4.2016 07:08"], "dmy"),
        (["2016-02-03 07:08:00", "?", "", "soon", "99/99/2016"], "dmy"),
        (["5/5/2016 07:08"], "dmy"),
    ],
)
def test_order(cells: list[str], order: str) -> None:
    assert evidence(*cells).order() == order


def test_an_undecided_file_asks() -> None:
    with pytest.raises(Unreadable, match=r"\(row 3, opened_at: 3/4/2016 07:08\).*--date-order dmy") as caught:
        evidence("5/5/2016 07:08", "3/4/2016 07:08").order()
    assert caught.value.kind == "date_order"


def test_a_file_with_both_orders_names_one_date_of_each() -> None:
    with pytest.raises(Unreadable, match="row 2, opened_at: 29/2/2016 07:08 can only be day/month, row 3, opened_at: 2/29/2016 07:08"):
        evidence("29/2/2016 07:08", "2/29/2016 07:08").order()


@pytest.mark.parametrize(
    ("text", "order", "instant"),
    [
        ("3/4/2016 07:08", "dmy", datetime(2016, 4, 3, 7, 8)),
        ("3/4/2016 07:08", "mdy", datetime(2016, 3, 4, 7, 8)),
        ("3.4.2016 07:08", "mdy", datetime(2016, 4, 3, 7, 8)),
        ("2016-04-03 07:08:09", "mdy", datetime(2016, 4, 3, 7, 8, 9)),
        ("2016/04/03T07:08", "dmy", datetime(2016, 4, 3, 7, 8)),
        ("04/03/2016 02:03:00 PM", "mdy", datetime(2016, 4, 3, 14, 3)),
        ("2016-04-03T07:08:09.123Z", "dmy", datetime(2016, 4, 3, 7, 8, 9)),
        ("2016-04-03T07:08:00+05:30", "dmy", datetime(2016, 4, 3, 1, 38)),
        ("2016-04-03T07:08:00-0800", "dmy", datetime(2016, 4, 3, 15, 8)),
    ],
)
def test_cells(text: str, order: str, instant: datetime) -> None:
    assert read_cell(text, UTC_ZONE, order) == Moment(instant.replace(tzinfo=UTC), "UTC", text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("29/2/2016 07:08", "29/2/2016 07:08 is not a date in the order month/day/year of this file"),
        ("2016-02-30 07:08", "2016-02-30 07:08 is not a date. Check the day and the month"),
        ("2/29/2016", "2/29/2016 has no time of day"),
        ("2/29/2016 25:99", "25:99 is not a time. Use 00:00 to 23:59"),
        ("2/29/2016 07:08+99:00", "+99:00 is not an offset from UTC (07:08+99:00)"),
        ("yesterday", '"yesterday" is not a date and time'),
    ],
)
def test_cells_that_are_no_time(text: str, sentence: str) -> None:
    assert str(read_cell(text, UTC_ZONE, "mdy")) == sentence
