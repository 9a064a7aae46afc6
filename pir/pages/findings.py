"""What went well, what was hard, where we were lucky."""

from __future__ import annotations

from flask import flash, redirect, url_for

from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.queries.templates import template_of
from pir.schemas.content import Findings
from pir.service.content import findings_of, set_findings
from pir.service.editing import CONTRIBUTE, shown_for_change
from web.saving import form_of, form_page, read_version, saved
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/<ref>/findings", methods=["GET", "POST"])
def findings(ref: str) -> Answer:
    actor = current_actor()
    review = shown_for_change(session(), actor, ref, CONTRIBUTE)
    form = form_of(Findings(), {kind: "\n".join(texts) for kind, texts in findings_of(session(), review.id).items()})
    if saved(form, lambda body: set_findings(session(), actor, ref, read_version(), body)):
        flash("What was learned is saved.")
        return redirect(url_for("pir.overview", ref=ref, _anchor="learned"), 303)
    return form_page("pir/findings.html", form, prompt=template_of(review).prompt("findings"), version=review.record.version,
                     head=head_of(session(), actor, review, "overview"))
