"""Delivery: what waits, what failed, and what to do about it."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for

from kernel.outbox import MAIL, State
from organisation.models import Person
from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.queries.messages import MOST, delivery, message_lines
from organisation.service.messages import give_up, try_again
from web.session import current_actor
from web.site import site
from web.unit import session

#: state → (mark, word, tone, what it means)
STATES = {
    State.FAILED: ("triangle", "Failed", "late", "Refused for good, or tried too often. Somebody has to look."),
    State.IN_DOUBT: ("diamond", "In doubt", "", "The mail server may have taken it, or not. It is sent again under the same Message-ID, so the reader may get a second copy."),
    State.WAITING: ("clock", "Waiting", "", "To be sent, now or at its time."),
    State.CLAIMED: ("half", "Being sent", "", "In the hands of a sender."),
    State.SENT: ("tick", "Sent", "", "Taken by the mail server or the chat."),
    State.DROPPED: ("struck", "Not sent", "idle", "Nobody wanted it any more when its turn came, or it was given up."),
}


@bp.get("/messages")
def messages() -> str:
    actor = current_actor()
    found = delivery(session(), actor)
    wanted = request.args.get("state", "")
    state = State(wanted) if wanted in list(State) else next((s for s in (State.FAILED, State.IN_DOUBT, State.WAITING) if found.counts.get(s)), State.FAILED)
    return render_template(
        "organisation/messages.html", tabs=tabs(actor, "Delivery"), found=found, chosen=state, states=STATES,
        state_tabs=[(f"{word} {found.counts.get(name, 0)}", url_for("organisation.messages", state=name), name is state) for name, (_, word, *_rest) in STATES.items()],
        lines=message_lines(session(), actor, state), most=MOST, has_relay=site().settings.relay is not None,
        is_demo=current_app.config.get("DEMO", False), mail=MAIL,
    )  # fmt: skip


@bp.post("/messages/<int:number>/again")
def message_again(number: int) -> Any:
    message = try_again(session(), current_actor(), number)
    person = session().get(Person, message.recipient_id) if message.recipient_id else None
    flash(f"The message to {person.name if person else 'this address'} waits to be sent again.")
    return redirect(url_for("organisation.messages", state="failed"), 303)


@bp.post("/messages/<int:number>/give-up")
def message_give_up(number: int) -> Any:
    give_up(session(), current_actor(), number)
    flash("It will not be sent.")
    return redirect(url_for("organisation.messages", state="failed"), 303)
