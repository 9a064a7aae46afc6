"""The toolkit put on an application, in the one order that works."""

from __future__ import annotations

import hashlib
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for

from kernel import clock
from web import access_log, csrf, errors, filters, forms, gate, headers, large_file, session, stash, unit
from web.actor import actor_or_none
from web.address import is_api, local_path
from web.site import Site


def install(app: Flask, site: Site) -> None:
    """``app`` is ``Flask("web")``, so that ``web/templates`` and ``web/static`` are the shared ones."""
    app.extensions["debrief"] = site
    app.config.update(
        SECRET_KEY=site.settings.secret_key,
        MAX_CONTENT_LENGTH=site.settings.max_upload,
        MAX_FORM_MEMORY_SIZE=min(site.settings.max_upload, 4 * 1024 * 1024),
        TRAP_HTTP_EXCEPTIONS=False,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.jinja_env.filters.update(filters.FILTERS)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = False
    headers.install(app)  # first in, so last to run after a request: nothing leaves without them
    session.install(app)
    gate.install(app)
    large_file.install(app)
    csrf.install(app)
    unit.install(app)
    errors.install(app)
    access_log.install(app)
    app.context_processor(_context)
    app.jinja_env.globals.update(asset=asset, now=clock.now, new_key=new_key, this_page=this_page)
    app.jinja_env.globals.update(csp_nonce=headers.csp_nonce, has_errors=forms.has_errors, kept_form=stash.kept_form)


def new_key() -> str:
    """A fresh idempotency key for a form."""
    return secrets.token_urlsafe(18)


def this_page() -> str:
    """The address a form stands on, to come back to after signing in: this page, or the one a refused form came from."""
    if request.method == "GET":
        return local_path(request.full_path.rstrip("?")) or "/"
    return stash.page_of_form()


def asset(name: str) -> str:
    """Address of a file in ``web/static`` with its content hash, so a new version is fetched at once."""
    return url_for("static", filename=name, v=_version(name))


@lru_cache(maxsize=128)
def _version(name: str) -> str:
    return hashlib.sha256((Path(__file__).parent / "static" / name).read_bytes()).hexdigest()[:10]


def _context() -> dict[str, Any]:
    """What the layout needs of everybody. The composition root adds ``nav`` and the addresses of its pages."""
    from web.site import site

    person = None if is_api() else actor_or_none()
    theme = request.cookies.get("theme")
    return {
        "person": person,
        "zone": person.zone if person else "UTC",
        "theme": theme if theme in {"light", "dark"} else None,
        "nav": (),
        "sign_in_url": site().sign_in_url,
        "sign_out_url": site().sign_out_url,
    }
