"""Changing one's own password."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from kernel.errors import Invalid
from organisation.pages.blueprint import bp
from organisation.pages.profile import show_profile
from organisation.queries.person import find_person
from organisation.rules.password import weakness
from organisation.schemas.account import ChangePassword
from organisation.service.sign_in import TurnedAway, change_own_password
from web import session as web_session
from web.forms import Form
from web.session import current_actor
from web.site import site


@bp.post("/profile/password")
def change_password() -> Any:
    """Hashes between two transactions of its own, so the form has no idempotency key and the request no session."""
    actor = current_actor()
    form = Form(ChangePassword(), request.form, ids="password-")
    try:
        body = form.load()
        _refuse_weak(actor.person_id or 0, body["password"])
    except Invalid as wrong:
        return show_profile(password=form.refused(wrong.messages)), 422
    answer = change_own_password(
        site().database, actor, body["current_password"], body["password"], request.remote_addr or ""
    )
    if isinstance(answer, TurnedAway):
        return show_profile(password=form.refused({"current_password": [answer.text]})), 422
    web_session.sign_in(answer.person_id, answer.epoch)
    flash("The password is changed. Every other session has ended.")
    return redirect(url_for("organisation.profile"), 303)


def _refuse_weak(person_id: int, password: str) -> None:
    with site().database.unit_of_work(write=False) as reading:
        found = find_person(reading, person_id)
        why = weakness(password, email=found.email, name=found.name)
    if why:
        raise Invalid({"password": [why]})
