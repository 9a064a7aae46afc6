"""Periods in whole years."""

from __future__ import annotations

from datetime import date


def years_after(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 1 March where there is none.

    >>> years_after(date(2024, 2, 29), 3), years_after(date(2020, 5, 4), 3)
    (datetime.date(2027, 3, 1), datetime.date(2023, 5, 4))
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def years_before(day: date, years: int) -> date:
    """The last day whose period of so many years is over on ``day``.

    >>> years_before(date(2027, 3, 1), 3), years_before(date(2028, 2, 29), 3)
    (datetime.date(2024, 3, 1), datetime.date(2025, 2, 28))
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
