"""The list of teams."""

from __future__ import annotations

from flask import render_template, request

from kernel.errors import Invalid
from kernel.permission import may
from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.queries.team import count_teams, team_lines
from organisation.schemas.team import TeamsAsked
from organisation.service.catalogue import VERB
from web.forms import Form
from web.paging import SIZE, page_of
from web.session import current_actor
from web.unit import session


@bp.get("/teams")
def teams() -> str:
    actor = current_actor()
    form = Form(TeamsAsked(), request.args)
    try:
        asked = form.load()
    except Invalid:
        asked = TeamsAsked().load({})
    page = page_of(request.args, count_teams(session(), **asked), request.path)
    return render_template(
        "organisation/teams.html",
        tabs=tabs(actor, "Teams"),
        form=form,
        asked=asked,
        page=page,
        rows=team_lines(session(), **asked, offset=page.offset, size=SIZE),
        may_edit=may(actor, VERB),
    )
