"""What is said about severity: warranted in hindsight, changed during the incident, kept with a reason."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from incidents.schemas.moments import WHICH, At, when
from incidents.schemas.text import Text

LEVELS = {"high": "High", "medium": "Medium", "low": "Low"}
SEVERITIES = {1: "P1, critical", 2: "P2, high", 3: "P3, moderate", 4: "P4, low"}


def _level(label: str, hint: str) -> fields.String:
    return fields.String(
        load_default=None, allow_none=True,
        validate=validate.OneOf(list(LEVELS), labels=list(LEVELS.values()), error=f"{label} must be high, medium or low"),
        metadata={"label": label, "hint": hint, "widget": "select"},
    )


def _severity(label: str, hint: str, **more: Any) -> fields.Integer:
    text = "Select P1, P2, P3 or P4"
    return fields.Integer(
        validate=validate.OneOf(list(SEVERITIES), labels=list(SEVERITIES.values()), error=text),
        error_messages=dict.fromkeys(("required", "null", "invalid"), text),
        metadata={"label": label, "hint": hint, "widget": "select"}, **more,
    )


class Warranted(Schema):
    """Loads to the arguments of ``pir.service.severity.judge``."""

    impact = _level("Impact", "How much of the business it touched")
    urgency = _level("Urgency", "How little time there was")
    severity = _severity("Severity", "Empty: as the table gives it", load_default=None, allow_none=True)
    reason = Text("Reason", 1000, missing="Enter the reason", rows=2, widget="textarea", hint="What is known now that shows it")


class ChangedTo(At):
    """A change during the incident."""

    missing = "Enter when it changed"

    becomes = _severity("Became", "", required=True)
    at = when("When", "24-hour clock, for example 14:03 or 1403")
    at_which = WHICH


class Kept(Schema):
    reason = Text("Reason", 1000, missing="Enter why the review keeps its severity", rows=2, widget="textarea")
