"""Deputies of a person."""

from __future__ import annotations

from typing import Any

from flask.views import MethodView

from kernel.errors import Invalid
from kernel.permission import require
from organisation.api.blueprint import bp
from organisation.models import Deputy, Person
from organisation.queries.deputy import deputies_of, today
from organisation.queries.person import find_person
from organisation.schemas.leaving import DeputyFields, DeputyOut
from organisation.service.deputy import add_deputy, end_deputy
from web.session import current_actor
from web.unit import session


def as_body(row: Deputy, deputy: Person) -> dict[str, Any]:
    return {"id": row.id, "deputy_id": deputy.id, "deputy": deputy.name, "starts_on": row.starts_on, "ends_on": row.ends_on}


@bp.route("/people/<int:person_id>/deputies")
class Deputies(MethodView):
    @bp.response(200, DeputyOut(many=True))
    def get(self, person_id: int) -> list[dict[str, Any]]:
        """Who answers for the person, and when; the latest start first."""
        require(current_actor(), "read")
        found = find_person(session(), person_id)
        return [as_body(row, deputy) for row, deputy in deputies_of(session(), found.id)]

    @bp.arguments(DeputyFields)
    @bp.response(201, DeputyOut)
    def post(self, body: dict[str, Any], person_id: int) -> dict[str, Any]:
        """Let somebody answer for the person on both days and between. One's own, or an administrator's."""
        found, deputy = find_person(session(), person_id), session().get(Person, body["deputy_id"])
        if deputy is None:
            raise Invalid({"deputy_id": ["There is no such person"]})
        row = add_deputy(session(), current_actor(), found, deputy, starts_on=body["starts_on"], ends_on=body["ends_on"])
        return as_body(row, deputy)


@bp.route("/people/<int:person_id>/deputies/<int:deputy_id>")
class OneDeputy(MethodView):
    @bp.response(204)
    def delete(self, person_id: int, deputy_id: int) -> None:
        """End the deputyship: one that has begun ended yesterday, one to come is gone."""
        end_deputy(session(), current_actor(), find_person(session(), person_id), deputy_id, today=today(session()))
