"""The action meeting: started, one action after the other decided in place, closed. Big type, for a wall."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from actions.models import Action
from actions.models.meeting import Meeting
from actions.pages.blueprint import bp
from actions.queries.action import Detail, detail
from actions.queries.agenda import Agenda, agenda
from actions.queries.meeting import count_decided, meetings, open_meeting
from actions.queries.today import today as today_of
from actions.rules.lifecycle import OPEN, ActionState
from actions.rules.meeting import CHOICES, sentence
from actions.schemas.meeting import CloseFields, DecisionFields
from actions.service.decide import Said, decide
from actions.service.due import DECIDE
from actions.service.meeting import HOLD, NONE_OPEN, close_meeting, start_meeting
from kernel.errors import Refused
from kernel.permission import may, require
from organisation.queries.person import active_people, names_of
from web.filters import counted
from web.forms import Form, open_form
from web.saving import form_of, form_page, read_version, saved
from web.session import current_actor
from web.unit import session


@bp.get("/actions/meeting")
def meeting() -> str:
    """The action that is talked about (``?at=``, otherwise the most urgent), or the way to begin."""
    require(current_actor(), HOLD)
    held, today = open_meeting(session()), today_of(session())
    found = agenda(session(), current_actor(), today, held.id if held else None)
    if held is None:
        return render_template("actions/meeting_start.html", agenda=found, past=meetings(session(), size=5))
    return _page(held, found, request.args.get("at", "")[:40], open_form(DecisionFields(), action=url_for("actions.decide_in_meeting")))


@bp.post("/actions/meeting")
def start() -> Any:
    start_meeting(session(), current_actor())
    return redirect(url_for("actions.meeting"), 303)


@bp.post("/actions/meeting/decide")
def decide_in_meeting() -> Any:
    """Decide, and go on to the one that followed on the page."""
    actor, form, ref = current_actor(), Form(DecisionFields(), request.form), request.form.get("ref", "")[:40]
    done = saved(form, lambda body: decide(session(), actor, ref, Said(version=read_version(), **body)))
    if done is None:
        held = _open_one()
        return _page(held, agenda(session(), actor, today_of(session()), held.id), ref, form), 422
    decided = done.made
    names = names_of(session(), {i for i in (decided.facts.get("owner"), decided.facts.get("was_owner")) if i})
    flash(f"{ref}: {sentence(decided.decision, decided.facts, names)}.")
    return redirect(url_for("actions.meeting", at=request.form.get("next", "")[:40] or None), 303)


@bp.route("/actions/meeting/close", methods=["GET", "POST"])
def close() -> Any:
    require(current_actor(), HOLD)
    if request.method != "POST" and open_meeting(session()) is None:
        return redirect(url_for("actions.meeting"), 303)
    form = form_of(CloseFields())
    if done := saved(form, lambda body: close_meeting(session(), current_actor(), body["attendees"])):
        flash("The meeting is closed. Those concerned get the decisions by mail.")
        return redirect(url_for("actions.show_minutes", meeting_id=done.made.id), 303)
    decided = count_decided(session(), current_actor(), _open_one().id)
    return form_page(
        "actions/meeting_close.html", form, question="Close the meeting?", eyebrow="Action meeting",
        consequence=[f"{counted(decided, 'decision', 'decisions')} so far. After it, the minutes stay as they are.",
                     "Owners, those who run the reviews and those who were there get the decisions by mail."],
        act="Close the meeting", back=("Go on", url_for("actions.meeting")), people=[(p.id, p.name) for p in active_people(session())],
    )


def _open_one() -> Meeting:
    held = open_meeting(session())
    if held is None:
        raise Refused([NONE_OPEN])
    return held


def choices_for(found: Detail) -> list[tuple[str, str, str]]:
    """(value, label, hint) of what the actor may decide about this action, in the order of ``CHOICES``."""
    possible = {offer.transition.name for offer in found.offers if not offer.hindrance} | {"keep"}
    if found.action.state is not ActionState.BLOCKED:
        possible.discard("start")  # "work goes on" answers a block, and nothing else
    if found.may_edit:
        possible |= {"new_owner", "new_date"}
    if found.may_move:
        possible.add("new_date")
    if found.waiting_move is not None and may(current_actor(), DECIDE):
        possible |= {"grant_move", "decline_move"}
    if found.action.disputed_at is not None and found.may_edit:
        possible.add("keep_owner")
    if _waits_for_confirmation(found.action):
        possible.add("confirm")
    return [(name, choice.label, choice.hint) for name, choice in CHOICES.items() if name in possible]


def _waits_for_confirmation(action: Action) -> bool:
    return action.unconfirmed and action.state in OPEN


def _page(held: Meeting, found: Agenda, at: str, form: Form) -> str:
    """``at`` may also be an action that is not on the agenda any more: it is decided again."""
    rows = found.rows
    ref = at or (rows[0].ref if rows else "")
    current = detail(session(), current_actor(), ref) if ref else None
    choices = choices_for(current) if current else []
    needs = {name for value, *_ in choices for name in CHOICES[value].needs}
    return render_template(
        "actions/meeting.html", held=held, agenda=found, current=current, form=form, choices=choices, needs=needs,
        group=next((group for group in found.groups if any(row.ref == ref for row in group.rows)), None), next=found.after(ref),
        decided=count_decided(session(), current_actor(), held.id), people=[(p.id, p.name) for p in active_people(session())] if current else [],
        hindrances=[offer.hindrance for offer in current.offers if offer.hindrance and offer.transition.name in CHOICES] if current else [],
    )
