"""Comments on the parts of a review."""

from __future__ import annotations

from typing import Any

from pir.api.blueprint import blp
from pir.queries.comments import Thread, threads_of
from pir.queries.review import find
from pir.schemas.comments import NewComment, Reply, ThreadShown
from pir.service import comments as service
from web.session import current_actor
from web.unit import session


@blp.route("/<ref>/comments", methods=["GET"])
@blp.response(200, ThreadShown(many=True))
def threads(ref: str) -> list[Thread]:
    """Every thread of comments, oldest first."""
    return threads_of(session(), find(session(), current_actor(), ref))


@blp.route("/<ref>/comments", methods=["POST"])
@blp.arguments(NewComment)
@blp.response(201, ThreadShown)
def comment(body: dict[str, Any], ref: str) -> Thread:
    """Comment on a part: ``{"part": "summary", "text": "…"}``, or on an item: ``{"part": "entry", "item": "12", …}``."""
    return _shown(ref, service.start_thread(session(), current_actor(), ref, **body).id)


@blp.route("/<ref>/comments/<int:thread_id>/replies", methods=["POST"])
@blp.arguments(Reply)
@blp.response(201, ThreadShown)
def reply(body: dict[str, Any], ref: str, thread_id: int) -> Thread:
    """Answer in a thread; it is open again by it."""
    return _shown(ref, service.reply(session(), current_actor(), ref, thread_id, body["text"]).id)


@blp.route("/<ref>/comments/<int:thread_id>/<any(resolve,carry,reopen):act>", methods=["POST"])
@blp.response(200, ThreadShown)
def settle(ref: str, thread_id: int, act: str) -> Thread:
    """``resolve`` a thread, ``carry`` it to the next version, or ``reopen`` it."""
    return _shown(ref, service.settle(session(), current_actor(), ref, thread_id, act).id)


def _shown(ref: str, thread_id: int) -> Thread:
    review = find(session(), current_actor(), ref)
    return next(t for t in threads_of(session(), review) if t.id == thread_id)
