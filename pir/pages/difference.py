"""What changed between two versions or submissions of a review, part by part."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from pir.pages.blueprint import bp
from pir.pages.head import head_of
from pir.queries.review import find
from pir.queries.submissions import between, submissions
from web.filters import local
from web.session import current_actor
from web.unit import session


@bp.get("/reviews/<ref>/difference")
def difference(ref: str) -> str:
    """``?from=1.1&to=now``; without them the last two."""
    review = find(session(), current_actor(), ref)
    held = submissions(session(), review)
    keys = [one.key for one in held]
    old, new = request.args.get("from") or keys[max(0, len(keys) - 2)], request.args.get("to") or keys[-1]
    changes = between(session(), review, held, old, new)
    names = [(one.key, f"{one.name}, {local(one.frozen_at, review.zone, 'short')}" if one.frozen_at else one.name) for one in held]
    return render_template(
        "pir/difference.html", head=head_of(session(), current_actor(), review, "sign_off"), changes=changes, names=names,
        old=old, new=new, said=dict(names), count=_counts(changes),
    )


def _counts(changes: Any) -> dict[str, int]:
    kinds = [change.kind for part in changes for change in part.changes]
    return {kind: kinds.count(kind) for kind in ("added", "removed", "changed")}
