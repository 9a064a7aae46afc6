"""ETag and If-Match of a record: the version of its row (decision 27)."""

from __future__ import annotations

import re

from flask import abort, request

_STRONG = re.compile(r'^"(\d{1,9})"$')


def etag(version: int) -> dict[str, str]:
    """The header that a reader sends back.

    >>> etag(3)
    {'ETag': '"3"'}
    """
    return {"ETag": f'"{version}"'}


def version_named() -> int | None:
    """The version of If-Match: 428 when the header is absent; one that is no version of ours is stale (None)."""
    text = request.headers.get("If-Match")
    if text is None:
        abort(428, 'Send If-Match with the ETag that you read, for example If-Match: "3".')
    found = _STRONG.match(text.strip())
    return int(found[1]) if found else None
