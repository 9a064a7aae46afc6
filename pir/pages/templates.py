"""Templates of reviews: what each asks, and changing one. The order is changed by buttons, and stored with the rest."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from kernel.permission import may, require
from organisation.pages.tabs import tabs
from pir.models import ReviewTemplate
from pir.pages.blueprint import Answer, bp
from pir.queries.templates import as_template, newest, newest_templates
from pir.rules.template import PARTS, moved
from pir.schemas.template import TemplateForm
from pir.service.templates import EDIT, change_template
from web.forms import Form
from web.saving import form_of, form_page, read_version, saved_as_whole
from web.session import current_actor
from web.unit import session

TAB = "Templates"
FIELDS = {"parts": ("key", "used", "required", "prompt"), "agenda": ("minutes", "item", "prompt")}


@bp.get("/templates")
def templates() -> str:
    require(current_actor(), "read")
    rows = [(row, as_template(row)) for row in newest_templates(session())]
    return render_template(
        "pir/templates.html", tabs=tabs(current_actor(), TAB), rows=rows, names=PARTS, may_edit=may(current_actor(), EDIT),
    )


@bp.route("/templates/<key>", methods=["GET", "POST"])
def template(key: str) -> Answer:
    require(current_actor(), EDIT)
    row = newest(session(), key)
    form = form_of(TemplateForm(), _initial(row))
    if "move" in request.form:
        form = Form(TemplateForm(), _moved(request.form, request.form["move"]))
    elif saved_as_whole(form, lambda body: change_template(session(), current_actor(), key, read_version(), body)):
        flash("The template was saved. Reviews opened from now on follow it.")
        return redirect(url_for("pir.templates"), 303)
    return form_page("pir/template.html", form, version=row.version, row=row, held=as_template(row), tabs=tabs(current_actor(), TAB), names=PARTS)


def _initial(row: ReviewTemplate) -> dict[str, Any]:
    """The parts in use in their order, and after them those that are not."""
    held = as_template(row)
    parts = [{"key": p.key, "used": True, "required": p.is_required, "prompt": p.prompt} for p in held.parts]
    used = {part["key"] for part in parts}
    unused = [{"key": key, "used": False, "required": False, "prompt": ""} for key in PARTS if key not in used]
    return {"name": held.name, "parts": [*parts, *unused], "agenda": row.body["agenda"], "classification": held.classification,
            "most_actions": held.most_actions}


def _moved(values: MultiDict[str, str], asked: str) -> MultiDict[str, str]:
    """What was typed, with one row a place further up or down: ``parts-3-up``. Anything else moves nothing."""
    name, number, way = ([*asked.split("-"), "", "", ""])[:3]
    form = Form(TemplateForm(), values)
    numbers = form.rows(name, 0) if name in FIELDS else []
    found: MultiDict[str, str] = MultiDict(values.items(multi=True))
    if not number.isdecimal() or int(number) not in numbers:
        return found
    order = moved(numbers, numbers.index(int(number)), -1 if way == "up" else 1)
    for place, source in zip(numbers, order, strict=True):
        for field in FIELDS[name]:
            found.setlist(f"{name}-{place}-{field}", values.getlist(f"{name}-{source}-{field}"))
    return found
