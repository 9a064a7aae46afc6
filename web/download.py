"""Bytes that came from outside, handed out again: saved as a file, or shown as a picture. Never as a page of ours."""

from __future__ import annotations

import io

from flask import Response, send_file

from kernel.intake.kinds import MEDIA_TYPES
from web.headers import sandboxed


def download(content: bytes, *, name: str, media_type: str | None, inline: bool = False) -> Response:
    """``media_type`` counts only when it is one of ours; a browser saves what is not ``inline``, and guesses nothing."""
    known = media_type if media_type in MEDIA_TYPES else "application/octet-stream"
    found = send_file(io.BytesIO(content), mimetype=known, as_attachment=not inline, download_name=name, etag=False, conditional=False)
    found.direct_passthrough = False  # otherwise nobody is told when the answer is out, and the access log waits for that
    return sandboxed(found)
