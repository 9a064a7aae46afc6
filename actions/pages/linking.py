"""Linking an action with another that says the same, or belongs to it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from actions.pages.blueprint import bp
from actions.queries.action import detail
from actions.schemas.questions import LinkFields
from actions.service import link_actions
from actions.service.edit import EDIT, require_one
from web.saving import form_of, form_page, saved
from web.session import current_actor
from web.unit import session


@bp.route("/actions/<ref>/link", methods=["GET", "POST"])
def link(ref: str) -> Any:
    actor = current_actor()
    found = detail(session(), actor, ref)
    require_one(session(), actor, found.action, EDIT)
    form = form_of(LinkFields(), {"other": request.args.get("other", "")[:40]})
    if saved(form, lambda said: link_actions(session(), actor, ref, said["other"])):
        flash(f"{ref} and {form.value('other')} are linked.")
        return redirect(url_for("actions.show", ref=ref), 303)
    return form_page(
        "actions/link.html", form, found=found, eyebrow=f"{ref} · {found.record.title}", question="Link it with another action?",
        consequence="Each of the two then names the other. If one is enough, replace this one by the other instead.",
        act="Link them", back=("Back to the action", url_for("actions.show", ref=ref)),
    )
