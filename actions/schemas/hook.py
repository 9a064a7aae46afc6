"""A new hook."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from organisation.schemas.fields import Line

SHAPES = {"generic": "JSON of your own", "jira": "Jira", "servicenow": "ServiceNow"}
NAMED = "Enter a name of small letters, digits and hyphens, such as jira-payments"


class NewHook(Schema):
    name = Line(
        required=True,
        validate=[
            validate.Length(max=40, error="Name must be 40 characters or fewer"),
            validate.Regexp(r"^[a-z0-9][a-z0-9-]*$", error=NAMED),
        ],
        error_messages={"required": NAMED, "null": NAMED},
        metadata={"label": "Name", "widget": "text", "hint": "It stands in the address. Small letters, digits and hyphens"},
    )
    shape = fields.String(
        required=True, validate=validate.OneOf(list(SHAPES), error="Select what it reads"),
        error_messages={"required": "Select what it reads", "null": "Select what it reads"},
        metadata={"label": "It reads", "widget": "radios", "labels": SHAPES},
    )
