"""What people write into a review: the story, the impact, the findings."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from incidents.schemas.moments import Zoned, settled, when
from incidents.schemas.text import Line, Lines, Text
from pir.rules.impact import KNOWN, ImpactKind, Reportable
from pir.rules.result import WORDS, Result
from pir.schemas.review import severity_field, title_field

LONG = 20_000


class Story(Schema):
    """Title, severity and the five parts of the narrative; each part may be empty."""

    title = title_field()
    severity = severity_field()
    summary = Text("Summary", LONG, rows=5, widget="textarea",
                   hint="What happened and to whom, in two or three sentences that a stranger understands")
    trigger = Text("Trigger", LONG, rows=3, widget="textarea", hint="What set it off. The causes come later, under Why")
    detection = Text("Detection", LONG, rows=3, widget="textarea", hint="Who or what noticed, and how long it took")
    response = Text("Response", LONG, rows=4, widget="textarea",
                    hint="What people saw, what they expected, what they tried. Roles rather than names")
    recovery = Text("Recovery", LONG, rows=3, widget="textarea", hint="What brought the service back, and what remained to be done")


class ImpactRow(Schema):
    """One measure. A known kind needs no words of its own; a row in which nothing else is said is left out."""

    kind = fields.Enum(
        ImpactKind, by_value=True, load_default=ImpactKind.OTHER, error_messages={"unknown": "Select the kind"},
        metadata={"label": "Kind", "widget": "select", "qualifies": True},
    )
    measure = Line("What", 120)
    value = Line("Value", 60, missing="Enter a value, for example 41,200 or none")
    unit = Line("Unit", 40)
    precision = fields.String(
        load_default="about",
        validate=validate.OneOf(["about", "exact"], error="Select Exact or About"),
        metadata={"label": "How sure", "widget": "select", "qualifies": True},
    )
    source = Line("Source", 200)


    @validates_schema
    def says_what(self, body: dict[str, Any], **_: Any) -> None:
        if not body.get("measure") and body.get("kind", ImpactKind.OTHER) is ImpactKind.OTHER:
            raise ValidationError("Enter what was affected", "measure")

    @post_load
    def named(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**body, "measure": body["measure"] or KNOWN[body["kind"]]}


class Regulator(Schema):
    """Whether a regulator has to be told, under which reference, and by when."""

    reportable = fields.Enum(
        Reportable, by_value=True, allow_none=True, load_default=None, error_messages={"unknown": "Select yes, no or not decided yet"},
        metadata={"label": "To be reported", "widget": "select",
                  "labels": {"yes": "Yes, reportable", "no": "No, not reportable", "not_decided": "Not decided yet"}},
    )
    authority = Line("The authority", 120, label="Authority")
    authority_ref = Line("The reference", 60, label="Its reference")
    report_due_at = when("Report due")


class ImpactTable(Zoned):
    """The rows, and what a regulator is told; without ``regulator`` that stays as it is."""

    impact = fields.List(fields.Nested(ImpactRow), load_default=list, metadata={"label": "Impact"})
    regulator = fields.Nested(Regulator, allow_none=True, load_default=None)

    @validates_schema
    def is_readable(self, body: dict[str, Any], **_: Any) -> None:
        self._due(body)

    @post_load
    def as_values(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        told = body["regulator"]
        return {**body, "regulator": told and {**told, "report_due_at": self._due(body)}}

    def _due(self, body: dict[str, Any]) -> Any:
        text = (body.get("regulator") or {}).get("report_due_at")
        if not text:
            return None
        try:
            return settled("report_due_at", text, self.zone_of(body))
        except ValidationError as error:
            raise ValidationError({"regulator": error.messages_dict}) from None


class Findings(Schema):
    """A line each."""

    well = Lines("What went well", 1000, hint="One thing on each line", rows=5)
    badly = Lines("What was hard", 1000, hint="One thing on each line", rows=5)
    lucky = Lines("Where we were lucky", 1000, hint="What would have made it worse? One thing on each line", rows=5)


class ResultForm(Schema):
    """What the review says of the cause as a whole (decision 1). Loads to the keyword arguments of ``set_result``."""

    result = fields.Enum(
        Result, by_value=True, allow_none=True, load_default=None,
        error_messages={"unknown": "Select the result"},
        metadata={"label": "Result", "widget": "radios", "labels": {kind.value: words for kind, words in WORDS.items()},
                  "hints": {
                      "confirmed": "At least one path of causes ends, with evidence, at a control that we own",
                      "probable": "The review is complete; a problem record carries the analysis on",
                      "unknown": "Everything that was tried is written down, and nothing is left to try now",
                  }},
    )
    continues_in = Line("The reference", 60, label="The analysis continues in",
                        hint="The problem record, for example PRB-0042 or PRB0040123 in ServiceNow")
    result_words = Text("The result", 2000, label="In words", rows=3, widget="textarea",
                        hint="What is known, how sure it is, and what would settle it")

    @validates_schema
    def says_what_it_needs(self, body: dict[str, Any], **_: Any) -> None:
        if body.get("result") is Result.PROBABLE and not body.get("continues_in"):
            raise ValidationError("Enter where the analysis continues, for example PRB-0042", "continues_in")
        if body.get("result") is Result.UNKNOWN and not body.get("result_words"):
            raise ValidationError("Say what was tried, and what is missing", "result_words")

    @post_load
    def without_leftovers(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Only a probable cause has a place where the analysis continues."""
        return body if body["result"] is Result.PROBABLE else {**body, "continues_in": ""}
