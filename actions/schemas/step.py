"""What the transitions of an action may need. Which of it is needed, the guards of the lifecycle say."""

from __future__ import annotations

from marshmallow import Schema, validate

from organisation.schemas.day import Day
from organisation.schemas.fields import Line
from organisation.schemas.text import Lines


class StepFields(Schema):
    claim = Lines(
        load_default="",
        validate=validate.Length(max=2000, error="What was done must be 2,000 characters or fewer"),
        metadata={
            "label": "What was done, and where it can be seen",
            "hint": "A change number, a link, a test result",
            "rows": 4,
        },
    )
    evidence = Line(
        load_default="",
        validate=validate.Length(max=2000, error="Evidence must be 2,000 characters or fewer"),
        metadata={"label": "Evidence", "widget": "text", "hint": "A link, or the number of a change or a test"},
    )
    reason = Lines(
        load_default="",
        validate=validate.Length(max=1000, error="The reason must be 1,000 characters or fewer"),
        metadata={"label": "Why", "rows": 3},
    )
    expires_on = Day(
        allow_none=True,
        load_default=None,
        metadata={"label": "Accepted until", "hint": "For example, 30 Jun 2027. The action comes back after it"},
    )
    superseded_by = Line(
        load_default="",
        validate=validate.Length(max=40, error="Enter a reference like ACT-0107"),
        metadata={"label": "Replaced by", "hint": "The reference of the other action, like ACT-0107"},
    )
