"""A frozen version of a review, read only: what the signatures of that version cover."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import render_template

from kernel.errors import NotFound
from pir.pages.blueprint import bp
from pir.pages.head import head_of
from pir.pages.overview import told
from pir.queries.corrections import corrections_of
from pir.queries.document import document
from pir.queries.editions import frozen_edition
from pir.queries.review import find
from pir.rules.content import thawed
from pir.rules.corrections import corrected
from web.session import current_actor
from web.unit import session


@bp.get("/reviews/<ref>/edition/<int:number>")
def edition(ref: str, number: int) -> str:
    review = find(session(), current_actor(), ref)
    snapshot = frozen_edition(session(), review.id, number)
    if snapshot is None:
        raise NotFound("version")
    shown = corrected(thawed(snapshot.document), corrections_of(session(), snapshot.id))
    signed = document(session(), review)["approvals"]  # signatures come after the freezing and stand beside the text
    shown["approvals"] = [a for a in signed if a["content_hash"] == snapshot.content_hash]
    head = replace(
        head_of(session(), current_actor(), review, "sign_off"), title=shown["review"]["title"],
        severity=shown["review"]["severity"], edition=number, marking=shown["review"]["classification"],
    )
    return render_template(
        "pir/overview.html", head=head, frozen=snapshot, can_edit=False, can_contribute=False, can_classify=False, can_comment=False,
        steps=[], template=None, **told(shown, datetime.fromisoformat(shown["as_of"])),
    )
