"""flask-smorest with our errors: RFC 9457 problems, one shape of field messages, and 405 with its Allow header."""

from __future__ import annotations

from typing import Any

from flask_smorest import Api as SmorestApi
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException

from web import errors


class FieldProblem(Schema):
    """One wrong field, or one obstacle and where it is mended."""

    field = fields.String()
    detail = fields.String()
    where = fields.String(allow_none=True)


class Problem(Schema):
    """RFC 9457, as every error of the API is answered."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.List(fields.Nested(FieldProblem))
    reference = fields.String()
    version = fields.Integer()


class Api(SmorestApi):
    """Use this in place of ``flask_smorest.Api``; everything else stays its own."""

    ERROR_SCHEMA = Problem

    def handle_http_exception(self, error: HTTPException) -> Any:
        return errors.http_error(error)
