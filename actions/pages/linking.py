"""Linking an action with another that says the same, or belongs to it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from actions.pages.blueprint import bp
from actions.queries.action import Detail, detail
from actions.schemas.questions import LinkFields
from actions.service import link_actions
from actions.service.edit import EDIT, require_one
from kernel.errors import Invalid
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.get("/actions/<ref>/link")
def ask_link(ref: str) -> str:
    found = detail(session(), current_actor(), ref)
    require_one(session(), current_actor(), found.action, EDIT)
    return _page(found, open_form(LinkFields(), {"other": request.args.get("other", "")[:40]}))


@bp.post("/actions/<ref>/link")
def link(ref: str) -> Any:
    actor = current_actor()
    form = Form(LinkFields(), request.form)
    try:
        other = form.load()["other"]
        link_actions(session(), actor, ref, other)
    except Invalid as wrong:
        return _page(detail(session(), actor, ref), form.refused(wrong.messages)), 422
    flash(f"{ref} and {other} are linked.")
    return redirect(url_for("actions.show", ref=ref), 303)


def _page(found: Detail, form: Form) -> str:
    ref = found.record.ref
    return render_template(
        "actions/link.html", found=found, form=form, eyebrow=f"{ref} · {found.record.title}", question="Link it with another action?",
        consequence="Each of the two then names the other. If one is enough, replace this one by the other instead.",
        act="Link them", back=("Back to the action", url_for("actions.show", ref=ref)),
    )
