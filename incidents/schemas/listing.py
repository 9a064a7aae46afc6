"""What a list of incidents can be asked for, and how one is answered."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from incidents.schemas.incident import IncidentShape

REVIEWS = {"needs": "Needs one", "has": "Has one", "none": "None"}
LARGEST_PAGE = 200


class IncidentFilter(Schema):
    """The filters of the list; what is absent does not narrow it."""

    q = fields.String(load_default="", validate=validate.Length(max=120), metadata={"label": "Number or words", "description": "Words in the number or the title"})
    severity = fields.Integer(
        load_default=None, allow_none=True, validate=validate.OneOf([1, 2, 3, 4], labels=["P1", "P2", "P3", "P4"], error="Severity is 1, 2, 3 or 4")
    )
    review = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(list(REVIEWS), labels=list(REVIEWS.values()), error="Review is needs, has or none")
    )
    month = fields.String(
        load_default=None, allow_none=True, validate=validate.Regexp(r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$", error="Enter the month as 2026-11"),
        metadata={"label": "Opened in", "description": "Month of opening in your own zone, such as 2026-11"},
    )  # fmt: skip


class IncidentQuery(IncidentFilter):
    """The filters and the page of them that is wanted."""

    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=1_000_000))
    size = fields.Integer(load_default=50, validate=validate.Range(min=1, max=LARGEST_PAGE))


class IncidentPage(Schema):
    """One page of incidents, newest first."""

    items = fields.List(fields.Nested(IncidentShape))
    page = fields.Integer()
    size = fields.Integer()
    total = fields.Integer(metadata={"description": "How many there are on all pages"})
