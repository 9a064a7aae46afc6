"""The one blueprint; the files beside this one put their routes on it."""

from __future__ import annotations

from flask_smorest import Blueprint

blp = Blueprint("actions-api", __name__, url_prefix="/api/v1/actions", description="Corrective and preventive actions")
