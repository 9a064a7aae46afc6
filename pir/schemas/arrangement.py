"""When the session is, who takes part, what the marking is, and what the times of the incident were."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from incidents.rules.times import MILESTONES
from incidents.schemas import moments
from incidents.schemas.moments import WHICH, At, Moment, Zoned, when
from kernel.record import Part
from pir.schemas.review import PersonGiven, classification_field

#: The parts that a person can be given in a review; *owner* is a part in actions.
PARTS = {
    Part.FACILITATOR: "Facilitator", Part.SCRIBE: "Scribe", Part.PARTICIPANT: "Participant",
    Part.SERVICE_OWNER: "Service owner", Part.APPROVER: "Approver", Part.OBSERVER: "Observer",
}


class Times(Zoned):
    """The five milestones of the lead incident. Loads to ``{moment: TimeFact}``."""

    occurred = fields.Nested(Moment, metadata={"label": "Impact started"})
    detected = fields.Nested(Moment, metadata={"label": "Detected"})
    acknowledged = fields.Nested(Moment, metadata={"label": "Acknowledged"})
    mitigated = fields.Nested(Moment, metadata={"label": "Mitigated"})
    restored = fields.Nested(Moment, metadata={"label": "Restored"})

    @validates_schema(skip_on_field_errors=False)
    def are_readable(self, body: dict[str, Any], **_: Any) -> None:
        moments.facts(body, MILESTONES, self.zone_of(body))

    @post_load
    def as_facts(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        return moments.facts(body, MILESTONES, self.zone_of(body))


class PartRow(PersonGiven):
    """A person from the list, or a new one by name and mail, and the part."""

    person = fields.Integer(
        allow_none=True, load_default=None, error_messages={"invalid": "Select a person from the list"},
        metadata={"label": "Person", "widget": "select"},
    )
    part = fields.String(
        load_default=Part.PARTICIPANT.value,
        validate=validate.OneOf([p.value for p in PARTS], labels=list(PARTS.values()), error="Select the part"),
        metadata={"label": "Part", "widget": "select"},
    )

    class Meta:
        fields = ("person", "part", "name", "email")

    @validates_schema
    def names_one_person(self, body: dict[str, Any], **_: Any) -> None:
        if body.get("person") and body.get("name"):
            raise ValidationError("Select a person from the list or enter a new one, not both", "name")


class People(Schema):
    """Everybody who takes part; a row in which nobody is named is taken out."""

    people = fields.List(fields.Nested(PartRow), load_default=list, metadata={"label": "People"})

    @post_load
    def without_empty_rows(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"people": [row for row in body["people"] if row.get("person") or row.get("name")]}


class SessionPlan(At):
    """When the session is planned; empty takes the plan back."""

    at_field, which_field, missing = "session_at", "session_which", None

    session_at = when("Planned for", "24-hour clock, for example 14:03 or 1403")
    session_which = WHICH


class SessionHeld(At):
    """When the session was held, and who was there: ``attended`` are their ids."""

    at_field, which_field, missing = "held_at", "held_which", "Enter when the session was held"

    held_at = when("Held on")
    held_which = WHICH
    attended = fields.List(
        fields.Integer(error_messages={"invalid": "Select people from the list"}), load_default=list,
        metadata={"label": "Who was there"},
    )


class Marking(Schema):
    classification = classification_field(required=True)
