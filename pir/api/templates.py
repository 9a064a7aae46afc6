"""Templates of reviews."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from kernel.permission import require
from pir.models import ReviewTemplate
from pir.queries.templates import as_template, newest, newest_templates
from pir.rules.template import Template
from pir.schemas.template import TemplateForm, TemplateShown
from pir.service.templates import change_template
from web.etag import etag, version_named
from web.session import current_actor
from web.unit import session

templates_blp = Blueprint("templates-api", __name__, url_prefix="/api/v1/templates", description="Templates of reviews")


@templates_blp.route("")
@templates_blp.response(200, TemplateShown(many=True))
def templates() -> list[dict[str, Any]]:
    """The newest version of each template."""
    require(current_actor(), "read")
    return [_shown(row) for row in newest_templates(session())]


@templates_blp.route("/<key>")
@templates_blp.response(200, TemplateShown)
def one(key: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """The newest version of one template, with its ETag."""
    require(current_actor(), "read")
    row = newest(session(), key)
    return _shown(row), 200, etag(row.version)


@templates_blp.route("/<key>", methods=["PUT"])
@templates_blp.arguments(TemplateForm)
@templates_blp.response(200, TemplateShown)
def change(body: Template, key: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Store a new version; needs If-Match. Reviews that are open keep theirs."""
    row = change_template(session(), current_actor(), key, version_named(), body)
    return _shown(row), 200, etag(row.version)


def _shown(row: ReviewTemplate) -> dict[str, Any]:
    return {"key": row.key, "version": row.version, "name": row.name, "minutes": as_template(row).minutes, **row.body}
