"""The form with which a table is sent; the file itself comes beside it."""

from __future__ import annotations

from marshmallow import Schema, fields


class SheetFile(Schema):
    file = fields.String(load_default="", metadata={"label": "The table", "hint": "CSV, Excel (XLSX) or JSON, or a zip with one CSV"})
