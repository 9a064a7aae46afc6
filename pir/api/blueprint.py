"""The one blueprint; the files beside this one put their routes on it. Who asks is decided by ``web/gate.py``."""

from __future__ import annotations

from flask_smorest import Blueprint

blp = Blueprint("pir-api", __name__, url_prefix="/api/v1/reviews", description="Post-incident reviews")
