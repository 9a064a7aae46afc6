"""One page for every transition of the lifecycle: the question, what will happen, what it needs, the act."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for

from actions.models import Action
from actions.pages.blueprint import bp
from actions.pages.questions import LABELS, QUESTIONS, needed, transition_at
from actions.queries.action import detail
from actions.queries.rights import JUDGING, may_take
from actions.rules.words import mark_of
from actions.schemas import StepFields
from actions.service import transition
from kernel.errors import Invalid, Refused
from kernel.permission import parts_of, require_on
from web.saving import form_of, form_page, saved
from web.sent_files import require_none, sent_files, set_aside
from web.session import current_actor
from web.unit import session


@bp.route("/actions/<ref>/<step_name>", methods=["GET", "POST"])
def step(ref: str, step_name: str) -> Any:
    wanted = transition_at(step_name) or abort(404)
    question, actor = QUESTIONS[wanted.name], current_actor()
    files, faults = sent_files(actor) if question.takes_files else ([], [])
    found = detail(session(), actor, ref)
    if wanted.name not in JUDGING or not may_take(session(), actor, found.action, wanted, parts_of(session(), actor, found.record)):
        require_on(session(), actor, wanted.verb, found.record)
    form = form_of(StepFields())

    def take(said: dict[str, Any]) -> Action:
        """With what this step asks for; anything else that was sent is not the person's answer."""
        require_none(faults)
        try:
            return transition(session(), actor, ref, wanted.name, files=files, **{name: said[name] for name in question.asks if name in said})
        except Refused as refused:
            raise _on_this_form(refused, question.asks) from None

    if done := saved(form, take):
        flash(f"{ref}: {mark_of(done.made.state)[1]}.")
        return redirect(url_for("actions.show", ref=ref), 303)
    return form_page(
        "actions/step.html",
        form,
        found=found,
        shows_claim=question.shows_claim,
        takes_files=question.takes_files,
        kept=set_aside(actor, files),
        question=question.heading,
        eyebrow=f"{ref} · {found.record.title}",
        consequence=question.consequence,
        asks=[(name, LABELS.get((wanted.name, name)), not needed(wanted, name)) for name in question.asks],
        act=question.act or wanted.label,
        back=("Back to the action", url_for("actions.show", ref=ref)),
    )


def _on_this_form(refused: Refused, asked: tuple[str, ...]) -> Invalid | Refused:
    """The obstacles as messages of fields when all of them can be mended here; otherwise the refusal stands."""
    if any(o.where not in asked for o in refused.obstacles):
        return refused
    return Invalid({str(o.where): [o.text] for o in refused.obstacles})
