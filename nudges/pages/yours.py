"""One's own reminders: when they come, and which came lately."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for

from nudges import sources
from nudges.pages.blueprint import bp
from nudges.queries.wishes import has_chat, told_to, wishes_of
from nudges.schemas.wishes import Wishes, clock_words
from nudges.service.wishes import save_wishes
from organisation.pages.tabs import tabs
from organisation.queries.calendar import calendars
from organisation.queries.person import find_person
from web.saving import form_of, form_page, saved
from web.session import current_actor
from web.unit import session

TIMES = ("digest_at", "quiet_until", "quiet_from")


@bp.route("/profile/reminders", methods=["GET", "POST"])
def yours() -> Any:
    actor = current_actor()
    found = wishes_of(session(), actor.person_id or 0)
    form = form_of(Wishes(), {**{name: clock_words(getattr(found, name)) for name in TIMES}, "calendar_id": found.calendar_id, "channel": found.channel})
    if saved(form, lambda body: save_wishes(session(), actor, body, version=body["version"])):
        flash("Saved.")
        return redirect(url_for("nudges.yours"), 303)
    return form_page(
        "nudges/yours.html",
        form,
        tabs=tabs(actor, "Your profile"),
        version=found.version if found in session() else 0,
        person=find_person(session(), actor.person_id or 0),
        may_chat=has_chat(session(), actor),
        calendars=[("", "The organisation’s"), *((str(c.id), c.name) for c in calendars(session()))],
        told=told_to(session(), actor),
        address_of=lambda row: sources.ADDRESSES.get(row.kind, "/").format(ref=row.ref),
    )
