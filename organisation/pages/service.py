"""One service: what is known of it, and the form."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.errors import Invalid
from kernel.permission import may, require
from organisation.models import Service
from organisation.pages.blueprint import bp
from organisation.pages.choices import people_choices, team_choices
from organisation.pages.tabs import tabs
from organisation.queries.calendar import calendars, find_calendar
from organisation.queries.deputy import deputy_notes, today
from organisation.queries.service import get_service, owners_of
from organisation.queries.team import get_team
from organisation.rules.catalogue import tier_words
from organisation.schemas.service import EditService, NewService
from organisation.service.catalogue import LABELS, VERB, add_service, edit_service
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.get("/services/<int:service_id>")
def service(service_id: int) -> str:
    found = get_service(session(), service_id)
    owners = owners_of(session(), [found.id]).get(found.id, [])
    return render_template(
        "organisation/service.html",
        tabs=tabs(current_actor(), "Services"),
        found=found,
        owners=owners,
        deputies=deputy_notes(session(), [person.id for person in owners], today(session())),
        team=get_team(session(), found.team_id) if found.team_id else None,
        calendar=find_calendar(session(), found.calendar_id) if found.calendar_id else None,
        tier=tier_words(found.tier),
        may_edit=may(current_actor(), VERB),
    )


@bp.get("/services/new")
def new_service() -> str:
    require(current_actor(), VERB)
    return _form(open_form(NewService()), None)


@bp.post("/services/new")
def create_service() -> Any:
    require(current_actor(), VERB)
    form = Form(NewService(), request.form)
    try:
        made = add_service(session(), current_actor(), form.load())
    except Invalid as wrong:
        session().rollback()
        return _form(form.refused(wrong.messages), None), 422
    flash(f"{made.name} was added.")
    return redirect(url_for("organisation.service", service_id=made.id), 303)


@bp.get("/services/<int:service_id>/edit")
def edit_service_form(service_id: int) -> str:
    require(current_actor(), VERB)
    found = get_service(session(), service_id)
    return _form(open_form(EditService(), {key: getattr(found, key) for key in LABELS}), found)


@bp.post("/services/<int:service_id>/edit")
def save_service(service_id: int) -> Any:
    require(current_actor(), VERB)
    found = get_service(session(), service_id)
    form = Form(EditService(), request.form)
    try:
        body = form.load()
        edit_service(session(), current_actor(), found, body, version=body.pop("version"))
    except Invalid as wrong:
        session().rollback()
        return _form(form.refused(wrong.messages), get_service(session(), service_id)), 422
    flash("Saved.")
    return redirect(url_for("organisation.service", service_id=service_id), 303)


def _form(form: Form, found: Service | None) -> str:
    return render_template(
        "organisation/service_form.html",
        form=form,
        found=found,
        people=people_choices(session(), found.owner_id if found else None),
        teams=team_choices(session(), found.team_id if found else None),
        calendars=[(calendar.id, calendar.name) for calendar in calendars(session())],
    )
