"""Who answers for a person while they are away."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for

from kernel.errors import Invalid
from organisation.models import Person
from organisation.pages.blueprint import bp
from organisation.pages.person import edit_form, show_person
from organisation.queries.deputy import today
from organisation.queries.person import find_person
from organisation.schemas.leaving import DeputyFields
from organisation.service.deputy import add_deputy, end_deputy
from web.forms import Form
from web.saving import saved
from web.session import current_actor
from web.unit import session


@bp.post("/people/<int:person_id>/deputies")
def set_deputy(person_id: int) -> Any:
    """One's own, or an administrator's."""
    found = find_person(session(), person_id)
    form = Form(DeputyFields(), request.form, ids="deputy-")
    if done := saved(form, lambda body: _named(found, **body)):
        flash(f"{done.made} answers for {found.name} in that time.")
        return redirect(url_for("organisation.person", person_id=person_id, _anchor="deputies"), 303)
    return show_person(found, edit_form(found), deputy=form), 422


@bp.post("/people/<int:person_id>/deputies/<int:deputy_id>/end")
def stop_deputy(person_id: int, deputy_id: int) -> Any:
    end_deputy(session(), current_actor(), find_person(session(), person_id), deputy_id, today=today(session()))
    flash("The deputyship is ended.")
    return redirect(url_for("organisation.person", person_id=person_id, _anchor="deputies"), 303)


def _named(found: Person, deputy_id: int, starts_on: date, ends_on: date) -> str:
    """Make the deputy one; returns the name. What the service says of the deputy is told at the field of this form."""
    deputy = session().get(Person, deputy_id)
    if deputy is None:
        raise Invalid({"deputy_id": ["Select a person from the list"]})
    try:
        add_deputy(session(), current_actor(), found, deputy, starts_on=starts_on, ends_on=ends_on)
    except Invalid as wrong:
        raise Invalid({"deputy_id" if key == "deputy" else key: texts for key, texts in wrong.messages.items()}) from None
    return deputy.name
