"""What may be sent to bring causes in: a list, a file or a document, and where they belong."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from incidents.rules.clean import without_controls
from incidents.schemas.text import Line
from rca.vocabulary import Question

MOST_CHARACTERS = 200_000


class Pasted(fields.String):
    """A text whose first line keeps the blanks before it: they say where it stands."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        return without_controls(super()._deserialize(value, attr, data, **more) or "").replace("\r\n", "\n").rstrip()


class ImportForm(Schema):
    effect = fields.String(load_default="focus", validate=validate.Length(min=1, max=40), metadata={"label": "These causes led to", "widget": "select"})
    text = Pasted(
        load_default="", validate=validate.Length(max=MOST_CHARACTERS, error=f"The list must be {MOST_CHARACTERS:,} characters or fewer"),
        metadata={"label": "An indented list", "widget": "textarea", "rows": 12, "hint":
                  "A cause a line; what led to it stands indented below it. (all), (any) or (2 of 3) at the end of a line says how the causes below it combine"},
    )
    first_is_event = fields.Boolean(load_default=False, metadata={"label": "The first line is the event itself"})
    top = Line("The top gate", 250, allow_none=True, load_default=None, label="Top gate", widget="text", hint="Only for a model with several")


class ImportBody(ImportForm):
    """One of ``text``, ``open_psa`` and ``document``. With ``dry_run`` nothing is stored."""

    question = fields.Enum(Question, by_value=True, load_default=Question.WHY)
    open_psa = fields.String(load_default="", metadata={"description": "A fault tree in the Open-PSA model exchange format"})
    document = fields.Dict(load_default=None, allow_none=True, metadata={"description": "Schema debrief/causes@1"})
    dry_run = fields.Boolean(load_default=False)

    @validates_schema
    def is_one(self, body: dict[str, Any], **_: Any) -> None:
        if sum(bool(body[name]) for name in ("text", "open_psa", "document")) != 1:
            raise ValidationError("Send one of text, open_psa and document", "text")


class DraftForm(Schema):
    """What the preview sends on: the causes as a document, where they go, and where they came from."""

    effect = fields.String(load_default="focus", validate=validate.Length(min=1, max=40))
    source = Line("The source", 200, load_default="a file")
    document = fields.String(required=True)


class ImportedCauses(Schema):
    added = fields.List(fields.String(), metadata={"description": "References of the new causes; with dry_run those that they would have got"})
    notes = fields.List(fields.String())
    causes = fields.Dict(metadata={"description": "What was understood, as debrief/causes@1"})
