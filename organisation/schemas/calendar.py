"""Calendars, as forms and the API read and write them."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from organisation.rules.calendar import WEEK_DAYS, countries, hours_read, hours_shown
from organisation.schemas.day import Day
from organisation.schemas.fields import Line, Zone

KINDS = {"off": "Day off", "worked": "Worked"}
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


class DayHours(fields.String):
    """Hours of one week day, "09:00-17:30"; empty for a day without work. Loads to [opens, closes] in minutes."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Any:
        text = super()._deserialize(value, *args, **more).strip()
        try:
            return list(hours_read(text)) if text else None
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None


def _hours(day: str) -> DayHours:
    return DayHours(load_default=None, allow_none=True, metadata={"label": day.capitalize()})


class OwnDay(Schema):
    """A day on which an organisation does not follow the week or the public holidays."""

    day = Day(
        required=True,
        validate=validate.Range(FIRST_DAY, LAST_DAY, error="Enter a date between 2000 and 2199"),
        error_messages={"required": "Enter the date", "null": "Enter the date"},
        metadata={"label": "Date", "widget": "text"},
    )
    kind = fields.String(
        load_default="off",
        validate=validate.OneOf(list(KINDS), error="Select Day off or Worked"),
        metadata={"label": "What", "widget": "select", "labels": KINDS, "qualifies": True},
    )
    name = Line(load_default="", validate=validate.Length(max=80, error="The name of a day must be 80 characters or fewer"), metadata={"label": "Name"})


Week = Schema.from_dict({day: _hours(day) for day in WEEK_DAYS}, name="Week")


class CalendarForm(Schema):
    """Loads to the columns of ``organisation.models.Calendar``."""

    name = Line(
        required=True,
        validate=[validate.Length(min=1, error="Enter a name"), validate.Length(max=80, error="Name must be 80 characters or fewer")],
        error_messages={"required": "Enter a name", "null": "Enter a name"},
        metadata={"label": "Name", "hint": "For example Office hours, or Service desk round the clock"},
    )
    zone = Zone(
        required=True,
        error_messages={"required": "Enter a time zone", "null": "Enter a time zone"},
        metadata={"label": "Time zone", "hint": "The hours below are on its clocks, for example Europe/London", "widget": "suggest"},
    )
    week = fields.Nested(Week, required=True, error_messages={"required": "Enter the hours of at least one day"})
    country = fields.String(
        load_default=None, allow_none=True,
        validate=validate.OneOf(list(countries()), labels=list(countries().values()), error="Select a country from the list"),
        metadata={"label": "Public holidays of", "hint": "Nobody works on them"},
    )
    region = Line(load_default="", allow_none=True, metadata={"label": "Region", "hint": "Where a part of the country has holidays of its own, for example Scotland"})
    days = fields.List(
        fields.Nested(OwnDay), load_default=list,
        validate=validate.Length(max=500, error="A calendar has at most 500 days of its own"),
        metadata={"label": "Days of your own"},
    )

    @post_load
    def stored(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Hours by week day, and own days in their order; a day named twice would be off and worked at once."""
        body["week"] = [body["week"].get(day) for day in WEEK_DAYS]
        if not any(body["week"]):
            raise ValidationError({"week": {WEEK_DAYS[0]: ["Enter the hours of at least one day"]}})
        seen: set[date] = set()
        for number, row in enumerate(body["days"]):
            if row["day"] in seen:
                raise ValidationError({"days": {number: {"day": ["This date stands above already"]}}})
            seen.add(row["day"])
        body["days"] = [{"day": row["day"].isoformat(), "worked": row["kind"] == "worked", "name": row["name"]}
                        for row in sorted(body["days"], key=lambda row: row["day"])]
        return body


class CalendarEdit(CalendarForm):
    version = fields.Integer(load_default=None, allow_none=True)


class CalendarOut(Schema):
    """A calendar as the API answers; the same shape that it takes."""

    id = fields.Integer()
    name = fields.String()
    zone = fields.String()
    week = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True))
    country = fields.String(allow_none=True)
    region = fields.String(allow_none=True)
    days = fields.List(fields.Dict())
    is_default = fields.Boolean()


def body_of(calendar: Any) -> dict[str, Any]:
    """A stored calendar in the shape that ``CalendarForm`` takes."""
    return {
        "name": calendar.name,
        "zone": calendar.zone,
        "week": {day: hours_shown(hours) if hours else None for day, hours in zip(WEEK_DAYS, calendar.week, strict=True)},
        "country": calendar.country,
        "region": calendar.region,
        "days": [{"day": d["day"], "kind": "worked" if d["worked"] else "off", "name": d["name"]} for d in calendar.days],
    }
