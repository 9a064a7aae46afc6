"""Short questions about an action that are no step of its lifecycle."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from organisation.schemas.fields import Line
from organisation.schemas.text import Lines

WHO = "Select who should own this, or “I do not know”"


def _reason(label: str) -> Lines:
    return Lines(
        load_default="", validate=validate.Length(max=300, error="The reason must be 300 characters or fewer"),
        metadata={"label": label, "widget": "textarea", "rows": 3},
    )


class DisputeFields(Schema):
    """“Not mine.”"""

    suggested_owner = fields.Integer(
        load_default=None, allow_none=True, error_messages={"invalid": WHO},
        metadata={"label": "Who should own it", "widget": "select"},
    )
    reason = _reason("Why it is not yours")


class KeepFields(Schema):
    """It stays with its owner; that there is a reason, the service sees to."""

    reason = _reason("Why it stays with this owner")


class DecisionFields(Schema):
    """About a move of the due date that waits."""

    decision = fields.String(
        required=True, validate=validate.OneOf(["accept", "decline"], error="Select what happens with the date"),
        error_messages={"required": "Select what happens with the date", "null": "Select what happens with the date"},
        metadata={"label": "What happens with the date", "widget": "radios", "labels": {"accept": "It moves", "decline": "It stays"}},
    )
    answer = _reason("Why")


class ProofFields(Schema):
    evidence = Line(
        load_default="", validate=validate.Length(max=2000, error="Evidence must be 2,000 characters or fewer"),
        metadata={"label": "A link, or what shows it", "widget": "text", "hint": "The address of a change, a test or a dashboard, or a number"},
    )


class LinkFields(Schema):
    other = Line(
        required=True, validate=validate.Length(min=1, max=40, error="Enter a reference like ACT-0107"),
        error_messages={"required": "Enter a reference like ACT-0107", "null": "Enter a reference like ACT-0107"},
        metadata={"label": "The other action", "widget": "text", "hint": "Its reference, like ACT-0107"},
    )
