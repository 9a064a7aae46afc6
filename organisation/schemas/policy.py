"""The terms of a policy as a form and as JSON, made from ``organisation.rules.policy_terms``; both have the shape of the terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_dump, validate

from organisation.rules.policy_terms import (
    ACTION_KINDS,
    LEVELS,
    ORDERS,
    SENTENCE,
    SEVERITIES,
    SIGNERS,
    STEPS,
    Kind,
    Term,
    all_terms,
    contradictions,
)
from organisation.schemas.day import Day
from organisation.schemas.fields import Line


def _number(term: Term, **more: Any) -> fields.Integer:
    wrong = SENTENCE.format(term.label, f"{term.low:,}", f"{term.high:,}")
    return fields.Integer(
        strict=False,
        validate=validate.Range(term.low, term.high, error=wrong),
        error_messages=dict.fromkeys(("required", "null", "invalid"), wrong),
        **more,
    )


def _severity() -> fields.Integer:
    text = "Select P1, P2, P3 or P4"
    return fields.Integer(
        required=True, validate=validate.OneOf(SEVERITIES, labels=[f"P{s}" for s in SEVERITIES], error=text),
        error_messages=dict.fromkeys(("required", "null", "invalid"), text),
    )


class _BySeverity(Schema):
    """In a form and in JSON {"p2": 120}, as it is stored {"2": 120}."""

    @post_load
    def stored(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {key[1:]: value for key, value in body.items() if value is not None}


def _by_severity(term: Term) -> fields.Field[Any]:
    boxes: dict[str, fields.Field[Any]] = {f"p{s}": _number(term, load_default=None, allow_none=True, metadata={"label": f"P{s}"}) for s in SEVERITIES}
    return fields.Nested(_BySeverity.from_dict(boxes, name=_class_name(term)), load_default=dict)


class _ByKind(Schema):
    """In a form and in JSON every kind, None where it has no number; stored without those."""

    @post_load
    def stored(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {key: value for key, value in body.items() if value is not None}


def _by_kind(term: Term) -> fields.Field[Any]:
    boxes: dict[str, fields.Field[Any]] = {
        kind: _number(term, load_default=None, allow_none=True, metadata={"label": words}) for kind, words in ACTION_KINDS.items()
    }
    return fields.Nested(_ByKind.from_dict(boxes, name=_class_name(term)), load_default=dict)


def _matrix(term: Term) -> fields.Field[Any]:
    row = Schema.from_dict({urgency: _severity() for urgency in LEVELS}, name=f"{_class_name(term)}Row")
    whole = Schema.from_dict({impact: fields.Nested(row, required=True) for impact in LEVELS}, name=_class_name(term))
    return fields.Nested(whole, required=True)


class _Chain(Schema):
    """A role for each step, and their order; stored as ``organisation.rules.policy_terms.Kind.CHAIN`` says."""

    order = fields.String(
        load_default="in_order", validate=validate.OneOf(list(ORDERS), labels=list(ORDERS.values()), error="Select an order"),
        metadata={"label": "Order"},
    )

    @post_load
    def stored(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        roles = [body[step] for step in STEPS if body.get(step)]
        if not roles:
            raise ValidationError({STEPS[0]: ["Select who approves"]})
        if set(roles) == {"approver"}:
            return {"needed": len(roles)}
        return {"chain": roles, "order": body["order"]}


def _chain(term: Term) -> fields.Field[Any]:
    steps: dict[str, fields.Field[Any]] = {
        step: fields.String(load_default=None, allow_none=True, metadata={"label": f"{step.capitalize()} step"}, validate=validate.OneOf(
            list(SIGNERS), labels=list(SIGNERS.values()), error="Select a role from the list"))
        for step in STEPS
    }
    return fields.Nested(_Chain.from_dict(steps, name=_class_name(term)), required=True)


def _choice(term: Term) -> fields.Field[Any]:
    text = f"Select {' or '.join(term.choices.values())}"
    return fields.String(
        required=True, validate=validate.OneOf(list(term.choices), labels=list(term.choices.values()), error=text),
        error_messages={"required": text}, metadata=_shown(term, labels=term.choices),
    )


def _severities(term: Term) -> fields.Field[Any]:
    names = {s: f"P{s}" for s in SEVERITIES}
    one = fields.Integer(validate=validate.OneOf(SEVERITIES, labels=list(names.values()), error="Select among P1 to P4"))
    return fields.List(one, load_default=list, metadata=_shown(term, labels=names))


def _shown(term: Term, **more: Any) -> dict[str, Any]:
    return {"label": term.label, "hint": term.hint, **more}


def _class_name(term: Term) -> str:
    return "".join(part.capitalize() for part in term.path.replace("_", ".").split("."))


_FIELDS: Mapping[Kind, Callable[[Term], fields.Field[Any]]] = {
    Kind.NUMBER: lambda term: _number(term, required=True, metadata=_shown(term)),
    Kind.CHOICE: _choice,
    Kind.FLAG: lambda term: fields.Boolean(load_default=False, metadata=_shown(term)),
    Kind.SEVERITIES: _severities,
    Kind.BY_SEVERITY: _by_severity,
    Kind.BY_KIND: _by_kind,
    Kind.MATRIX: _matrix,
    Kind.CHAIN: _chain,
    Kind.CALENDAR: lambda term: fields.Integer(load_default=None, allow_none=True, metadata=_shown(term)),
}


def _nested(terms: list[Term], depth: int = 0) -> dict[str, fields.Field[Any]]:
    """The fields of terms whose paths agree in their first ``depth`` parts: one schema for each group of the tree."""
    found: dict[str, fields.Field[Any]] = {}
    for key in dict.fromkeys(term.path.split(".")[depth] for term in terms):
        below = [term for term in terms if term.path.split(".")[depth] == key]
        if len(below) == 1 and below[0].path.count(".") == depth:
            found[key] = _FIELDS[below[0].kind](below[0])
        else:
            name = "Policy" + "".join(p.capitalize() for p in below[0].path.replace("_", ".").split(".")[: depth + 1])
            found[key] = fields.Nested(Schema.from_dict(_nested(below, depth + 1), name=name), required=True)
    return found


class _Consistent(Schema):
    @post_load
    def together(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        wrong = contradictions(body)
        if wrong:
            raise ValidationError(_deepened(wrong))
        return body


PolicyTerms = _Consistent.from_dict(_nested(list(all_terms())), name="PolicyTerms")


class _Version(Schema):
    """What is said with the terms of a new version."""

    starts_on = Day(
        load_default=None, allow_none=True,
        metadata={"label": "Starts on", "hint": "Empty: at once. Reviews that are open keep the version they were opened under", "widget": "text"},
    )
    reason = Line(
        load_default="", validate=validate.Length(max=200, error="The reason must be 200 characters or fewer"),
        metadata={"label": "Why it changes", "hint": "Stands in the history of versions"},
    )


class PolicyForm(_Version, PolicyTerms):  # type: ignore[valid-type,misc]
    """The page: terms beside each other, then start and reason."""

    version = fields.Integer(load_default=None, allow_none=True)


class NewVersion(_Version):
    """The API: the same, with those terms inside that differ; they are judged when they are laid over the others."""

    terms = fields.Dict(required=True, keys=fields.String())


class PolicyOut(Schema):
    key = fields.String()
    name = fields.String()
    version = fields.Integer()
    starts_at = fields.DateTime()
    reason = fields.String()
    in_force = fields.Boolean()
    terms = fields.Dict()

    @pre_dump
    def plain(self, row: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        return {**row, "terms": body_of(row["terms"])}


def body_of(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Stored terms in the shape that the form and the API take."""
    body: dict[str, Any] = {}
    for term in all_terms():
        *above, last = term.path.split(".")
        inner = body
        for key in above:
            inner = inner.setdefault(key, {})
        inner[last] = _BODIES.get(term.kind, lambda value: value)(term.of(terms))
    return body


def _chain_body(value: Mapping[str, Any]) -> dict[str, Any]:
    roles = value.get("chain") or ["approver"] * value["needed"]
    return {**dict.fromkeys(STEPS), **dict(zip(STEPS, roles, strict=False)), "order": value.get("order", "in_order")}


_BODIES: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.BY_SEVERITY: lambda value: {f"p{s}": value.get(str(s)) for s in SEVERITIES},
    Kind.BY_KIND: lambda value: {kind: value.get(kind) for kind in ACTION_KINDS},
    Kind.CHAIN: _chain_body,
}


def _deepened(flat: Mapping[str, list[str]]) -> dict[str, Any]:
    """``{"a-b": [text]}`` as marshmallow nests its messages."""
    deep: dict[str, Any] = {}
    for name, texts in flat.items():
        *above, last = name.split("-")
        inner = deep
        for key in above:
            inner = inner.setdefault(key, {})
        inner[last] = texts
    return deep
