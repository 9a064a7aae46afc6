"""A new review (form R, narrowed by decision 6): a title, a severity and one time are enough."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from incidents.rules.times import MILESTONES, TimeFact
from incidents.rules.written import Problem
from incidents.schemas import moments
from incidents.schemas.moments import Moment, when, zone_field
from incidents.schemas.text import Line
from pir.rules.lifecycle import ReviewKind
from pir.rules.marking import Classification

ONE_TIME = "Enter at least one time, for example when the impact started"
SEVERITIES = {
    1: "A vital service is down for all, or money or safety is at stake",
    2: "A vital service is badly degraded, or down for many",
    3: "Limited effect, a way around exists",
    4: "Hardly noticed",
}


def title_field() -> Line:
    return Line("Title", 120, missing="Enter a title", hint="What stopped working and for whom, not why")


def severity_field() -> fields.Integer:
    return fields.Integer(
        required=True,
        validate=validate.OneOf(list(SEVERITIES), labels=[f"P{n}" for n in SEVERITIES], error="Select the severity"),
        error_messages=dict.fromkeys(("required", "null", "invalid"), "Select the severity"),
        metadata={"hints": SEVERITIES},
    )


def classification_field(**more: Any) -> fields.Enum[Classification]:
    return fields.Enum(
        Classification,
        by_value=True,
        error_messages=dict.fromkeys(("required", "null", "unknown"), "Select a classification"),
        metadata={
            "hint": "Printed on every page of every export",
            "hints": {"restricted": "Only the people who take part can see that this review exists"},
        },
        **more,
    )


class PersonGiven(Schema):
    """Somebody who is not in the list yet: a name and, where known, a mail address. No account is needed."""

    name = Line("Name", 120)
    email = fields.Email(
        allow_none=True,
        load_default=None,
        validate=validate.Length(max=254, error="Mail address must be 254 characters or fewer"),
        error_messages={"invalid": "Enter a mail address like name@example.com"},
        metadata={"label": "Mail address"},
    )

    @validates_schema
    def has_name(self, body: dict[str, Any], **_: Any) -> None:
        if body.get("email") and not body.get("name"):
            raise ValidationError("Enter the name of this person", "name")


def person_field(label: str, hint: str = "") -> fields.Integer:
    return fields.Integer(
        allow_none=True,
        load_default=None,
        error_messages={"invalid": f"Select a {label.lower()} from the list"},  # noqa: S608 - a sentence, no SQL
        metadata={"label": label, "hint": hint, "widget": "select"},
    )


class NewReview(Schema):
    """Loads to the keyword arguments of ``open_review``."""

    title = title_field()
    severity = severity_field()
    zone = zone_field(missing="Select a time zone from the list")
    occurred = fields.Nested(Moment, metadata={"label": "Impact started"})
    detected = fields.Nested(Moment, metadata={"label": "Detected"})
    acknowledged = fields.Nested(Moment, metadata={"label": "Acknowledged"})
    mitigated = fields.Nested(Moment, metadata={"label": "Mitigated"})
    restored = fields.Nested(Moment, metadata={"label": "Restored"})
    incident_ref = Line("Incident reference", 30, hint="For example, INC0012345. Without one, we give it a number")
    services = fields.List(Line("Service", 120), load_default=list)
    facilitator = person_field("Facilitator", "Leads the review and asks the questions")
    new_facilitator = fields.Nested(PersonGiven, load_default=dict)
    scribe = person_field("Scribe", "Two different people work best")
    new_scribe = fields.Nested(PersonGiven, load_default=dict)
    session_at = when("Session")
    classification = classification_field(allow_none=True, load_default=None)
    kind = fields.Enum(
        ReviewKind, by_value=True, load_default=ReviewKind.INCIDENT,
        metadata={"label": "What is reviewed", "labels": {"incident": "An incident", "near_miss": "A near miss", "exercise": "An exercise"}},
    )

    @validates_schema(skip_on_field_errors=False)
    def has_readable_times(self, body: dict[str, Any], **_: Any) -> None:
        if not body.get("zone"):
            return
        wrong: dict[str, Any] = {}
        try:
            found = moments.facts(body, MILESTONES, body["zone"])
        except ValidationError as error:
            wrong |= dict(error.messages_dict)
        else:
            if not any(fact.at for fact in found.values()):
                wrong["occurred"] = {"at": [ONE_TIME]}
        session = body.get("session_at")
        read = moments.read(session, body["zone"]) if session else None
        if isinstance(read, Problem):
            wrong["session_at"] = [str(read)]
        if wrong:
            raise ValidationError(wrong)

    @validates_schema
    def names_a_person_once(self, body: dict[str, Any], **_: Any) -> None:
        for part in ("facilitator", "scribe"):
            if body.get(part) and body.get(f"new_{part}", {}).get("name"):
                text = "Select a person from the list or enter a new one, not both"
                raise ValidationError({f"new_{part}": {"name": [text]}})

    @post_load
    def as_arguments(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        zone = body["zone"]
        times: dict[str, TimeFact] = moments.facts(body, MILESTONES, zone)
        session = body["session_at"]
        given = [(part, body[f"new_{part}"]) for part in ("facilitator", "scribe") if body[f"new_{part}"].get("name")]
        return {
            **{key: body[key] for key in ("title", "severity", "zone", "services")},
            "kind": body["kind"].value,
            "incident_ref": body["incident_ref"].upper() or None,
            "times": times,
            "classification": body["classification"].value if body["classification"] else None,
            "people": [(body[part], part) for part in ("facilitator", "scribe") if body[part]],
            "new_people": [(person["name"], person.get("email"), part) for part, person in given],
            "session_at": moments.settled("session_at", session, zone) if session else None,
        }
