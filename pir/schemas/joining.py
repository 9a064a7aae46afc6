"""References that are typed to join an incident or to merge a review."""

from __future__ import annotations

from marshmallow import Schema

from incidents.schemas.text import Line, Text


class Joined(Schema):
    incident = Line("Incident", 60, missing="Enter the reference of an incident", hint="For example INC0012345")


class Merged(Schema):
    """Loads to the arguments of ``pir.service.joining.merge``."""

    into = Line("Merge into", 40, missing="Enter the reference of the other review", hint="For example PIR-2026-0014. Its lead incident stays the lead")
    reason = Text("Reason", 900, missing="Enter why the two are one", rows=2, widget="textarea", hint="Stands on both reviews")
