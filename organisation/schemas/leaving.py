"""Deputies, leaving, handing over, holds and retention, as forms and the API write them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from organisation.retention import KINDS
from organisation.schemas.day import Day
from organisation.schemas.text import Lines

MOST_YEARS = 100


def _day(label: str, missing: str, hint: str = "") -> Day:
    return Day(required=True, error_messages={"required": missing, "null": missing}, metadata={"label": label, "hint": hint})


class DeputyFields(Schema):
    deputy_id = fields.Integer(
        required=True, error_messages={"required": "Select a person", "null": "Select a person"},
        metadata={"label": "Deputy", "widget": "select"},
    )
    starts_on = _day("First day", "Enter the first day")
    ends_on = _day("Last day", "Enter the last day")


class DeputyOut(Schema):
    id = fields.Integer()
    deputy_id = fields.Integer()
    deputy = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()


class Leaving(Schema):
    left_on = _day("Last day", "Enter the last day", "Today or an earlier day. Sessions and tokens end at once")


class Reason(Schema):
    reason = Lines(
        required=True,
        validate=[validate.Length(min=1, error="Enter why"), validate.Length(max=1000, error="The reason must be 1,000 characters or fewer")],
        error_messages={"required": "Enter why", "null": "Enter why"},
        metadata={"label": "Why", "widget": "textarea", "rows": 3},
    )


class HandOver(Schema):
    to = fields.Integer(
        required=True, error_messages={"required": "Select a person", "null": "Select a person"},
        metadata={"label": "To", "widget": "select"},
    )
    keys = fields.List(fields.String(), load_default=list, metadata={"label": "What is handed over"})


class HoldOut(Schema):
    ref = fields.String()
    since = fields.DateTime()
    by = fields.String()
    reason = fields.String()


class RetentionOut(Schema):
    periods = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata={"description": "Years by kind. A kind that is not there is kept for ever"})
    due = fields.Integer(metadata={"description": "Records that wait for somebody to delete them"})


class RetentionIn(Schema):
    periods = fields.Dict(
        keys=fields.String(), required=True,
        values=fields.Integer(validate=validate.Range(1, MOST_YEARS, error=f"Enter 1 to {MOST_YEARS} years")),
    )


def periods_form() -> Schema:
    """A field of years for each kind that the domains lend."""
    wrong = f"Enter whole years, 1 to {MOST_YEARS}, or nothing"
    shape: dict[str, fields.Field[Any]] = {
        kind.key: fields.Integer(
            load_default=None, allow_none=True, validate=validate.Range(1, MOST_YEARS, error=wrong), error_messages={"invalid": wrong},
            metadata={"label": kind.label, "hint": f"Years, counted from: {kind.counts_from}. Empty keeps them for ever"},
        )
        for kind in KINDS
    }
    return Schema.from_dict(shape)()
