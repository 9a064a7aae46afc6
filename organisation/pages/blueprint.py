"""The one blueprint; the files beside this one put their routes on it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("organisation", __name__, template_folder="../templates")
