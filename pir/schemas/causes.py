"""What may be sent about causes; one schema for form and API, in the words of the screen."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, missing, validate, validates_schema

from incidents.schemas.text import Line, Text
from pir.schemas.known_causes import OfFactor
from pir.schemas.reporting_codes import Classified
from rca.vocabulary import (
    Answer,
    Confidence,
    ControlState,
    FactorRole,
    Gate,
    ProbabilityUnit,
    State,
    StopReason,
    choices,
)

STATEMENT = "Enter what had to be true, in one sentence"
CATEGORIES = (
    "People and workload", "Process and change", "Technology and design", "Data and configuration",
    "Monitoring and detection", "Supplier", "Environment", "Organisation",
)  # the bones that are stored; a drawing shows six of them (decision 16)


def words(vocabulary: type) -> dict[str, dict[str, str]]:
    """Labels of a vocabulary's terms for the form, with a capital first letter."""
    return {"labels": {value: text[:1].upper() + text[1:] for value, text in choices(vocabulary)}}


class FocusForm(Schema):
    statement = Line(
        "The event", 200, missing="Enter what happened, when and to whom", label="The event to explain", widget="text",
        hint="What, when, to whom; for example: Checkout answered 503 to every customer, 14:03 to 15:21",
    )


class NoActionForm(Schema):
    """Why a root cause is left without a strong action."""

    reason = Text(
        "The reason", 300, missing="Enter why no strong action is taken", label="Why no strong action is taken", rows=3,
        hint="For example: the component is taken out of service in March",
    )


class FactorForm(OfFactor, Classified):
    """One factor. ``evidence`` holds ``entry:<id>`` for timeline entries; ``links`` is a line each."""

    statement = Line(
        "The statement", 200, missing=STATEMENT, label="What had to be true?", widget="textarea", rows=2,
        hint="One sentence, past tense: what was there, not what was missing",
    )
    state = fields.Enum(State, by_value=True, load_default=State.OCCURRED,
                        metadata={"label": "On the day", **words(State)})
    confidence = fields.Enum(Confidence, by_value=True, load_default=Confidence.SUSPECTED,
                             metadata={"label": "How sure are we?", **words(Confidence)})
    evidence = fields.List(Line("The evidence", 4000), metadata={"label": "Timeline entries that show it", "widget": "checkboxes"})
    links = Text("The evidence", 4000, label="Other evidence", widget="textarea", rows=3,
                 hint="A link or a short description, one a line; E 4 for what is in the register of evidence")
    category = fields.String(
        allow_none=True, load_default=None, validate=validate.OneOf(CATEGORIES, error="Choose one of the categories"),
        metadata={"label": "Category", "hint": "The bone of the fishbone", "widget": "select"},
    )
    role = fields.Enum(FactorRole, by_value=True, allow_none=True, load_default=None,
                       metadata={"label": "Its part", "widget": "select", **words(FactorRole)})
    control = Line("The control", 200, allow_none=True, load_default=None, label="Which control should have caught it?",
                   hint="For example: size check in the change form")
    control_state = fields.Enum(ControlState, by_value=True, allow_none=True, load_default=None,
                                metadata={"label": "The control", "widget": "select", **words(ControlState)})
    stop_reason = fields.Enum(
        StopReason, by_value=True, allow_none=True, load_default=None,
        metadata={"label": "If the path ends here, why?", "widget": "select", **words(StopReason)},
    )
    stop_owner_id = fields.Integer(allow_none=True, load_default=None,
                                   metadata={"label": "Who finds the data out?", "widget": "select"})
    no_action_reason = Text("The reason", 300, allow_none=True, load_default=None, label="If there is no action: why?", widget="textarea",
                            rows=2, hint="For example: the supplier has removed the part, and we use it nowhere else")
    # Left out, they stay as they are: a policy may hide them from the form.
    probability = fields.Float(
        allow_none=True, validate=validate.Range(0, 1, error="Enter a number from 0 to 1, for example 0.02"),
        error_messages={"invalid": "Enter a number from 0 to 1, for example 0.02"},
        metadata={"label": "Probability", "hint": "From 0 to 1, only where you have a source for it", "widget": "text"},
    )
    probability_unit = fields.Enum(ProbabilityUnit, by_value=True, allow_none=True,
                                   metadata={"label": "Of what", "widget": "select", **words(ProbabilityUnit)})
    probability_source = Line("The source", 200, allow_none=True, load_default=missing, label="Source of the probability",
                              hint="For example: 3 of 150 changes in 2025, change register")

    @validates_schema
    def _probability_is_whole(self, data: dict[str, Any], **_: Any) -> None:
        given = {name: data.get(name) for name in PROBABILITY}
        absent = [name for name, value in given.items() if value in (None, "")]
        if absent and len(absent) < len(PROBABILITY):
            raise ValidationError({name: [PROBABILITY[name]] for name in absent})


#: A probability stands with what it counts and where it is from, or not at all; the sentence for the part that is missing.
PROBABILITY = {
    "probability": "Enter the probability, or clear its unit and source", "probability_unit": "Choose what the probability counts",
    "probability_source": "Enter where the probability is from",
}  # fmt: skip


class LinkChecks(Schema):
    """The two-way check of a link (decision 9)."""

    forward = fields.Enum(Answer, by_value=True, allow_none=True, metadata={
        "label": "If this is true, would the effect follow?", "widget": "radios", **words(Answer)})
    reverse = fields.Enum(Answer, by_value=True, allow_none=True, metadata={
        "label": "Without it, would the effect still have happened?", "widget": "radios", **words(Answer)})


class NewFactorForm(FactorForm, LinkChecks):
    """A factor with the link that it is added by."""


class GateForm(Schema):
    effect = fields.String(required=True)
    gate = fields.Enum(Gate, by_value=True, required=True, error_messages={"required": "Choose an answer"},
                       metadata={"label": "Did all of these have to be true?"})
    k = fields.Integer(allow_none=True, load_default=None, metadata={"label": "How many were enough?", "widget": "number"})
    condition = fields.String(allow_none=True, load_default=None, metadata={
        "label": "Which of them is the condition?", "widget": "select",
        "hint": "Only where the others took effect while this was so"})


class LinkForm(LinkChecks):
    effect = fields.String(required=True, error_messages={"required": "Choose what it led to"},
                           validate=validate.Length(min=1, error="Choose what it led to"),
                           metadata={"label": "It also led to", "widget": "select"})


def values_of(loaded: dict[str, Any]) -> dict[str, Any]:
    """Both kinds of evidence in one list, as the service takes them."""
    lines = [line for line in loaded.pop("links").splitlines() if line.strip()]
    return {**loaded, "evidence": [*(loaded.get("evidence") or []), *lines]}


def checks_of(loaded: dict[str, Any]) -> dict[str, Any]:
    """Take the answers to the two-way check out of a loaded form, as plain values: they belong to the link. Unsaid, they stay."""
    found = {name: loaded.pop(name) for name in ("forward", "reverse") if name in loaded}
    return {name: answer.value if answer else None for name, answer in found.items()}
