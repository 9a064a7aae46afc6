"""How much each owner and each team has to do."""

from __future__ import annotations

from flask import render_template

from actions.pages.blueprint import bp
from actions.queries.load import owners, teams
from actions.queries.today import today as today_of
from web.session import current_actor
from web.unit import session


@bp.get("/actions/load")
def load() -> str:
    actor, today = current_actor(), today_of(session())
    return render_template("actions/load.html", owners=owners(session(), actor, today), teams=teams(session(), actor, today))
