"""Signing why a root cause is left without a strong action."""

from __future__ import annotations

from flask import flash, redirect, url_for

from pir.pages.causes_blueprint import Answer, bp
from pir.pages.head import head_of
from pir.schemas.causes import NoActionForm
from pir.service.cause_links import find_factor
from pir.service.editing import shown_for_change
from pir.service.no_action import SIGN, leave_without_action, take_back_reason
from web.saving import form_of, form_page, saved
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/<ref>/why/factors/<factor_ref>/no-action", methods=["GET", "POST"])
def no_action(ref: str, factor_ref: str) -> Answer:
    actor = current_actor()
    review = shown_for_change(session(), actor, ref, SIGN)
    factor = find_factor(session(), review, factor_ref)
    form = form_of(NoActionForm(), {"reason": factor.no_action_reason})
    if saved(form, lambda body: leave_without_action(session(), actor, ref, factor_ref, **body)):
        flash(f"The reason for {factor_ref} is signed with your name.")
        return redirect(url_for(".ladder", ref=ref, _anchor=factor_ref), 303)
    return form_page("pir/no_action.html", form, head=head_of(session(), actor, review, "why"), ref=ref, factor=factor)


@bp.post("/reviews/<ref>/why/factors/<factor_ref>/take-back-reason")
def take_back(ref: str, factor_ref: str) -> Answer:
    take_back_reason(session(), current_actor(), ref, factor_ref)
    flash(f"The reason for {factor_ref} was taken back.")
    return redirect(url_for(".ladder", ref=ref, _anchor=factor_ref), 303)
