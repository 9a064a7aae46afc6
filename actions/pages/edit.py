"""Changing what was agreed. Two people at once: 409 with both texts, and one's own in the form."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from actions.models import Action
from actions.pages import factor_rows
from actions.pages.blueprint import bp
from actions.queries.action import Detail, detail
from actions.schemas import ActionFields
from actions.service import edit_action
from actions.service.edit import EDIT, open_for_change
from actions.service.factors import offered
from kernel.errors import Invalid, Stale
from organisation.queries.person import active_people
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.get("/actions/<ref>/edit")
def edit(ref: str) -> Any:
    found = detail(session(), current_actor(), ref)
    if not found.may_edit:
        open_for_change(session(), current_actor(), ref, EDIT)  # says why not
    return _page(found, open_form(ActionFields(partial=True), _body(found)))


@bp.post("/actions/<ref>/edit")
def save(ref: str) -> Any:
    actor = current_actor()
    found = detail(session(), actor, ref)
    form = Form(ActionFields(partial=True), _sent(found.action))
    try:
        edit_action(session(), actor, ref, version_sent(), form.load())
    except Invalid as wrong:
        return _page(found, form.refused(wrong.messages), version_sent()), 422
    except Stale as stale:
        return _page(detail(session(), actor, ref), form, stale.version, stale), 409
    flash(f"{ref} was saved.")
    return redirect(url_for("actions.show", ref=ref), 303)


def version_sent() -> int | None:
    """The version that the form was opened with; None, and so stale, when it says none."""
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else None  # noqa: PLR2004 - no version is longer


def _sent(action: Action) -> MultiDict[str, str]:
    """What was typed. A new person's name stands for a change of owner while the list still shows the old one."""
    values = factor_rows.chosen(request.form)
    is_unchanged = values.get("owner", "") == str(action.owner_id or "")
    if values.get("owner_name", "").strip() and is_unchanged:
        values["owner"] = ""
    return values


def _body(found: Detail) -> dict[str, Any]:
    action = found.action
    return {
        "title": action.record.title,
        "owner": action.owner_id,
        "due": action.due,
        "kind": action.kind,
        "strength": action.strength,
        "measure": action.measure,
        "measure_threshold": action.measure_threshold,
        "measure_source": action.measure_source,
        "effect_window_days": action.effect_window_days,
        "expected_evidence": action.expected_evidence,
        "external_ref": action.external_ref,
        "external_url": action.external_url,
        "factors": [{"factor": f.ref, "effect": f.effect, "probability": f.probability} for f in found.factors],
    }


def _page(found: Detail, form: Form, version: int | None = None, stale: Stale | None = None) -> str:
    people = {p.id: p.name for p in active_people(session())}
    if found.action.owner_id and found.owner:
        people.setdefault(found.action.owner_id, found.owner)
    return render_template(
        "actions/edit.html",
        found=found,
        action=found.action,
        form=form,
        version=version or found.record.version,
        stale=stale,
        factors=factor_rows.rows(offered(session(), current_actor(), found.action.source_id), form.values),
        people=sorted(people.items(), key=lambda pair: pair[1]),
    )
