"""Errors of the API as RFC 9457 ``application/problem+json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response


def problem(
    status: int, detail: str, *, errors: Any = None, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """``type title status detail``, and ``errors`` (fields or obstacles) where there are any."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    if errors is not None:
        body["errors"] = errors
    response = Response(json.dumps(body, default=str), status=status, content_type="application/problem+json")
    response.headers.update(headers or {})
    return response
