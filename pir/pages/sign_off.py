"""Sign-off: what is missing, the steps that the lifecycle offers, who signed what, the frozen versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.errors import Obstacle, Stale
from kernel.permission import may, parts_of
from kernel.workflow import Findings, Transition
from organisation.queries.person import names_of
from pir.models import Review
from pir.pages.blueprint import Answer, bp, placed
from pir.pages.chain_rows import chain_rows
from pir.pages.head import STATE_MARKS, head_of
from pir.queries.comments import threads_of
from pir.queries.document import document
from pir.queries.editions import editions_of
from pir.queries.facts import facts_of
from pir.queries.review import find
from pir.queries.signing import signing_of
from pir.rules import chain
from pir.rules.chain import Signing, Way
from pir.rules.comments import Standing
from pir.rules.lifecycle import REVIEW_LIFECYCLE, SIGNED, ReviewState
from pir.schemas.timeline import Reason
from pir.service.corrections import CORRECT
from pir.service.lifecycle import check, offered, transition
from web.forms import Form, open_form
from web.saving import read_version, saved
from web.session import current_actor
from web.unit import session

#: What each step will do, and what it did, in the words of its pages.
CONSEQUENCES = {
    "submit": "A frozen version is made, and somebody else is asked to approve it.",
    "withdraw": "The review becomes a draft again. The frozen version stays on record.",
    "approve": "Your name, the time and the content hash are recorded.",
    "publish": "Everybody who may read reviews sees it as published.",
    "return_to_author": "The review becomes a draft again, and your reason stands with it.",
    "amend": "A new version begins as a draft. The approved one stays readable, and the new one needs approval again.",
    "waive": "No review will be held. The reason stands on record, and its clocks no longer count.",
    "unwaive": "The review becomes a draft again.",
}
DONE = {
    "submit": "Submitted for approval.", "withdraw": "The review is a draft again.", "approve": "Approved.",
    "publish": "Published.", "return_to_author": "Returned to the author.", "amend": "A new version has begun.",
    "waive": "The review is waived.", "unwaive": "The review is a draft again.",
}
#: States in which the page says who signs; after that the signatures say it.
OPEN = (ReviewState.DRAFT, ReviewState.IN_REVIEW)
FORWARD = ("submit", "approve", "publish")
QUESTIONS = {
    "return_to_author": "Return the review to its author?", "amend": "Begin a new version?",
    "waive": "Waive this review?", "unwaive": "Take the waiver back?",
}
STEPS = f"<any({','.join(t.name for t in REVIEW_LIFECYCLE.transitions)}):name>"


@dataclass(frozen=True, slots=True)
class Offer:
    """A step as its button: what stands in its way, and what is only hinted at. ``fields`` go along with the button."""

    transition: Transition
    label: str
    consequence: str
    fields: dict[str, str]
    obstacles: list[Obstacle]
    hints: list[Obstacle]


@bp.get("/reviews/<ref>/sign-off")
def sign_off(ref: str) -> str:
    return _page(find(session(), current_actor(), ref))


@bp.get(f"/reviews/<ref>/{STEPS}")
def ask_step(ref: str, name: str) -> Answer:
    review = find(session(), current_actor(), ref)
    return _ask(review, REVIEW_LIFECYCLE[name], open_form(Reason()))


@bp.post(f"/reviews/<ref>/{STEPS}")
def take_step(ref: str, name: str) -> Answer:
    wanted = REVIEW_LIFECYCLE[name]
    if wanted.needs_reason:
        form = Form(Reason(), request.form)
        if not saved(form, lambda body: _take(ref, name, body["reason"])):
            return _ask(find(session(), current_actor(), ref), wanted, form), 422
    else:
        try:
            _take(ref, name, "")
        except Stale as error:
            session().rollback()
            return _page(find(session(), current_actor(), ref), error), 409
    flash(DONE[name])
    return redirect(url_for("pir.sign_off", ref=ref), 303)


def _take(ref: str, name: str, reason: str) -> None:
    as_role = request.form.get("as_role") or None
    transition(session(), current_actor(), ref, name, reason=reason, version=read_version(), as_role=as_role)


def _page(review: Review, stale: Stale | None = None) -> str:
    actor = current_actor()
    signing = signing_of(session(), review)
    steps = sorted(offered(session(), actor, review, signing), key=_goes_back)
    shown = document(session(), review)
    facts = facts_of(session(), review, shown)

    def found(name: str) -> Findings:
        return check(session(), actor, review, name, facts, signing)

    return render_template(
        "pir/sign_off.html", head=head_of(session(), actor, review, "sign_off"), doc=shown, zone=shown["zone"],
        offers=[offer for step in steps for offer in _offers(review, step, signing, found)], version=review.record.version,
        editions=editions_of(session(), review.id), stale=stale, missing=_missing(review, found),
        waived_reason=review.waived_reason, standing=_standing(review, signing, shown),
        open_comments=[t for t in threads_of(session(), review) if t.standing is Standing.OPEN],
        may_correct=review.state in SIGNED and may(actor, CORRECT, parts_of(session(), actor, review.record)),
        chain=chain_rows(session(), review, signing, shown["approvals"]) if review.state in OPEN else [],
    )


def _goes_back(step: Transition) -> bool:
    """The step forward stands first, as the page's one filled button."""
    return step.name not in FORWARD


def _offers(review: Review, wanted: Transition, signing: Signing, check_of: Callable[[str], Findings]) -> list[Offer]:
    """One button for a step; for an approval one for each step of the chain that the person may sign now."""
    found = check_of(wanted.name)
    ref = review.record.ref
    obstacles = [] if wanted.needs_reason else placed(found.obstacles, ref)
    hints = placed(found.hints, ref)
    ways = chain.ways(signing, current_actor().person_id) if wanted.name == "approve" else ()
    names = names_of(session(), [way.for_id for way in ways if way.for_id])
    buttons = [(_sign_label(way, names), {"as_role": way.role}) for way in ways] or [(wanted.label, {})]
    return [Offer(wanted, label, CONSEQUENCES[wanted.name], fields, obstacles, hints) for label, fields in buttons]


def _sign_label(way: Way, names: Mapping[int, str]) -> str:
    """Such as "Approve as problem manager for Maya Lindqvist"."""
    role = "" if way.role == chain.ANYBODY else f" as {chain.ROLE_WORDS.get(way.role, way.role)}"
    return f"Approve{role}{f' for {names[way.for_id]}' if way.for_id else ''}"


def _standing(review: Review, signing: Signing, shown: dict[str, Any]) -> str:
    """Where the review stands, and for whom it waits."""
    what = f"{STATE_MARKS[review.state][1]}, version {review.edition}."
    if review.state is not ReviewState.IN_REVIEW:
        return what
    by = next((a["name"] for a in reversed(shown["approvals"]) if a["decision"] == "submitted"), "somebody")
    return f"{what} Submitted by {by}; {len(signing.signed)} of {len(signing.chain.roles)} signatures."


def _missing(review: Review, check_of: Callable[[str], Findings]) -> dict[str, list[Obstacle]] | None:
    """What the checks of submitting find, for everybody to see; None when there is nothing to submit."""
    if "submit" not in {t.name for t in REVIEW_LIFECYCLE.offered(review.state)}:
        return None
    found = check_of("submit")
    return {"obstacles": placed(found.obstacles, review.record.ref), "hints": placed(found.hints, review.record.ref)}


def _ask(review: Review, wanted: Transition, form: Form) -> Answer:
    ref = review.record.ref
    if not wanted.needs_reason:
        return redirect(url_for("pir.sign_off", ref=ref), 303)
    return render_template(
        "pir/reason.html", form=form, question=QUESTIONS[wanted.name], consequence=CONSEQUENCES[wanted.name],
        act=wanted.label, version=read_version() or review.record.version, ref=ref,
        action=url_for("pir.take_step", ref=ref, name=wanted.name), eyebrow=f"{ref} · {review.record.title}",
    )
