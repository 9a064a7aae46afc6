"""The history of a review: who did what, and when, newest first."""

from __future__ import annotations

from flask import render_template, request

from kernel.permission import may, parts_of
from kernel.record import Scope
from pir.pages.blueprint import bp
from pir.pages.head import head_of
from pir.queries.history import count, happenings
from pir.queries.review import find
from web.paging import page_of
from web.session import current_actor
from web.unit import session


@bp.get("/reviews/<ref>/history")
def history(ref: str) -> str:
    actor = current_actor()
    review = find(session(), actor, ref)
    page = page_of(request.args, count(session(), review), request.path)
    return render_template(
        "pir/history.html", head=head_of(session(), actor, review, "history"), page=page, zone=review.zone,
        rows=happenings(session(), review, offset=page.offset, size=page.size),
        may_audit=may(actor, "read the audit trail"),
        may_see_readers=review.record.scope is Scope.RESTRICTED and may(actor, "read the access log", parts_of(session(), actor, review.record)),
    )
