"""What changed between two submissions of a review, as the API asks for it and tells it."""

from __future__ import annotations

from marshmallow import Schema, fields


class Ends(Schema):
    """Keys of submissions: "1.1", "2.1" … or "now". Without them the last two."""

    from_ = fields.String(data_key="from", allow_none=True, load_default=None)
    to = fields.String(allow_none=True, load_default=None)


class WordsShown(Schema):
    sign = fields.String(metadata={"description": "= stayed, + came, - went"})
    text = fields.String()


class ChangeShown(Schema):
    kind = fields.String(metadata={"description": "added, removed or changed"})
    label = fields.String()
    pieces = fields.List(fields.Nested(WordsShown))


class PartShown(Schema):
    key = fields.String()
    name = fields.String()
    changes = fields.List(fields.Nested(ChangeShown))


class SubmissionShown(Schema):
    key = fields.String()
    name = fields.String()
    frozen_at = fields.AwareDateTime(format="iso", allow_none=True)


class DifferenceShown(Schema):
    old = fields.String(data_key="from")
    new = fields.String(data_key="to")
    submissions = fields.List(fields.Nested(SubmissionShown))
    parts = fields.List(fields.Nested(PartShown))
