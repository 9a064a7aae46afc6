"""What stands on every view of the causes, how a form finds back to the view it came from, and what all forms need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from actions.queries import for_document
from kernel.errors import NotFound
from kernel.permission import may, parts_of
from kernel.record import Scope
from organisation.queries.person import active_people
from pir.models import Factor, FocusEvent, Review
from pir.pages.causes_blueprint import Answer
from pir.pages.checks import panel_of
from pir.pages.head import head_of
from pir.queries.answers import telling
from pir.queries.causes import CauseRows, rows_of
from pir.queries.known_causes import known_of, offered
from pir.queries.reporting_codes import codes_shown
from pir.rules.lifecycle import EDITABLE
from pir.rules.similar import similar
from pir.schemas.causes import CATEGORIES, PROBABILITY, FactorForm
from pir.service.cause_undo import last_change
from pir.service.editing import CONTRIBUTE
from pir.service.timeline import with_incidents
from rca import document
from rca.causal_graph import CausalGraph
from rca.telling import Telling
from rca.vocabulary import Question, plain
from web import saving
from web.forms import Form
from web.session import current_actor
from web.unit import session

VIEWS: Mapping[str, str] = {"ladder": "Whys", "fishbone": "Fishbone", "fault_tree": "Fault tree"}
#: The ladder with its drawing, where somebody asked for that: a view of its own only for the way back to it.
DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a review, read once: its rows, its graph, and the document of all three questions."""

    review: Review
    question: str
    rows: CauseRows
    questions: list[dict[str, Any]]
    graph: CausalGraph

    def version(self, item: str) -> int:
        return self.rows.versions(self.question)[item]

    def effect(self, item: str) -> str:
        """``item`` when it may have causes here: the focus or one of the factors."""
        if item != self.graph.focus.id and item not in self.graph:
            raise NotFound("cause")
        return item


def asked(review: Review, question: str) -> Asked:
    rows = rows_of(session(), review.id)
    found = rows.questions()
    for one in found:
        if one["question"] == question:
            return Asked(review, question, rows, found, document.read(one["causes"]))
    raise NotFound("question")


def question_of(factor: Factor) -> str:
    """The question to which a factor belongs."""
    return session().get_one(FocusEvent, factor.focus_id).question.value


def view_asked() -> str:
    """The view from which a person came and to which they go back."""
    wanted = request.values.get("view", "")
    return wanted if wanted in {*VIEWS, DRAWN} else "ladder"


def view_url(ref: str, question: str, item: str | None = None) -> str:
    """The view that a person came from, at the item that they changed."""
    view = view_asked()
    if view == DRAWN:
        return url_for("causes.ladder", ref=ref, question=question, drawing="shown", _anchor=item)
    return url_for(f"causes.{view}", ref=ref, question=question, _anchor=item)


def framed(found: Asked, view: str) -> dict[str, Any]:
    """What stands on every view of one question: the head, the other questions, the other views, and what can be undone."""
    ref, can_edit = found.review.record.ref, _can_edit(found.review)
    names = [(q["question"], q["name"]) for q in found.questions]
    return {
        "checks": panel_of(found.review, found.questions, found.question) if can_edit else None, "ref": ref, "head": head_of(session(), current_actor(), found.review, "why"), "question": found.question,
        "name": plain(Question(found.question)), "view": view, "can_edit": can_edit,
        "asked": [(name, url_for(f"causes.{view}", ref=ref, question=q), q == found.question) for q, name in names],
        "views": [(words, url_for(f"causes.{name}", ref=ref, question=found.question), name == view) for name, words in VIEWS.items()],
        "versions": found.rows.versions(found.question) if can_edit else {},
        "known": known_of(session(), current_actor(), found.review.id),
        "codes": {one.row.code: one.words for one in codes_shown(session(), found.review)},
        "undoable": last_change(session(), current_actor(), found.review.id) if can_edit else None,
    }


def told_of(session: Session, review: Review, graph: CausalGraph, question: str) -> Telling | None:
    """The answers in plain words; only the first question carries combinations (decision 10)."""
    if question != Question.WHY:
        return None
    return telling(graph, for_document(session, review.id))


#: What a policy may not show (its term ``shows``) → the fields of a factor's form that go with it (decision 4).
HIDDEN = {"probabilities": tuple(PROBABILITY), "dora": ("classification",)}


def factor_schema(kind: type[FactorForm], review: Review) -> FactorForm:
    """The schema of a factor's form without what the policy of the review does not show: what is not asked is not written."""
    shows = review.policy.terms["shows"]
    return kind(exclude=[name for term, names in HIDDEN.items() if not shows[term] for name in names])


def factor_choices(review: Review, form: Form) -> dict[str, Any]:
    """What the form of a factor offers: entries, categories, people, known causes and codes; and whether it asks for probabilities."""
    known = offered(session())
    alike = similar(form.value("statement"), form.value("control"), known) if not form.value("cause") else []
    return {
        "known": [(one.words, one.words) for one in [*alike, *(one for one in known if one not in alike)]],
        "alike": alike,
        "codes": [(one.row.code, one.words) for one in codes_shown(session(), review) if one.offered or one.row.code == form.value("classification")],
        "may_name": review.record.scope is not Scope.RESTRICTED,
        "entries": with_incidents(session(), review),
        "categories": CATEGORIES,
        "people": [(p.id, p.name) for p in active_people(session())],
        "zone": review.zone,
        "shows_probabilities": bool(review.policy.terms["shows"]["probabilities"]),
    }


def form_page(template: str, review: Review, form: Form, **values: Any) -> Answer:
    """The form of one act on the causes, with the way back to the view that it came from."""
    head, back = head_of(session(), current_actor(), review, "why"), view_url(review.record.ref, values["question"], values.get("item"))
    return saving.form_page(template, form, head=head, ref=review.record.ref, plain=plain, view=view_asked(), back=back, **values)


def _can_edit(review: Review) -> bool:
    actor = current_actor()
    return review.state in EDITABLE and may(actor, CONTRIBUTE, parts_of(session(), actor, review.record))
