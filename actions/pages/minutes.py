"""Minutes of action meetings, for everybody: of what was decided, the part that the reader may see."""

from __future__ import annotations

from flask import render_template, request

from actions.pages.blueprint import bp
from actions.queries.meeting import count_meetings, find_meeting, meetings, minutes
from actions.service.meeting import HOLD
from kernel.permission import may
from web.paging import page_of
from web.session import current_actor
from web.unit import session


@bp.get("/actions/meetings")
def list_meetings() -> str:
    page = page_of(request.args, count_meetings(session()), request.path)
    return render_template("actions/meetings.html", page=page, meetings=meetings(session(), offset=page.offset, size=page.size),
                           may_hold=may(current_actor(), HOLD))


@bp.get("/actions/meetings/<int:meeting_id>")
def show_minutes(meeting_id: int) -> str:
    found = minutes(session(), current_actor(), find_meeting(session(), meeting_id))
    return render_template("actions/minutes.html", found=found, meeting=found.meeting)
