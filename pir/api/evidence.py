"""The register of evidence: read, added to with multipart/form-data, described anew, taken out; and the files themselves."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask.views import MethodView

from kernel.clock import stamp
from pir.api.blueprint import blp
from pir.api.parts import loaded
from pir.queries.evidence import Piece, file_of, register
from pir.queries.review import find
from pir.schemas.evidence import NewPieces, PieceFacts, PieceShown
from pir.service.attachments import attach, edit_piece, remove_piece
from web.download import download
from web.etag import etag, version_named
from web.sent_files import files_or_refuse
from web.session import current_actor
from web.unit import session


def _shown(piece: Piece) -> dict[str, Any]:
    row = piece.row
    names = ("number", "description", "url", "filename", "media_type", "size", "sha256", "source", "version")
    return {**{name: getattr(row, name) for name in names}, "captured_by": row.captured_by or piece.brought_by,
            "captured_at": stamp(row.captured_at), "used_in": piece.uses}


def _register(ref: str) -> list[dict[str, Any]]:
    return [_shown(piece) for piece in register(session(), find(session(), current_actor(), ref))]


@blp.route("/<ref>/evidence")
class Evidence(MethodView):
    @blp.response(200, PieceShown(many=True))
    def get(self, ref: str) -> list[dict[str, Any]]:
        """Every piece of evidence with its hash and where it is used."""
        return _register(ref)

    @blp.response(201, PieceShown(many=True))
    def post(self, ref: str) -> list[dict[str, Any]]:
        """Add files (parts named ``files``) or a ``link``, with ``description``, ``source``, ``captured_by``, ``captured_at``, ``shows``.

        The body is multipart/form-data, or JSON for a link or a note. Bytes that are in the register already are not added again.
        """
        files = files_or_refuse(current_actor())
        zone = find(session(), current_actor(), ref).zone
        body = loaded(NewPieces(zone=zone), None if request.is_json else request.form.to_dict())
        facts = {key: body.get(key) for key in ("description", "source", "captured_by", "captured_at")}
        found = attach(session(), current_actor(), ref, files=files, link=body["link"], shows=body["shows"], facts=facts)
        numbers = {one.piece.number for one in found}
        return [one for one in _register(ref) if one["number"] in numbers]


@blp.route("/<ref>/evidence/<int:number>")
class EvidencePiece(MethodView):
    @blp.response(200, PieceShown)
    def patch(self, ref: str, number: int) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Describe a piece anew; needs If-Match with the version of the piece."""
        body = loaded(PieceFacts(zone=find(session(), current_actor(), ref).zone, partial=True))
        piece = edit_piece(session(), current_actor(), ref, number, version_named(), body)
        return next(one for one in _register(ref) if one["number"] == number), 200, etag(piece.version)

    @blp.response(204)
    def delete(self, ref: str, number: int) -> None:
        """Take out a piece that nothing rests on; needs If-Match with the version of the piece."""
        remove_piece(session(), current_actor(), ref, number, version_named())


@blp.route("/<ref>/evidence/<int:number>/file")
@blp.response(200, content_type="application/octet-stream", description="The file, as an attachment")
def file(ref: str, number: int) -> Response:
    """The bytes as they were sent."""
    found = file_of(session(), find(session(), current_actor(), ref), number)
    return download(found.content, name=found.name, media_type=found.media_type)
