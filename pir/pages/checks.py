"""The checks beside the causes, and the page on which a warning is let stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for

from kernel.workflow import Gate
from pir.models import Review
from pir.pages.causes_blueprint import Answer, bp
from pir.pages.head import head_of
from pir.queries.checks import Checked, checked, dismissals_of
from pir.queries.document import about_causes
from pir.queries.templates import template_of
from pir.rules import template
from pir.schemas.checks import DismissForm
from pir.service import checks as service
from pir.service.editing import CONTRIBUTE, shown_for_change
from rca.quality import CHECKS, Level
from web.forms import Form
from web.saving import form_of, form_page, saved_as_whole
from web.session import current_actor
from web.unit import session


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one check. ``message`` is what they all say, "" where each says its own."""

    check: str
    message: str
    mend: str
    findings: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The findings of one question by weight; ``elsewhere`` counts the open ones of the other two."""

    blockers: tuple[Group, ...]
    warnings: tuple[Group, ...]
    dismissed: tuple[Checked, ...]
    elsewhere: tuple[tuple[str, str, int], ...]
    blockers_stop: bool  # submitting, by the policy of this review


def panel_of(review: Review, asked: Sequence[Mapping[str, Any]], question: str) -> Panel:
    """``asked``: the questions of the analysis, which the page has read."""
    found = checked(about_causes(session(), review, asked), dismissals_of(session(), review.id))
    here = [one for one in found if one.question == question]
    gates = template.gates(template_of(review), review.policy.terms["gates"])
    return Panel(
        _grouped(here, Level.BLOCK), _grouped(here, Level.WARN), tuple(one for one in here if not one.is_open),
        tuple(_elsewhere(review, asked, question, found)), gates.get("checks") == Gate.BLOCK,
    )


def _grouped(found: Sequence[Checked], level: Level) -> tuple[Group, ...]:
    groups = []
    for check in CHECKS:
        mine = tuple(one for one in found if one.is_open and one.finding.level is level and one.finding.check == check.id)
        messages = {one.finding.message for one in mine}
        if mine:
            same = len(messages) == 1
            groups.append(Group(check.id, messages.pop() if same else "", check.mend, mine))
    return tuple(groups)


def _elsewhere(
    review: Review, asked: Sequence[Mapping[str, Any]], question: str, found: Sequence[Checked]
) -> list[tuple[str, str, int]]:
    counts = {q["question"]: sum(one.is_open for one in found if one.question == q["question"]) for q in asked}
    return [
        (q["name"], url_for("causes.ladder", ref=review.record.ref, question=q["question"], _anchor="checks"), counts[q["question"]])
        for q in asked if q["question"] != question and counts[q["question"]]
    ]


@bp.route("/reviews/<ref>/why/<question>/dismiss", methods=["GET", "POST"])
def dismiss(ref: str, question: str) -> Answer:
    """``?found=`` is the fingerprint of the warning that may stand."""
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    form = form_of(DismissForm(), {"found": request.args.get("found")})
    if saved_as_whole(form, lambda body: service.dismiss(session(), current_actor(), ref, question, body["found"], body["reason"])):
        flash("The warning is dismissed.")
        return _back(ref, question)
    return _page(review, question, form)


@bp.post("/reviews/<ref>/why/dismissals/<int:dismissal_id>/restore")
def restore(ref: str, dismissal_id: int) -> Answer:
    question = service.restore(session(), current_actor(), ref, dismissal_id)
    flash("The warning asks again.")
    return _back(ref, question)


def _back(ref: str, question: str) -> Answer:
    return redirect(url_for("causes.ladder", ref=ref, question=question, _anchor="checks"), 303)


def _page(review: Review, question: str, form: Form) -> tuple[str, int]:
    """``one`` is the warning; None when its text has changed since, or it was none of this question."""
    wanted = request.values.get("found")
    found = service.findings_for(session(), current_actor(), review.record.ref)
    one = next((c for c in found if c.question == question and c.finding.fingerprint == wanted), None)
    return form_page("pir/checks_dismiss.html", form, head=head_of(session(), current_actor(), review, "why"), ref=review.record.ref,
                     question=question, one=one, found=wanted)
