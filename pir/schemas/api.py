"""What the API of reviews takes and gives beyond the forms' own schemas."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from pir.rules.chain import ROLE_WORDS
from pir.rules.lifecycle import ReviewState
from pir.schemas.cause_acts import SeveralForm
from pir.schemas.causes import FactorForm, LinkChecks, NewFactorForm
from rca.vocabulary import Gate, Question


class ReviewsAsked(Schema):
    state = fields.Enum(ReviewState, by_value=True, allow_none=True, load_default=None)
    severity = fields.Integer(allow_none=True, load_default=None, validate=validate.Range(1, 4))
    mine = fields.Boolean(load_default=False)
    page = fields.Integer(load_default=1, validate=validate.Range(min=1))
    size = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class ReviewLine(Schema):
    ref = fields.String()
    title = fields.String()
    kind = fields.String()
    state = fields.String()
    severity = fields.Integer()
    classification = fields.String()
    opened_at = fields.String()
    version = fields.Integer()


class PageFacts(Schema):
    number = fields.Integer()
    size = fields.Integer()
    total = fields.Integer()
    pages = fields.Integer()


class ReviewList(Schema):
    items = fields.List(fields.Nested(ReviewLine))
    page = fields.Nested(PageFacts)


class ReviewDocument(Schema):
    """The snapshot document ``debrief/review@1``, as it stands now."""

    version = fields.Integer(metadata={"description": "What If-Match has to name"})
    transitions = fields.List(fields.String(), metadata={"description": "What may be done next by you"})
    document = fields.Dict(metadata={"description": "Schema debrief/review@1"})


class FactorBody(NewFactorForm):
    """A factor and where it stands: ``effect`` is the reference of a factor, or ``focus``."""

    question = fields.Enum(Question, by_value=True, load_default=Question.WHY)
    effect = fields.String(load_default="focus", allow_none=True)


class CauseShown(Schema):
    ref = fields.String()
    statement = fields.String()
    version = fields.Integer()


class LinkShown(Schema):
    cause = fields.String()
    effect = fields.String()
    version = fields.Integer()


class CausesShown(Schema):
    """One question as it stands, with the versions that If-Match has to name."""

    causes = fields.Dict(metadata={"description": "Schema debrief/causes@1"})
    versions = fields.Dict(metadata={"description": "``focus`` or a factor's reference → version"})
    links = fields.List(fields.Nested(LinkShown))
    undoable = fields.String(allow_none=True, metadata={"description": "What your undo would take back"})


class BetweenBody(FactorForm):
    """A factor to put between a cause and ``effect``."""

    effect = fields.String(load_default="focus")


class SeveralBody(SeveralForm):
    question = fields.Enum(Question, by_value=True, load_default=Question.WHY)


class Undone(Schema):
    undone = fields.String()


class GateBody(Schema):
    question = fields.Enum(Question, by_value=True, load_default=Question.WHY)
    effect = fields.String(load_default="focus")
    gate = fields.Enum(Gate, by_value=True, required=True)
    k = fields.Integer(allow_none=True, load_default=None)
    condition = fields.String(allow_none=True, load_default=None)


class FocusBody(Schema):
    question = fields.Enum(Question, by_value=True, load_default=Question.WHY)
    statement = fields.String(
        required=True,
        validate=[validate.Length(min=1, error="Enter what happened, when and to whom"),
                  validate.Length(max=200, error="The event must be 200 characters or fewer")],
    )


class LinkBody(LinkChecks):
    effect = fields.String(required=True)


class EntriesBody(Schema):
    """Each entry as the form ``Entry`` takes it; times with an offset say their own zone."""

    entries = fields.List(fields.Dict(), required=True, validate=validate.Length(1, 500))


class EntryShown(Schema):
    id = fields.Integer()
    at = fields.String()
    text = fields.String()
    version = fields.Integer()


class StepBody(Schema):
    reason = fields.String(load_default="", validate=validate.Length(max=1000))
    as_role = fields.String(
        allow_none=True, load_default=None, validate=validate.OneOf(list(ROLE_WORDS)),
        metadata={"description": "Which step of the approval chain, where you could sign more than one"},
    )
