"""An incident as the API answers it."""

from __future__ import annotations

from marshmallow import Schema, fields

from incidents.rules.times import NAMES


class TimeShape(Schema):
    """One of the seven times, as one source gives it."""

    at = fields.String(allow_none=True, metadata={"description": "Instant in UTC, such as 2026-11-20T14:03:00Z; null when not known"})
    precision = fields.String(metadata={"description": "exact, about or unknown"})
    source = fields.String(metadata={"description": "import or person"})
    zone = fields.String(metadata={"description": "IANA zone in which it was written"})
    typed = fields.String(metadata={"description": "As it stood in the file or was typed"})


class MomentShape(TimeShape):
    """The value that counts."""

    imported = fields.Nested(TimeShape, allow_none=True, metadata={"description": "The import's value, where a person's wins over it"})


TimesShape = Schema.from_dict({name: fields.Nested(MomentShape, allow_none=True) for name in NAMES}, name="TimesShape")


class IncidentShape(Schema):
    """One incident. What the source does not say is null."""

    ref = fields.String(metadata={"description": "The number that its source gave it"})
    title = fields.String()
    severity = fields.Integer(allow_none=True, metadata={"description": "1 (most severe) to 4"})
    source = fields.String(metadata={"description": "servicenow, form or paste: who wrote it down first"})
    version = fields.Integer()
    state = fields.String(allow_none=True)
    is_major = fields.Boolean(allow_none=True)
    parent = fields.String(allow_none=True, attribute="parent_number")
    services = fields.List(fields.String())
    category = fields.String(allow_none=True)
    subcategory = fields.String(allow_none=True)
    assignment_group = fields.String(allow_none=True)
    contact_type = fields.String(allow_none=True)
    problem_ref = fields.String(allow_none=True)
    change_ref = fields.String(allow_none=True)
    caused_by = fields.String(allow_none=True)
    made_sla = fields.Boolean(allow_none=True)
    reopen_count = fields.Integer(allow_none=True)
    reassignment_count = fields.Integer(allow_none=True)
    zone = fields.String()
    opened_at = fields.String(allow_none=True)
    times = fields.Nested(TimesShape)
    review = fields.String(allow_none=True, metadata={"description": "Reference of the live review that it leads"})
