"""The register of evidence of a review: what there is, where it is used, and the form that adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.intake.attachment import size_in_words
from kernel.intake.kinds import KINDS, PICTURES
from kernel.pieces import Attached
from pir.models import Review
from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.pages.overview import rights_of
from pir.queries.causes import factor_titles
from pir.queries.evidence import find_piece, register
from pir.queries.review import find
from pir.schemas.evidence import NewPieces, PieceFacts
from pir.service.attachments import attach, edit_piece, remove_piece
from pir.service.editing import CONTRIBUTE, shown_for_change
from pir.service.timeline import of_review
from web.filters import local
from web.forms import Form, open_form
from web.saving import form_of, form_page, read_version, saved
from web.sent_files import sent_files, set_aside
from web.session import current_actor
from web.site import site
from web.unit import session

#: What is told of a piece beside its file or link.
FACTS = ("description", "source", "captured_by", "captured_at")
LONGEST_OPTION = 80


@bp.get("/reviews/<ref>/evidence")
def evidence(ref: str) -> str:
    review = find(session(), current_actor(), ref)
    return _page(review, open_form(NewPieces(zone=review.zone), {"shows": request.args.get("shows", "")}))


@bp.post("/reviews/<ref>/evidence")
def add_evidence(ref: str) -> Answer:
    """The files are read, judged and hashed before the unit of work begins: it only stores them."""
    actor = current_actor()
    files, wrong = sent_files(actor)
    review = shown_for_change(session(), actor, ref, CONTRIBUTE)
    form = Form(NewPieces(zone=review.zone), request.form)

    def add(body: dict[str, Any]) -> list[Attached]:
        facts = {key: body.get(key) for key in FACTS}
        return attach(session(), actor, ref, files=files, link=body["link"], shows=body["shows"], facts=facts)

    done = None if wrong else saved(form, add)
    if done is None:
        return _page(review, _with_files(form, wrong), set_aside(actor, files)), 422
    flash(_told(done.made))
    return redirect(url_for("pir.evidence", ref=ref, _anchor=f"evidence-{done.made[0].piece.number}"), 303)


@bp.route("/reviews/<ref>/evidence/<int:number>/edit", methods=["GET", "POST"])
def edit_evidence(ref: str, number: int) -> Answer:
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    piece = find_piece(session(), review, number)
    form = form_of(PieceFacts(zone=review.zone), {name: getattr(piece, name) for name in FACTS}, zone=review.zone)
    if saved(form, lambda body: edit_piece(session(), current_actor(), ref, number, read_version(), body)):
        flash(f"E {number} was saved.")
        return redirect(url_for("pir.evidence", ref=ref, _anchor=f"evidence-{number}"), 303)
    return form_page("pir/evidence_edit.html", form, piece=piece, version=piece.version,
                     head=head_of(session(), current_actor(), review, "evidence"))


@bp.get("/reviews/<ref>/evidence/<int:number>/remove")
def ask_to_remove_evidence(ref: str, number: int) -> str:
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    piece = find_piece(session(), review, number)
    return render_template(
        "confirm.html", eyebrow=ref, question=f"Take E {number} out of the register?", act="Take it out",
        consequence=[piece.description, "The number is not given again. The audit trail keeps its name and its hash."],
        back=("Keep it", url_for("pir.evidence", ref=ref, _anchor=f"evidence-{number}")), version=piece.version,
    )


@bp.post("/reviews/<ref>/evidence/<int:number>/remove")
def remove_evidence(ref: str, number: int) -> Answer:
    remove_piece(session(), current_actor(), ref, number, read_version())
    flash(f"E {number} was taken out.")
    return redirect(url_for("pir.evidence", ref=ref), 303)


def _page(review: Review, form: Form, kept: Sequence[tuple[str, str]] = ()) -> str:
    rights = rights_of(session(), current_actor(), review)
    settings = site().settings
    return render_template(
        "pir/evidence.html", head=head_of(session(), current_actor(), review, "evidence"), form=form, kept=kept, zone=review.zone,
        pieces=register(session(), review), pictures=PICTURES, size=size_in_words, largest=size_in_words(settings.max_evidence),
        kinds=[KINDS[name].word for name in settings.evidence_types], shows=_shows(review) if rights["can_contribute"] else (),
        accept=",".join(f".{ending}" for name in settings.evidence_types for ending in KINDS[name].endings), **rights,
    )


def _shows(review: Review) -> list[tuple[str, str]]:
    """Entries and causes of the review as options: what a new piece may be evidence of."""
    entries = [(f"entry:{e.id}", f"{local(e.at, e.zone, 'short')} {e.text}") for e in of_review(session(), review.id)]
    return [(value, text[:LONGEST_OPTION]) for value, text in (*entries, *factor_titles(session(), review.id))]


def _with_files(form: Form, wrong: Sequence[str]) -> Form:
    """What is wrong with the files and with the fields, at once."""
    if not wrong:
        return form
    messages: dict[str, Any] = {error.field_id: [error.text] for error in form.errors}
    return form.refused({**messages, "files": list(wrong)})


def _told(added: Sequence[Attached]) -> str:
    """"E 4 and E 5 were added. E 2 stood in the register already."."""
    new, known = ([f"E {a.piece.number}" for a in added if a.known is was] for was in (False, True))
    said = [f"{' and '.join(new)} {'was' if len(new) == 1 else 'were'} added."] if new else []
    return " ".join([*said, *(f"{one} stood in the register already." for one in known)])
