"""CSRF tokens for every form that a cookie could send. ``/api/`` needs none: no cookie opens it (``web/actor.py``)."""

from __future__ import annotations

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect

from web.address import is_api

_protect = CSRFProtect()


def install(app: Flask) -> None:
    """The token lives as long as the session; the check runs after the gate, so an ended session is told as such."""
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_SSL_STRICT=False)
    _protect.init_app(app)
    app.before_request(_check)


def _check() -> None:
    if request.endpoint is not None and not is_api():
        _protect.protect()
