"""Causes brought in from a list, a model or another review: what was understood is shown first, then added in one act."""

from __future__ import annotations

import json
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.errors import Invalid
from pir.models import Review
from pir.pages.cause_frame import asked
from pir.pages.causes_blueprint import Answer, bp
from pir.pages.head import head_of
from pir.schemas.cause_import import DraftForm, ImportForm
from pir.service.cause_import import Imported, import_causes
from pir.service.cause_sources import Draft, from_file, from_list
from pir.service.editing import CONTRIBUTE, shown_for_change
from rca import document
from rca.causal_graph import CausalGraph
from rca.errors import CausesError
from rca.five_whys import walk
from rca.vocabulary import because, plain
from web.filters import counted
from web.forms import Form
from web.saving import form_of, form_page, saved
from web.session import current_actor
from web.unit import session

NOTHING = "Paste a list or select a file"


@bp.route("/reviews/<ref>/why/<question>/import", methods=["GET", "POST"])
def import_form(ref: str, question: str) -> Answer:
    """A POST stores nothing: it is done and taken back, so that the preview says what the import would."""
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    graph = asked(review, question).graph
    form = form_of(ImportForm(), {"effect": request.args.get("effect", "focus")})
    if "again" not in request.form and (tried := saved(form, lambda body: _tried(ref, question, body))):
        session().rollback()
        return _preview(shown_for_change(session(), current_actor(), ref, CONTRIBUTE), question, form, *tried.made)
    return _page(review, question, graph, form)


@bp.post("/reviews/<ref>/why/<question>/import/add")
def add_imported(ref: str, question: str) -> Answer:
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    graph = asked(review, question).graph
    form = Form(DraftForm(), request.form)

    def add(body: dict[str, Any]) -> list[str]:
        draft = Draft(_read(body["document"]), (), body["source"])
        return import_causes(session(), current_actor(), ref, question, body["effect"], draft).refs

    if done := saved(form, add):
        flash(f"{counted(len(done.made), 'cause was', 'causes were')} added.")
        return redirect(url_for("causes.ladder", ref=ref, question=question, _anchor=done.made[0]), 303)
    again = Form(ImportForm(), request.form)
    again.refused({"text": [error.text for error in form.errors]})
    return _page(review, question, graph, again)


def _tried(ref: str, question: str, body: dict[str, Any]) -> tuple[Draft, Imported]:
    draft = _draft(body)
    try:
        return draft, import_causes(session(), current_actor(), ref, question, body["effect"], draft)
    except Invalid as wrong:
        field = "file" if draft.source.startswith("the file") else "text"
        raise Invalid({field: [text for texts in wrong.messages.values() for text in texts]}) from None


def _draft(body: dict[str, Any]) -> Draft:
    """The file where one was sent, else the list, whose first line keeps its blanks (the form's reader takes them off)."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        return from_file(sent.stream.read(), sent.filename[-100:], body["top"])
    if not body["text"]:
        raise Invalid({"text": [NOTHING]})
    text = ImportForm(only=("text",)).load({"text": request.form["text"]})["text"]
    return from_list(text, first_is_event=body["first_is_event"])


def _read(text: str) -> CausalGraph:
    try:
        return document.read(json.loads(text))
    except (CausesError, ValueError, RecursionError) as wrong:
        raise Invalid({"document": [f"The causes could not be read again: {wrong}"]}) from None


def _preview(review: Review, question: str, form: Form, draft: Draft, found: Imported) -> Answer:
    """What would be added. What was typed goes along, so that it can be changed."""
    effect = form.value("effect") or "focus"
    graph = asked(review, question).graph
    return render_template(
        "pir/causes_import_preview.html", head=head_of(session(), current_actor(), review, "why"), ref=review.record.ref, question=question,
        effect=effect, below=graph.statement(effect), is_new_event=effect == "focus" and not graph.focus.statement, draft=draft,
        walk=walk(draft.graph), found=found, plain=plain, because=because,
        typed={name: form.value(name) for name in ("effect", "text", "first_is_event", "top")},
        document=json.dumps(document.write(draft.graph), ensure_ascii=False, separators=(",", ":")),
    )


def _page(review: Review, question: str, graph: CausalGraph, form: Form) -> Answer:
    effects = [("focus", graph.focus.statement or "The event itself"), *((f.id, f"{f.id} {f.statement}") for f in graph.factors)]
    return form_page("pir/causes_import.html", form, head=head_of(session(), current_actor(), review, "why"), ref=review.record.ref,
                     question=question, effects=effects, plain=plain)
