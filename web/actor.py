"""Who acts in this request: a person by the session cookie, or in ``/api/`` by a bearer token."""

from __future__ import annotations

from flask import abort, g, request
from flask_login import UserMixin, current_user

from kernel.permission import Actor
from web.address import is_api
from web.site import site


class SignedIn(UserMixin):
    """Flask-Login's idea of a user, around our actor."""

    def __init__(self, actor: Actor, epoch: int) -> None:
        self.actor, self.epoch = actor, epoch

    def get_id(self) -> str:
        return f"{self.actor.person_id}:{self.epoch}"


def actor_or_none() -> Actor | None:
    """The person or token of this request, None for a stranger."""
    if is_api():
        if "debrief_token_actor" not in g:
            kind, _, token = request.headers.get("Authorization", "").partition(" ")
            is_bearer = kind.lower() == "bearer" and token.strip()
            g.debrief_token_actor = site().load_token(token.strip()) if is_bearer else None
        found: Actor | None = g.debrief_token_actor
        return found
    return current_user.actor if current_user.is_authenticated else None


def current_actor() -> Actor:
    """The person of this request; 401 for a stranger (a guarded view never sees one)."""
    return actor_or_none() or abort(401)
