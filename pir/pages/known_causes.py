"""The catalogue of known causes, and one of them with the reviews in which it was met."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for

from kernel.errors import Invalid
from kernel.permission import may, require
from pir.pages.blueprint import Answer, bp
from pir.queries.known_causes import (
    Wanted,
    cause_lines,
    count_causes,
    count_met,
    find_cause,
    head_of,
    line_of,
    merged_into,
    where_met,
)
from pir.schemas.known_causes import CausesAsked
from pir.service.known_causes import EDIT
from web.forms import Form
from web.paging import page_of
from web.session import current_actor
from web.unit import session


@bp.get("/causes")
def known_causes() -> str:
    actor = current_actor()
    require(actor, "read")
    form = Form(CausesAsked(), request.args)
    try:
        wanted = Wanted(**form.load())
    except Invalid:
        wanted = Wanted()
    page = page_of(request.args, count_causes(session(), actor, wanted), request.path)
    return render_template(
        "pir/known_causes.html", form=form, wanted=wanted, page=page, may_edit=may(actor, EDIT),
        rows=cause_lines(session(), actor, wanted, offset=page.offset, size=page.size),
    )


@bp.get("/causes/<ref>")
def known_cause(ref: str) -> Answer:
    """One cause; the reference of a merged one leads to the cause that took it in."""
    actor = current_actor()
    found = find_cause(session(), actor, ref)
    if found.merged_into_id is not None:
        stays = head_of(session(), found).record.ref
        flash(f"{ref} was merged into {stays}: this is the same cause.")
        return redirect(url_for("pir.known_cause", ref=stays))
    page = page_of(request.args, count_met(session(), actor, found), request.path)
    return render_template(
        "pir/known_cause.html", found=found, line=line_of(session(), actor, found), took_in=merged_into(session(), found),
        page=page, rows=where_met(session(), actor, found, offset=page.offset, size=page.size), may_edit=may(actor, EDIT),
    )
