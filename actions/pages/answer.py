"""The page behind a link in a mail: read without a session, confirmed with one press, taken back for seven days.

Reading changes nothing, so a scanner that follows every link does no harm. The key stands in the query, which our own log of
requests does not write.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from actions.models import Action
from actions.pages.blueprint import bp
from actions.queries.answer import others_of
from actions.rules.answers import KINDS, UNDONE_FOR, Answer, offered
from actions.schemas.answer import AnswerFields
from actions.service import answer as service
from actions.service.receipt import ask_new_link
from kernel import clock
from kernel.errors import Invalid, NotFound, Refused
from kernel.permission import Actor
from nudges.models import LinkToken, TokenEnd
from nudges.service import tokens
from web.address import with_query
from web.forms import Form, open_form
from web.gate import public
from web.sent_files import require_none, sent_files
from web.site import site
from web.unit import session

#: Nobody else learns the address, no machine keeps the page.
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}
#: why a key is over -> (heading, sentence)
OVER: dict[TokenEnd | None, tuple[str, str]] = {
    None: ("This link has expired", "Links in mails work for 30 days. Ask for a new one; it goes to the mail address that we have."),
    TokenEnd.REASSIGNED: ("This action is not yours any more", "It was given to somebody else. You need not do anything."),
    TokenEnd.CLOSED: ("This action is closed", "It was finished or dropped meanwhile. You need not do anything."),
    TokenEnd.REVOKED: ("This link was withdrawn", "Sign in to see what became of the action."),
}


@bp.get("/answer")
@public
def answer() -> Response:
    return _shown(_key())


@bp.post("/answer")
@public
def give_answer() -> Response:
    raw, form = _key(), Form(AnswerFields(), request.form)
    found = tokens.read(session(), raw)
    if not isinstance(found, tokens.Found):
        return _shown(raw)
    try:
        action, actor = service.action_of(session(), found.token), service.actor_of(session(), found.token)
    except NotFound:
        return _to_sign_in(found.token)
    files, faults = sent_files(actor)
    try:
        said = form.load()
        require_none(faults)
        service.give(session(), raw, said, files)
    except Invalid as wrong:
        session().rollback()
        return _page(422, "actions/answer.html", **_asked(action, actor, raw, form.refused(wrong.messages)))
    return _to(raw)


@bp.post("/answer/undo")
@public
def undo_answer() -> Response:
    try:
        service.take_back(session(), _key())
    except (NotFound, Refused):
        session().rollback()
        return _shown(_key())
    return _to(_key())


@bp.post("/answer/new-link")
@public
def new_link() -> Response:
    """The same page for every key: it tells nobody whether a link was ever ours."""
    try:
        ask_new_link(session(), _key())
    except NotFound:
        session().rollback()
    return _page(200, "actions/answer_over.html", heading="Look into your mail", sentence="If the link was one of ours, a new one is on its way to the mail address that we have.", raw="")


def _shown(raw: str) -> Response:
    found = tokens.read(session(), raw)
    return _READ[type(found)](found, raw)


def _found(found: tokens.Found, raw: str) -> Response:
    try:
        action, actor = service.action_of(session(), found.token), service.actor_of(session(), found.token)
    except NotFound:
        return _to_sign_in(found.token)
    wanted = request.values.get("a", "")
    form = open_form(AnswerFields(), {"answer": wanted, "evidence": action.expected_evidence})
    return _page(200, "actions/answer.html", **_asked(action, actor, raw, form, wanted))


def _used(found: tokens.Used, raw: str) -> Response:
    try:
        action, actor = service.action_of(session(), found.token), service.actor_of(session(), found.token)
    except NotFound:
        return _to_sign_in(found.token)
    given = service.last_given(session(), found.token)
    if given is None:
        return _unknown(tokens.Unknown(), raw)
    count, others = others_of(session(), found.token.person_id, action.id)
    return _page(
        200, "actions/answer_given.html", record=action.record, action=action, given=given, said=KINDS[given.answer].said, raw=raw,
        name=actor.name, zone=actor.zone, until=given.given_at + UNDONE_FOR, may_take_back=service.may_take_back(given, action),
        count=count, others=others, asks_decision=given.answer is Answer.MORE_TIME and service.waits(session(), action),
    )


def _expired(found: tokens.Expired, raw: str) -> Response:
    heading, sentence = OVER[found.why]
    return _page(410, "actions/answer_over.html", heading=heading, sentence=sentence, raw="" if found.why else raw)


def _unknown(_found: tokens.Unknown, _raw: str) -> Response:
    return _page(404, "actions/answer_over.html", heading="This link does not work", raw="",
                 sentence="Open it from the mail itself, or copy its whole address. You can also sign in.")


_READ: dict[type, Callable[[Any, str], Response]] = {
    tokens.Found: _found, tokens.Used: _used, tokens.Expired: _expired, tokens.Unknown: _unknown,
}


def _asked(action: Action, actor: Actor, raw: str, form: Form, wanted: str = "") -> dict[str, Any]:
    today = _today(actor)
    answers = offered(action.state, action.due, today)
    is_late_word = wanted in set(Answer) and Answer(wanted) not in answers
    return {
        "record": action.record, "action": action, "name": actor.name, "form": form, "raw": raw, "kinds": [(a, KINDS[a]) for a in answers],
        "options": [(a.value, a.words) for a in answers], "today": today,
        "gone": Answer(wanted).words if is_late_word else "",
    }


def _today(actor: Actor) -> date:
    return clock.now().astimezone(ZoneInfo(actor.zone)).date()


def _key() -> str:
    return request.form.get("key") or request.args.get("key", "")


def _to(raw: str) -> Response:
    return _with_headers(make_response(redirect(url_for("actions.answer", key=raw), 303)))


def _to_sign_in(token: LinkToken) -> Response:
    """For what may not be answered without a session: restricted since the mail went out, or gone."""
    url = with_query(site().sign_in_url, next=f"/actions/{service.ref_of(session(), token)}")
    return _with_headers(make_response(redirect(url, 303)))


def _page(status: int, template: str, **values: Any) -> Response:
    return _with_headers(make_response(render_template(template, **values), status))


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
