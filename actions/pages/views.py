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
from web.forms import Form
from web.saving import saved
from web.session import current_actor
from web.unit import session


@bp.post("/actions/views")
def save_view() -> Any:
    """The filter comes beside the name, is read as the register reads it, and written anew."""
    query, form = query_of(asked_of(request.form)), Form(ViewFields(), request.form)
    if done := saved(form, lambda body: keep_view(session(), current_actor(), body["name"], urlencode(query))):
        flash(f"“{done.made.name}” is kept among your views.")
    else:
        flash("; ".join(error.text for error in form.errors) + ". Nothing was kept.")
    return redirect(url_for("actions.register", **query), 303)


@bp.post("/actions/views/<int:view_id>/drop")
def let_go(view_id: int) -> Any:
    view = drop_view(session(), current_actor(), view_id)
    flash(f"“{view.name}” is no longer among your views.")
    return redirect(url_for("actions.register"), 303)
