"""The corrective actions of one review, and which causes have none."""

from __future__ import annotations

from flask import render_template

from actions.rules.checks import are_not_mostly_administrative
from kernel.permission import may, parts_of
from pir.pages.blueprint import bp
from pir.pages.head import head_of
from pir.pages.overview import rights_of
from pir.queries.document import document
from pir.queries.review import find
from pir.queries.templates import template_of
from rca import document as causes_document
from web.session import current_actor
from web.unit import session


@bp.get("/reviews/<ref>/actions")
def actions(ref: str) -> str:
    actor = current_actor()
    review = find(session(), actor, ref)
    shown = document(session(), review)
    served = {f["ref"] for action in shown["actions"] if action["shown_as"] != "dropped" for f in action["factors"]}
    factors = [f for q in shown["analysis"]["questions"] for f in causes_document.read(q["causes"]).factors if not f.is_refuted]
    parts = parts_of(session(), actor, review.record)
    weak = are_not_mostly_administrative([a["strength"] for a in shown["actions"] if a["shown_as"] != "dropped"])
    return render_template(
        "pir/actions.html", head=head_of(session(), actor, review, "actions"), doc=shown, zone=shown["zone"],
        unserved=[f for f in factors if f.id not in served], statements={f.id: f.statement for f in factors},
        may_add=may(actor, "add an action", parts),
        hint=weak if may(actor, "edit an action", parts) else None,
        prompt=template_of(review).prompt("actions"), can_comment=rights_of(session(), actor, review)["can_comment"],
    )
