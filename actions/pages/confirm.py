"""Confirming an action that was brought in from elsewhere."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for

from actions.pages.blueprint import bp
from actions.service import confirm_action
from web.session import current_actor
from web.unit import session


@bp.post("/actions/<ref>/confirm")
def confirm(ref: str) -> Any:
    confirm_action(session(), current_actor(), ref)
    flash(f"{ref} is confirmed. From now on its owner is reminded of it.")
    return redirect(url_for("actions.show", ref=ref), 303)
