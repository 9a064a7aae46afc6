"""Security headers on every answer, errors and files included."""

from __future__ import annotations

import secrets
from http import HTTPStatus

from flask import Flask, Response, g, request

from web.actor import actor_or_none
from web.site import site

POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
YEAR = 31_536_000


def csp_nonce() -> str:
    """For a script element that cannot be a file; one for each request."""
    if "debrief_nonce" not in g:
        g.debrief_nonce = secrets.token_urlsafe(16)
    nonce: str = g.debrief_nonce
    return nonce


def sandboxed(response: Response) -> Response:
    """For bytes that came from outside: opened by themselves they run nothing and belong to no site."""
    response.headers["Content-Security-Policy"] = POLICY.format(nonce=csp_nonce()) + "; sandbox"
    return response


def install(app: Flask) -> None:
    app.after_request(_add)


def _add(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=csp_nonce()))
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if site().settings.https:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    # send_file names its own caching: only a no-store may stay, all else is decided here
    is_file = request.endpoint == "static" and response.status_code < HTTPStatus.BAD_REQUEST
    if not is_file and "no-store" not in response.headers.get("Cache-Control", ""):
        response.headers["Cache-Control"] = "no-store" if _is_personal() else "no-cache"
    return response


def _is_personal() -> bool:
    try:
        return actor_or_none() is not None
    except Exception:  # noqa: BLE001 - the loader may be what failed; an error page is not to be cached either
        return True
