"""The bytes of a piece of evidence: saved as a file, or as a picture in the register."""

from __future__ import annotations

from flask import Response

from kernel.errors import NotFound
from kernel.intake.kinds import PICTURES
from pir.pages.blueprint import bp
from pir.queries.evidence import file_of
from pir.queries.review import find
from web.download import download
from web.session import current_actor
from web.unit import session


@bp.get("/reviews/<ref>/evidence/<int:number>/file")
def evidence_file(ref: str, number: int) -> Response:
    file = file_of(session(), find(session(), current_actor(), ref), number)
    return download(file.content, name=file.name, media_type=file.media_type)


@bp.get("/reviews/<ref>/evidence/<int:number>/picture")
def evidence_picture(ref: str, number: int) -> Response:
    """For an ``img`` of the register; what is no picture has no such address."""
    file = file_of(session(), find(session(), current_actor(), ref), number)
    if file.media_type not in PICTURES:
        raise NotFound("picture")
    return download(file.content, name=file.name, media_type=file.media_type, inline=True)
