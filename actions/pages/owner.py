"""Whose action it is: “not mine”, and the answer that it stays where it is."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from actions.pages.blueprint import bp
from actions.queries.action import Detail, detail
from actions.rules.lifecycle import ANSWER
from actions.schemas.questions import DisputeFields, KeepFields
from actions.service import dispute_owner, keep_owner
from actions.service.edit import EDIT, require_one
from kernel.errors import Invalid
from organisation.queries.person import active_people
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.get("/actions/<ref>/not-mine")
def ask_not_mine(ref: str) -> str:
    found = detail(session(), current_actor(), ref)
    require_one(session(), current_actor(), found.action, ANSWER)
    return _dispute(found, open_form(DisputeFields()))


@bp.post("/actions/<ref>/not-mine")
def not_mine(ref: str) -> Any:
    actor = current_actor()
    form = Form(DisputeFields(), request.form)
    try:
        dispute_owner(session(), actor, ref, **form.load())
    except Invalid as wrong:
        return _dispute(detail(session(), actor, ref), form.refused(wrong.messages)), 422
    flash(f"{ref}: whoever runs the review is asked to find another owner.")
    return redirect(url_for("actions.show", ref=ref), 303)


@bp.get("/actions/<ref>/keep-owner")
def ask_keep_owner(ref: str) -> str:
    found = detail(session(), current_actor(), ref)
    require_one(session(), current_actor(), found.action, EDIT)
    return _keep(found, open_form(KeepFields()))


@bp.post("/actions/<ref>/keep-owner")
def keep(ref: str) -> Any:
    actor = current_actor()
    form = Form(KeepFields(), request.form)
    try:
        keep_owner(session(), actor, ref, **form.load())
    except Invalid as wrong:
        return _keep(detail(session(), actor, ref), form.refused(wrong.messages)), 422
    flash(f"{ref} stays with its owner.")
    return redirect(url_for("actions.show", ref=ref), 303)


def _dispute(found: Detail, form: Form) -> str:
    people = [(p.id, p.name) for p in active_people(session()) if p.id != found.action.owner_id]
    return _page("actions/not_mine.html", found, form, people=people, act="Say that it is not mine", question="Is this not yours?",
                 consequence="Whoever runs the review is asked to find its owner. Until then it stays open, with its due date.")


def _keep(found: Detail, form: Form) -> str:
    name = found.owner or "nobody"
    said = f"They said: “{found.action.dispute_reason}”" if found.action.dispute_reason else "They gave no reason."
    return _page("actions/keep_owner.html", found, form, act=f"Leave it with {name}", question=f"Does it stay with {name}?",
                 consequence=f"{name} said that it is not theirs. {said}")


def _page(template: str, found: Detail, form: Form, **words: Any) -> str:
    ref = found.record.ref
    return render_template(template, found=found, form=form, eyebrow=f"{ref} · {found.record.title}",
                           back=("Back to the action", url_for("actions.show", ref=ref)), **words)
