"""What happened and to whom: title, severity and the five parts of the narrative."""

from __future__ import annotations

from flask import flash, redirect, url_for

from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.queries.templates import template_of
from pir.rules.template import Template
from pir.schemas.content import Story
from pir.service.content import NARRATIVE, edit_story
from pir.service.editing import shown_for_change
from web.forms import Form
from web.saving import form_of, form_page, read_version, saved
from web.session import current_actor
from web.unit import session


def _parts(template: Template, form: Form) -> tuple[list[str], list[str]]:
    """The parts of the story in the order of the template, with others that hold a text; and those behind "More"."""
    asked = [part.key for part in template.parts if part.key in NARRATIVE]
    asked += [key for key in NARRATIVE if key not in asked and form.value(key)]
    return asked, [key for key in NARRATIVE if key not in asked]


@bp.route("/reviews/<ref>/story", methods=["GET", "POST"])
def story(ref: str) -> Answer:
    actor = current_actor()
    review = shown_for_change(session(), actor, ref)
    form = form_of(Story(), {"title": review.record.title, "severity": review.severity, **{part: getattr(review, part) for part in NARRATIVE}})
    if saved(form, lambda body: edit_story(session(), actor, ref, read_version(), body)):
        flash("The story was saved.")
        return redirect(url_for("pir.overview", ref=ref), 303)
    template = template_of(review)
    parts, more = _parts(template, form)
    return form_page("pir/story.html", form, version=review.record.version, template=template, parts=parts, more=more, head=head_of(session(), actor, review, "overview"))
