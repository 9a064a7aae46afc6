"""The one blueprint, and the words that its templates need; the section of an action's page is drawn by them too."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from nudges.rules.held_words import HELD, STATES

bp = Blueprint("nudges", __name__, template_folder="../templates")


@bp.app_context_processor
def _words() -> dict[str, Any]:
    return {"why_held": HELD, "message_states": STATES}
