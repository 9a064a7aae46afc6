"""Whose action it is: “not mine”, and the answer that it stays where it is."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for

from actions.pages.blueprint import bp
from actions.queries.action import Detail, detail
from actions.rules.lifecycle import ANSWER
from actions.schemas.questions import DisputeFields, KeepFields
from actions.service import dispute_owner, keep_owner
from actions.service.edit import EDIT, require_one
from organisation.queries.person import active_people
from web.forms import Form
from web.saving import form_of, form_page, saved
from web.session import current_actor
from web.unit import session


@bp.route("/actions/<ref>/not-mine", methods=["GET", "POST"])
def not_mine(ref: str) -> Any:
    actor = current_actor()
    found = detail(session(), actor, ref)
    require_one(session(), actor, found.action, ANSWER)
    form = form_of(DisputeFields())
    if saved(form, lambda said: dispute_owner(session(), actor, ref, **said)):
        flash(f"{ref}: whoever runs the review is asked to find another owner.")
        return redirect(url_for("actions.show", ref=ref), 303)
    people = [(p.id, p.name) for p in active_people(session()) if p.id != found.action.owner_id]
    return _page("actions/not_mine.html", found, form, people=people, act="Say that it is not mine", question="Is this not yours?",
                 consequence="Whoever runs the review is asked to find its owner. Until then it stays open, with its due date.")


@bp.route("/actions/<ref>/keep-owner", methods=["GET", "POST"])
def keep(ref: str) -> Any:
    actor = current_actor()
    found = detail(session(), actor, ref)
    require_one(session(), actor, found.action, EDIT)
    form = form_of(KeepFields())
    if saved(form, lambda said: keep_owner(session(), actor, ref, **said)):
        flash(f"{ref} stays with its owner.")
        return redirect(url_for("actions.show", ref=ref), 303)
    name = found.owner or "nobody"
    said = f"They said: “{found.action.dispute_reason}”" if found.action.dispute_reason else "They gave no reason."
    return _page("actions/keep_owner.html", found, form, act=f"Leave it with {name}", question=f"Does it stay with {name}?",
                 consequence=f"{name} said that it is not theirs. {said}")


def _page(template: str, found: Detail, form: Form, **words: Any) -> tuple[str, int]:
    ref = found.record.ref
    return form_page(template, form, found=found, eyebrow=f"{ref} · {found.record.title}",
                     back=("Back to the action", url_for("actions.show", ref=ref)), **words)
