"""Writing an action down, for one source record: /actions/new?source=PIR-2026-0014&factor=FAC-0031, or &title=… to start from."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from actions import sources
from actions.pages import factor_rows
from actions.pages.blueprint import bp
from actions.schemas import NewAction
from actions.service import add_action
from actions.service.add import source_of
from actions.service.factors import offered
from kernel.errors import Invalid, NotFound
from kernel.record import Record
from organisation.queries.person import active_people
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session

#: As many characters of a proposed title are taken as a title may have.
LONGEST_TITLE = 140


@bp.get("/actions/new")
def new() -> str:
    source = _source(request.args.get("source", ""))
    factor = request.args.get("factor", "")
    chosen = [{"factor": factor, "effect": "eliminates"}] if factor else []
    return _page(source, open_form(NewAction(), {"source": source.ref, "factors": chosen, "title": request.args.get("title", "")[:LONGEST_TITLE]}))


@bp.post("/actions/new")
def create() -> Any:
    form = Form(NewAction(), factor_rows.chosen(request.form))
    source = _source(request.form.get("source", ""))
    try:
        fields = form.load()
        action = add_action(session(), current_actor(), fields.pop("source"), fields)
    except Invalid as wrong:
        return _page(source, form.refused(wrong.messages)), 422
    flash(f"{action.record.ref} was written down.")
    back = sources.link_to(source.kind, source.ref)
    return redirect(back or url_for("actions.show", ref=action.record.ref), 303)


def _source(ref: str) -> Record:
    if not ref:
        raise NotFound("review")
    return source_of(session(), current_actor(), ref)


def _page(source: Record, form: Form) -> str:
    found = offered(session(), current_actor(), source.id)
    back = sources.link_to(source.kind, source.ref)
    return render_template(
        "actions/new.html",
        form=form,
        source=source,
        back=back or url_for("actions.register"),
        factors=factor_rows.rows(found, form.values),
        people=[(p.id, p.name) for p in active_people(session())],
    )
