"""Downloads of a review's report."""

from __future__ import annotations

from flask import Blueprint, Response

from exports.service import File, take_document, write
from web.session import current_actor
from web.unit import session

bp = Blueprint("exports", __name__)


@bp.get("/reviews/<ref>/report.docx")
def word(ref: str) -> Response:
    """The Word report: of the signed edition, or of the draft and marked so."""
    return download(write(take_document(session(), current_actor(), ref, "docx"), "docx"))


@bp.get("/reviews/<ref>/report.json")
def bundle(ref: str) -> Response:
    return download(write(take_document(session(), current_actor(), ref, "json"), "json"))


def download(file: File) -> Response:
    """Always as an attachment: a browser must not show a file of ours as a page."""
    found = Response(file.content, mimetype=file.media_type)
    found.headers.set("Content-Disposition", "attachment", filename=file.name)
    return found
