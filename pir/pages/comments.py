"""Comments: every thread of a review, the open ones first, and the form for one more."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.errors import NotFound
from pir.models import Review
from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.queries.comments import Thread, threads_of
from pir.queries.document import document
from pir.queries.review import find
from pir.rules.comments import PARTS, Standing, label
from pir.schemas.comments import NewComment, Reply
from pir.service import comments as service
from web.forms import Form, open_form
from web.saving import saved
from web.session import current_actor
from web.unit import session

#: Part of a comment -> the page and anchor where it is read.
PLACES = {
    "timeline": ("pir.timeline", None), "entry": ("pir.timeline", "entry-{}"), "causes": ("causes.ladder", None),
    "factor": ("causes.ladder", "{}"), "actions": ("pir.actions", None), "action": ("pir.actions", None),
    "findings": ("pir.overview", "learned"), "result": ("pir.overview", "why"),
}
ACTS = {"resolve": "The comment is resolved.", "carry": "The comment is carried to the next version.",
        "reopen": "The comment is open again."}
GROUPS = ((Standing.OPEN, "Open"), (Standing.CARRIED, "Carried to the next version"), (Standing.RESOLVED, "Resolved"))


@bp.get("/reviews/<ref>/comments")
def comments(ref: str) -> str:
    part, item = request.args.get("part", ""), request.args.get("item", "")
    return _page(find(session(), current_actor(), ref), part, item)


@bp.post("/reviews/<ref>/comments")
def comment(ref: str) -> Answer:
    form = Form(NewComment(), request.form)
    done = saved(form, lambda body: service.start_thread(session(), current_actor(), ref, **body).id)
    if done is None:
        return _page(find(session(), current_actor(), ref), form.value("part"), form.value("item"), form), 422
    flash("The comment was added.")
    return redirect(url_for("pir.comments", ref=ref, _anchor=f"thread-{done.made}"), 303)


@bp.post("/reviews/<ref>/comments/<int:thread_id>/reply")
def reply_to_comment(ref: str, thread_id: int) -> Answer:
    form = Form(Reply(), request.form, ids=f"reply-{thread_id}-")
    if not saved(form, lambda body: service.reply(session(), current_actor(), ref, thread_id, body["text"])):
        return _page(find(session(), current_actor(), ref), "", "", answered=(thread_id, form)), 422
    flash("The answer was added.")
    return redirect(url_for("pir.comments", ref=ref, _anchor=f"thread-{thread_id}"), 303)


@bp.post("/reviews/<ref>/comments/<int:thread_id>/<any(resolve,carry,reopen):act>")
def settle_comment(ref: str, thread_id: int, act: str) -> Answer:
    service.settle(session(), current_actor(), ref, thread_id, act)
    flash(ACTS[act])
    return redirect(url_for("pir.comments", ref=ref, _anchor=f"thread-{thread_id}"), 303)


def _page(
    review: Review, part: str, item: str, refused: Form | None = None, answered: tuple[int, Form] | None = None
) -> str:
    """``part`` and ``item`` narrow the page to one place, with the form ready for it."""
    about = label(document(session(), review), part, item) if part else None
    if part and about is None and refused is None:
        raise NotFound("part")
    threads = threads_of(session(), review)
    shown = [t for t in threads if not part or (t.part, t.item) == (part, item)]
    forms = {t.id: open_form(Reply(), ids=f"reply-{t.id}-", action=url_for("pir.reply_to_comment", ref=review.record.ref, thread_id=t.id)) for t in shown}
    forms |= dict([answered]) if answered else {}
    form = refused or open_form(NewComment(), {"part": part or "review", "item": item})
    return render_template(
        "pir/comments.html", head=head_of(session(), current_actor(), review, "comments"), form=form, about=about,
        parts=list(PARTS.items()), item=item, part=part, groups=_grouped(shown, review.record.ref), forms=forms,
        errors=[*form.errors, *(answered[1].errors if answered else [])], zone=review.zone, total=len(threads),
        may_comment=service.may_comment(session(), current_actor(), review), edition=review.edition,
    )


def _grouped(threads: list[Thread], ref: str) -> list[tuple[str, list[dict[str, Any]]]]:
    found = []
    for stands, words in GROUPS:
        rows = [{"thread": t, "url": _url(ref, t)} for t in threads if t.standing is stands]
        if rows:
            found.append((words, rows))
    return found


def _url(ref: str, thread: Thread) -> str:
    endpoint, anchor = PLACES.get(thread.part, ("pir.overview", None))
    return url_for(endpoint, ref=ref, _anchor=anchor.format(thread.item) if anchor else None)
