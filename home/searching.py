"""Search over everything that one may see."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request

from home.pages import bp
from kernel.search import Asked, Found, Hit, asked, jump, marked, search
from kernel.search.index import sources
from web.address import with_query
from web.paging import page_of
from web.session import current_actor
from web.unit import session

SIZE = 20


@bp.get("/search")
def searching() -> Any:
    """A reference leads straight to its record; everything else to a list."""
    wanted = asked(request.args.get("q", ""))
    straight = jump(session(), current_actor(), wanted)
    if straight:
        return redirect(straight, 303)
    kind = request.args.get("kind", "") if request.args.get("kind", "") in sources() else None
    found = _found(wanted, kind, 0)
    page = page_of(request.args, found.counts.get(kind, 0) if kind else found.total, request.path, SIZE)
    if page.number > 1:
        found = _found(wanted, kind, page.offset)
    return render_template(
        "home/search.html", asked=wanted, kind=kind, found=found, page=page, hits=[(hit, *_told(hit, wanted)) for hit in found.hits],
        kinds=[(name, sources()[name].label, count, with_query("/search", q=wanted.text, kind=name)) for name, count in found.counts.items()],
        everything=with_query("/search", q=wanted.text), label={name: source.label for name, source in sources().items()},
    )


def _found(wanted: Asked, kind: str | None, offset: int) -> Found:
    return search(session(), current_actor(), wanted, source=kind, offset=offset, size=SIZE)


def _told(hit: Hit, wanted: Asked) -> tuple[Any, Any]:
    """Title and text in pieces, some of them marked."""
    return marked(hit.title, wanted.terms), marked(hit.body.removeprefix(hit.ref or ""), wanted.terms)
