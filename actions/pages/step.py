"""One page for every transition of the lifecycle: the question, what will happen, what it needs, the act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from actions.pages.blueprint import bp
from actions.pages.questions import LABELS, QUESTIONS, needed, transition_at
from actions.queries.action import Detail, detail
from actions.queries.rights import JUDGING, may_take
from actions.rules.words import mark_of
from actions.schemas import StepFields
from actions.service import transition
from kernel.errors import Invalid, Refused
from kernel.permission import parts_of, require_on
from kernel.workflow import Transition
from web.forms import Form, open_form
from web.sent_files import require_none, sent_files, set_aside
from web.session import current_actor
from web.unit import session


@bp.get("/actions/<ref>/<step_name>")
def step(ref: str, step_name: str) -> str:
    wanted = transition_at(step_name) or abort(404)
    found = detail(session(), current_actor(), ref)
    actor = current_actor()
    if wanted.name not in JUDGING or not may_take(session(), actor, found.action, wanted, parts_of(session(), actor, found.record)):
        require_on(session(), actor, wanted.verb, found.record)
    return _page(found, wanted, open_form(StepFields()))


@bp.post("/actions/<ref>/<step_name>")
def take(ref: str, step_name: str) -> Any:
    wanted = transition_at(step_name) or abort(404)
    actor = current_actor()
    form = Form(StepFields(), request.form)
    files, faults = sent_files(actor) if QUESTIONS[wanted.name].takes_files else ([], [])
    try:
        said = _asked(form, wanted)
        require_none(faults)
        action = transition(session(), actor, ref, wanted.name, files=files, **said)
    except Invalid as wrong:
        return _page(detail(session(), actor, ref), wanted, form.refused(wrong.messages), set_aside(actor, files)), 422
    except Refused as refused:
        messages = _on_this_form(refused, wanted)
        return _page(detail(session(), actor, ref), wanted, form.refused(messages), set_aside(actor, files)), 422
    flash(f"{ref}: {mark_of(action.state)[1]}.")
    return redirect(url_for("actions.show", ref=ref), 303)


def _asked(form: Form, wanted: Transition) -> dict[str, Any]:
    """What this step's page asks for; anything else that was sent is not the person's answer."""
    return {name: value for name, value in form.load().items() if name in QUESTIONS[wanted.name].asks}


def _on_this_form(refused: Refused, wanted: Transition) -> dict[str, list[str]]:
    """The obstacles as messages of fields when all of them can be mended here; otherwise the refusal stands."""
    asked = QUESTIONS[wanted.name].asks
    if any(o.where not in asked for o in refused.obstacles):
        raise refused
    return {str(o.where): [o.text] for o in refused.obstacles}


def _page(found: Detail, wanted: Transition, form: Form, kept: Sequence[tuple[str, str]] = ()) -> str:
    question = QUESTIONS[wanted.name]
    return render_template(
        "actions/step.html",
        found=found,
        form=form,
        shows_claim=question.shows_claim,
        takes_files=question.takes_files,
        kept=kept,
        question=question.heading,
        eyebrow=f"{found.record.ref} · {found.record.title}",
        consequence=question.consequence,
        asks=[(name, LABELS.get((wanted.name, name)), not needed(wanted, name)) for name in question.asks],
        act=question.act or wanted.label,
        back=("Back to the action", url_for("actions.show", ref=found.record.ref)),
    )
