"""Signing in and out, and in demo mode by one press."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, redirect, render_template, request

from kernel.errors import Invalid
from organisation.pages.blueprint import bp
from organisation.queries.account import demo_people
from organisation.queries.person import roles_of
from organisation.schemas.account import SignIn
from organisation.service.sign_in import Admitted, TurnedAway, sign_in_for_demo
from organisation.service.sign_in import sign_in as check
from web import session as web_session
from web.address import local_path
from web.forms import Form
from web.site import site
from web.unit import session


@bp.get("/sign-in")
@web_session.public
def sign_in() -> Any:
    if web_session.actor_or_none() is not None:
        return redirect("/", 303)
    return _page(Form(SignIn()), 200, request.args.get("next"))


@bp.post("/sign-in")
@web_session.public
def signed_in() -> Any:
    form = Form(SignIn(), request.form)
    try:
        body = form.load()
    except Invalid as wrong:
        return _page(form.refused(wrong.messages), 422, request.form.get("next"))
    answer = check(site().database, body["email"], body["password"], request.remote_addr or "")
    if isinstance(answer, TurnedAway):
        return _turned_away(form, answer)
    return _admit(answer)


@bp.post("/sign-in/demo")
@web_session.public
def demo_signed_in() -> Any:
    person_id = request.form.get("person", "")
    if not _is_demo() or not (person_id.isdecimal() and person_id.isascii()):
        abort(404)
    with site().database.unit_of_work() as own:
        answer = sign_in_for_demo(own, int(person_id))
    return abort(404) if answer is None else _admit(answer)


@bp.post("/sign-out")
@web_session.public
def sign_out() -> Any:
    web_session.sign_out()
    return redirect("/sign-in", 303)


def _is_demo() -> bool:
    return bool(current_app.config.get("DEMO"))


def _admit(answer: Admitted) -> Any:
    """The cookie is made anew, so nothing of an earlier person stays in it."""
    web_session.sign_in(answer.person_id, answer.epoch)
    return redirect(web_session.after_sign_in(request.form.get("next")), 303)


def _turned_away(form: Form, answer: TurnedAway) -> Any:
    refused = _page(form.refused({"email": [answer.text]}), 429 if answer.wait else 422, request.form.get("next"))
    page, status = refused
    headers = {"Retry-After": str(int(answer.wait.total_seconds()) + 1)} if answer.wait else {}
    return page, status, headers


def _page(form: Form, status: int, wanted: str | None) -> tuple[str, int]:
    people = [(p, roles_of(p)) for p, _ in demo_people(session())] if _is_demo() else []
    return render_template("organisation/sign_in.html", form=form, next=local_path(wanted) or "", people=people), status
