"""Who did what: on a page, and as a table for a spreadsheet. Nothing can be pressed here."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, current_app, render_template, request
from werkzeug.datastructures import MultiDict

from kernel.clock import stamp
from kernel.errors import Invalid
from kernel.permission import require
from kernel.ref import RecordKind
from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.queries.audit_trail import AuditLine, audit_lines
from organisation.queries.person import all_people
from organisation.schemas.audit import AuditAsked
from web.address import with_query
from web.csv_file import csv_file
from web.forms import Form
from web.session import current_actor
from web.unit import session

#: Entries of one CSV file; a longer trail is fetched by dates.
MOST_ROWS = 20_000
HEADS = ("number", "at (UTC)", "who", "by", "what", "record", "change")


@bp.get("/audit")
def audit_trail() -> Any:
    actor = current_actor()
    require(actor, "read the audit trail")
    form = Form(AuditAsked(), request.args)
    if AuditAsked(only=["before"]).validate({"before": form.value("before") or None}):
        form = Form(AuditAsked(), _without_place(request.args))  # nobody types it: an address cut short shows the newest
    try:
        lines, older = _asked(form)
    except Invalid as wrong:
        form.refused(wrong.messages)
        lines, older = [], None
    kept = {key: value for key, value in request.args.items() if value and key != "before"}
    page = render_template(
        "organisation/audit_trail.html",
        tabs=tabs(actor, "Audit trail"),
        form=form,
        people=[(person.id, person.name) for person in all_people(session())],
        rows=[(line, _address(line)) for line in lines],
        newest=with_query(request.path, **kept) if request.args.get("before") else None,
        older=with_query(request.path, **kept, before=older) if older else None,
        csv=with_query("/audit.csv", **kept),
    )
    return page, 422 if form.errors else 200


@bp.get("/audit.csv")
def audit_csv() -> Response:
    """The same filters; the newest 20,000 entries that fit."""
    lines, _ = _asked(Form(AuditAsked(), request.args), size=MOST_ROWS)
    rows = ((line.seq, stamp(line.at), line.who, line.door, line.verb, line.ref, "; ".join(line.changes)) for line in lines)
    return csv_file("audit-trail.csv", HEADS, rows)


def _without_place(asked: MultiDict[str, str]) -> MultiDict[str, str]:
    return MultiDict((key, value) for key, value in asked.items(multi=True) if key != "before")


def _asked(form: Form, size: int = 50) -> tuple[list[AuditLine], int | None]:
    """Days are the reader's: from the first minute of the one to the last of the other."""
    wanted = form.load()
    since, until = wanted.pop("since"), wanted.pop("until")
    return audit_lines(session(), current_actor(), size=size, since=_midnight(since) if since else None,
                       until=_midnight(until + timedelta(days=1)) if until and until < date.max else None, **wanted)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(current_actor().zone)).astimezone(UTC)


def _address(line: AuditLine) -> str | None:
    """Where the record lives: the composition root says it by kind, since this domain knows none of the upper ones."""
    shapes: dict[RecordKind, str] = current_app.config.get("RECORD_URLS", {})
    shape = shapes.get(line.kind) if line.kind else None
    return shape.format(ref=line.ref) if shape else None
