"""A template of reviews as a form and as JSON; both have the shape of ``pir.rules.template.Template``."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from incidents.schemas.text import Line, Text
from pir.rules.marking import Classification
from pir.rules.template import PARTS, AgendaItem, Part, Template

MOST_MINUTES = 480
MINUTES = "Enter the minutes, a whole number from 1 to 240"


class TemplatePart(Schema):
    """A part that is not used keeps its prompt in the form, and is not stored."""

    key = fields.String(required=True, validate=validate.OneOf(list(PARTS), error="There is no such part"))
    used = fields.Boolean(load_default=True, metadata={"label": "In this template"})
    required = fields.Boolean(load_default=True, metadata={"label": "Required"})
    prompt = Text("The prompt", 500, label="Prompt", widget="textarea", rows=2)


class AgendaRow(Schema):
    minutes = fields.Integer(
        strict=False, required=True, validate=validate.Range(1, 240, error=MINUTES),
        error_messages=dict.fromkeys(("required", "null", "invalid"), MINUTES), metadata={"label": "Minutes"},
    )
    item = Line("The item", 120, missing="Enter what this time is for", label="Item")
    prompt = Line("The prompt", 300, label="What is asked")


class TemplateForm(Schema):
    name = Line("The name", 80, missing="Enter a name", label="Name")
    parts = fields.List(fields.Nested(TemplatePart), required=True, metadata={"label": "Parts"})
    agenda = fields.List(fields.Nested(AgendaRow), load_default=list, metadata={"label": "Agenda"})
    classification = fields.String(
        allow_none=True, load_default=None,
        validate=validate.OneOf([c.value for c in Classification if c is not Classification.RESTRICTED], error="Select a marking"),
        metadata={"label": "Marking of a new review", "widget": "select"},
    )
    most_actions = fields.Integer(
        allow_none=True, load_default=None, validate=validate.Range(1, 50, error="Enter a whole number from 1 to 50"),
        error_messages={"invalid": "Enter a whole number from 1 to 50"},
        metadata={"label": "Actions that are enough", "hint": "More are pointed out, and not stopped"},
    )

    @validates_schema
    def is_whole(self, body: dict[str, Any], **_: Any) -> None:
        keys = [row["key"] for row in body["parts"]]
        if len(keys) != len(set(keys)):
            raise ValidationError("A part stands twice", "parts")
        if not any(row["used"] for row in body["parts"]):
            raise ValidationError("Keep at least one part", "parts")
        if sum(row["minutes"] for row in body["agenda"]) > MOST_MINUTES:
            raise ValidationError(f"The agenda is longer than {MOST_MINUTES // 60} hours", "agenda")

    @post_load
    def as_template(self, body: dict[str, Any], **_: Any) -> Template:
        return Template(
            name=body["name"], version=0,
            parts=tuple(Part(row["key"], row["required"], row["prompt"]) for row in body["parts"] if row["used"]),
            agenda=tuple(AgendaItem(row["minutes"], row["item"], row["prompt"]) for row in body["agenda"]),
            classification=body["classification"], most_actions=body["most_actions"],
        )


class TemplatePartShown(Schema):
    key = fields.String()
    required = fields.Boolean()
    prompt = fields.String()


class AgendaShown(Schema):
    minutes = fields.Integer()
    item = fields.String()
    prompt = fields.String()


class TemplateShown(Schema):
    key = fields.String()
    version = fields.Integer(metadata={"description": "What If-Match has to name"})
    name = fields.String()
    minutes = fields.Integer(metadata={"description": "Length of the session, the sum of the agenda"})
    parts = fields.List(fields.Nested(TemplatePartShown))
    agenda = fields.List(fields.Nested(AgendaShown))
    classification = fields.String(allow_none=True)
    most_actions = fields.Integer(allow_none=True)
