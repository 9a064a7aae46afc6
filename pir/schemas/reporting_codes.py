"""Reporting codes as forms and the API read and write them."""

from __future__ import annotations

from marshmallow import Schema, fields, missing, validate

from incidents.schemas.text import Line

WORDS = "Enter the words that people read"


class LabelForm(Schema):
    label = Line("The words", 200, missing=WORDS, label="Words", hint="What people read. The code itself never changes")


class CodeForm(LabelForm):
    """A new code and where it stands."""

    code = Line("The code", 120, missing="Enter the code", label="Code", hint="As the report has it, for example external_event_other")
    parent = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=120), metadata={"label": "Below", "widget": "select"})


class Classified(Schema):
    """What a factor says of reporting codes. Absent leaves it as it is."""

    classification = fields.String(
        allow_none=True, load_default=missing, validate=validate.Length(max=120),
        metadata={"label": "Reporting code", "widget": "select", "hint": "For reports only: it never says that two causes are the same"},
    )


class CodeShown(Schema):
    code = fields.String()
    label = fields.String()
    path = fields.List(fields.String(), metadata={"description": "The words from the top of the tree down to this code"})
    parent = fields.String(allow_none=True)
    retired = fields.Boolean()
    offered = fields.Boolean(metadata={"description": "Neither it nor a code above it is retired"})
    version = fields.Integer(metadata={"description": "What If-Match has to name"})
