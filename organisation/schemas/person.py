"""People, as forms and the API read and write them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from kernel.permission import Role
from organisation.schemas.fields import Line, Mail, Zone

#: What each role is for, in the words of the people page. The table of verbs is kernel/permission.py.
ROLE_HINTS = {
    Role.VIEWER.value: "Reads everything that is open",
    Role.CONTRIBUTOR.value: "Opens reviews, adds to them, owns actions",
    Role.FACILITATOR.value: "Runs reviews and submits them",
    Role.INCIDENT_MANAGER.value: "Imports incidents, edits and approves reviews",
    Role.SERVICE_OWNER.value: "Approves reviews of services, accepts risks",
    Role.PROBLEM_MANAGER.value: "Checks actions, approves, waives, reads the audit trail",
    Role.LEADER.value: "Reads everything that is open, and the measures",
    Role.AUDITOR.value: "Reads everything that is open, and the audit trail",
    Role.ADMINISTRATOR.value: "People, accounts and settings. Opens no restricted record",
}


def _name(**more: Any) -> Line:
    return Line(
        required=True,
        validate=[validate.Length(min=1, error="Enter a name"), validate.Length(max=120, error="Name must be 120 characters or fewer")],
        error_messages={"required": "Enter a name", "null": "Enter a name"},
        metadata={"label": "Name", **more},
    )


def _email() -> Mail:
    return Mail(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=254, error="Mail address must be 254 characters or fewer"),
        metadata={"label": "Mail address", "hint": "Needed to sign in and to be reminded of actions"},
    )


def _roles(**more: Any) -> Any:
    return fields.List(
        fields.Enum(Role, by_value=True),
        validate=validate.Length(min=1, error="Select at least one role"),
        metadata={"label": "Roles", "hints": ROLE_HINTS},
        **more,
    )


def _zone() -> Zone:
    return Zone(
        required=True,
        error_messages={"required": "Enter a time zone", "null": "Enter a time zone"},
        metadata={"label": "Time zone", "hint": "Times are shown in this zone, for example Europe/London", "widget": "suggest"},
    )


class NewPerson(Schema):
    """A person whom any contributor may add: a contributor without account."""

    name = _name()
    email = _email()


class NewPersonWithRoles(NewPerson):
    """What an administrator may say as well."""

    roles = _roles(load_default=lambda: [Role.CONTRIBUTOR])


class EditPerson(Schema):
    name = _name()
    email = _email()
    zone = _zone()
    roles = _roles(required=True)
    service_ids = fields.List(
        fields.Integer(),
        load_default=list,
        metadata={"label": "Services owned", "hint": "For a service owner. None selected means every service"},
    )
    version = fields.Integer(load_default=None, allow_none=True)


class EditProfile(Schema):
    name = _name()
    zone = _zone()
    version = fields.Integer(load_default=None, allow_none=True)


class PersonOut(Schema):
    """A person as the API answers."""

    id = fields.Integer()
    name = fields.String()
    email = fields.String(allow_none=True)
    zone = fields.String()
    roles = fields.List(fields.String())
    has_account = fields.Boolean()
    left_on = fields.Date(allow_none=True)


class PeopleAsked(Schema):
    """Parameters of the list."""

    q = Line(load_default="", metadata={"label": "Name or mail address"})
    state = fields.String(
        load_default="active",
        validate=validate.OneOf(["active", "left", "all"]),
        metadata={"label": "Who", "widget": "select", "labels": {"active": "Here now", "left": "Left", "all": "Everyone"}},
    )
