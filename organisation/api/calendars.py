"""Calendars: list, add, read, change."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.views import MethodView

from kernel.permission import require
from organisation.api.blueprint import bp
from organisation.models import Calendar
from organisation.queries.calendar import calendars, find_calendar
from organisation.queries.policy import the_organisation
from organisation.schemas.calendar import CalendarForm, CalendarOut, body_of
from organisation.service.calendar import add_calendar, edit_calendar
from web.etag import etag, version_named
from web.session import current_actor
from web.unit import session


def as_body(calendar: Calendar) -> dict[str, Any]:
    """A calendar as ``CalendarOut`` writes it."""
    default = the_organisation(session()).calendar_id
    return {**body_of(calendar), "id": calendar.id, "is_default": calendar.id == default}


@bp.route("/calendars")
class Calendars(MethodView):
    @bp.response(200, CalendarOut(many=True))
    def get(self) -> list[dict[str, Any]]:
        """Every calendar by name."""
        require(current_actor(), "read")
        return [as_body(calendar) for calendar in calendars(session())]

    @bp.arguments(CalendarForm)
    @bp.response(201, CalendarOut)
    def post(self, body: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Add a calendar: hours by week day (``"monday": "09:00-17:30"``), country and region of its holidays, own days."""
        made = add_calendar(session(), current_actor(), body)
        place = {"Location": url_for("organisation-api.Calendar", calendar_id=made.id), **etag(made.version)}
        return as_body(made), 201, place


@bp.route("/calendars/<int:calendar_id>", endpoint="Calendar")
class OneCalendar(MethodView):
    @bp.response(200, CalendarOut)
    def get(self, calendar_id: int) -> tuple[dict[str, Any], int, dict[str, str]]:
        """One calendar, with its version in ETag."""
        require(current_actor(), "read")
        found = find_calendar(session(), calendar_id)
        return as_body(found), 200, etag(found.version)

    @bp.arguments(CalendarForm)
    @bp.response(200, CalendarOut)
    def put(self, body: dict[str, Any], calendar_id: int) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Replace a calendar; needs If-Match."""
        found = edit_calendar(session(), current_actor(), calendar_id, body, version=version_named())
        return as_body(found), 200, etag(found.version)
