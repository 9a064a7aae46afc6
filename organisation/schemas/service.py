"""Services, as forms and the API read and write them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from organisation.rules.catalogue import TIERS
from organisation.schemas.day import Day
from organisation.schemas.fields import Line
from organisation.schemas.text import Lines

STATES = {"active": "In use", "retired": "Retired", "all": "All"}


def name_field(of: str) -> Line:
    """The name of a service or a team."""
    return Line(
        required=True,
        validate=[
            validate.Length(min=1, error=f"Enter the name of the {of}"),
            validate.Length(max=120, error="Name must be 120 characters or fewer"),
        ],
        error_messages={"required": f"Enter the name of the {of}", "null": f"Enter the name of the {of}"},
        metadata={"label": "Name"},
    )


def text_field(label: str) -> Lines:
    return Lines(
        load_default="", validate=validate.Length(max=2000, error=f"{label} must be 2,000 characters or fewer"),
        metadata={"label": label, "rows": 4},
    )


class ServiceFields(Schema):
    name = name_field("service")
    description = text_field("What it does")
    business_unit = Line(
        load_default="", validate=validate.Length(max=120, error="Business unit must be 120 characters or fewer"),
        metadata={"label": "Business unit"},
    )
    tier = fields.Integer(
        load_default=None, allow_none=True,
        validate=validate.OneOf(list(TIERS), labels=[f"Tier {n}, {word.lower()}" for n, word in TIERS.items()], error="Select how critical it is"),
        metadata={"label": "How critical", "widget": "select"},
    )
    owner_id = fields.Integer(
        load_default=None, allow_none=True,
        metadata={"label": "Owner", "widget": "select", "hint": "Answers for the service. The role on the person’s page lets somebody approve"},
    )
    team_id = fields.Integer(load_default=None, allow_none=True, metadata={"label": "Team", "widget": "select"})
    calendar_id = fields.Integer(
        load_default=None, allow_none=True,
        metadata={"label": "Support hours", "widget": "select", "hint": "In which targets of support hours are counted"},
    )
    retired_on = Day(
        load_default=None, allow_none=True,
        metadata={"label": "Retired on", "hint": "Leave it empty while the service is in use. A retired one keeps its history and is offered nowhere"},
    )


class NewService(ServiceFields):
    """A new one is at work: it cannot begin as retired."""

    class Meta:
        exclude = ("retired_on",)


class EditService(ServiceFields):
    version = fields.Integer(load_default=None, allow_none=True)


class ServicesAsked(Schema):
    """Parameters of the list."""

    q = Line(load_default="", metadata={"label": "Name or business unit"})
    state = fields.String(
        load_default="active", validate=validate.OneOf(list(STATES)),
        metadata={"label": "State", "widget": "select", "labels": STATES},
    )
    tier = fields.Integer(load_default=None, allow_none=True, validate=validate.OneOf(list(TIERS)), metadata={"label": "How critical"})
    team = fields.Integer(load_default=None, allow_none=True, metadata={"label": "Team"})


class ServiceOut(Schema):
    """A service as the API answers."""

    id = fields.Integer()
    name = fields.String()
    owners = fields.List(fields.String())
    owner_id = fields.Integer(allow_none=True)
    team = fields.String(allow_none=True)
    team_id = fields.Integer(allow_none=True)
    calendar_id = fields.Integer(allow_none=True)
    business_unit = fields.String()
    tier = fields.Integer(allow_none=True)
    description = fields.String()
    retired_on = fields.Date(allow_none=True)
    version = fields.Integer(metadata={"description": "What If-Match has to name"})
