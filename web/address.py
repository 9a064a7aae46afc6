"""Addresses: which door a request came through, and which addresses are ours."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

from flask import request

API = "/api/"


def is_api() -> bool:
    """True under ``/api/``: answers are JSON, the actor comes from a bearer token."""
    return request.path.startswith(API)


def local_path(wanted: str | None) -> str | None:
    r"""``wanted`` if it is a path on this very site, else None. ``//evil``, ``/\evil``, ``https:`` and controls are not.

    >>> local_path("/reviews/PIR-2026-0014?part=why")
    '/reviews/PIR-2026-0014?part=why'
    >>> local_path("//evil.example") is None
    True
    """
    if not wanted or not wanted.startswith("/") or wanted[1:2] in {"/", "\\"} or "\\" in wanted:
        return None
    if any(ord(letter) <= 0x20 or ord(letter) == 0x7F for letter in wanted):  # noqa: PLR2004 - ASCII controls and space
        return None
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc else None


def with_query(url: str, **params: str | int | None) -> str:
    """``url`` with these parameters added; None leaves one out."""
    pairs = {key: value for key, value in params.items() if value is not None}
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}{urlencode(pairs, quote_via=quote, safe='/')}" if pairs else url


def is_same_origin() -> bool:
    """True when the browser says that this request comes from a page of ours. No word at all counts as no."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched:
        return fetched == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(source).netloc == request.host
