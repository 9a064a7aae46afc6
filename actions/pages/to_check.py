"""The verify queue: what was reported, with its evidence, beside what was agreed; and effects that are to be checked now."""

from __future__ import annotations

from flask import render_template

from actions.pages.blueprint import bp
from actions.queries.checking import awaited, pieces_of_actions
from actions.queries.mine import effects_due, last_checked, to_check
from actions.queries.today import today as today_of
from web.session import current_actor
from web.unit import session


@bp.get("/actions/to-check")
def check_queue() -> str:
    actor = current_actor()
    claims, effects = to_check(session(), actor), effects_due(session(), actor)
    return render_template(
        "actions/to_check.html", claims=claims, effects=effects, today=today_of(session()), awaited=awaited(session(), actor),
        pieces=pieces_of_actions(session(), [row.id for row in (*claims, *effects)]), last_checked=last_checked(session(), actor),
    )
