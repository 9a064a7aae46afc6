"""Changing what was agreed. Two people at once: 409 with both texts, and one's own in the form."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from actions.models import Action
from actions.pages import factor_rows
from actions.pages.blueprint import bp
from actions.queries.action import Detail, detail
from actions.schemas import ActionFields
from actions.service import edit_action
from actions.service.edit import EDIT, open_for_change
from actions.service.factors import offered
from organisation.queries.person import active_people
from web.forms import Form, open_form
from web.saving import form_page, read_version, saved_as_whole
from web.session import current_actor
from web.unit import session


@bp.route("/actions/<ref>/edit", methods=["GET", "POST"])
def edit(ref: str) -> Any:
    actor = current_actor()
    found = detail(session(), actor, ref)
    if not found.may_edit:
        open_for_change(session(), actor, ref, EDIT)  # says why not
    schema = ActionFields(partial=True)
    form = Form(schema, _sent(found.action)) if request.method == "POST" else open_form(schema, _body(found))
    if saved_as_whole(form, lambda body: edit_action(session(), actor, ref, read_version(), body)):
        flash(f"{ref} was saved.")
        return redirect(url_for("actions.show", ref=ref), 303)
    return _page(detail(session(), actor, ref), form)


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


def _page(found: Detail, form: Form) -> tuple[str, int]:
    people = {p.id: p.name for p in active_people(session())}
    if found.action.owner_id and found.owner:
        people.setdefault(found.action.owner_id, found.owner)
    return form_page(
        "actions/edit.html",
        form,
        version=found.record.version,
        found=found,
        action=found.action,
        factors=factor_rows.rows(offered(session(), current_actor(), found.action.source_id), form.values),
        people=sorted(people.items(), key=lambda pair: pair[1]),
    )
