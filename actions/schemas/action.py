"""What a person may write into an action. Everything else (state, original date, verifier …) has its own door."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from actions.rules.tickets import TicketState
from actions.rules.words import EFFECTS, KINDS, STRENGTHS
from organisation.schemas.day import Day
from organisation.schemas.fields import Line, Mail
from organisation.schemas.text import Lines

DOES_WHAT = "Select what the action does to this cause"
WINDOW = "Watched for so many days must be a whole number from 1 to 365"
VERB_FIRST = "Enter what will be done, starting with a verb"


class FactorEffect(Schema):
    """A factor and what the action does to it; ``probability`` only for *reduces*: to what it reduces it."""

    factor = Line(required=True, error_messages={"required": "Select a cause"}, metadata={"label": "Cause"})
    effect = fields.String(
        required=True,
        validate=validate.OneOf(list(EFFECTS), error=DOES_WHAT),
        error_messages={"required": DOES_WHAT, "null": DOES_WHAT},
        metadata={"label": "Effect", "labels": EFFECTS},
    )
    probability = fields.Float(
        allow_none=True,
        load_default=None,
        allow_nan=False,
        validate=validate.Range(0, 1, error="Probability must be between 0 and 1"),
    )

    @validates_schema
    def reduces_to(self, body: dict[str, Any], **_: Any) -> None:
        if body.get("probability") is not None and body.get("effect") != "reduces":
            raise ValidationError("Only “Reduces it” has a probability", "probability")


class ActionFields(Schema):
    """Create and edit, form and API. A name that is not here is refused (mass assignment)."""

    title = Line(
        required=True,
        validate=[
            validate.Length(max=140, error="What will be done must be 140 characters or fewer"),
            validate.Length(min=1, error=VERB_FIRST),
        ],
        error_messages={"required": VERB_FIRST, "null": VERB_FIRST},
        metadata={
            "label": "What will be done",
            "hint": "Start with a verb: add, remove, change, limit, automate, test",
        },
    )
    owner = fields.Integer(
        allow_none=True,
        load_default=None,
        error_messages={"invalid": "Select a person, not a team"},
        metadata={"label": "Owner", "widget": "select", "hint": "One person, not a team"},
    )
    owner_name = Line(
        allow_none=True,
        load_default=None,
        validate=validate.Length(max=120, error="Name must be 120 characters or fewer"),
        metadata={"label": "Name"},
    )
    owner_email = Mail(
        allow_none=True,
        load_default=None,
        validate=validate.Length(max=254, error="Mail address must be 254 characters or fewer"),
        metadata={"label": "Mail address"},
    )
    due = Day(
        allow_none=True,
        load_default=None,
        metadata={"label": "Due date", "hint": "For example, 4 Dec 2026. This first date is kept for ever"},
    )
    kind = fields.String(
        load_default="prevent",
        validate=validate.OneOf(list(KINDS), error="Select what the action is for"),
        metadata={"label": "What it is for", "widget": "select", "labels": KINDS},
    )
    strength = fields.String(
        allow_none=True,
        load_default=None,
        validate=validate.OneOf(list(STRENGTHS), error="Select how strong the action is"),
        metadata={"label": "Strength", "widget": "radios", "hints": STRENGTHS},
    )
    measure = Lines(
        load_default="",
        validate=validate.Length(max=500, error="The measure must be 500 characters or fewer"),
        metadata={
            "label": "How we will know that it worked",
            "hint": "What is watched or tested. For example: the page for replica lag, in a test on 11 Dec",
            "rows": 2,
        },
    )
    measure_threshold = Line(
        load_default="",
        validate=validate.Length(max=200, error="The threshold must be 200 characters or fewer"),
        metadata={"label": "Threshold", "widget": "text", "hint": "For example, lag > 60 s pages within 2 min, every time"},
    )
    measure_source = Line(
        load_default="",
        validate=validate.Length(max=200, error="Where the data come from must be 200 characters or fewer"),
        metadata={"label": "Where the data come from", "widget": "text", "hint": "A dashboard, a log, a test plan"},
    )
    effect_window_days = fields.Integer(
        allow_none=True,
        load_default=None,
        strict=False,
        validate=validate.Range(1, 365, error=WINDOW),
        error_messages={"invalid": WINDOW},
        metadata={"label": "Watched for so many days", "widget": "number", "hint": "After it was checked as done. Empty: as the policy says"},
    )
    expected_evidence = Line(
        load_default="",
        validate=validate.Length(max=300, error="Expected evidence must be 300 characters or fewer"),
        metadata={"label": "Evidence to expect", "widget": "text", "hint": "For example, a change number or the test result"},
    )
    external_ref = Line(
        allow_none=True,
        load_default=None,
        validate=validate.Length(max=120, error="Ticket must be 120 characters or fewer"),
        metadata={"label": "Ticket or change", "hint": "Its number, or its address"},
    )
    external_url = Line(
        allow_none=True,
        load_default=None,
        validate=validate.Length(max=500, error="Address of the ticket must be 500 characters or fewer"),
        metadata={"label": "Address of the ticket", "widget": "text", "hint": "Begins with https://"},
    )
    factors = fields.List(
        fields.Nested(FactorEffect), load_default=list, metadata={"label": "What it acts on"}
    )

    @validates_schema
    def names_one_owner(self, body: dict[str, Any], **_: Any) -> None:
        name, mail = body.get("owner_name"), body.get("owner_email")
        if mail and not name:
            raise ValidationError("Enter the name of the owner", "owner_name")
        if name and body.get("owner"):
            raise ValidationError("Select a person or enter a new one, not both", "owner_name")

    @validates_schema
    def links_to_a_ticket(self, body: dict[str, Any], **_: Any) -> None:
        if body.get("external_url") and not body["external_url"].startswith(("https://", "http://")):
            raise ValidationError("Address of the ticket must begin with https:// or http://", "external_url")

    @validates_schema
    def names_each_factor_once(self, body: dict[str, Any], **_: Any) -> None:
        refs = [row["factor"] for row in body.get("factors") or () if "factor" in row]
        if len(set(refs)) != len(refs):
            raise ValidationError("Each cause can stand here once", "factors")


class ActionPatch(ActionFields):
    """The API also tells how the ticket of the action stands."""

    external_state = fields.String(
        load_default=None, validate=validate.OneOf(list(TicketState), error="Must be open, in_progress, closed or cancelled"),
        metadata={"description": "closed: the action is reported done in the ticket's name; a person still checks it"},
    )


class NewAction(ActionFields):
    """A new action also says which record it comes from."""

    source = Line(
        required=True,
        validate=validate.Length(min=1, max=40, error="Say which record the action comes from"),
        error_messages={"required": "Say which record the action comes from"},
        metadata={"label": "From"},
    )
