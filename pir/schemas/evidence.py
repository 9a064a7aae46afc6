"""A piece of evidence: what it shows, who captured it, when and where; and what it is evidence of."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from incidents.schemas.moments import WHICH, At, when
from incidents.schemas.text import Line


class PieceFacts(At):
    """What can be said of a piece, and changed later. Loads to the values of its row."""

    at_field, which_field, missing = "captured_at", "which", None

    description = Line("Description", 300, widget="textarea", rows=2, hint="What it shows. Left empty, the name of the file stands here")
    source = Line("Source", 200, hint="The tool, dashboard or folder it comes from")
    captured_by = Line("Captured by", 120, hint="Left empty, whoever adds it")
    captured_at = when("Captured", "When it was taken or saved. Left empty, now")
    which = WHICH


class NewPieces(PieceFacts):
    """One or several files, or a link; ``shows`` is ``entry:12`` or the reference of a cause."""

    link = Line("Link", 2000, widget="text", hint="To a ticket, a dashboard or a chat")
    shows = fields.String(allow_none=True, load_default=None, validate=validate.Length(max=40),
                          metadata={"label": "Evidence of", "widget": "select"})

    @validates_schema
    def is_a_link(self, body: dict[str, Any], **_: Any) -> None:
        if body.get("link") and not body["link"].startswith(("https://", "http://")):
            raise ValidationError("Link must begin with https:// or http://", "link")

    class Meta:
        fields = ("link", "description", "shows", "source", "captured_by", "captured_at", "which")


class UseShown(Schema):
    entry = fields.Integer(allow_none=True, attribute="entry_id")
    cause = fields.String(allow_none=True, attribute="ref")


class PieceShown(Schema):
    """One piece of the register."""

    number = fields.Integer()
    description = fields.String()
    url = fields.String(allow_none=True)
    filename = fields.String(allow_none=True)
    media_type = fields.String(allow_none=True)
    size = fields.Integer(allow_none=True)
    sha256 = fields.String(allow_none=True)
    source = fields.String()
    captured_by = fields.String(allow_none=True)
    captured_at = fields.String()
    used_in = fields.List(fields.Nested(UseShown))
    version = fields.Integer()
