"""Teams, as forms and the API read and write them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from organisation.schemas.day import Day
from organisation.schemas.fields import Line
from organisation.schemas.service import STATES, name_field, text_field


class TeamFields(Schema):
    name = name_field("team")
    description = text_field("What it looks after")
    lead_id = fields.Integer(load_default=None, allow_none=True, metadata={"label": "Lead", "widget": "select"})
    member_ids = fields.List(fields.Integer(), load_default=list, metadata={"label": "Members"})
    retired_on = Day(
        load_default=None, allow_none=True,
        metadata={"label": "Dissolved on", "hint": "Leave it empty while the team is at work"},
    )


class NewTeam(TeamFields):
    """A new one is at work: it cannot begin as retired."""

    class Meta:
        exclude = ("retired_on",)


class EditTeam(TeamFields):
    version = fields.Integer(load_default=None, allow_none=True)


class TeamsAsked(Schema):
    """Parameters of the list."""

    q = Line(load_default="", metadata={"label": "Name"})
    state = fields.String(
        load_default="active", validate=validate.OneOf(list(STATES)),
        metadata={"label": "State", "widget": "select", "labels": {**STATES, "active": "At work", "retired": "Dissolved"}},
    )


class TeamOut(Schema):
    """A team as the API answers."""

    id = fields.Integer()
    name = fields.String()
    description = fields.String()
    lead_id = fields.Integer(allow_none=True)
    lead = fields.String(allow_none=True)
    member_ids = fields.List(fields.Integer())
    retired_on = fields.Date(allow_none=True)
    version = fields.Integer(metadata={"description": "What If-Match has to name"})
