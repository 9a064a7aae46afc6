"""One service: what is known of it, and the form."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

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
from web.forms import Form
from web.saving import form_of, form_page, saved
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


@bp.route("/services/new", methods=["GET", "POST"])
def new_service() -> Any:
    require(current_actor(), VERB)
    form = form_of(NewService())
    if done := saved(form, lambda body: add_service(session(), current_actor(), body)):
        flash(f"{done.made.name} was added.")
        return redirect(url_for("organisation.service", service_id=done.made.id), 303)
    return _form(form, None)


@bp.route("/services/<int:service_id>/edit", methods=["GET", "POST"])
def change_service(service_id: int) -> Any:
    require(current_actor(), VERB)
    found = get_service(session(), service_id)
    form = form_of(EditService(), {key: getattr(found, key) for key in LABELS})
    if saved(form, lambda body: edit_service(session(), current_actor(), found, body, version=body.pop("version"))):
        flash("Saved.")
        return redirect(url_for("organisation.service", service_id=service_id), 303)
    return _form(form, found)


def _form(form: Form, found: Service | None) -> tuple[str, int]:
    return form_page(
        "organisation/service_form.html",
        form,
        found=found,
        people=people_choices(session(), found.owner_id if found else None),
        teams=team_choices(session(), found.team_id if found else None),
        calendars=[(calendar.id, calendar.name) for calendar in calendars(session())],
    )
