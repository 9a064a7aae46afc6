"""Putting a reminder off: once, until a day, for a reason."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect

from kernel.record import Record
from nudges import sources
from nudges.pages.blueprint import bp
from nudges.queries.plan import snooze_days
from nudges.schemas.wishes import PutOff
from nudges.service.pause import snoozable, snooze
from web.filters import day
from web.saving import form_of, form_page, saved
from web.session import current_actor
from web.unit import session


@bp.route("/reminders/<ref>/later", methods=["GET", "POST"])
def later(ref: str) -> Any:
    """Putting it off, once for each due date."""
    actor = current_actor()
    record, form = snoozable(session(), actor, ref), form_of(PutOff())
    if done := saved(form, lambda said: snooze(session(), actor, ref, **said)):
        flash(f"You will be reminded of {ref} on {day(done.made.until)}.")
        return redirect(_address(record), 303)
    return form_page(
        "nudges/later.html",
        form,
        eyebrow=f"{ref} {record.title}",
        question="Put the reminder off?",
        consequence=[
            f"For {snooze_days(session())} days at most, and once for each due date.",
            "The due date stays. Others who are asked about it are asked all the same.",
        ],
        act="Put it off",
        back=("Keep it", _address(record)),
    )


def _address(record: Record) -> str:
    return sources.ADDRESSES.get(record.kind, "/").format(ref=record.ref)
