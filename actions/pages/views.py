"""Keeping and letting go a view of the register."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, request, url_for

from actions.pages.blueprint import bp
from actions.pages.register import asked_of
from actions.schemas.shown import query_of
from actions.schemas.view import ViewFields
from actions.service.views import drop_view, keep_view
from kernel.errors import Invalid
from web.forms import Form
from web.session import current_actor
from web.unit import session


@bp.post("/actions/views")
def save_view() -> Any:
    """The filter comes beside the name, is read as the register reads it, and written anew."""
    query = query_of(asked_of(request.form))
    try:
        name = Form(ViewFields(), request.form).load()["name"]
        keep_view(session(), current_actor(), name, urlencode(query))
    except Invalid as wrong:
        flash("; ".join(text for texts in wrong.messages.values() for text in texts) + ". Nothing was kept.")
    else:
        flash(f"“{name}” is kept among your views.")
    return redirect(url_for("actions.register", **query), 303)


@bp.post("/actions/views/<int:view_id>/drop")
def let_go(view_id: int) -> Any:
    view = drop_view(session(), current_actor(), view_id)
    flash(f"“{view.name}” is no longer among your views.")
    return redirect(url_for("actions.register"), 303)
