"""ETag and If-Match of an action: the version of its record (decision 27)."""

from __future__ import annotations

import re

from flask import abort, request

from actions.models import Action

_STRONG = re.compile(r'^"(\d{1,9})"$')


def etag(action: Action) -> dict[str, str]:
    return {"ETag": f'"{action.record.version}"'}


def version_named() -> int | None:
    """The version of If-Match: 428 when the header is absent; one that is no version of ours is stale (None)."""
    text = request.headers.get("If-Match")
    if text is None:
        abort(428, 'Send If-Match with the ETag of the action that you read, for example If-Match: "3".')
    found = _STRONG.match(text.strip())
    return int(found[1]) if found else None
