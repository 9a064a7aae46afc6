"""One action: what was agreed, what it acts on, what may be done next, what happened."""

from __future__ import annotations

from flask import render_template

from actions.pages.blueprint import bp
from actions.pages.history import lines
from actions.pages.questions import slug
from actions.queries.action import Offer, detail
from actions.queries.history import happenings
from actions.rules.lifecycle import ANSWER, CHECK
from kernel import clock
from kernel.permission import may
from nudges.queries.shown import reminders
from organisation.queries.deputy import deputy_notes, today
from organisation.queries.hold import hold_note
from web.session import current_actor
from web.unit import session


@bp.get("/actions/<ref>")
def show(ref: str) -> str:
    actor = current_actor()
    found = detail(session(), actor, ref)
    return render_template(
        "actions/action.html",
        found=found,
        action=found.action,
        today=found.today,
        deputy=deputy_notes(session(), [found.action.owner_id], today(session())).get(found.action.owner_id or 0),
        hold=hold_note(session(), found.action.record),
        may_hold=may(actor, "hold a record"),
        answers=[o for o in found.offers if _is_answer(o)],
        decisions=[o for o in found.offers if not _is_answer(o)],
        slug=slug,
        is_address=_is_address(found.action.external_ref),
        history=lines(happenings(session(), found.action.id)),
        reminders=reminders(session(), actor, found.record, clock.now()),
        may_audit=may(actor, "read the audit trail"),
    )


def _is_answer(offer: Offer) -> bool:
    """What owner and checker do every day gets a button; what ends an action in another way is a link below."""
    return offer.transition.verb in {ANSWER, CHECK}


def _is_address(text: str | None) -> bool:
    return bool(text) and str(text).lower().startswith(("https://", "http://"))
