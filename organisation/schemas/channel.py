"""The chat channel of a person or a team, as a form writes it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

LONGEST = 2000


class EditChannel(Schema):
    """The address is never shown again: the form that changes it starts empty."""

    address = fields.String(
        required=True, validate=validate.Length(1, LONGEST, error="Paste the address of the webhook, at most 2,000 characters"),
        error_messages={"required": "Paste the address of the webhook", "null": "Paste the address of the webhook"},
        metadata={"label": "Address of the webhook", "hint": "Whoever has it can write into the chat: it is kept sealed and never shown again"},
    )  # fmt: skip
