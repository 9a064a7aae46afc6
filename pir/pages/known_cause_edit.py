"""Naming, changing, merging and retiring known causes: what the problem manager does in the catalogue."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.permission import require
from pir.models import Cause
from pir.pages.blueprint import Answer, bp
from pir.pages.saving import read_version, saved
from pir.queries.known_causes import find_cause, line_of, offered
from pir.schemas.known_causes import CauseForm, MergeForm
from pir.service import known_causes as service
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.route("/causes/new", methods=["GET", "POST"])
def new_cause() -> Answer:
    require(current_actor(), service.EDIT)
    form = open_form(CauseForm())
    if request.method == "POST":
        form = Form(CauseForm(), request.form)
        made: list[Cause] = []
        if saved(form, lambda body: made.append(service.name_cause(session(), current_actor(), body))):
            return _back(made[0].record.ref)
    return _form("pir/known_cause_form.html", form, found=None)


@bp.route("/causes/<ref>/edit", methods=["GET", "POST"])
def edit_cause(ref: str) -> Answer:
    found = _standing(ref)
    form = open_form(CauseForm(), {"name": found.record.title, "description": found.description, "control": found.control})
    if request.method == "POST":
        form = Form(CauseForm(), request.form)
        if saved(form, lambda body: service.edit_cause(session(), current_actor(), ref, read_version(), body)):
            return _back(ref)
    return _form("pir/known_cause_form.html", form, found=found)


@bp.route("/causes/<ref>/merge", methods=["GET", "POST"])
def merge_cause(ref: str) -> Answer:
    """The form asks for the cause that stays; the reference of this one leads there afterwards."""
    found = _standing(ref)
    form = open_form(MergeForm())
    if request.method == "POST":
        form = Form(MergeForm(), request.form)
        stays: list[Cause] = []
        actor, version = current_actor(), read_version()
        if saved(form, lambda body: stays.append(service.merge_cause(session(), actor, ref, version, body["into"], body["reason"]))):
            flash(f"{ref} was merged into {stays[0].record.ref}.")
            return _back(stays[0].record.ref)
    known = [one.words for one in offered(session()) if one.ref != ref]
    return _form("pir/known_cause_merge.html", form, found=found, known=known, line=line_of(session(), current_actor(), found))


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


def _form(template: str, form: Form, **values: Any) -> Answer:
    body = render_template(template, form=form, **values)
    return (body, 422) if form.errors else body
