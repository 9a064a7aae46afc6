"""Who read a restricted review: for those who take part in it and may read the audit trail, or run it."""

from __future__ import annotations

from flask import render_template, request

from kernel.permission import require_on
from kernel.record import Scope
from pir.pages.blueprint import bp
from pir.pages.head import head_of
from pir.queries.access import count, readings
from pir.queries.review import find
from pir.rules.access_words import told
from web.paging import page_of
from web.session import current_actor
from web.unit import session

DOORS = {"page": "", "api": "by API", "search": "from the search", "command": "by command"}


@bp.get("/reviews/<ref>/access")
def access(ref: str) -> str:
    actor = current_actor()
    review = find(session(), actor, ref)
    require_on(session(), actor, "read the access log", review.record)
    page = page_of(request.args, count(session(), review), request.path)
    return render_template(
        "pir/access.html", head=head_of(session(), actor, review, "history"), page=page, zone=review.zone, doors=DOORS, told=told,
        rows=readings(session(), review, offset=page.offset, size=page.size), is_restricted=review.record.scope is Scope.RESTRICTED,
    )
