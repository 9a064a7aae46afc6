"""Moving the due date, with a reason. The first date stays."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from actions.pages.blueprint import bp
from actions.pages.edit import version_sent
from actions.queries.action import Detail, detail, waiting_move
from actions.schemas import MoveFields
from actions.service import move_due
from actions.service.due import ANSWER, must_ask
from actions.service.edit import EDIT, require_one
from kernel.errors import Invalid
from web.filters import day
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.get("/actions/<ref>/move-date")
def move(ref: str) -> Any:
    found = detail(session(), current_actor(), ref)
    if not found.may_move:
        require_one(session(), current_actor(), found.action, ANSWER, EDIT)  # says who may; others see why on the action
        return redirect(url_for("actions.show", ref=ref), 303)
    return _page(found, open_form(MoveFields()), found.record.version)


@bp.post("/actions/<ref>/move-date")
def moved(ref: str) -> Any:
    actor = current_actor()
    form = Form(MoveFields(), request.form)
    try:
        fields = form.load()
        action = move_due(session(), actor, ref, version_sent(), **fields)
        waits = waiting_move(session(), action.id)
    except Invalid as wrong:
        return _page(detail(session(), actor, ref), form.refused(wrong.messages), version_sent()), 422
    if waits is not None:
        flash(f"{ref} stays due {day(action.due)} until a problem manager has decided about {day(waits.to_due)}.")
    else:
        flash(f"{ref} is now due {day(action.due)}. The first date stays on record.")
    return redirect(url_for("actions.show", ref=ref), 303)


def _page(found: Detail, form: Form, version: int | None) -> str:
    asks = must_ask(session(), current_actor(), found.action)
    first, held = found.action.original_due, found.action.due
    return render_template(
        "actions/move.html",
        found=found,
        form=form,
        version=version,
        question=f"Move the due date of {found.record.ref}?",
        eyebrow=found.record.title,
        consequence=[
            f"Due now: {day(held)}.",
            f"The first due date, {day(first)}, stays on record and counts for “on time”.",
            *([f"It was moved {len(found.action.moves)} times before."] if len(found.action.moves) > 1 else []),
            *(["A problem manager decides about this move. Until then the date stays."] if asks else []),
        ],
        act="Ask for the move" if asks else "Move the date",
        back=(f"Keep {day(held, year=False)}", url_for("actions.show", ref=found.record.ref)),
    )
