"""Evidence of an action: the form that adds it, and its files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from actions.pages.blueprint import bp
from actions.queries.action import Detail, detail, find
from actions.queries.proof import file_of
from actions.rules.lifecycle import ANSWER, CHECK
from actions.schemas.questions import ProofFields
from actions.service import add_proof
from actions.service.edit import require_one
from kernel.errors import Invalid
from web.download import download
from web.forms import Form, open_form
from web.sent_files import require_none, sent_files, set_aside
from web.session import current_actor
from web.unit import session


@bp.get("/actions/<ref>/evidence")
def evidence(ref: str) -> str:
    found = detail(session(), current_actor(), ref)
    require_one(session(), current_actor(), found.action, ANSWER, CHECK)
    return _page(found, open_form(ProofFields()))


@bp.post("/actions/<ref>/evidence")
def add_evidence(ref: str) -> Any:
    actor = current_actor()
    files, faults = sent_files(actor)
    form = Form(ProofFields(), request.form)
    try:
        said = form.load()
        require_none(faults)
        add_proof(session(), actor, ref, files=files, **said)
    except Invalid as wrong:
        return _page(detail(session(), actor, ref), form.refused(wrong.messages), set_aside(actor, files)), 422
    flash(f"The evidence of {ref} was added.")
    return redirect(url_for("actions.show", ref=ref), 303)


@bp.get("/actions/<ref>/evidence/<int:number>/file")
def evidence_file(ref: str, number: int) -> Response:
    file = file_of(session(), find(session(), current_actor(), ref).id, number)
    return download(file.content, name=file.name, media_type=file.media_type)


def _page(found: Detail, form: Form, kept: Sequence[tuple[str, str]] = ()) -> str:
    ref = found.record.ref
    expected = found.action.expected_evidence
    return render_template(
        "actions/proof.html", found=found, form=form, kept=kept, eyebrow=f"{ref} · {found.record.title}", question="What shows that it was done?",
        consequence=f"Expected: {expected}" if expected else "Whoever checks the action sees it beside the claim.",
        takes_files=True, act="Add the evidence", back=("Back to the action", url_for("actions.show", ref=ref)),
    )
