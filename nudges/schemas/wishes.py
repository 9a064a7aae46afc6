"""How somebody wants to be reminded, as a form writes it."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from kernel.outbox import CHAT, MAIL
from organisation.schemas.day import Day
from organisation.schemas.text import Lines

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)")
MIDNIGHT = 24 * 60


class TimeOfDay(fields.String):
    """A time on the clock such as 09:00, loaded as minutes after midnight; "24:00" is the end of the day."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Any:
        text = super()._deserialize(value, *args, **more).strip()
        if text == "24:00":
            return MIDNIGHT
        found = _CLOCK.fullmatch(text)
        if found is None:
            raise ValidationError("Enter a time such as 09:00")
        return int(found[1]) * 60 + int(found[2])


def clock_words(minutes: int) -> str:
    """The form in which a time of day is written back.

    >>> clock_words(540)
    '09:00'
    """
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _time(label: str, hint: str = "") -> TimeOfDay:
    missing = "Enter a time such as 09:00"
    return TimeOfDay(required=True, error_messages={"required": missing, "null": missing}, metadata={"label": label, "hint": hint})


CHANNELS = {MAIL: "By mail", CHAT: "In my chat"}


class Wishes(Schema):
    channel = fields.String(
        load_default=MAIL,
        validate=validate.OneOf(list(CHANNELS), error="Select by mail or in your chat"),
        metadata={"label": "Where they come", "widget": "radios", "labels": CHANNELS},
    )
    digest_at = _time("Daily mail at", "On working days, in your time zone, when something waits for you")
    quiet_until = _time("No mail before", "Holds for urgent mail too")
    quiet_from = _time("No mail after")
    calendar_id = fields.Integer(
        load_default=None, allow_none=True,
        metadata={"label": "Your working days", "hint": "Free days and public holidays are kept free of mail", "widget": "select"},
    )
    version = fields.Integer(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def in_order(self, body: dict[str, Any], **_: Any) -> None:
        if body["quiet_until"] > body["digest_at"]:
            raise ValidationError("The daily mail must not come before your first hour", "digest_at")
        if body["digest_at"] >= body["quiet_from"]:
            raise ValidationError("Your last hour must be after that of the daily mail", "quiet_from")


class PutOff(Schema):
    """A reminder is wanted later."""

    until = Day(
        required=True,
        error_messages={"required": "Enter a date", "null": "Enter a date"},
        metadata={"label": "Remind me on", "hint": "For example, 11 Dec 2026"},
    )
    reason = Lines(
        required=True,
        validate=[
            validate.Length(min=1, error="Enter why"),
            validate.Length(max=300, error="The reason must be 300 characters or fewer"),
        ],
        error_messages={"required": "Enter why", "null": "Enter why"},
        metadata={"label": "Why", "widget": "textarea", "rows": 3},
    )
