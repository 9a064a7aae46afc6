"""What may be sent to reshape the causes; one schema for form and API."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from incidents.schemas.text import Line, Text
from pir.rules.cause_acts import WAYS, Half
from pir.schemas.causes import CATEGORIES, STATEMENT, LinkChecks


def _several(label: str) -> fields.List[str]:
    return fields.List(fields.String(validate=validate.Length(max=4000)), load_default=list, metadata={"label": label, "widget": "checkboxes"})


class SplitFactorForm(Schema):
    """``…_evidence``: ``entry:12``, or a line as the factor's form shows it; ``…_causes``: references."""

    statement = Line("The statement", 200, missing=STATEMENT, label="The first statement", widget="textarea", rows=2)
    first_evidence = _several("Evidence for the first")
    first_causes = _several("Causes of the first")
    second = Line("The second statement", 200, missing=STATEMENT, label="The second statement", widget="textarea", rows=2)
    second_evidence = _several("Evidence for the second")
    second_causes = _several("Causes of the second")


def halves(loaded: dict[str, Any]) -> tuple[Half, Half]:
    return (
        Half(loaded["statement"], loaded["first_evidence"], loaded["first_causes"]),
        Half(loaded["second"], loaded["second_evidence"], loaded["second_causes"]),
    )


class MergeFactorForm(Schema):
    into = fields.String(required=True, error_messages={"required": "Choose the cause that stays"}, metadata={
        "label": "The cause that stays", "widget": "select", "hint": "It keeps its statement; links, evidence and actions follow"})


class RefuteFactorForm(Schema):
    """``evidence``: ``entry:12``; ``links``: a line each."""

    evidence = fields.List(Line("The evidence", 4000), metadata={"label": "Timeline entries that refute it", "widget": "checkboxes"})
    links = Text("The evidence", 4000, label="Other evidence that refutes it", widget="textarea", rows=3,
                 hint="A link or a short description, one a line; E 4 for what is in the register of evidence")


class SeveralForm(Schema):
    lines = Text("The lines", 8000, missing="Enter at least one line", label="Causes, a chain on each line", widget="textarea", rows=6,
                 hint="Logging stayed on => the volume was full => writes stopped: the first led to the second, the second to the third")
    effect = fields.String(load_default="focus", metadata={"label": "They led to", "widget": "select"})


class ChangeLinkForm(LinkChecks):
    to = fields.String(load_default=None, allow_none=True, metadata={"label": "It led to", "widget": "select"})


class PlaceFactorForm(Schema):
    """``effect`` is the one under which the cause stands; ``beside`` that under which it goes out, where there are several."""

    effect = fields.String(load_default="focus")
    way = fields.String(required=True, validate=validate.OneOf(WAYS, error="Choose up, down, in or out"))
    beside = fields.String(load_default=None, allow_none=True)


class CategoryForm(Schema):
    category = fields.String(
        allow_none=True, load_default=None, validate=validate.OneOf(CATEGORIES, error="Choose one of the categories"),
        metadata={"label": "Bone", "widget": "select"},
    )
