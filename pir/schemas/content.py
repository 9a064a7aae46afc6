"""What people write into a review: the story, the impact, the findings."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from pir.schemas.review import severity_field, title_field
from pir.schemas.text import Line, Lines, Text

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
    measure = Line("What", 120, missing="Enter what was affected", hint="")
    value = Line("Value", 60, missing="Enter a value, for example 41,200 or none")
    unit = Line("Unit", 40)
    precision = fields.String(
        load_default="about",
        validate=validate.OneOf(["about", "exact"], error="Select Exact or About"),
        metadata={"label": "How sure", "widget": "select", "qualifies": True},
    )
    source = Line("Source", 200)


class ImpactTable(Schema):
    impact = fields.List(fields.Nested(ImpactRow), load_default=list, metadata={"label": "Impact"})


class Findings(Schema):
    """A line each."""

    well = Lines("What went well", 1000, hint="One thing on each line", rows=5)
    badly = Lines("What was hard", 1000, hint="One thing on each line", rows=5)
    lucky = Lines("Where we were lucky", 1000, hint="What would have made it worse? One thing on each line", rows=5)
