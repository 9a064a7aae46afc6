"""Hooks of ticket tools: the list, a new one, one with its last messages, a new secret, the end."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from actions.pages.blueprint import bp
from actions.queries.hooks import deliveries, hooks
from actions.schemas.hook import SHAPES, NewHook
from actions.service.hooks import ADMINISTER, find_hook, make_hook, revoke_hook, rotate_hook
from kernel.permission import require
from organisation.pages.tabs import tabs
from web.saving import form_of, form_page, saved
from web.session import current_actor
from web.site import site
from web.unit import session

TAB = "Ticket hooks"


@bp.route("/settings/hooks", methods=["GET", "POST"])
def all_hooks() -> Any:
    """Shows the secret of a new one in the answer itself, once. No idempotency key: the kept answer would hold the secret."""
    require(current_actor(), ADMINISTER)
    form = form_of(NewHook())
    if done := saved(form, lambda body: make_hook(session(), current_actor(), site().settings.secret_key, **body)):
        hook, plain = done.made
        return _one(hook.id, plain), 201
    return form_page("actions/hooks.html", form, tabs=tabs(current_actor(), TAB), hooks=hooks(session()), shapes=SHAPES)


@bp.get("/settings/hooks/<int:hook_id>")
def hook(hook_id: int) -> str:
    return _one(hook_id)


@bp.post("/settings/hooks/<int:hook_id>/rotate")
def rotate(hook_id: int) -> Any:
    rotate_result = rotate_hook(session(), current_actor(), site().settings.secret_key, hook_id)
    return _one(hook_id, rotate_result[1])


@bp.get("/settings/hooks/<int:hook_id>/revoke")
def ask_revoke(hook_id: int) -> str:
    found = find_hook(session(), current_actor(), hook_id)
    return render_template(
        "confirm.html", eyebrow=TAB, question=f"Revoke the hook {found.name}?", act="Revoke it",
        consequence="What it sends is refused from now on. What it has changed stays.",
        back=("Keep it", url_for("actions.hook", hook_id=hook_id)),
    )


@bp.post("/settings/hooks/<int:hook_id>/revoke")
def revoke(hook_id: int) -> Any:
    found = revoke_hook(session(), current_actor(), hook_id)
    flash(f"The hook {found.name} is revoked.")
    return redirect(url_for("actions.all_hooks"), 303)


def _one(hook_id: int, plain: str = "") -> str:
    found = find_hook(session(), current_actor(), hook_id)
    return render_template(
        "actions/hook.html", tabs=tabs(current_actor(), TAB), hook=found, plain=plain, shape=SHAPES[found.shape],
        deliveries=deliveries(session(), hook_id), address=url_for("hooks-api.hear", name=found.name, _external=True),
    )
