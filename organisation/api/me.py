"""Whom a token stands for."""

from __future__ import annotations

from typing import Any

from organisation.api.blueprint import bp
from organisation.api.people import as_body
from organisation.queries.account import account_of
from organisation.queries.person import find_person
from organisation.schemas.person import PersonOut
from web.session import current_actor
from web.unit import session


@bp.route("/me")
@bp.response(200, PersonOut)
def me() -> dict[str, Any]:
    """The person of this token."""
    found = find_person(session(), current_actor().person_id or 0)
    return as_body(found, account_of(session(), found.id))
