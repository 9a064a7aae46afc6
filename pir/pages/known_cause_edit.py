"""Naming, changing, merging and retiring known causes: what the problem manager does in the catalogue."""

from __future__ import annotations

from flask import flash, redirect, url_for

from kernel.permission import require
from pir.models import Cause
from pir.pages.blueprint import Answer, bp
from pir.queries.known_causes import find_cause, line_of, offered
from pir.schemas.known_causes import CauseForm, MergeForm
from pir.service import known_causes as service
from web.saving import form_of, form_page, read_version, saved
from web.session import current_actor
from web.unit import session


@bp.route("/causes/new", methods=["GET", "POST"])
def new_cause() -> Answer:
    require(current_actor(), service.EDIT)
    form = form_of(CauseForm())
    if done := saved(form, lambda body: service.name_cause(session(), current_actor(), body)):
        return _back(done.made.record.ref)
    return form_page("pir/known_cause_form.html", form, found=None)


@bp.route("/causes/<ref>/edit", methods=["GET", "POST"])
def edit_cause(ref: str) -> Answer:
    found = _standing(ref)
    form = form_of(CauseForm(), {"name": found.record.title, "description": found.description, "control": found.control})
    if saved(form, lambda body: service.edit_cause(session(), current_actor(), ref, read_version(), body)):
        return _back(ref)
    return form_page("pir/known_cause_form.html", form, found=found)


@bp.route("/causes/<ref>/merge", methods=["GET", "POST"])
def merge_cause(ref: str) -> Answer:
    """The form asks for the cause that stays; the reference of this one leads there afterwards."""
    found = _standing(ref)
    form = form_of(MergeForm())
    if done := saved(form, lambda body: service.merge_cause(session(), current_actor(), ref, read_version(), body["into"], body["reason"]).record.ref):
        flash(f"{ref} was merged into {done.made}.")
        return _back(done.made)
    known = [one.words for one in offered(session()) if one.ref != ref]
    return form_page("pir/known_cause_merge.html", form, found=found, known=known, line=line_of(session(), current_actor(), found))


@bp.post("/causes/<ref>/retire")
def retire_cause(ref: str) -> Answer:
    service.retire_cause(session(), current_actor(), ref, read_version())
    return _back(ref)


@bp.post("/causes/<ref>/bring-back")
def bring_back_cause(ref: str) -> Answer:
    service.bring_back_cause(session(), current_actor(), ref, read_version())
    return _back(ref)


def _standing(ref: str) -> Cause:
    """The cause for a page that offers to change it: the same refusals as at saving."""
    require(current_actor(), service.EDIT)
    found = find_cause(session(), current_actor(), ref)
    service.require_standing(session(), found)
    return found


def _back(ref: str) -> Answer:
    return redirect(url_for("pir.known_cause", ref=ref), 303)
