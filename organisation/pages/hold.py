"""Legal hold of one record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for

from kernel.hold import open_hold
from kernel.permission import find_record, require_on
from kernel.record import Record
from organisation.pages.blueprint import bp
from organisation.queries.hold import hold_note
from organisation.schemas.leaving import Reason
from organisation.service.hold import VERB, place_hold, release_hold
from web.forms import Form, open_form
from web.saving import saved
from web.session import current_actor
from web.unit import session


@bp.get("/hold/<path:ref>")
def ask_hold(ref: str) -> str:
    """The form to put it on hold, or to release it."""
    return _page(_record(ref), open_form(Reason()))


@bp.post("/hold/<path:ref>")
def take_hold(ref: str) -> Any:
    return _save(ref, place_hold, f"{ref} is on legal hold.")


@bp.post("/release/<path:ref>")
def take_release(ref: str) -> Any:
    return _save(ref, release_hold, f"The hold on {ref} is released.")


def _save(ref: str, act: Callable[..., object], said: str) -> Any:
    record, form = _record(ref), Form(Reason(), request.form)
    if saved(form, lambda body: act(session(), current_actor(), ref, body["reason"])):
        flash(said)
        return redirect(_address(record), 303)
    return _page(record, form), 422


def _record(ref: str) -> Record:
    record = find_record(session(), current_actor(), ref, "record")
    require_on(session(), current_actor(), VERB, record)
    return record


def _address(record: Record) -> str:
    shapes: dict[Any, str] = current_app.config.get("RECORD_URLS", {})
    shape = shapes.get(record.kind)
    return shape.format(ref=record.ref) if shape else url_for("organisation.retention")


def _page(record: Record, form: Form) -> str:
    held = open_hold(session(), record.id)
    return render_template(
        "organisation/hold.html", record=record, form=form, note=hold_note(session(), record) if held else None,
        back=_address(record),
    )
