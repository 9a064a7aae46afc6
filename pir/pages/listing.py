"""The list of reviews: newest first, with the time that is left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import render_template, request
from marshmallow import Schema, fields, validate

from kernel import clock
from kernel.calendar import WorkingCalendar
from kernel.permission import may
from organisation.queries.calendar import default_rule
from pir.models import ClockKind, Review
from pir.pages.blueprint import bp
from pir.pages.head import STATE_MARKS
from pir.queries.review import Filter, count, leads_of, page_of_reviews
from pir.rules.lifecycle import ReviewState
from web.filters import Left, time_left
from web.forms import open_form
from web.paging import page_of
from web.session import current_actor
from web.unit import session

NEXT = ((ClockKind.SESSION, "session"), (ClockKind.APPROVAL, "approval"))


class Wanted(Schema):
    """The filter's boxes; what makes no sense counts as not set."""

    state = fields.String(validate=validate.OneOf([s.value for s in ReviewState]), metadata={"widget": "select"})
    severity = fields.String(validate=validate.OneOf(["1", "2", "3", "4"]), metadata={"widget": "select"})


@bp.get("/reviews")
def reviews() -> str:
    actor = current_actor()
    wanted = _wanted(request.args)
    page = page_of(request.args, count(session(), actor, wanted), request.path)
    rows = page_of_reviews(session(), actor, wanted, offset=page.offset, size=page.size)
    calendar = default_rule(session())
    names = leads_of(session(), [review.id for review in rows])
    return render_template(
        "pir/list.html", page=page, rows=[_row(review, names, calendar) for review in rows], wanted=wanted, states=STATE_MARKS,
        is_filtered=wanted != Filter(), may_open=may(actor, "open a review"),
        form=open_form(Wanted(), {"state": wanted.state or "", "severity": wanted.severity or ""}),
    )


def _wanted(args: Mapping[str, str]) -> Filter:
    state, severity = args.get("state", ""), args.get("severity", "")
    return Filter(
        state=ReviewState(state) if state in set(ReviewState) else None,
        severity=int(severity) if severity in {"1", "2", "3", "4"} else None,
        mine=args.get("mine") == "1",
    )


def _row(review: Review, names: Mapping[int, str], calendar: WorkingCalendar) -> dict[str, Any]:
    found = next(((row, words) for kind, words in NEXT for row in review.clocks if row.kind is kind and not row.met_at), None)
    due = (found[0].due_at, found[1]) if found else None
    runs = due is not None and review.state in {ReviewState.DRAFT, ReviewState.IN_REVIEW}
    return {
        "review": review, "facilitator": names.get(review.id), "state": STATE_MARKS[review.state],
        "left": _left(calendar, due[0]) if runs and due else None, "stands": bool(found and found[0].stopped_at), "for": due[1] if due else "",
        "due": due[0] if due else None,
    }


def _left(calendar: WorkingCalendar, due: datetime) -> Left:
    days = calendar.working_days_between(clock.now(), due)
    return time_left(due, clock.now(), days)
