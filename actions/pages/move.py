"""Moving the due date, with a reason. The first date stays."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from actions.models import Action
from actions.pages.blueprint import bp
from actions.queries.action import Detail, detail, waiting_move
from actions.schemas import MoveFields
from actions.service import move_due
from actions.service.due import ANSWER, must_ask
from actions.service.edit import EDIT, require_one
from web.filters import day
from web.forms import Form
from web.saving import form_of, form_page, read_version, saved
from web.session import current_actor
from web.unit import session


@bp.route("/actions/<ref>/move-date", methods=["GET", "POST"])
def move(ref: str) -> Any:
    actor = current_actor()
    found = detail(session(), actor, ref)
    if request.method != "POST" and not found.may_move:
        require_one(session(), actor, found.action, ANSWER, EDIT)  # says who may; others see why on the action
        return redirect(url_for("actions.show", ref=ref), 303)
    form = form_of(MoveFields())
    if done := saved(form, lambda body: move_due(session(), actor, ref, read_version(), **body)):
        flash(_said(done.made))
        return redirect(url_for("actions.show", ref=ref), 303)
    return _page(found, form)


def _said(action: Action) -> str:
    waits = waiting_move(session(), action.id)
    if waits is not None:
        return f"{action.record.ref} stays due {day(action.due)} until a problem manager has decided about {day(waits.to_due)}."
    return f"{action.record.ref} is now due {day(action.due)}. The first date stays on record."


def _page(found: Detail, form: Form) -> tuple[str, int]:
    asks = must_ask(session(), current_actor(), found.action)
    first, held = found.action.original_due, found.action.due
    return form_page(
        "actions/move.html",
        form,
        version=found.record.version,
        found=found,
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
