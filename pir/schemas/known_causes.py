"""Known causes as forms and the API read and write them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, missing, validate

from incidents.schemas.text import Line, Text

STATES = {"used": "In use", "retired": "Retired", "all": "All"}
NAME = "Enter what the cause is called, in words that fit every review in which it is met"


def chosen_cause(label: str = "Known cause", hint: str = "", **more: Any) -> Line:
    """A box in which a known cause is named: "CAU-0003", with or without its name, or the name alone."""
    return Line("The known cause", 240, label=label, hint=hint, widget="suggest", **more)


class CauseForm(Schema):
    name = Line("The name", 200, missing=NAME, label="Name", hint="The condition, without the day: Log volume fills before its alarm")
    description = Text("The description", 4000, label="Description", widget="textarea", rows=5,
                       hint="How it is recognised, and what is not meant. Everybody reads it")
    control = Line("The control", 200, allow_none=True, load_default=None, label="Control",
                   hint="What should stop it. A factor that names the same control is pointed out as similar")


class MergeForm(Schema):
    into = chosen_cause("The cause that stays", "Its name or reference", missing="Choose the cause that stays")
    reason = Text("Reason", 1000, missing="Enter why they are the same cause", label="Why they are the same", widget="textarea", rows=2)


class OfFactor(Schema):
    """What a factor says of known causes. Absent leaves it as it is; ``new_cause`` names one that was not known."""

    cause = chosen_cause(
        hint="The same cause as elsewhere, because you say so: its name or reference", allow_none=True, load_default=missing,
    )
    new_cause = Line("The name", 200, allow_none=True, load_default=missing, label="Or name it as a new known cause",
                     hint="In words that fit other reviews too. Everybody reads them")


class CausesAsked(Schema):
    """Parameters of the catalogue."""

    q = Line("The words", 200, load_default="", label="Words or reference")
    state = fields.String(load_default="used", validate=validate.OneOf(list(STATES)),
                          metadata={"label": "State", "widget": "select", "labels": STATES})


class MetShown(Schema):
    review = fields.String()
    title = fields.String()
    opened_at = fields.String()
    question = fields.String()
    factor = fields.String()
    statement = fields.String()
    confidence = fields.String()


class KnownCauseShown(Schema):
    ref = fields.String()
    name = fields.String()
    description = fields.String()
    control = fields.String(allow_none=True)
    retired = fields.Boolean()
    merged_into = fields.String(allow_none=True)
    reviews = fields.Integer(metadata={"description": "In how many reviews that you may see it was met"})
    last_met = fields.String(allow_none=True)
    version = fields.Integer(metadata={"description": "What If-Match has to name"})


class OneKnownCause(KnownCauseShown):
    took_in = fields.List(fields.String())
    met = fields.List(fields.Nested(MetShown), metadata={"description": "The newest 200"})
