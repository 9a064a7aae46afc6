"""Retention periods, what is due to go, and deleting it."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for

from kernel.permission import may, require
from kernel.record import Record
from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.queries.hold import holds
from organisation.queries.retention import due_lines, periods, tombstones
from organisation.retention import KINDS
from organisation.schemas.leaving import periods_form
from organisation.service.retention import DELETE, SET_PERIODS, delete_due, set_periods
from web.saving import form_of, form_page, saved
from web.session import current_actor
from web.unit import session


@bp.route("/retention", methods=["GET", "POST"])
def retention() -> Any:
    actor = current_actor()
    require(actor, SET_PERIODS)
    form = form_of(periods_form(), periods(session()))
    if saved(form, lambda body: set_periods(session(), actor, body)):
        flash("Saved. What is due is listed below; nothing was deleted.")
        return redirect(url_for("organisation.retention"), 303)
    return form_page(
        "organisation/retention.html",
        form,
        tabs=tabs(actor, "Retention"),
        kinds=KINDS,
        labels={kind.key: kind.label for kind in KINDS},
        due=due_lines(session(), actor),
        held=[(record, note, _address(record)) for record, note in holds(session(), actor)],
        gone=tombstones(session(), actor),
        address=_address,
        may_delete=may(actor, DELETE),
    )


@bp.get("/retention/delete")
def ask_delete() -> Any:
    """Asks once more, with every record by name."""
    require(current_actor(), DELETE)
    wanted = set(_ids(request.args.getlist("record")))
    chosen = [line for line in due_lines(session(), current_actor()) if line.record.id in wanted and not line.is_held]
    if not chosen:
        flash("Select what is to be deleted.")
        return redirect(url_for("organisation.retention"), 303)
    return render_template("organisation/retention_delete.html", chosen=chosen)


@bp.post("/retention/delete")
def take_delete() -> Any:
    require(current_actor(), DELETE)
    count = delete_due(session(), current_actor(), _ids(request.form.getlist("record")))
    flash(f"{count} deleted. Their references and the audit trail stay.")
    return redirect(url_for("organisation.retention"), 303)


def _ids(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and text.isascii() and len(text) < 16]  # noqa: PLR2004 - no id is longer


def _address(record: Record) -> str | None:
    shapes: dict[Any, str] = current_app.config.get("RECORD_URLS", {})
    shape = shapes.get(record.kind)
    return shape.format(ref=record.ref) if shape else None
