"""An action as the API answers it, and what its list may be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from organisation.schemas.day import Day

#: What the list may be sorted by.
SORTS = ("due", "first_due", "owner", "strength", "ref")
REGISTER_STATES = ("open", "to_do", "doing", "done", "checked", "dropped", "all")
MOST_ROWS = 200


class PersonShown(Schema):
    id = fields.Integer(required=True)
    name = fields.String(required=True)


class FactorShown(Schema):
    factor = fields.String(required=True)
    effect = fields.String(required=True)
    probability = fields.Float(allow_none=True)


class MoveShown(Schema):
    number = fields.Integer(required=True)
    from_due = fields.Date(required=True)
    to_due = fields.Date(required=True)
    reason = fields.String(required=True)
    moved_at = fields.AwareDateTime(required=True)


class ProofShown(Schema):
    number = fields.Integer(required=True)
    description = fields.String(required=True)
    url = fields.String(allow_none=True)
    filename = fields.String(allow_none=True)


class WaitingMoveShown(Schema):
    due = fields.Date(required=True)
    reason = fields.String(required=True)
    asked_by = fields.Nested(PersonShown, allow_none=True)


class HintShown(Schema):
    check = fields.String(required=True)
    field = fields.String(required=True)
    text = fields.String(required=True)


class ActionLine(Schema):
    """One row of the list."""

    ref = fields.String(required=True)
    title = fields.String(required=True)
    source = fields.String(allow_none=True, metadata={"description": "null when the source is not open to you"})
    state = fields.String(required=True)
    shown_as = fields.String(required=True)
    kind = fields.String(required=True)
    strength = fields.String(allow_none=True)
    owner = fields.Nested(PersonShown, allow_none=True)
    due = fields.Date(allow_none=True)
    original_due = fields.Date(allow_none=True)
    moves = fields.Integer(required=True)
    working_days_late = fields.Integer(required=True)
    version = fields.Integer(required=True)


class ActionShown(ActionLine):
    """One action with everything that its page shows."""

    measure = fields.String(required=True)
    measure_threshold = fields.String(required=True)
    measure_source = fields.String(required=True)
    effect_window_days = fields.Integer(allow_none=True)
    expected_evidence = fields.String(required=True)
    external_ref = fields.String(allow_none=True)
    external_url = fields.String(allow_none=True)
    external_state = fields.String(allow_none=True)
    claim = fields.String(required=True)
    claimed_at = fields.AwareDateTime(allow_none=True)
    verified_by = fields.Nested(PersonShown, allow_none=True)
    verified_at = fields.AwareDateTime(allow_none=True)
    accepted_at = fields.AwareDateTime(allow_none=True)
    evidence_awaited = fields.Boolean(required=True)
    evidence = fields.List(fields.Nested(ProofShown), required=True)
    effect_due = fields.Date(allow_none=True)
    owner_disputed = fields.Boolean(required=True)
    suggested_owner = fields.Nested(PersonShown, allow_none=True)
    answered_for_by = fields.List(fields.Nested(PersonShown), required=True)
    waiting_move = fields.Nested(WaitingMoveShown, allow_none=True)
    reason = fields.String(allow_none=True)
    risk_expires_on = fields.Date(allow_none=True)
    superseded_by = fields.String(allow_none=True)
    factors = fields.List(fields.Nested(FactorShown), required=True)
    due_moves = fields.List(fields.Nested(MoveShown), required=True)
    transitions = fields.List(fields.String(), required=True, metadata={"description": "what you may do next"})
    linked_with = fields.List(fields.String(), required=True)
    hints = fields.List(fields.Nested(HintShown), required=True)


class PageShown(Schema):
    number = fields.Integer(required=True)
    size = fields.Integer(required=True)
    total = fields.Integer(required=True)
    pages = fields.Integer(required=True)


class ActionList(Schema):
    items = fields.List(fields.Nested(ActionLine), required=True)
    page = fields.Nested(PageShown, required=True)


class RegisterQuery(Schema):
    """What the register may be narrowed to; form and API use the same names."""

    state = fields.String(load_default="open", validate=validate.OneOf(REGISTER_STATES))
    owner = fields.Integer(load_default=None, allow_none=True)
    source = fields.String(load_default="", validate=validate.Length(max=40))
    late = fields.Boolean(load_default=False)
    q = fields.String(load_default="", validate=validate.Length(max=140))
    until = Day(load_default=None, allow_none=True)
    service = fields.Integer(load_default=None, allow_none=True, metadata={"description": "from reviews of its incidents"})
    sort = fields.String(load_default="due", validate=validate.OneOf(SORTS))
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=1_000_000))
    size = fields.Integer(load_default=50, validate=validate.Range(min=1, max=MOST_ROWS))


def query_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The filter as it stands in an address, without what narrows nothing."""
    plain = RegisterQuery(exclude=("page", "size")).load({})
    return {name: "true" if value is True else str(value) for name, value in asked.items() if name in plain and value != plain[name]}
