"""What is typed in a meeting about actions."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from actions.rules.meeting import CHOICES
from organisation.schemas.day import Day
from organisation.schemas.text import Lines

WHICH = "Select what was decided"


class DecisionFields(Schema):
    """One decision about one action. What each decision needs, ``actions.rules.meeting`` says."""

    decision = fields.String(
        required=True, validate=validate.OneOf(list(CHOICES), error=WHICH), error_messages={"required": WHICH, "null": WHICH},
        metadata={"label": "Decision", "widget": "radios"},
    )  # fmt: skip
    day = Day(allow_none=True, load_default=None, metadata={"label": "Date", "hint": "The new due date, or until when the risk is accepted. For example, 11 Dec 2026"})
    owner = fields.Integer(allow_none=True, load_default=None, error_messages={"invalid": "Select who should own it"},
                           metadata={"label": "Owner", "widget": "select"})  # fmt: skip
    words = Lines(load_default="", validate=validate.Length(max=300, error="The words must be 300 characters or fewer"),
                  metadata={"label": "Why, or what is missing", "widget": "textarea", "rows": 2})  # fmt: skip


class CloseFields(Schema):
    attendees = fields.List(fields.Integer(), load_default=list, metadata={"label": "Who was there", "widget": "checkboxes"})
