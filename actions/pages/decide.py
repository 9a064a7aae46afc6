"""A move of the due date that waits: whether it happens."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for

from actions.pages.blueprint import bp
from actions.queries.action import detail
from actions.schemas.questions import DecisionFields
from actions.service import decide_move
from actions.service.due import DECIDE
from actions.service.edit import require_one
from kernel.errors import NotFound
from web.filters import day
from web.saving import form_of, form_page, saved
from web.session import current_actor
from web.unit import session


@bp.route("/actions/<ref>/decide-date", methods=["GET", "POST"])
def decide(ref: str) -> Any:
    actor = current_actor()
    found = detail(session(), actor, ref)
    require_one(session(), actor, found.action, DECIDE)
    form = form_of(DecisionFields())
    if done := saved(form, lambda said: decide_move(session(), actor, ref, accept=said["decision"] == "accept", answer=said["answer"])):
        flash(f"{ref} is due {day(done.made.due)}. The first date stays on record.")
        return redirect(url_for("actions.show", ref=ref), 303)
    asked, action = found.waiting_move, found.action
    if asked is None:
        raise NotFound("move that waits")
    who = found.names.get(asked.asked_by_id or 0, "Debrief")
    return form_page(
        "actions/decide.html", form, found=found, eyebrow=f"{ref} · {found.record.title}",
        question=f"Move the due date to {day(asked.to_due)}?",
        consequence=[
            f"{who} asks for it: “{asked.reason}”", f"Due now: {day(action.due)}. First due: {day(action.original_due)}, which counts for “on time”.",
            f"It was moved {len(action.moves)} times before.", "Other ways out: replace the action, cancel it, or accept the risk.",
        ],
        act="Decide", back=("Back to the action", url_for("actions.show", ref=ref)),
    )
