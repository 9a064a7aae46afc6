"""One action: what was agreed, what it acts on, what may be done next, what happened."""

from __future__ import annotations

from flask import render_template

from actions.pages.blueprint import bp
from actions.pages.history import lines, measure_changes
from actions.pages.questions import slug
from actions.queries.action import Detail, Offer, detail, stopped_by
from actions.queries.history import happenings
from actions.rules.lifecycle import ANSWER, CHECK, OPEN, UNFINISHED
from actions.service.due import DECIDE
from kernel import clock
from kernel.permission import may, parts_of
from nudges.queries.shown import reminders
from organisation.queries.deputy import deputy_notes, today
from organisation.queries.hold import hold_note
from web.session import current_actor
from web.unit import session


@bp.get("/actions/<ref>")
def show(ref: str) -> str:
    actor = current_actor()
    found = detail(session(), actor, ref)
    parts = parts_of(session(), actor, found.record)
    told = happenings(session(), found.action.id)
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
        history=lines(told),
        measure_changes=measure_changes(told),
        answering=" or ".join(found.names[i] for i in found.answering.people if i in found.names),
        answering_because=found.answering.because,
        may_decide=may(actor, DECIDE, parts) and actor.person_id not in {found.action.owner_id, *_asker(found)},
        may_dispute=found.action.owner_id == actor.person_id and found.action.disputed_at is None and found.action.state in OPEN,
        may_prove=found.action.state in UNFINISHED and (may(actor, ANSWER, parts) or may(actor, CHECK, parts)),
        stopped=stopped_by(session(), found),
        reminders=reminders(session(), actor, found.record, clock.now()),
        may_audit=may(actor, "read the audit trail"),
    )


def _asker(found: Detail) -> list[int | None]:
    return [found.waiting_move.asked_by_id] if found.waiting_move else []


def _is_answer(offer: Offer) -> bool:
    """What owner and checker do every day gets a button; what ends an action in another way is a link below."""
    return offer.transition.verb in {ANSWER, CHECK}


def _is_address(text: str | None) -> bool:
    return bool(text) and str(text).lower().startswith(("https://", "http://"))
