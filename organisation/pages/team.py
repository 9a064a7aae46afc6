"""One team: who is in it, what it looks after, and the form."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from kernel.permission import may, require
from organisation.models import Person
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
from web.saving import form_of, form_page, saved
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


@bp.route("/teams/new", methods=["GET", "POST"])
def new_team() -> Any:
    require(current_actor(), VERB)
    form = form_of(NewTeam())
    if done := saved(form, lambda body: add_team(session(), current_actor(), body)):
        flash(f"{done.made.name} was added.")
        return redirect(url_for("organisation.team", team_id=done.made.id), 303)
    return form_page("organisation/team_form.html", form, found=None, people=people_choices(session()))


@bp.route("/teams/<int:team_id>/edit", methods=["GET", "POST"])
def change_team(team_id: int) -> Any:
    require(current_actor(), VERB)
    found = get_team(session(), team_id)
    columns = {key: getattr(found, key) for key in ("name", "description", "lead_id", "retired_on")}
    form = form_of(EditTeam(), {**columns, "member_ids": member_ids(found)})
    if saved(form, lambda body: edit_team(session(), current_actor(), found, body, version=body.pop("version"))):
        flash("Saved.")
        return redirect(url_for("organisation.team", team_id=team_id), 303)
    return form_page("organisation/team_form.html", form, found=found, people=people_choices(session(), found.lead_id, *member_ids(found)))
