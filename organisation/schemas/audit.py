"""What the audit trail is asked for."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from organisation.schemas.day import Day
from organisation.schemas.fields import Line

MOST = 10**15


class AuditAsked(Schema):
    """``before`` is the number of the entry above the next page."""

    ref = Line(load_default="", validate=validate.Length(max=40, error="Record must be 40 characters or fewer"), metadata={"label": "Record"})
    person = fields.Integer(allow_none=True, load_default=None, validate=validate.Range(1, MOST), metadata={"label": "Who"},
                            error_messages={"invalid": "Select a person from the list"})
    verb = Line(load_default="", validate=validate.Length(max=60, error="What must be 60 characters or fewer"), metadata={"label": "What"})
    since = Day(allow_none=True, load_default=None, metadata={"label": "From", "widget": "text"})
    until = Day(allow_none=True, load_default=None, metadata={"label": "To", "widget": "text"})
    before = fields.Integer(allow_none=True, load_default=None, validate=validate.Range(1, MOST))
