"""Rows of tables that people send: services, teams, people, targets. Every field takes the text of one cell.

A column that a file does not have changes nothing; an empty cell empties its field, but for those that ``keeps`` marks:
they cannot be empty, and stay as they are.
"""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from kernel.permission import Role
from organisation.rules.catalogue import TIERS, read_tier
from organisation.rules.targets import CountedIn
from organisation.schemas.day import Day
from organisation.schemas.fields import Line, Mail, Zone
from organisation.schemas.service import name_field, text_field
from organisation.schemas.targets import Length
from organisation.schemas.text import Lines


class Tier(fields.Integer):
    """``1``, ``Tier 1`` or ``critical``."""

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> int:
        found = read_tier(str(value))
        if found is None:
            raise ValidationError(f"“{str(value)[:40]}” is none of {', '.join(f'{n} ({word.lower()})' for n, word in TIERS.items())}")
        return found


class Severity(fields.Integer):
    """``1`` or ``P1``."""

    def _deserialize(self, value: Any, *_args: Any, **_more: Any) -> int:
        text = str(value).strip().lower().removeprefix("p")
        if text not in {"1", "2", "3", "4"}:
            raise ValidationError(f"“{str(value)[:40]}” is no severity from P1 to P4")
        return int(text)


class Several(fields.List[Any]):
    """Values of one cell, parted by semicolons."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> list[Any]:
        parts = [part.strip() for part in str(value).split(";")]
        return super()._deserialize([part for part in parts if part], *args, **more)


class ServiceRow(Schema):
    name = name_field("service")
    description = text_field("Description")
    business_unit = Line(validate=validate.Length(max=120, error="Business unit must be 120 characters or fewer"))
    tier = Tier(allow_none=True)
    owner = Line(allow_none=True, metadata={"hint": "mail address, or the name of exactly one person"})
    team = Line(allow_none=True, metadata={"hint": "name of a team that is there"})
    support_hours = Line(allow_none=True, metadata={"hint": "name of a calendar that is there"})
    retired_on = Day(allow_none=True)


class TeamRow(Schema):
    name = name_field("team")
    description = text_field("Description")
    lead = Line(allow_none=True, metadata={"hint": "mail address, or the name of exactly one person"})
    members = Several(Line(), metadata={"hint": "as lead, parted by semicolons"})
    retired_on = Day(allow_none=True)


class PersonRow(Schema):
    email = Mail(
        required=True, error_messages={"required": "Enter the mail address: people are told apart by it", "null": "Enter the mail address: people are told apart by it"},
        validate=validate.Length(max=254, error="Mail address must be 254 characters or fewer"),
    )
    name = Line(required=True, validate=[validate.Length(min=1, error="Enter a name"), validate.Length(max=120, error="Name must be 120 characters or fewer")],
                error_messages={"required": "Enter a name", "null": "Enter a name"})  # fmt: skip
    zone = Zone(metadata={"hint": "for example Europe/London", "keeps": True})
    roles = Several(
        fields.Enum(Role, by_value=True, error_messages={"unknown": f"A role is one of {', '.join(Role)}"}),
        validate=validate.Length(min=1, error="Enter at least one role"),
        metadata={"hint": "parted by semicolons: " + ", ".join(Role), "keeps": True},
    )


class TargetRowShape(Schema):
    severity = Severity(required=True, error_messages={"required": "Enter a severity, P1 to P4", "null": "Enter a severity, P1 to P4"})
    applies_to = Lines(required=True, error_messages={"required": "Enter all, tier 1 to tier 4, or the name of a service", "null": "Enter all, tier 1 to tier 4, or the name of a service"},
                       metadata={"hint": "all, tier 1 to tier 4, or the name of a service"})  # fmt: skip
    response = Length(allow_none=True, metadata={"hint": "such as 15 min"})
    restore = Length(allow_none=True, metadata={"hint": "such as 4 h"})
    hours = fields.Enum(CountedIn, by_value=True, allow_none=True, error_messages={"unknown": "Enter calendar or support"}, metadata={"hint": "calendar or support"})
