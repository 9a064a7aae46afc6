"""What was pasted, or the file that was sent in its place."""

from __future__ import annotations

from typing import Any

from flask import request
from marshmallow import Schema

from pir.rules.text_file import text_of
from pir.rules.zone_statement import zone_statement
from pir.schemas.timeline import MOST_LINES
from web.forms import Form

NO_TEXT = "This file is not a text. Select a text, Markdown, CSV, JSON or HTML file"


def text_form(schema: Schema) -> Form:
    """The form of this request; a file takes the place of the text, and the page shown again has it in the box."""
    values = request.form.copy()
    sent = request.files.get("file")
    text: str | None = ""
    if sent is not None and sent.filename:
        text = text_of(sent.stream.read())
        values["text"] = text or values.get("text", "")
    form = Form(schema, values)
    return form.refused({"text": [NO_TEXT]}) if text is None else form


def other_zone(form: Form, read: dict[str, Any]) -> dict[str, Any] | None:
    """What the text says of its zone when it was read in another one: the words, their line, and the fields to read it again with."""
    said = zone_statement(read["text"])
    if said is None or not said.zone or said.zone == read["zone"]:
        return None
    again = {"text": form.value("text"), "day": form.value("day"), "zone": said.zone}
    return {"line": said.line, "typed": said.typed, "read_in": read["zone"], "again": again}


def too_many(form: Form, understood: dict[str, Any]) -> bool:
    """Whether the paste has more lines than can be added at once; the form then says so, and keeps the text."""
    count = len(understood["entries"])
    if count <= MOST_LINES:
        return False
    form.refused({"text": [f"This text has {count:,} lines for the timeline, and {MOST_LINES:,} can be added at a time. Paste it in parts"]})
    return True
