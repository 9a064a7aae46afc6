"""The form that a file is sent with, and the same of the API."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

ORDERS = {"": "The file tells", "dmy": "Day first", "mdy": "Month first"}
TOOLS = {"servicenow": "ServiceNow", "csv": "Another tool, with a map"}


class ImportFile(Schema):
    """``file`` and ``map`` come as uploads beside the fields; ``upload`` and ``kept_map`` name ones that were sent before and are kept."""

    file = fields.Raw(
        load_only=True,
        metadata={"label": "The export", "hint": "CSV or JSON, also in a zip, or Excel (XLSX): a list, or an audit log. A large file goes through faster in a zip"},
    )
    tool = fields.String(
        load_default="servicenow", validate=validate.OneOf(list(TOOLS), labels=list(TOOLS.values()), error="Select where the file comes from"),
        metadata={
            "label": "Where it comes from", "widget": "radios",
            "hints": {"servicenow": "Its columns are known. Number, Priority and Opened are needed", "csv": "The map says which column is which"},
        },
    )  # fmt: skip
    map = fields.Raw(
        load_only=True, metadata={"label": "Map of the columns (optional for ServiceNow)", "hint": "A TOML file. It says which column is which, and what words mean"}
    )
    zone = fields.String(
        required=True, error_messages={"required": "Enter the time zone of the times in the file"},
        metadata={"label": "Time zone of the times in the file", "widget": "suggest", "hint": "The export does not say it. For example, Europe/London. A map that names one wins"},
    )  # fmt: skip
    date_order = fields.String(
        load_default="", validate=validate.OneOf(list(ORDERS), labels=list(ORDERS.values()), error="Select how dates are written"),
        metadata={
            "label": "Dates such as 03/04/2026", "widget": "radios",
            "hints": {"": "One date with a day above 12 is enough, and dates such as 2026-04-03 need no answer"},
        },
    )  # fmt: skip
    upload = fields.String(load_default="")
    kept_map = fields.String(load_default="")


class ImportQuery(Schema):
    """What the API is told beside the file."""

    tool = fields.String(load_default="servicenow", validate=validate.OneOf(list(TOOLS)), metadata={"description": "csv needs a map beside the file"})
    zone = fields.String(load_default=None, metadata={"description": "IANA zone of the times in the file. Default: the map's, else the organisation's"})
    date_order = fields.String(
        load_default=None, validate=validate.OneOf(["dmy", "mdy"]), metadata={"description": "Order of 03/04/2026, when the file itself cannot tell"}
    )


class RejectShape(Schema):
    """One row that was not taken."""

    row = fields.Integer(metadata={"description": "In CSV as a spreadsheet shows it (the head is 1), in JSON counted from 1"})
    column = fields.String(allow_none=True)
    reason = fields.String()


class ImportAnswer(Schema):
    """What became of a file: incidents = created + updated + unchanged."""

    incidents = fields.Integer()
    created = fields.Integer()
    updated = fields.Integer()
    unchanged = fields.Integer()
    rejected = fields.List(fields.Nested(RejectShape))
    reviews_opened = fields.Integer()
