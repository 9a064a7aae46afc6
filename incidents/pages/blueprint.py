"""The one blueprint; the files beside this one put their routes on it. Who asks is decided by ``web/gate.py``."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.wrappers import Response as WerkzeugResponse

bp = Blueprint("incidents", __name__, template_folder="../templates")

Answer = str | Response | WerkzeugResponse | tuple[str, int]
