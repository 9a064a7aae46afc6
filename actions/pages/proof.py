"""Evidence of an action: the form that adds it, and its files."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, url_for

from actions.pages.blueprint import bp
from actions.queries.action import detail, find
from actions.queries.proof import file_of
from actions.rules.lifecycle import ANSWER, CHECK
from actions.schemas.questions import ProofFields
from actions.service import add_proof
from actions.service.edit import require_one
from web.download import download
from web.saving import form_of, form_page, saved
from web.sent_files import require_none, sent_files, set_aside
from web.session import current_actor
from web.unit import session


@bp.route("/actions/<ref>/evidence", methods=["GET", "POST"])
def evidence(ref: str) -> Any:
    actor = current_actor()
    files, faults = sent_files(actor)
    found = detail(session(), actor, ref)
    require_one(session(), actor, found.action, ANSWER, CHECK)
    form = form_of(ProofFields())

    def add(said: dict[str, Any]) -> None:
        require_none(faults)
        add_proof(session(), actor, ref, files=files, **said)

    if saved(form, add):
        flash(f"The evidence of {ref} was added.")
        return redirect(url_for("actions.show", ref=ref), 303)
    expected = found.action.expected_evidence
    return form_page(
        "actions/proof.html", form, found=found, kept=set_aside(actor, files), eyebrow=f"{ref} · {found.record.title}", question="What shows that it was done?",
        consequence=f"Expected: {expected}" if expected else "Whoever checks the action sees it beside the claim.",
        takes_files=True, act="Add the evidence", back=("Back to the action", url_for("actions.show", ref=ref)),
    )


@bp.get("/actions/<ref>/evidence/<int:number>/file")
def evidence_file(ref: str, number: int) -> Response:
    file = file_of(session(), find(session(), current_actor(), ref).id, number)
    return download(file.content, name=file.name, media_type=file.media_type)
