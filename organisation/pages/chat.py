"""The chat channel of oneself and of a team: set, tested, removed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.errors import Forbidden
from kernel.outbox import State
from organisation.models import Person, Team
from organisation.pages.blueprint import bp
from organisation.pages.profile import oneself
from organisation.queries.channel import channel_of, last_test
from organisation.queries.team import get_team
from organisation.rules.channel import VENDORS
from organisation.schemas.channel import EditChannel
from organisation.service.channel import may_set, remove_channel, send_test, set_channel
from web.forms import Form
from web.saving import saved
from web.session import current_actor
from web.site import site
from web.unit import session

#: state of the test message → (mark, words, tone)
TESTS = {
    State.WAITING: ("clock", "The test message waits for the scheduler. Open this page again in some seconds.", ""),
    State.CLAIMED: ("half", "The test message is being sent.", ""),
    State.SENT: ("tick", "The chat took the test message.", ""),
    State.IN_DOUBT: ("diamond", "The chat did not answer in time. Look whether the message is there.", ""),
    State.FAILED: ("triangle", "The test message was not taken.", "late"),
    State.DROPPED: ("struck", "The test message was not sent.", "idle"),
}


@bp.get("/profile/chat")
def own_chat() -> str:
    return _page(oneself(), Form(EditChannel()))


@bp.post("/profile/chat")
def save_own_chat() -> Any:
    return _save(oneself())


@bp.post("/profile/chat/test")
def test_own_chat() -> Any:
    return _test(oneself())


@bp.post("/profile/chat/remove")
def remove_own_chat() -> Any:
    return _remove(oneself())


@bp.get("/teams/<int:team_id>/chat")
def team_chat(team_id: int) -> str:
    return _page(_team(team_id), Form(EditChannel()))


@bp.post("/teams/<int:team_id>/chat")
def save_team_chat(team_id: int) -> Any:
    return _save(_team(team_id))


@bp.post("/teams/<int:team_id>/chat/test")
def test_team_chat(team_id: int) -> Any:
    return _test(_team(team_id))


@bp.post("/teams/<int:team_id>/chat/remove")
def remove_team_chat(team_id: int) -> Any:
    return _remove(_team(team_id))


def _team(team_id: int) -> Team:
    found = get_team(session(), team_id)
    if not may_set(current_actor(), found):
        raise Forbidden("set this chat channel")
    return found


def _save(owner: Person | Team) -> Any:
    form = Form(EditChannel(), request.form)
    if saved(form, lambda body: set_channel(session(), current_actor(), site().settings, owner, body["address"])):
        flash("Saved. Send a test message to see whether it works.")
        return redirect(_here(owner), 303)
    return _page(owner, form), 422


def _test(owner: Person | Team) -> Any:
    send_test(session(), current_actor(), owner)
    flash("A test message is on its way.")
    return redirect(_here(owner), 303)


def _remove(owner: Person | Team) -> Any:
    remove_channel(session(), current_actor(), owner)
    flash("The chat channel was removed.")
    return redirect(_here(owner), 303)


def _here(owner: Person | Team, act: str = "") -> str:
    if isinstance(owner, Person):
        return url_for(f"organisation.{act or 'own'}{'_own' if act else ''}_chat")
    return url_for(f"organisation.{f'{act}_' if act else ''}team_chat", team_id=owner.id)


def _page(owner: Person | Team, form: Form) -> str:
    channel = channel_of(session(), owner)
    test = last_test(session(), channel) if channel else None
    back = ("Your profile", url_for("organisation.profile")) if isinstance(owner, Person) else (owner.name, url_for("organisation.team", team_id=owner.id))
    return render_template(
        "organisation/chat.html", owner=owner, is_team=isinstance(owner, Team), channel=channel, form=form, back=back, vendors=VENDORS.values(),
        test=test, told=TESTS[test.state] if test else None, urls={act: _here(owner, act) for act in ("save", "test", "remove")},
    )  # fmt: skip
