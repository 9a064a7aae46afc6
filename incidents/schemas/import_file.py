"""The form that a file is sent with."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

ORDERS = {"": "The file tells", "dmy": "Day first", "mdy": "Month first"}


class ImportFile(Schema):
    """``file`` comes as an upload beside the fields; ``upload`` names one that was sent before and is still kept."""

    file = fields.Raw(load_only=True, metadata={"label": "The export", "hint": "CSV, or a zip with one CSV. Needed columns: Number, Priority and Opened"})
    zone = fields.String(
        required=True, error_messages={"required": "Enter the time zone of the times in the file"},
        metadata={"label": "Time zone of the times in the file", "widget": "suggest", "hint": "The export does not say it. For example, Europe/London"},
    )  # fmt: skip
    date_order = fields.String(
        load_default="", validate=validate.OneOf(list(ORDERS), labels=list(ORDERS.values()), error="Select how dates are written"),
        metadata={
            "label": "Dates such as 03/04/2026", "widget": "radios",
            "hints": {"": "One date with a day above 12 is enough, and dates such as 2026-04-03 need no answer"},
        },
    )  # fmt: skip
    upload = fields.String(load_default="")
