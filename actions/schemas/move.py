"""Another due date, and why."""

from __future__ import annotations

from marshmallow import Schema, validate

from organisation.schemas.day import Day
from organisation.schemas.text import Lines

WHY = "Enter why you need more time"


class MoveFields(Schema):
    due = Day(
        required=True,
        error_messages={"required": "Enter a date after today", "null": "Enter a date after today"},
        metadata={"label": "New due date", "hint": "For example, 11 Dec 2026"},
    )
    reason = Lines(
        required=True,
        validate=[
            validate.Length(min=1, error=WHY),
            validate.Length(max=300, error="The reason must be 300 characters or fewer"),
        ],
        error_messages={"required": WHY, "null": WHY},
        metadata={"label": "Why", "widget": "textarea", "rows": 3},
    )
