"""Teams: list, add, read, change."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.views import MethodView

from kernel.permission import require
from organisation.api.blueprint import bp
from organisation.models import Person, Team
from organisation.queries.team import count_teams, get_team, team_lines
from organisation.schemas.team import NewTeam, TeamFields, TeamOut, TeamsAsked
from organisation.service.team import add_team, edit_team, member_ids
from web.etag import etag, version_named
from web.session import current_actor
from web.unit import session


def as_body(team: Team, lead: str | None) -> dict[str, Any]:
    """A team as ``TeamOut`` writes it."""
    columns = {key: getattr(team, key) for key in ("id", "name", "description", "lead_id", "retired_on", "version")}
    return {**columns, "lead": lead, "member_ids": member_ids(team)}


def answer(team_id: int) -> tuple[dict[str, Any], int, dict[str, str]]:
    """The team as it stands now, with its ETag."""
    found = get_team(session(), team_id)
    lead = session().get(Person, found.lead_id) if found.lead_id else None
    return as_body(found, lead.name if lead else None), 200, etag(found.version)


@bp.route("/teams")
class Teams(MethodView):
    @bp.arguments(TeamsAsked, location="query")
    @bp.response(200, TeamOut(many=True))
    @bp.paginate(page_size=50, max_page_size=200)
    def get(self, asked: dict[str, Any], pagination_parameters: Any) -> list[dict[str, Any]]:
        """Teams by name. The header X-Pagination says how many there are."""
        require(current_actor(), "read")
        pagination_parameters.item_count = count_teams(session(), **asked)
        lines = team_lines(session(), **asked, offset=pagination_parameters.first_item, size=pagination_parameters.page_size)
        return [as_body(line.team, line.lead) for line in lines]

    @bp.arguments(NewTeam)
    @bp.response(201, TeamOut)
    def post(self, body: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Add a team."""
        made = add_team(session(), current_actor(), body)
        found, _, headers = answer(made.id)
        return found, 201, {**headers, "Location": url_for("organisation-api.Team", team_id=made.id)}


@bp.route("/teams/<int:team_id>", endpoint="Team")
class OneTeam(MethodView):
    @bp.response(200, TeamOut)
    def get(self, team_id: int) -> tuple[dict[str, Any], int, dict[str, str]]:
        """One team with its ETag."""
        require(current_actor(), "read")
        return answer(team_id)

    @bp.arguments(TeamFields(partial=True))
    @bp.response(200, TeamOut)
    def patch(self, body: dict[str, Any], team_id: int) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Change the given fields. Needs If-Match: 428 without it, 412 when somebody changed the team since."""
        edit_team(session(), current_actor(), get_team(session(), team_id), body, version=version_named())
        return answer(team_id)
