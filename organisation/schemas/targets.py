"""The table of service level targets, as forms and the API read and write it."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from organisation.rules.catalogue import TIERS
from organisation.rules.lengths import length_words, read_length
from organisation.rules.targets import CountedIn, TargetRow
from organisation.schemas.day import Day

EVERY = "all"
_APPLIES_TO = re.compile(r"all|tier-[1-4]|service-[1-9][0-9]{0,8}")
LONGEST = 366 * 24 * 60
HOURS = {CountedIn.CALENDAR.value: "All hours", CountedIn.SUPPORT.value: "Support hours"}
TIER_CHOICES = [(f"tier-{tier}", f"Tier {tier}, {word.lower()}") for tier, word in TIERS.items()]


class Length(fields.Integer):
    """Whole minutes, typed as ``15 min`` or ``4 h``; the API may send a number of minutes."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> int:
        minutes = read_length(value) if isinstance(value, str) else super()._deserialize(value, *args, **more)
        if minutes is None or not 0 < minutes <= LONGEST:
            raise ValidationError("Enter a length such as 15 min, 4 h or 2 d")
        return minutes


class TargetShape(Schema):
    severity = fields.Integer(
        required=True, validate=validate.OneOf([1, 2, 3, 4], labels=["P1", "P2", "P3", "P4"], error="Select a severity"),
        error_messages={"required": "Select a severity", "null": "Select a severity"},
        metadata={"label": "Severity", "widget": "select", "qualifies": True},
    )
    applies_to = fields.String(
        load_default=EVERY, validate=validate.Regexp(re.compile(rf"\A(?:{_APPLIES_TO.pattern})\Z"), error="Select which services"),
        metadata={"label": "Applies to", "widget": "select", "qualifies": True},
    )
    hours = fields.Enum(
        CountedIn, by_value=True, load_default=CountedIn.CALENDAR,
        metadata={"label": "Counted in", "widget": "select", "labels": HOURS, "qualifies": True},
    )
    response = Length(load_default=None, allow_none=True, metadata={"label": "Response", "widget": "text"})
    restore = Length(load_default=None, allow_none=True, metadata={"label": "Restore", "widget": "text"})


class TargetsFields(Schema):
    starts_on = Day(
        required=True, error_messages={"required": "Enter the first day", "null": "Enter the first day"},
        metadata={"label": "In force from", "hint": "Incidents that were detected before keep the targets of their time"},
    )
    rows = fields.List(fields.Nested(TargetShape), load_default=list, metadata={"label": "Targets"})


class EditTargets(TargetsFields):
    version = fields.Integer(load_default=None, allow_none=True)


class TargetsOut(Schema):
    version = fields.Integer()
    starts_at = fields.DateTime(allow_none=True)
    rows = fields.List(fields.Nested(TargetShape))


def rows_from(body: list[dict[str, Any]]) -> list[TargetRow]:
    """The rows of a loaded body as the rule reads them."""
    return [_row(one) for one in body]


def body_of(rows: list[TargetRow], *, typed: bool) -> list[dict[str, Any]]:
    """The way back: ``typed`` with lengths in words for the boxes, else in minutes."""
    length = length_words if typed else _same
    return [
        {"severity": r.severity, "applies_to": applies_to(r), "hours": r.hours, "response": length(r.response_minutes),
         "restore": length(r.restore_minutes)}
        for r in rows
    ]


def applies_to(row: TargetRow) -> str:
    if row.service_id:
        return f"service-{row.service_id}"
    return f"tier-{row.tier}" if row.tier else EVERY


def _row(one: dict[str, Any]) -> TargetRow:
    kind, _, number = one["applies_to"].partition("-")
    return TargetRow(
        severity=one["severity"], service_id=int(number) if kind == "service" else None,
        tier=int(number) if kind == "tier" else None, hours=one["hours"], response_minutes=one["response"],
        restore_minutes=one["restore"],
    )


def _same(minutes: int | None) -> int | None:
    return minutes
