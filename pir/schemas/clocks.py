"""What a person says when clocks are paused, extended, or stopped by a reopening."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from incidents.schemas.moments import WHICH, At, when
from incidents.schemas.text import Text
from pir.rules.clock import NAMES

EXTENDABLE = {kind: NAMES[kind] for kind in ("session", "approval")}


def _reason(missing: str, hint: str) -> Text:
    return Text("Reason", 1000, missing=missing, hint=hint, rows=2, widget="textarea")


class Pause(Schema):
    reason = _reason("Enter why the clocks are paused", "For example: the supplier’s analysis is awaited")


class Extension(At):
    """More time for one clock. Loads to the arguments of ``pir.service.clock_acts.extend``."""

    at_field, which_field, missing = "due_at", "due_which", "Enter the new date and time"

    kind = fields.String(
        required=True,
        validate=validate.OneOf(list(EXTENDABLE), labels=list(EXTENDABLE.values()), error="Select which clock"),
        error_messages={"required": "Select which clock"},
        metadata={"label": "Which clock"},
    )
    due_at = when("New date", "24-hour clock, for example 14:03 or 1403")
    due_which = WHICH
    asked_by = fields.Integer(
        required=True,
        error_messages=dict.fromkeys(("required", "null", "invalid"), "Select who asked for more time"),
        metadata={"label": "Asked for by", "hint": "You approve it, so it cannot be you", "widget": "select"},
    )
    reason = _reason("Enter why more time is needed", "Stands beside the new date for ever")


class Reopening(At):
    missing = "Enter when the incident was open again"

    at = when("Open again since", "24-hour clock, for example 14:03 or 1403")
    at_which = WHICH
    reason = _reason("Enter what happened", "For example: the fix was rolled back, errors came back")
