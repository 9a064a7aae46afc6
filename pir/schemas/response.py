"""The response check as a form and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from incidents.rules.typed import parted
from incidents.rules.written import Problem, read_date
from incidents.schemas import moments
from incidents.schemas.moments import Zoned
from incidents.schemas.text import Line, Text

RUNBOOK_USES = {"used": "Yes", "not_used": "No, although there was one", "none_existed": "No, none existed"}
ANSWERS = {"yes": "Yes", "partly": "Partly", "no": "No"}
OUTCOMES = {"open": "Still open", "refuted": "Refuted", "confirmed": "Confirmed"}
STEPS = {"requested_on": "Requested", "due_on": "Due", "received_on": "Received", "accepted_on": "Accepted"}


def _answer(label: str, words: Mapping[str, str], hint: str = "") -> fields.String:
    return fields.String(
        allow_none=True, load_default=None, validate=validate.OneOf(list(words), labels=list(words.values()), error="Select an answer"),
        metadata={"label": label, "widget": "radios", "hint": hint, "labels": words},
    )


class Called(Schema):
    """Somebody who was called."""

    who = Line("Who", 120, missing="Enter who was called", hint="")
    paged_at = Line("The time", 60, label="Paged at", missing="Enter when they were paged, for example 14:14")
    reached_at = Line("The time", 60, label="Reached at")


class Suspected(Schema):
    """One hypothesis."""

    statement = Line("The hypothesis", 300, label="Hypothesis", widget="text", missing="Enter what was suspected")
    opened_at = Line("The time", 60, label="Opened at")
    outcome = fields.String(
        load_default="open", validate=validate.OneOf(list(OUTCOMES), labels=list(OUTCOMES.values()), error="Select what became of it"),
        metadata={"label": "Outcome", "widget": "select", "qualifies": True},
    )
    closed_at = Line("The time", 60, label="Settled at")
    by_what = Line("By what", 500, label="By what", widget="text")


class Asked(Schema):
    """An analysis asked of a supplier."""

    supplier = Line("Supplier", 120, missing="Enter the supplier")
    owner = fields.Integer(
        allow_none=True, load_default=None, error_messages={"invalid": "Select a person from the list"}, metadata={"label": "Our owner", "widget": "select"},
    )
    requested_on = Line("The date", 40, label="Requested")
    due_on = Line("The date", 40, label="Due")
    received_on = Line("The date", 40, label="Received")
    accepted_on = Line("The date", 40, label="Accepted")


class ResponseForm(Zoned):
    """The whole check. ``day``: stands in for the date of times that name none. Loads to plain values, instants aware."""

    def __init__(self, *, zone: str = "UTC", day: str = "", **more: Any) -> None:
        super().__init__(zone=zone, **more)
        self.day = day

    runbook_use = _answer("Was a runbook used?", RUNBOOK_USES)
    runbook = Line("Which one", 300, label="Which one", widget="text", hint="Its name or link")
    runbook_right = _answer("Was it right?", ANSWERS)
    runbook_note = Text("What was missing or wrong in it", 1000, rows=2, widget="textarea")
    severity_right = _answer("Was the severity right in the first ten minutes?", ANSWERS)
    severity_note = Text("What would have told it sooner", 1000, rows=2, widget="textarea")
    on_call = fields.List(fields.Nested(Called), load_default=list, metadata={"label": "Who was called"})
    hypotheses = fields.List(fields.Nested(Suspected), load_default=list, metadata={"label": "Hypotheses"})
    suppliers = fields.List(fields.Nested(Asked), load_default=list, metadata={"label": "Analyses by suppliers"})

    @validates_schema(skip_on_field_errors=False)
    def is_readable(self, body: dict[str, Any], **_: Any) -> None:
        self._read(body)

    @post_load
    def as_values(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**body, **self._read(body)}

    def _read(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The rows with their times read. Raises ValidationError by list, row and field."""
        readers = {"on_call": self._called, "hypotheses": self._suspected, "suppliers": _asked}
        read: dict[str, list[dict[str, Any]]] = {}
        wrong: dict[str, dict[int, Any]] = {}
        for name, reader in readers.items():
            read[name] = []
            for number, row in enumerate(body.get(name) or ()):
                try:
                    read[name].append(reader(row))
                except ValidationError as error:
                    wrong.setdefault(name, {})[number] = error.messages if isinstance(error.messages, dict) else {error.field_name: error.messages}
        if wrong:
            raise ValidationError(wrong)
        return read

    def _called(self, row: Mapping[str, Any]) -> dict[str, Any]:
        paged = self._time("paged_at", row)
        reached = self._time("reached_at", row, row.get("paged_at") or "")
        if paged and reached and reached < paged:
            raise ValidationError("Reached must be after paged. Give its date where it was on the next day", "reached_at")
        return {**row, "paged_at": paged, "reached_at": reached}

    def _suspected(self, row: Mapping[str, Any]) -> dict[str, Any]:
        opened = self._time("opened_at", row)
        closed = self._time("closed_at", row, row.get("opened_at") or "")
        if closed and row.get("outcome") == "open":
            raise ValidationError("Select Refuted or Confirmed, or take the time out", "outcome")
        if opened and closed and closed < opened:
            raise ValidationError("Settled must be after opened. Give its date where it was on the next day", "closed_at")
        return {**row, "opened_at": opened, "closed_at": closed}

    def _time(self, name: str, row: Mapping[str, Any], before: str = "") -> Any:
        text = row.get(name)
        return moments.settled(name, text, self.zone_of(row), day=parted(before)[0] or self.day) if text else None


def _asked(row: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: _day(name, row.get(name)) for name in STEPS}
    if days["received_on"] and days["requested_on"] and days["received_on"] < days["requested_on"]:
        raise ValidationError("Received must not be before requested", "received_on")
    if days["accepted_on"] and not days["received_on"]:
        raise ValidationError("Enter when it was received, before it was accepted", "received_on")
    return {**row, **days}


def _day(name: str, text: str | None) -> date | None:
    if not text:
        return None
    read = read_date(text)
    if isinstance(read, Problem):
        raise ValidationError(read.sentence, name)
    return read
