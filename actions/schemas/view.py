"""A view of the register, and many actions given to one person."""

from __future__ import annotations

from collections.abc import Iterable

from marshmallow import Schema, fields, validate

from actions.schemas.shown import RegisterQuery
from organisation.schemas.fields import Line

NAMED = "Enter a name for the view"


class ViewFields(Schema):
    name = Line(
        required=True, validate=[validate.Length(min=1, error=NAMED), validate.Length(max=60, error="Name must be 60 characters or fewer")],
        error_messages={"required": NAMED, "null": NAMED}, metadata={"label": "Keep this view as", "widget": "text"},
    )


class NewView(RegisterQuery, ViewFields):
    """A name, and what the list of actions may be asked; a page of it is not kept."""

    class Meta:
        exclude = ("page", "size")


class ViewShown(Schema):
    id = fields.Integer(required=True)
    name = fields.String(required=True)
    query = fields.String(required=True)


class GiveFields(Schema):
    """``actions``: "ACT-0107:3", the reference and the version that was seen."""

    owner = fields.Integer(
        load_default=None, allow_none=True, error_messages={"invalid": "Select a person, not a team"},
        metadata={"label": "New owner", "widget": "select"},
    )
    actions = fields.List(
        fields.String(validate=validate.Regexp(r"ACT-\d{4,9}:\d{1,9}$", error="Select actions from the list")), load_default=list,
        metadata={"label": "Actions"},
    )


class VersionShown(Schema):
    ref = fields.String(required=True)
    version = fields.Integer(required=True)


class GaveShown(Schema):
    changed = fields.List(fields.Nested(VersionShown), required=True)


def read_versions(actions: Iterable[str]) -> dict[str, int]:
    """
    >>> read_versions(["ACT-0107:3"])
    {'ACT-0107': 3}
    """
    return {ref: int(version) for ref, _, version in (text.partition(":") for text in actions)}
