"""One's own reminders: when they come, and which came lately."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.errors import Invalid
from nudges import sources
from nudges.pages.blueprint import bp
from nudges.queries.wishes import has_chat, told_to, wishes_of
from nudges.schemas.wishes import Wishes, clock_words
from nudges.service.wishes import save_wishes
from organisation.pages.tabs import tabs
from organisation.queries.calendar import calendars
from organisation.queries.person import find_person
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session

TIMES = ("digest_at", "quiet_until", "quiet_from")


@bp.get("/profile/reminders")
def yours() -> str:
    return _page()


@bp.post("/profile/reminders")
def save() -> Any:
    form = Form(Wishes(), request.form)
    try:
        body = form.load()
        save_wishes(session(), current_actor(), body, version=body["version"])
    except Invalid as wrong:
        return _page(form.refused(wrong.messages)), 422
    flash("Saved.")
    return redirect(url_for("nudges.yours"), 303)


def _page(form: Form | None = None) -> str:
    actor = current_actor()
    found = wishes_of(session(), actor.person_id or 0)
    values = {**{name: clock_words(getattr(found, name)) for name in TIMES}, "calendar_id": found.calendar_id, "channel": found.channel}
    person = find_person(session(), actor.person_id or 0)
    return render_template(
        "nudges/yours.html",
        tabs=tabs(actor, "Your profile"),
        form=form or open_form(Wishes(), values),
        version=found.version if found in session() else 0,
        person=person,
        may_chat=has_chat(session(), actor),
        calendars=[("", "The organisation’s"), *((str(c.id), c.name) for c in calendars(session()))],
        told=told_to(session(), actor),
        address_of=lambda row: sources.ADDRESSES.get(row.kind, "/").format(ref=row.ref),
    )
