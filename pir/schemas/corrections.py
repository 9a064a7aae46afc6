"""An editorial correction as both doors give it."""

from __future__ import annotations

from marshmallow import Schema

from incidents.schemas.text import Line, Text


class CorrectionForm(Schema):
    """``part`` and ``item`` name the text; how long it may be depends on the part, and the service says so."""

    part = Line("The part", 20, missing="Select a text of this version", label="Text")
    item = Line("The item", 40)
    text = Text("The text", 20_000, missing="Enter the corrected text", label="Corrected text", widget="textarea", rows=5)
    reason = Text("The reason", 1000, missing="Enter a reason, for example: typing error", label="Reason",
                  hint="Stands with the correction on the page and in the report")
