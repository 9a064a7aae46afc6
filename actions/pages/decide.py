"""A move of the due date that waits: whether it happens."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from actions.pages.blueprint import bp
from actions.queries.action import Detail, detail
from actions.schemas.questions import DecisionFields
from actions.service import decide_move
from actions.service.due import DECIDE
from actions.service.edit import require_one
from kernel.errors import Invalid, NotFound
from web.filters import day
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.get("/actions/<ref>/decide-date")
def ask_decide(ref: str) -> str:
    found = detail(session(), current_actor(), ref)
    require_one(session(), current_actor(), found.action, DECIDE)
    return _page(found, open_form(DecisionFields()))


@bp.post("/actions/<ref>/decide-date")
def decide(ref: str) -> Any:
    actor = current_actor()
    form = Form(DecisionFields(), request.form)
    try:
        said = form.load()
        action = decide_move(session(), actor, ref, accept=said["decision"] == "accept", answer=said["answer"])
    except Invalid as wrong:
        return _page(detail(session(), actor, ref), form.refused(wrong.messages)), 422
    flash(f"{ref} is due {day(action.due)}. The first date stays on record.")
    return redirect(url_for("actions.show", ref=ref), 303)


def _page(found: Detail, form: Form) -> str:
    asked = found.waiting_move
    if asked is None:
        raise NotFound("move that waits")
    action, ref = found.action, found.record.ref
    who = found.names.get(asked.asked_by_id or 0, "Debrief")
    return render_template(
        "actions/decide.html", found=found, form=form, eyebrow=f"{ref} · {found.record.title}",
        question=f"Move the due date to {day(asked.to_due)}?",
        consequence=[
            f"{who} asks for it: “{asked.reason}”", f"Due now: {day(action.due)}. First due: {day(action.original_due)}, which counts for “on time”.",
            f"It was moved {len(action.moves)} times before.", "Other ways out: replace the action, cancel it, or accept the risk.",
        ],
        act="Decide", back=("Back to the action", url_for("actions.show", ref=ref)),
    )
