"""One team: who is in it, what it looks after, and the form."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.errors import Invalid
from kernel.permission import may, require
from organisation.models import Person, Team
from organisation.pages.blueprint import bp
from organisation.pages.choices import people_choices
from organisation.pages.tabs import tabs
from organisation.queries.service import ServicesWanted, service_lines
from organisation.queries.team import get_team, members_of
from organisation.rules.catalogue import tier_words
from organisation.schemas.team import EditTeam, NewTeam
from organisation.service.catalogue import VERB
from organisation.service.channel import may_set
from organisation.service.team import add_team, edit_team, member_ids
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.get("/teams/<int:team_id>")
def team(team_id: int) -> str:
    found = get_team(session(), team_id)
    return render_template(
        "organisation/team.html",
        tabs=tabs(current_actor(), "Teams"),
        found=found,
        lead=session().get(Person, found.lead_id) if found.lead_id else None,
        members=members_of(session(), found.id),
        services=[(line.service, tier_words(line.service.tier)) for line in service_lines(session(), ServicesWanted(team=found.id))],
        may_edit=may(current_actor(), VERB),
        may_set_chat=may_set(current_actor(), found),
    )


@bp.get("/teams/new")
def new_team() -> str:
    require(current_actor(), VERB)
    return _form(open_form(NewTeam()), None)


@bp.post("/teams/new")
def create_team() -> Any:
    require(current_actor(), VERB)
    form = Form(NewTeam(), request.form)
    try:
        made = add_team(session(), current_actor(), form.load())
    except Invalid as wrong:
        session().rollback()
        return _form(form.refused(wrong.messages), None), 422
    flash(f"{made.name} was added.")
    return redirect(url_for("organisation.team", team_id=made.id), 303)


@bp.get("/teams/<int:team_id>/edit")
def edit_team_form(team_id: int) -> str:
    require(current_actor(), VERB)
    found = get_team(session(), team_id)
    columns = {key: getattr(found, key) for key in ("name", "description", "lead_id", "retired_on")}
    return _form(open_form(EditTeam(), {**columns, "member_ids": member_ids(found)}), found)


@bp.post("/teams/<int:team_id>/edit")
def save_team(team_id: int) -> Any:
    require(current_actor(), VERB)
    found = get_team(session(), team_id)
    form = Form(EditTeam(), request.form)
    try:
        body = form.load()
        edit_team(session(), current_actor(), found, body, version=body.pop("version"))
    except Invalid as wrong:
        session().rollback()
        return _form(form.refused(wrong.messages), get_team(session(), team_id)), 422
    flash("Saved.")
    return redirect(url_for("organisation.team", team_id=team_id), 303)


def _form(form: Form, found: Team | None) -> str:
    kept = [found.lead_id, *member_ids(found)] if found else []
    return render_template("organisation/team_form.html", form=form, found=found, people=people_choices(session(), *kept))
