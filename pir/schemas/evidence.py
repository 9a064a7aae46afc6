"""A piece of evidence: what it shows, who captured it, when and where; and what it is evidence of."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from incidents.schemas import moments
from incidents.schemas.moments import WHICH, Zoned, when
from incidents.schemas.text import Line


class PieceFacts(Zoned):
    """What can be said of a piece, and changed later. Loads to the values of its row."""

    description = Line("Description", 300, widget="textarea", rows=2, hint="What it shows. Left empty, the name of the file stands here")
    source = Line("Source", 200, hint="The tool, dashboard or folder it comes from")
    captured_by = Line("Captured by", 120, hint="Left empty, whoever adds it")
    captured_at = when("Captured", "When it was taken or saved. Left empty, now")
    which = WHICH

    @validates_schema(skip_on_field_errors=False)
    def is_readable(self, body: dict[str, Any], **_: Any) -> None:
        self._read(body)

    @post_load
    def as_values(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        body.pop("which", None)
        return {**body, "captured_at": self._read(body)} if "captured_at" in body else body

    def _read(self, body: dict[str, Any]) -> Any:
        text = body.get("captured_at")
        return moments.settled("captured_at", text, self.zone_of(body), which=body.get("which")) if text else None


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
