"""A calendar day as people type it and as machines write it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from marshmallow import fields

#: ``4 Dec 2026`` · ``4 December 2026`` · ``2026-12-04``. 04/12/2026 is refused: half the world reads April.
SHAPES = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y")


def read_day(text: str) -> date | None:
    """The day, None when the text is in none of the shapes.

    >>> read_day("4 Dec 2026"), read_day(" 2026-12-04 "), read_day("04/12/2026")
    (datetime.date(2026, 12, 4), datetime.date(2026, 12, 4), None)
    """
    plain = " ".join(text.replace(".", " ").replace(",", " ").split())
    for shape in SHAPES:
        try:
            return datetime.strptime(plain, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


class Day(fields.Date):
    """A date that also takes ``4 Dec 2026``; written out as ISO 8601."""

    default_error_messages = {"invalid": "Enter the date like 4 Dec 2026"}

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> date:
        found = read_day(value) if isinstance(value, str) else None
        if found is None:
            raise self.make_error("invalid")
        return found
