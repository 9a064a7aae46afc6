"""My actions: what waits for me, most urgent first."""

from __future__ import annotations

from flask import render_template

from actions.pages.blueprint import bp
from actions.queries.mine import my_actions
from actions.queries.today import today as today_of
from web.session import current_actor
from web.unit import session


@bp.get("/my-actions")
def mine() -> str:
    today = today_of(session())
    return render_template("actions/mine.html", today=today, mine=my_actions(session(), current_actor(), today))
