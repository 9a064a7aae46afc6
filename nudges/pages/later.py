"""Putting a reminder off: once, until a day, for a reason."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request

from kernel.errors import Invalid
from kernel.record import Record
from nudges import sources
from nudges.pages.blueprint import bp
from nudges.queries.plan import snooze_days
from nudges.schemas.wishes import PutOff
from nudges.service.pause import snoozable, snooze
from web.filters import day
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.get("/reminders/<ref>/later")
def later(ref: str) -> str:
    return _page(snoozable(session(), current_actor(), ref), open_form(PutOff()))


@bp.post("/reminders/<ref>/later")
def put_off(ref: str) -> Any:
    actor, form = current_actor(), Form(PutOff(), request.form)
    record = snoozable(session(), actor, ref)
    try:
        made = snooze(session(), actor, ref, **form.load())
    except Invalid as wrong:
        return _page(record, form.refused(wrong.messages)), 422
    flash(f"You will be reminded of {ref} on {day(made.until)}.")
    return redirect(_address(record), 303)


def _page(record: Record, form: Form) -> str:
    days = snooze_days(session())
    return render_template(
        "nudges/later.html",
        form=form,
        eyebrow=f"{record.ref} {record.title}",
        question="Put the reminder off?",
        consequence=[
            f"For {days} days at most, and once for each due date.",
            "The due date stays. Others who are asked about it are asked all the same.",
        ],
        act="Put it off",
        back=("Keep it", _address(record)),
    )


def _address(record: Record) -> str:
    return sources.ADDRESSES.get(record.kind, "/").format(ref=record.ref)
