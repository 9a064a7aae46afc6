"""People: list, add, read."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.views import MethodView

from kernel.permission import require
from organisation.api.blueprint import bp
from organisation.models import Account, Person
from organisation.queries.account import account_of
from organisation.queries.person import count_people, directory, find_person, roles_of
from organisation.schemas.person import NewPersonWithRoles, PeopleAsked, PersonOut
from organisation.service.person import add_person
from web.session import current_actor
from web.unit import session


def as_body(person: Person, account: Account | None) -> dict[str, Any]:
    """A person as ``PersonOut`` writes it."""
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "zone": person.zone,
        "roles": [role.value for role in roles_of(person)],
        "has_account": account is not None and account.disabled_at is None,
        "left_on": person.left_on,
    }


@bp.route("/people")
class People(MethodView):
    @bp.arguments(PeopleAsked, location="query")
    @bp.response(200, PersonOut(many=True))
    @bp.paginate(page_size=50, max_page_size=200)
    def get(self, asked: dict[str, Any], pagination_parameters: Any) -> list[dict[str, Any]]:
        """People by name. The header X-Pagination says how many there are."""
        require(current_actor(), "read")
        pagination_parameters.item_count = count_people(session(), **asked)
        page = directory(
            session(), **asked, offset=pagination_parameters.first_item, size=pagination_parameters.page_size
        )
        return [as_body(person, account) for person, account in page]

    @bp.arguments(NewPersonWithRoles)
    @bp.response(201, PersonOut)
    def post(self, body: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Add a person without account. Other roles than a contributor's need the right to administer people."""
        person = add_person(session(), current_actor(), **body)
        return as_body(person, None), 201, {"Location": url_for("organisation-api.Person", person_id=person.id)}


@bp.route("/people/<int:person_id>", endpoint="Person")
@bp.response(200, PersonOut)
def one(person_id: int) -> dict[str, Any]:
    """One person."""
    require(current_actor(), "read")
    found = find_person(session(), person_id)
    return as_body(found, account_of(session(), person_id))
