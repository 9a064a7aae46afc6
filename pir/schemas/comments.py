"""Comments as both doors give them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from incidents.schemas.text import Line, Text
from pir.rules.comments import ITEMS, PARTS

CHOICES = [*PARTS, *ITEMS]


class Reply(Schema):
    text = Text("The comment", 2000, missing="Enter a comment", label="Comment", widget="textarea", rows=3)


class NewComment(Reply):
    """A comment that starts a thread. ``item`` is an entry's id, a factor's or an action's reference; "" for a whole part."""

    part = fields.String(
        required=True,
        validate=validate.OneOf(CHOICES, error="Select a part of this review"),
        error_messages=dict.fromkeys(("required", "null", "invalid"), "Select a part of this review"),
        metadata={"label": "On", "widget": "select"},
    )
    item = Line("The item", 40)

    class Meta:
        fields = ("part", "item", "text")


class SaidShown(Schema):
    by = fields.String()
    at = fields.AwareDateTime(format="iso")
    text = fields.String()


class ThreadShown(Schema):
    """``standing``: open, carried to the next version, or resolved."""

    id = fields.Integer()
    part = fields.String()
    item = fields.String()
    label = fields.String()
    edition = fields.Integer()
    standing = fields.String()
    settled_by = fields.String(allow_none=True)
    settled_at = fields.AwareDateTime(format="iso", allow_none=True)
    said = fields.List(fields.Nested(SaidShown))
