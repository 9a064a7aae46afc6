"""Entries of the timeline: one by one, as pasted lines, and the explanation of a gap."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from incidents.models import Audience, EntryKind, Phase, UpdateKind
from incidents.rules.typed import parted
from incidents.rules.written import Problem, read_date
from incidents.schemas import moments
from incidents.schemas.moments import WHICH, Zoned, when, zone_field
from incidents.schemas.text import Line, Lines, Text
from pir.rules.entry import NewEntry
from pir.schemas.review import NewReview

KINDS = {
    "event": "Event", "observation": "Observation: what somebody saw", "decision": "Decision", "change": "Change",
    "communication": "Communication",
}
UPDATES = {"initial": "First update", "status": "Status update", "all_clear": "All-clear"}
AUDIENCES = {
    "customers": "Customers", "internal": "Internal", "executives": "Executives", "regulator": "Regulator", "supplier": "Supplier",
    "partners": "Partners",
}
NO_COMMUNICATION = "Only a communication has this. Select the kind Communication, or leave this empty"
NO_TIME = "Enter the time, for example 14:03 or 1403"
MOST_TEXT, MOST_LINES = 2000, 2000


def _choice(label: str, words: Mapping[str, str], wrong: str, hint: str = "") -> fields.String:
    """One of several words, or none."""
    return fields.String(
        allow_none=True, load_default=None, validate=validate.OneOf(list(words), labels=list(words.values()), error=wrong),
        metadata={"label": label, "widget": "select", "hint": hint},
    )


class Entry(Zoned):
    """One entry. Loads to the values of a row: instants aware, ``typed`` as written."""

    at = when("Time")
    which = WHICH
    precision = fields.String(
        load_default="exact", validate=validate.OneOf(["exact", "about"], error="Select Exact or About"),
        metadata={"label": "How sure"},
    )
    text = Text("What happened", MOST_TEXT, missing="Enter what happened", rows=2, widget="textarea",
                hint="What was seen or done, not what should have been")
    actor = Line("Who", 120, hint="A role, a team or a tool")
    until = when("Until", "Only for something that lasted")
    kind = fields.String(
        load_default="event", validate=validate.OneOf(list(KINDS), labels=list(KINDS.values()), error="Select the kind"),
        metadata={"label": "Kind", "widget": "select"},
    )
    phase = fields.String(
        allow_none=True, load_default=None,
        validate=validate.OneOf([p.value for p in Phase], error="Select a phase"),
        metadata={"label": "A phase begins here", "widget": "select",
                  "hint": "Leave empty: the milestones say it. Mitigation begins where you say so"},
    )
    update_kind = _choice("Update to stakeholders", UPDATES, "Select what kind of update it was", hint="Of a communication: counts in the cadence of updates")
    audience = _choice("For whom", AUDIENCES, "Select who it was for")
    channel = Line("Channel", 60, hint="Status page, mail, bridge call")
    is_key = fields.Boolean(load_default=False, metadata={"label": "Key event", "hint": "Stands in the short timeline of the report"})
    evidence = Lines("Evidence", 2000, hint="A link or a ticket on each line; E 4 for what is in the register of evidence", rows=2)

    @validates_schema(skip_on_field_errors=False)
    def is_readable(self, body: dict[str, Any], **_: Any) -> None:
        self._read(body)

    @validates_schema
    def is_communication(self, body: dict[str, Any], **_: Any) -> None:
        wrong = [key for key in ("update_kind", "audience", "channel") if body.get(key)]
        if wrong and body.get("kind") != EntryKind.COMMUNICATION:
            raise ValidationError(NO_COMMUNICATION, wrong[0])

    @post_load
    def as_values(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        read = self._read(body)
        keys = ("text", "actor", "precision", "phase", "is_key", "evidence", "channel")
        return {**{key: body[key] for key in keys}, **read, "kind": EntryKind(body["kind"]), "zone": self.zone_of(body),
                "typed": body["at"], "phase": Phase(body["phase"]) if body["phase"] else None,
                "update_kind": UpdateKind(body["update_kind"]) if body["update_kind"] else None,
                "audience": Audience(body["audience"]) if body["audience"] else None}

    def _read(self, body: dict[str, Any]) -> dict[str, Any]:
        if not body.get("at"):
            raise ValidationError(NO_TIME, "at")
        zone = self.zone_of(body)
        at = moments.settled("at", body["at"], zone, which=body.get("which"))
        until = None
        if body.get("until"):
            until = moments.settled("until", body["until"], zone, day=parted(body["at"])[0])
            if until < at:
                raise ValidationError("The end must be after the start", "until")
        return {"at": at, "until": until}


def new_entry(values: dict[str, Any]) -> NewEntry:
    """What ``Entry`` loaded, as the service takes it."""
    plain: dict[str, Any] = {key: value.value if isinstance(value, StrEnum) else value for key, value in values.items()}
    return NewEntry(**plain)


class Paste(Schema):
    """A pasted chat or ticket, the day of its first line, and the zone of its times."""

    text = fields.String(
        required=True,
        validate=[validate.Length(min=1, error="Paste the chat or the ticket"),
                  validate.Length(max=300_000, error="Paste at most 300,000 characters at a time")],
        error_messages=dict.fromkeys(("required", "null", "invalid"), "Paste the chat or the ticket"),
        metadata={"label": "Chat or ticket", "widget": "textarea", "rows": 14,
                  "hint": "As it is. Each line that begins with a time becomes an entry"},
    )
    day = Line("The day of the first line", 60, missing="Enter the day of the first line, for example 20 Nov 2026",
               hint="Lines that name no day take the one above")
    zone = zone_field(missing="Select a time zone from the list")

    @validates_schema(skip_on_field_errors=False)
    def names_a_day(self, body: dict[str, Any], **_: Any) -> None:
        read = read_date(body["day"]) if body.get("day") else None
        if isinstance(read, Problem):
            raise ValidationError(str(read), "day")

    @post_load
    def with_date(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**body, "day": read_date(body["day"])}


class PastedLine(Schema):
    """One line of a preview. Without a time it is not added, nor when it is to be left out."""

    at = Line("The time", 60, label="Time")
    until = Line("The end", 60, label="Until")
    text = Text("What happened", MOST_TEXT, widget="textarea", rows=1)
    actor = Line("Who", 120)
    about = fields.Boolean(load_default=False, metadata={"label": "About"})
    leave_out = fields.Boolean(load_default=False, metadata={"label": "Leave out"})
    update_kind = _choice("Update", UPDATES, "Select what kind of update it was")
    audience = _choice("For whom", AUDIENCES, "Select who it was for")


class PastedLines(Zoned):
    """The preview as it comes back. Loads to ``{"entries": [NewEntry]}``."""

    zone = zone_field()
    entries = fields.List(
        fields.Nested(PastedLine), load_default=list,
        validate=validate.Length(max=MOST_LINES, error=f"Add at most {MOST_LINES:,} lines at a time"),
    )

    @validates_schema(skip_on_field_errors=False)
    def are_readable(self, body: dict[str, Any], **_: Any) -> None:
        entries_of(body, self.zone_of(body))

    @post_load
    def as_entries(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"entries": entries_of(body, self.zone_of(body))}


def entries_of(body: dict[str, Any], zone: str) -> list[NewEntry]:
    """The lines that have a time, as new entries. Raises ValidationError by row."""
    wrong: dict[int, dict[str, list[str]]] = {}
    found = []
    for number, row in enumerate(body.get("entries") or ()):
        if row.get("leave_out") or not row.get("at"):
            continue
        try:
            found.append(_entry(row, zone))
        except ValidationError as error:
            wrong[number] = dict(error.messages_dict)
    if wrong:
        raise ValidationError({"entries": wrong})
    return found


def _entry(row: dict[str, Any], zone: str) -> NewEntry:
    at = moments.settled("at", row["at"], zone)
    until = moments.settled("until", row["until"], zone, day=parted(row["at"])[0]) if row.get("until") else None
    if until is not None and until < at:
        raise ValidationError({"until": ["The end must be after the start"]})
    if not row.get("text", "too long, which its own field says"):
        raise ValidationError({"text": ["Enter what happened, or leave the line out"]})
    return NewEntry(at=at, until=until, text=row.get("text", ""), zone=zone, actor=row.get("actor") or "", typed=row["at"],
                    precision="about" if row.get("about") else "exact", **_update(row))


def _update(row: dict[str, Any]) -> dict[str, Any]:
    """A line that a person left marked as an update is a communication; without a kind of update it is an event for nobody."""
    if not row.get("update_kind"):
        return {}
    return {"kind": EntryKind.COMMUNICATION.value, "update_kind": row["update_kind"], "audience": row.get("audience")}


class PastedReview(NewReview):
    """A new review together with the lines that were pasted for it."""

    description = Text("The pasted text", 300_000, widget="textarea")
    entries = fields.List(fields.Nested(PastedLine), load_default=list)

    @validates_schema(skip_on_field_errors=False)
    def are_readable(self, body: dict[str, Any], **_: Any) -> None:
        if body.get("zone"):
            entries_of(body, body["zone"])

    @post_load
    def as_arguments(self, body: dict[str, Any], **more: Any) -> dict[str, Any]:
        entries = entries_of(body, body["zone"])
        return {**super().as_arguments(body, **more), "description": body["description"], "entries": entries}


class GapAnswer(Schema):
    """What is known of a stretch without entries. ``start`` and ``end`` are instants in ISO 8601."""

    start = fields.AwareDateTime(required=True, format="iso", error_messages={"invalid": "This is no gap of the timeline"})
    end = fields.AwareDateTime(required=True, format="iso", error_messages={"invalid": "This is no gap of the timeline"})
    text = Line("The explanation", 1000, missing="Enter what is known of this time, or select “Nobody knows”",
                label="What is known of this time", widget="textarea", rows=3)


class Reason(Schema):
    """Why a review is returned, amended or waived."""

    reason = Text("The reason", 1000, missing="Enter a reason", label="Reason", widget="textarea", rows=4)
