"""The list of services."""

from __future__ import annotations

from flask import render_template

from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.queries.service import service_lines
from web.session import current_actor
from web.unit import session


@bp.get("/services")
def services() -> str:
    return render_template(
        "organisation/services.html", tabs=tabs(current_actor(), "Services"), services=service_lines(session())
    )
