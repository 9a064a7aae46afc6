"""One key, one effect, for forms (hidden ``idempotency_key``) and the API (header ``Idempotency-Key``), decision 27."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import Response, g, request
from sqlalchemy.orm import Session

from kernel.errors import Invalid
from kernel.idempotency import Answer, begin, body_hash, finish
from web.actor import actor_or_none
from web.address import is_api
from web.stash import TOKENS

LONGEST = 100


def claim(open_session: Callable[[], Session]) -> Response | None:
    """Claim this request's key, or answer what the first sending was answered.

    None without a key or for a stranger. Raises ``KeyReused`` when the key came with another body.
    """
    key, actor = _key(), actor_or_none()
    if not key or actor is None or actor.person_id is None:
        return None
    hashed = body_hash(request.method.encode(), request.full_path.encode(), *_body())
    found = begin(open_session(), key, actor.person_id, hashed)
    if found is None:
        g.debrief_claim = (key, actor.person_id)
        return None
    return _again(found)


def settle(opened: Session, response: Response) -> None:
    """Keep the answer in the same unit of work as the change itself."""
    claimed = g.pop("debrief_claim", None)
    if claimed is None:
        return
    key, person_id = claimed
    is_text = not response.direct_passthrough and not response.is_streamed
    is_redirect = response.status_code in range(300, 400)  # its body only repeats the location
    body = response.get_data(as_text=True) if is_text and not is_redirect else None
    finish(opened, key, person_id, Answer(response.status_code, response.location, body))


def _key() -> str:
    key = request.headers.get("Idempotency-Key") or ("" if is_api() else request.form.get("idempotency_key", ""))
    if len(key) > LONGEST:
        raise Invalid({"idempotency_key": [f"The key must be {LONGEST} characters or fewer"]})
    return key


def _body() -> list[bytes]:
    """What makes two sendings the same: all values but the tokens, and the content of files."""
    if not request.form and not request.files:
        return [request.get_data(cache=True)]
    parts = [f"{k}={v}".encode() for k, v in sorted(request.form.items(multi=True)) if k not in TOKENS]
    for name, upload in sorted(request.files.items(multi=True), key=lambda pair: pair[0]):
        digest = hashlib.file_digest(upload.stream, "sha256").hexdigest()  # type: ignore[arg-type]
        upload.stream.seek(0)
        parts.append(f"{name}={upload.filename}:{digest}".encode())
    return parts


def _again(answer: Answer) -> Response:
    response = Response(answer.body or "", status=answer.status)
    response.mimetype = "application/json" if is_api() else "text/html"
    if answer.location:
        response.headers["Location"] = answer.location
    response.headers["Idempotency-Replayed"] = "true"
    return response
