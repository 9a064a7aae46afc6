"""One's own API tokens."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from organisation.pages.blueprint import bp
from organisation.pages.profile import oneself, show_profile
from organisation.schemas.account import NewToken
from organisation.service.token import create_token as make_token
from organisation.service.token import revoke_token as end_token
from web.forms import Form
from web.saving import saved
from web.session import current_actor
from web.unit import session


@bp.post("/profile/tokens")
def create_token() -> Any:
    """Shows the token in the answer itself, once. No idempotency key: the kept answer would hold the token."""
    form = Form(NewToken(), request.form, ids="token-")
    if done := saved(form, lambda body: make_token(session(), current_actor(), oneself(), **body)):
        return show_profile(plain=done.made[1]), 201
    return show_profile(token=form), 422


@bp.post("/profile/tokens/<int:token_id>/revoke")
def revoke_token(token_id: int) -> Any:
    ended = end_token(session(), current_actor(), token_id)
    flash(f"The token “{ended.name}” no longer works.")
    return redirect(url_for("organisation.profile"), 303)
