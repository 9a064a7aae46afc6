"""Writing an action down, for one source record: /actions/new?source=PIR-2026-0014&factor=FAC-0031, or &title=… to start from."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from actions import sources
from actions.pages import factor_rows
from actions.pages.blueprint import bp
from actions.schemas import NewAction
from actions.service import add_action
from actions.service.add import source_of
from actions.service.factors import offered
from kernel.errors import NotFound
from kernel.record import Record
from organisation.queries.person import active_people
from web.forms import Form, open_form
from web.saving import form_page, saved
from web.session import current_actor
from web.unit import session

#: As many characters of a proposed title are taken as a title may have.
LONGEST_TITLE = 140


@bp.route("/actions/new", methods=["GET", "POST"])
def new() -> Any:
    source = _source(request.values.get("source", ""))
    if request.method == "POST":
        form = Form(NewAction(), factor_rows.chosen(request.form))
    else:
        factor = request.args.get("factor", "")
        chosen = [{"factor": factor, "effect": "eliminates"}] if factor else []
        form = open_form(NewAction(), {"source": source.ref, "factors": chosen, "title": request.args.get("title", "")[:LONGEST_TITLE]})
    back = sources.link_to(source.kind, source.ref)
    if done := saved(form, lambda fields: add_action(session(), current_actor(), fields.pop("source"), fields).record.ref):
        flash(f"{done.made} was written down.")
        return redirect(back or url_for("actions.show", ref=done.made), 303)
    return form_page("actions/new.html", form, source=source, back=back or url_for("actions.register"), people=[(p.id, p.name) for p in active_people(session())],
                     factors=factor_rows.rows(offered(session(), current_actor(), source.id), form.values))


def _source(ref: str) -> Record:
    if not ref:
        raise NotFound("review")
    return source_of(session(), current_actor(), ref)
