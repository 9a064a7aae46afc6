"""The list of services."""

from __future__ import annotations

from flask import render_template, request

from kernel.errors import Invalid
from kernel.permission import may
from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.queries.service import ServicesWanted, count_services, service_lines
from organisation.queries.team import all_teams
from organisation.rules.catalogue import TIERS, tier_words
from organisation.schemas.service import ServicesAsked
from organisation.service.catalogue import VERB
from web.forms import Form
from web.paging import SIZE, page_of
from web.session import current_actor
from web.unit import session


@bp.get("/services")
def services() -> str:
    actor = current_actor()
    form = Form(ServicesAsked(), request.args)
    try:
        wanted = ServicesWanted(**form.load())
    except Invalid:
        wanted = ServicesWanted()
    page = page_of(request.args, count_services(session(), wanted), request.path)
    return render_template(
        "organisation/services.html",
        tabs=tabs(actor, "Services"),
        form=form,
        wanted=wanted,
        page=page,
        rows=[(line, tier_words(line.service.tier)) for line in service_lines(session(), wanted, offset=page.offset, size=SIZE)],
        teams=[(team.id, team.name) for team in all_teams(session())],
        tiers=TIERS,
        may_edit=may(actor, VERB),
    )
