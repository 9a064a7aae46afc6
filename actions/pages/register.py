"""The register of all actions that one may see."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from werkzeug.datastructures import MultiDict

from actions.models import Strength
from actions.pages.blueprint import bp
from actions.queries import register as rows
from actions.queries.mine import last_checked, to_check
from actions.queries.today import today as today_of
from actions.queries.views import views_of
from actions.rules.lifecycle import EDIT, Shown
from actions.rules.words import STRENGTHS
from actions.schemas import RegisterQuery
from actions.schemas.shown import query_of
from actions.schemas.view import ViewFields
from actions.service.sheet import IMPORT
from kernel.errors import Invalid
from kernel.permission import may
from organisation.queries.service import all_services
from web.forms import Form, open_form
from web.paging import page_of
from web.session import current_actor
from web.unit import session

STATES = [
    ("open", "Open"), ("to_do", "To do"), ("doing", "Doing"), ("done", "Done, to be checked"), ("checked", "Checked"),
    ("dropped", "Dropped"), ("all", "All states"),
]


@bp.get("/actions")
def register() -> str:
    actor, today = current_actor(), today_of(session())
    asked = asked_of(request.args)
    wanted = rows.asked_for(asked)
    page = page_of(request.args, rows.count(session(), actor, wanted, today), request.path)
    totals = rows.totals(session(), actor, today)
    return render_template(
        "actions/register.html",
        today=today,
        asked=asked,
        states=STATES,
        owners=rows.owners(session(), actor),
        services=all_services(session()),
        page=page,
        rows=rows.page_of_rows(session(), actor, wanted, today, offset=page.offset, size=page.size),
        totals=totals,
        words=list(Shown),
        strengths=[*((s, s.value.capitalize(), STRENGTHS[s.value]) for s in Strength), (None, "Not said", "")],
        to_check=to_check(session(), actor),
        last_checked=last_checked(session(), actor),
        may_import=may(actor, IMPORT),
        may_give=may(actor, EDIT),
        query=query_of(asked),
        sorts={sort: url_for("actions.register", **{**query_of(asked), "sort": sort}) for sort in rows.ORDERS},
        views=views_of(session(), actor),
        view_form=open_form(ViewFields()),
    )


def asked_of(args: MultiDict[str, str]) -> dict[str, Any]:
    """The filter of the address; nonsense in it narrows nothing."""
    try:
        return Form(RegisterQuery(exclude=("page", "size")), args).load()
    except Invalid:
        asked: dict[str, Any] = RegisterQuery(exclude=("page", "size")).load({})
        return asked
