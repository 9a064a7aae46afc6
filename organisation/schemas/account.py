"""Signing in, passwords and tokens. Values of password fields are never trimmed."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from organisation.rules.password import SHORTEST
from organisation.schemas.fields import Line

#: Longest text that is hashed at all.
MOST = 1000
#: Days a token may live, as the form offers them.
TOKEN_DAYS = {30: "30 days", 90: "90 days", 365: "1 year"}


def _password(label: str, missing: str, hint: str = "") -> fields.String:
    return fields.String(
        required=True,
        validate=validate.Length(max=MOST, error=f"{label} must be {MOST} characters or fewer"),
        error_messages={"required": missing, "null": missing},
        metadata={"label": label, "widget": "password", "hint": hint},
    )


class SignIn(Schema):
    """The address is not checked for shape: a wrong one and an unknown one get the same answer."""

    email = Line(
        required=True,
        validate=[validate.Length(min=1, error="Enter your mail address"), validate.Length(max=MOST, error="Enter your mail address")],
        error_messages={"required": "Enter your mail address"},
        metadata={"label": "Mail address", "widget": "email"},
    )
    password = _password("Password", "Enter your password")


class _Chosen(Schema):
    password = _password(
        "New password", "Enter a new password", f"{SHORTEST} characters or more. A few unrelated words are easy to keep"
    )
    password_again = _password("New password, again", "Enter the new password a second time")

    @validates_schema
    def is_typed_twice(self, body: dict[str, Any], **_: Any) -> None:
        if body["password"] != body["password_again"]:
            raise ValidationError("The two passwords are not the same", "password_again")


class SetPassword(_Chosen):
    """An administrator gives somebody a password."""


class ChangePassword(_Chosen):
    """A person changes the own one."""

    current_password = _password("Current password", "Enter your current password")

    class Meta:
        fields = ("current_password", "password", "password_again")


class NewToken(Schema):
    name = Line(
        required=True,
        validate=[validate.Length(min=1, error="Enter a name"), validate.Length(max=80, error="Name must be 80 characters or fewer")],
        error_messages={"required": "Enter a name"},
        metadata={"label": "What it is for", "hint": "For example, nightly import"},
    )
    days = fields.Integer(
        load_default=90,
        validate=validate.OneOf(list(TOKEN_DAYS), labels=list(TOKEN_DAYS.values()), error="Select how long it works"),
        metadata={"label": "Works for", "widget": "radios"},
    )
