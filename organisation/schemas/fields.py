"""Fields that clean what was typed before it is judged."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields

from kernel.calendar import known_zone
from organisation.rules.names import mail_address, one_line


class Line(fields.String):
    """One line of text without control characters."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> str:
        return one_line(super()._deserialize(value, *args, **more))


class Mail(fields.Email):
    """A mail address in the form in which it is stored."""

    default_error_messages = {"invalid": "Enter a mail address in the form name@example.org"}

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> str:
        return mail_address(super()._deserialize(value, *args, **more))


class Zone(fields.String):
    """An IANA zone that this system knows."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> str:
        name = super()._deserialize(value, *args, **more)
        if not known_zone(name):
            raise ValidationError(f"“{name[:40]}” is not a time zone. Enter one such as Europe/London")
        return name
