"""The page behind a link in a mail. Which of the fields an answer needs, its service says."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from actions.rules.answers import Answer
from organisation.schemas.day import Day
from organisation.schemas.fields import Line
from organisation.schemas.text import Lines

WHAT = "Select what happened with this action"


class AnswerFields(Schema):
    answer = fields.Enum(
        Answer, by_value=True, required=True, error_messages={"required": WHAT, "null": WHAT, "unknown": WHAT},
        metadata={"label": "What happened with this action?", "widget": "radios"},
    )
    evidence = Line(
        load_default="", validate=validate.Length(max=2000, error="Evidence must be 2,000 characters or fewer"),
        metadata={"label": "Evidence", "widget": "text", "hint": "A link, or the number of a change or a test"},
    )
    due = Day(allow_none=True, load_default=None, metadata={"label": "New due date", "hint": "For example, 11 Dec 2026"})
    reason = Lines(
        load_default="", validate=validate.Length(max=300, error="The reason must be 300 characters or fewer"),
        metadata={"label": "Why you need more time", "rows": 2},
    )
    help = Lines(
        load_default="", validate=validate.Length(max=1000, error="What blocks it must be 1,000 characters or fewer"),
        metadata={"label": "What blocks it, and who could help", "rows": 2},
    )
    suggestion = Line(
        load_default="", validate=validate.Length(max=300, error="Who should own it must be 300 characters or fewer"),
        metadata={"label": "Who should own it, if you know", "widget": "text", "hint": "A name or a team"},
    )
