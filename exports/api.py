"""The report by API: ``GET /api/v1/reviews/<ref>/report?format=docx``."""

from __future__ import annotations

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from exports.pages import download
from exports.service import WRITERS, take_document, write
from web.session import current_actor
from web.unit import session

blp = Blueprint("exports_api", "exports", url_prefix="/api/v1/reviews", description="Reports of a review")


class ReportQuery(Schema):
    format = fields.String(load_default="docx", metadata={"enum": list(WRITERS)})


@blp.route("/<ref>/report")
class Report(MethodView):
    @blp.arguments(ReportQuery, location="query")
    @blp.response(200, content_type="application/octet-stream", description="The file, as an attachment")
    def get(self, query: dict[str, str], ref: str) -> Response:
        """The report of a review as a file."""
        return download(write(take_document(session(), current_actor(), ref, query["format"]), query["format"]))
