"""Services, as the API answers them."""

from __future__ import annotations

from marshmallow import Schema, fields


class ServiceOut(Schema):
    id = fields.Integer()
    name = fields.String()
    owners = fields.List(fields.String())
