"""The organisation's own settings."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from organisation.rules.policy import SHIPPED
from organisation.schemas.fields import Line, Zone

SETS = {key: str(terms["name"]) for key, terms in SHIPPED.items()}


class Settings(Schema):
    name = Line(
        required=True,
        validate=[validate.Length(min=1, error="Enter a name"), validate.Length(max=120, error="Name must be 120 characters or fewer")],
        error_messages={"required": "Enter a name"},
        metadata={"label": "Name of the organisation", "hint": "Stands on every report"},
    )
    zone = Zone(
        required=True,
        error_messages={"required": "Enter a time zone"},
        metadata={"label": "Time zone", "hint": "Of new people and of reports, for example Europe/London", "widget": "suggest"},
    )
    policy_key = fields.String(
        required=True,
        validate=validate.OneOf(list(SETS), labels=list(SETS.values()), error="Select a policy set"),
        error_messages={"required": "Select a policy set"},
        metadata={
            "label": "Policy set",
            "hint": "Applies to reviews opened from now on. A review keeps the policy it was opened under",
            "hints": {
                "small_team": "Short reviews, one approver, missing parts are pointed out",
                "regulated": "Full reviews, service owner and problem manager sign, missing parts stop a review",
            },
        },
    )
    version = fields.Integer(load_default=None, allow_none=True)
