"""What may be sent about the checks of the causes, and how the API gives their findings."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from incidents.schemas.text import Text
from rca.vocabulary import Question

FOUND = "Say which finding: the fingerprint that the checks give"


class DismissForm(Schema):
    """``found`` is the fingerprint of the finding as the person read it."""

    found = fields.String(
        required=True, validate=validate.Length(equal=64, error=FOUND),
        error_messages=dict.fromkeys(("required", "null", "invalid"), FOUND),
    )
    reason = Text(
        "The reason", 500, missing="Enter why this may stand", label="Why may this stand?", widget="textarea", rows=3,
        hint="It is kept in the audit trail, and the full report prints it",
    )


class DismissBody(DismissForm):
    question = fields.Enum(Question, by_value=True, load_default=Question.WHY)


class DismissalShown(Schema):
    id = fields.Integer()
    reason = fields.String()
    by = fields.String()
    at = fields.AwareDateTime(format="iso")


class CheckShown(Schema):
    """One finding. ``item`` is the reference of a cause, null for the whole; ``dismissed`` null while it is open."""

    check = fields.String(attribute="finding.check")
    level = fields.String(attribute="finding.level")
    question = fields.String()
    item = fields.String(attribute="finding.item", allow_none=True)
    statement = fields.String()
    message = fields.String(attribute="finding.message")
    mend = fields.String(attribute="finding.mend")
    fingerprint = fields.String(attribute="finding.fingerprint")
    dismissed = fields.Nested(DismissalShown, attribute="dismissal", allow_none=True)
