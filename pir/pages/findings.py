"""What went well, what was hard, where we were lucky."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for

from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.pages.saving import read_version, saved
from pir.queries.templates import template_of
from pir.schemas.content import Findings
from pir.service.content import findings_of, set_findings
from pir.service.editing import CONTRIBUTE, shown_for_change
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/<ref>/findings", methods=["GET", "POST"])
def findings(ref: str) -> Answer:
    actor = current_actor()
    review = shown_for_change(session(), actor, ref, CONTRIBUTE)
    version = review.record.version
    if request.method == "POST":
        form = Form(Findings(), request.form)
        version = read_version() or version
        if saved(form, lambda body: set_findings(session(), actor, ref, read_version(), body)):
            flash("What was learned is saved.")
            return redirect(url_for("pir.overview", ref=ref, _anchor="learned"), 303)
    else:
        held = findings_of(session(), review.id)
        form = open_form(Findings(), {kind: "\n".join(texts) for kind, texts in held.items()})
    page = render_template("pir/findings.html", form=form, prompt=template_of(review).prompt("findings"), version=version, head=head_of(session(), actor, review, "overview"))
    return page, 422 if form.errors else 200
